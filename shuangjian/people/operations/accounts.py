"""Accounts of staff: opened, given another first password, and the password one sets for oneself."""

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from shuangjian.audit.operations import CHANGED, Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible
from shuangjian.people.models import Account, Person, RoleAssignment
from shuangjian.schools.access import OVERSIGHT, can_lead_school
from shuangjian.schools.queries import school_facts


def open_account(
    *,
    by: Actor,
    at: dt.datetime,
    person: Person,
    username: str,
    password: str,
    given_out: bool = False,
    request: Request | None = None,
) -> Account:
    """Let a member of staff sign in. A password that was `given_out` is changed at the first sign-in: always where a
    school or bureau gave it; an operator says so.

    Raises InvalidInput when the name is taken or the person has an account.
    """
    path = _check_manages_account(by, person)
    try:
        with transaction.atomic():
            account = Account.objects.create_account(username=username, person=person, password=password)
            account.must_change_password = given_out or not by.is_operator
            account.save(update_fields=["must_change_password"])
            record(
                by=by,
                at=at,
                name="people.open_account",
                on=Subject("person", person.pk, person.name, path, person.school_id),
                after={"password": CHANGED},
                request=request,
            )
    except IntegrityError as taken:
        raise InvalidInput({"username": f"{person.name}已经有账号，或者账号名“{username}”有人用了。"}) from taken
    return account


def renew_password(
    *, by: Actor, at: dt.datetime, person: Person, password: str, request: Request | None = None
) -> Account:
    """Give a member of staff who forgot the password another first one; whoever is signed in with the old one is out.

    Raises NotVisible for a person without an account, NotAllowed where the person also serves above the school.
    """
    path = _check_manages_account(by, person)
    account = Account.objects.filter(person=person).first()
    if account is None:
        raise NotVisible(f"account of {person.pk}")
    serves_above = RoleAssignment.objects.filter(person=person, role__in=OVERSIGHT, until=None).exists()
    if serves_above and not (by.is_operator or by.holds(*OVERSIGHT)):
        raise NotAllowed(f"{person.name}也在上级任职，密码由上级更换。")
    with transaction.atomic():
        account.set_password(password)
        account.must_change_password = not by.is_operator
        account.save(update_fields=["password", "must_change_password"])
        record(
            by=by,
            at=at,
            name="people.renew_password",
            on=Subject("person", person.pk, person.name, path, person.school_id),
            after={"password": CHANGED},
            request=request,
        )
    return account


def _check_manages_account(by: Actor, person: Person) -> str:
    """The path of the person's school. Its leaders and whoever oversees it manage its accounts. Those of officers are
    opened on the server; a guardian's comes from a slip and is nobody's to open."""
    path = school_facts(person.school_id).path if person.school_id is not None else "/"
    leads = person.school_id is not None and can_lead_school(by, person.school_id)
    if not (leads or by.holds_over(path, *OVERSIGHT)):
        raise NotAllowed("账号由本校教务处、校长或上级教育局开通。")
    return path


def change_password(*, by: Actor, at: dt.datetime, account: Account, password: str) -> None:
    """Set one's own password. Raises InvalidInput for a weak one."""
    if account.person_id != by.person_id:
        raise NotVisible("another's account")
    check_password(password, account)
    with transaction.atomic():
        account.set_password(password)
        account.must_change_password = False
        account.save(update_fields=["password", "must_change_password"])
        record(
            by=by,
            at=at,
            name="people.change_password",
            on=Subject("person", by.person_id, by.name),
            after={"password": CHANGED},
        )


def check_password(password: str | None, account: Account | None = None) -> None:
    try:
        validate_password(password or "", account)
    except ValidationError as weak:
        raise InvalidInput({"password": "".join(weak.messages)}) from weak
