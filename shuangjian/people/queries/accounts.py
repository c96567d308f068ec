"""What people sign in with."""

from shuangjian.people.models import Account, Person
from shuangjian.people.rules import staff_username


def account_of(person_id: int) -> Account | None:
    return Account.objects.filter(person_id=person_id).first()


def free_username(person: Person) -> str:
    """A sign-in name for a member of staff that nobody has yet."""
    wanted = staff_username(person.sort_key, person.number_tail)
    taken = set(Account.objects.filter(username__startswith=wanted).values_list("username", flat=True))
    return next(name for n in range(len(taken) + 1) if (name := f"{wanted}{n or ''}") not in taken)
