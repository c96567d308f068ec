"""Guardians (监护人、受托照护人): entering by a slip, and leaving."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from shuangjian.audit.operations import Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import Clause, Refusal, Refused
from shuangjian.people import access
from shuangjian.people.models import Account, Guardianship, Person, Slip
from shuangjian.people.operations.accounts import check_password
from shuangjian.people.operations.identity import digest_of
from shuangjian.people.rules import NOTICE, Relation, plain_secret

SLIP_RULE = Clause("入户条说明", None, "一张条领一次")
GUARDIAN_GONE = "已离开的家长"
# The same words whether the code was mistyped, used or replaced: a guess learns nothing from them.
NOT_OPEN = (
    "这个领取码现在不能用：可能有一个字抄错了，可能已经有人领过，也可能班主任换了新条。"
    "请对照纸条再输一遍；还不行，请班主任再发一张。"
)


def claim_slip(
    *,
    at: dt.datetime,
    secret: str,
    relation: Relation,
    name: str,
    password: str | None,
    guardian: Person | None = None,
) -> Account:
    """Enter by a slip: once. Makes a guardian with an account named as printed on the slip, or binds one more child to
    a guardian who has signed in. The same person with the same slip (and password) again is simply let in.

    Raises Refused when no open slip has this secret, InvalidInput for a weak password.
    """
    slip = Slip.objects.select_related("pupil").filter(secret_digest=digest_of("slip", plain_secret(secret))).first()
    if slip is None or slip.claimed_at or slip.replaced_at:
        return _came_again(slip, guardian, password)
    if guardian is None:
        check_password(password)
    with transaction.atomic():
        if Slip.objects.filter(pk=slip.pk, claimed_at=None, replaced_at=None).update(claimed_at=at):
            if guardian is None:
                guardian = Person.objects.create(name=name.strip()[:60] or "家长", sort_key="")
                Account.objects.create_account(username=slip.username, person=guardian, password=password)
            Slip.objects.filter(pk=slip.pk).update(claimed_by=guardian)
            _bind(guardian, slip, relation, at)
            return Account.objects.get(person=guardian)
    slip.refresh_from_db()  # somebody, perhaps the same finger, was faster
    return _came_again(slip, guardian, password)


def leave_family_page(*, by: Actor, at: dt.datetime, pupil_id: int) -> None:
    """A guardian withdraws consent: the tie ends, and with the last tie the name and the account are erased."""
    access.check_guards(by, pupil_id)
    assert by.person_id is not None
    with transaction.atomic():
        end_guardianship(by.person_id, pupil_id, shanghai_date(at))
        record(
            by=Actor(by.person_id, "家长"), at=at, name="people.leave_family_page", on=Subject("pupil", pupil_id, "")
        )


def end_guardianship(guardian_id: int, pupil_id: int, date: dt.date) -> None:
    """End a tie, in the caller's transaction. Whoever is nothing but a guardian keeps no account without any; a member
    of staff keeps theirs."""
    Guardianship.objects.filter(guardian_id=guardian_id, pupil_id=pupil_id, until=None).update(until=date)
    erase_guardians(without_ties(Guardianship.objects.filter(until=None)).filter(pk=guardian_id))


def without_ties(standing: QuerySet[Guardianship]) -> QuerySet[Person]:
    """Whoever has been a guardian and nothing else, has none of the ties that stand, and is not erased yet."""
    of_person = {"guardian": OuterRef("pk")}
    guardians = Person.objects.filter(
        Exists(Guardianship.objects.filter(**of_person)),
        ~Exists(standing.filter(**of_person)),
        school=None,
        number_digest=None,
        roles=None,
        teachings=None,
    )
    return guardians.filter(Q(account__isnull=False) | ~Q(name=GUARDIAN_GONE))


def erase_guardians(guardians: QuerySet[Person]) -> None:
    """Delete the accounts and overwrite the names, in the caller's transaction."""
    Account.objects.filter(person__in=guardians).delete()
    guardians.update(name=GUARDIAN_GONE)


def _bind(guardian: Person, slip: Slip, relation: Relation, at: dt.datetime) -> None:
    try:
        with transaction.atomic():
            Guardianship.objects.create(
                guardian=guardian,
                pupil=slip.pupil,
                school_id=slip.school_id,
                relation=relation,
                notice=NOTICE,
                consented_at=at,
                since=shanghai_date(at),
            )
    except IntegrityError as twice:
        words = "您已经能看到这个孩子的作业了，不用再领一次。这张条没有用掉，可以给另一位家长。"
        raise Refused(Refusal("ALREADY_BOUND", "", words, (SLIP_RULE,))) from twice
    record(
        by=Actor(guardian.pk, "家长"),
        at=at,
        name="people.claim_slip",
        on=Subject("pupil", slip.pupil_id, "", school_id=slip.school_id),
        after={"relation": relation, "notice": NOTICE},
    )


def _came_again(slip: Slip | None, guardian: Person | None, password: str | None) -> Account:
    """The account that this very person made, or already had, when claiming the slip. Raises Refused for another's."""
    account = None
    if slip is not None and slip.replaced_at is None and slip.claimed_by_id is not None:
        tied = Guardianship.objects.filter(guardian_id=slip.claimed_by_id, pupil_id=slip.pupil_id, until=None)
        account = Account.objects.filter(person_id=slip.claimed_by_id).first() if tied.exists() else None
    if account is None or not (
        account.person_id == guardian.pk if guardian else password and account.check_password(password)
    ):
        raise Refused(Refusal("SLIP_NOT_OPEN", NOT_OPEN, NOT_OPEN, (SLIP_RULE,)))
    return account
