"""Writing people: staff, roles, slips and guardians. Rosters come in by journeys.import_roster."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pypinyin import lazy_pinyin

from shuangjian.audit.operations import CHANGED, Subject, record
from shuangjian.kernel.actor import Actor, Office, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import Clause, InvalidInput, NotAllowed, NotVisible, Refusal, Refused
from shuangjian.people import access
from shuangjian.people.models import Account, Enrolment, Guardianship, Person, RoleAssignment, Slip, TeachingAssignment
from shuangjian.people.rules import NOTICE, Relation, keyed_digest, plain_secret, slip_name, slip_secret
from shuangjian.schools.access import OVERSIGHT

SLIP_RULE = Clause("入户条说明", None, "一张条领一次")


def digest_of(kind: str, number: str) -> str:
    """The keyed digest under which a number is kept; `kind` is `staff`, `pupil` or `slip`."""
    return keyed_digest(settings.ROSTER_KEY.encode(), kind, number)


def sort_key(name: str) -> str:
    """Pinyin of a name, so that lists stand in the order people expect; a sign without a reading sorts by itself."""
    return " ".join(lazy_pinyin(name))[:120]


def add_staff(*, by: Actor, at: dt.datetime, name: str, number: str | None, school_id: int | None) -> Person:
    """A person who works for a school or a bureau; `number` is the 工号."""
    if not (by.is_operator or by.holds(*OVERSIGHT)):
        raise NotAllowed("人员由名册更新，或由教育局添加。")
    if not name.strip():
        raise InvalidInput({"name": "请写姓名。"})
    with transaction.atomic():
        person = Person.objects.create(
            name=name.strip(),
            sort_key=sort_key(name),
            school_id=school_id,
            number_digest=digest_of("staff", number) if number else None,
            number_tail=number.strip()[-4:] if number else "",
        )
        record(by=by, at=at, name="people.add_staff", on=Subject("person", person.pk, person.name, school_id=school_id))
    return person


def open_account(*, by: Actor, at: dt.datetime, person: Person, username: str, password: str) -> Account:
    """Let a member of staff sign in. The password is changed at the first sign-in."""
    if not (by.is_operator or by.holds(*OVERSIGHT, Role.ACADEMIC_AFFAIRS, Role.PRINCIPAL)):
        raise NotAllowed("账号由教务处、校长或教育局开通。")
    with transaction.atomic():
        account = Account.objects.create_account(username=username, person=person, password=password)
        Account.objects.filter(pk=account.pk).update(must_change_password=not by.is_operator)
        record(
            by=by,
            at=at,
            name="people.open_account",
            on=Subject("person", person.pk, person.name, school_id=person.school_id),
            after={"password": CHANGED},
        )
    return account


def appoint(
    *,
    by: Actor,
    at: dt.datetime,
    person: Person,
    role: Role,
    place_id: int,
    place_path: str,
    school_id: int | None = None,
    class_id: int | None = None,
    cohort: int | None = None,
    office: Office | None = None,
    since: dt.date | None = None,
) -> RoleAssignment:
    """任职: give a role from a date on. A class's earlier homeroom teacher ends the same day."""
    leads = any(h.school_id == school_id for h in by.holds(Role.ACADEMIC_AFFAIRS, Role.PRINCIPAL))
    if not (by.holds_over(place_path, *OVERSIGHT) or (leads and role in (Role.HOMEROOM, Role.GRADE_HEAD))):
        raise NotAllowed("任职由上一级定；本校教务处和校长可以定班主任和年级组长。")
    start = since or shanghai_date(at)
    with transaction.atomic():
        if role is Role.HOMEROOM:
            RoleAssignment.objects.filter(role=role, school_class_id=class_id, until=None).update(until=start)
        assignment = RoleAssignment.objects.create(
            person=person,
            role=role,
            place_id=place_id,
            school_id=school_id,
            school_class_id=class_id,
            cohort=cohort,
            office=office or "",
            since=start,
        )
        record(
            by=by,
            at=at,
            name="people.appoint",
            on=Subject("person", person.pk, person.name, place_path, school_id, class_id),
            after={"role": role, "office": office, "since": start},
        )
    return assignment


def assign_teaching(
    *, by: Actor, at: dt.datetime, person: Person, school_id: int, class_id: int, subject: str, since: dt.date
) -> TeachingAssignment:
    """任课: a person teaches a subject to a class from a date on."""
    leads = any(h.school_id == school_id for h in by.holds(Role.ACADEMIC_AFFAIRS, Role.PRINCIPAL))
    if not (by.is_operator or leads):
        raise NotAllowed("任课由本校教务处或校长定。")
    with transaction.atomic():
        teaching = TeachingAssignment.objects.create(
            person=person, school_id=school_id, school_class_id=class_id, subject=subject, since=since
        )
        record(
            by=by,
            at=at,
            name="people.assign_teaching",
            on=Subject("person", person.pk, person.name, school_id=school_id, class_id=class_id),
            after={"subject": subject, "since": since},
        )
    return teaching


@dataclass(frozen=True)
class IssuedSlip:
    """A slip to be printed now: its secret is not kept and cannot be shown again."""

    pupil_name: str
    username: str
    secret: str


def issue_slips(
    *,
    by: Actor,
    at: dt.datetime,
    school_id: int,
    class_id: int,
    class_path: str,
    pupil_ids: list[int],
    choose: Callable[[str], str],
) -> list[IssuedSlip]:
    """One more slip for each of these pupils of the class; slips that are out stay good."""
    access.check_can_manage_slips(by, school_id, class_id)
    seats = dict(
        Enrolment.objects.filter(school_class_id=class_id, pupil_id__in=pupil_ids, until=None).values_list(
            "pupil_id", "pupil__name"
        )
    )
    if set(seats) != set(pupil_ids):
        raise NotVisible("a pupil who is not in this class")
    issued = [(pk, IssuedSlip(seats[pk], slip_name(choose), slip_secret(choose))) for pk in pupil_ids]
    with transaction.atomic():
        Slip.objects.bulk_create(
            [
                Slip(
                    pupil_id=pk,
                    school_id=school_id,
                    username=slip.username,
                    secret_digest=digest_of("slip", plain_secret(slip.secret)),
                    issued_at=at,
                    issued_by_id=by.person_id,
                )
                for pk, slip in issued
            ]
        )
        record(
            by=by,
            at=at,
            name="people.issue_slips",
            on=Subject("class", class_id, "", class_path, school_id, class_id),
            after={"slips": len(issued)},
        )
    return [slip for _, slip in issued]


def replace_slip(
    *, by: Actor, at: dt.datetime, slip_id: int, class_id: int, class_path: str, choose: Callable[[str], str]
) -> IssuedSlip:
    """Take a slip back and issue another: whoever entered by the old one is out at once."""
    slip = Slip.objects.select_related("pupil").filter(pk=slip_id).first()
    if (
        slip is None
        or not Enrolment.objects.filter(pupil_id=slip.pupil_id, school_class_id=class_id, until=None).exists()
    ):
        raise NotVisible(f"slip {slip_id}")
    access.check_can_manage_slips(by, slip.school_id, class_id)
    issued = IssuedSlip(slip.pupil.name, slip_name(choose), slip_secret(choose))
    with transaction.atomic():
        if not Slip.objects.filter(pk=slip.pk, replaced_at=None).update(replaced_at=at):
            raise Refused(
                Refusal("SLIP_ALREADY_REPLACED", "这张条已经换过了。要再加一位家长，请发一张新条。", "", (SLIP_RULE,))
            )
        if slip.claimed_by_id:
            _end_guardianship(slip.claimed_by_id, slip.pupil_id, shanghai_date(at))
        Slip.objects.create(
            pupil=slip.pupil,
            school_id=slip.school_id,
            username=issued.username,
            secret_digest=digest_of("slip", plain_secret(issued.secret)),
            issued_at=at,
            issued_by_id=by.person_id,
        )
        record(
            by=by,
            at=at,
            name="people.replace_slip",
            on=Subject("class", class_id, "", class_path, slip.school_id, class_id),
            after={"slips": 1},
        )
    return issued


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
    a guardian who has signed in.

    Raises Refused when no unclaimed slip has this secret, InvalidInput for a weak password.
    """
    digest = digest_of("slip", plain_secret(secret))
    slip = Slip.objects.select_related("pupil").filter(secret_digest=digest).first()
    if slip is None or slip.claimed_at or slip.replaced_at:
        raise Refused(_slip_refusal(slip))
    if guardian is None:
        _check_password(password)
    with transaction.atomic():
        if not Slip.objects.filter(pk=slip.pk, claimed_at=None, replaced_at=None).update(claimed_at=at):
            raise Refused(_slip_refusal(slip))
        if guardian is None:
            guardian = Person.objects.create(name=name.strip()[:60] or "家长", sort_key="")
            Account.objects.create_account(username=slip.username, person=guardian, password=password)
        Slip.objects.filter(pk=slip.pk).update(claimed_by=guardian)
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
            raise Refused(
                Refusal("ALREADY_BOUND", "", "您已经能看到这个孩子的作业了，不用再领一次。", (SLIP_RULE,))
            ) from twice
        record(
            by=Actor(guardian.pk, "家长"),
            at=at,
            name="people.claim_slip",
            on=Subject("pupil", slip.pupil_id, "", school_id=slip.school_id),
            after={"relation": relation, "notice": NOTICE},
        )
    return Account.objects.get(person=guardian)


def leave_family_page(*, by: Actor, at: dt.datetime, pupil_id: int) -> None:
    """A guardian withdraws consent: the tie ends, and with the last tie the name and the account are erased."""
    access.check_guards(by, pupil_id)
    assert by.person_id is not None
    with transaction.atomic():
        _end_guardianship(by.person_id, pupil_id, shanghai_date(at))
        record(
            by=Actor(by.person_id, "家长"), at=at, name="people.leave_family_page", on=Subject("pupil", pupil_id, "")
        )


def change_password(*, by: Actor, at: dt.datetime, account: Account, password: str) -> None:
    """Set one's own password. Raises InvalidInput for a weak one."""
    if account.person_id != by.person_id:
        raise NotVisible("another's account")
    _check_password(password, account)
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


def _end_guardianship(guardian_id: int, pupil_id: int, date: dt.date) -> None:
    Guardianship.objects.filter(guardian_id=guardian_id, pupil_id=pupil_id, until=None).update(until=date)
    if not Guardianship.objects.filter(guardian_id=guardian_id, until=None).exists():
        Account.objects.filter(person_id=guardian_id).delete()
        Person.objects.filter(pk=guardian_id).update(name="已离开的家长")


def _slip_refusal(slip: Slip | None) -> Refusal:
    words = {
        "SLIP_UNKNOWN": "没有找到这个领取码。请对照纸条再输一遍；还不行，请班主任换一张新条。",
        "SLIP_CLAIMED": "这张条已经领过了，一张条只能领一次。要再加一位家长，请班主任再发一张。",
        "SLIP_REPLACED": "这张条已经换成新的了，请用新的那张。",
    }
    code = "SLIP_UNKNOWN" if slip is None else "SLIP_REPLACED" if slip.replaced_at else "SLIP_CLAIMED"
    return Refusal(code, words[code], words[code], (SLIP_RULE,))


def _check_password(password: str | None, account: Account | None = None) -> None:
    try:
        validate_password(password or "", account)
    except ValidationError as weak:
        raise InvalidInput({"password": "".join(weak.messages)}) from weak
