"""A family says whether its child joins, on which days, and what it would like best. The last word before the closing
counts.

Half of a city does so in the last minutes, so an answer is four statements, and none of them waits for another
family's. The closing is one instant all the same: an answer is in the lists that are sealed, or it is refused. See
`_on_offer`, which meets the lock that sealing takes on the programme.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from shuangjian.afterschool import access
from shuangjian.afterschool.draw.lists import Entry, receipt
from shuangjian.afterschool.models import Draw, Programme, SignUp, Unit
from shuangjian.afterschool.rules import sign_up_refusals as refusals
from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.afterschool.rules.naming import naming_key, pupil_opaque
from shuangjian.afterschool.rules.weekdays import mask_of, weekdays_in
from shuangjian.afterschool.rules.wishes import NOTICE, Choice, Wishes, blocks_on, handed_in, unreadable
from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_at
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.people.queries import class_list
from shuangjian.schools.queries import ClassNow

# Everything that an answer may change of a row that is there already.
_SAID = (
    "answer", "grade", "weekdays", "wishes", "with_siblings", "receipt", "on_paper", "said_by", "notice", "said_at",
)  # fmt: skip


@dataclass(frozen=True)
class OnOffer:
    """A programme as an answer needs it: what may be chosen, and until when."""

    id: int
    school_id: int
    since: dt.date
    days: tuple[int, ...]
    opens_at: dt.datetime
    closes_at: dt.datetime
    secret: str
    is_sealed: bool
    choices: Mapping[int, Choice]


def sign_up(*, by: Actor, at: dt.datetime, programme_id: int, pupil_id: int, wishes: Wishes, request: Request) -> str:
    """A guardian or carer lets the child join; again, and the earlier word is replaced. Returns the receipt.

    Raises NotVisible; Refused before the opening and from the closing on; InvalidInput by field.
    """
    return _by_family(by, at, programme_id, pupil_id, Answer.JOIN, wishes, request)


def decline_service(
    *, by: Actor, at: dt.datetime, programme_id: int, pupil_id: int, in_need: bool, request: Request
) -> None:
    """A guardian or carer says that the child does not join, or is in need of care that these days and hours do not
    give. Nothing follows from either. Raises NotVisible, Refused."""
    _by_family(by, at, programme_id, pupil_id, Answer.NEED if in_need else Answer.NO, Wishes(), request)


def enter_from_paper(
    *,
    by: Actor,
    at: dt.datetime,
    klass: ClassNow,
    programme_id: int,
    pupil_id: int,
    answer: Answer,
    wishes: Wishes,
    over: bool,
    request: Request,
) -> str:
    """The homeroom teacher, or whoever plans the service, enters what a family wrote on paper; `over` what the family
    had said itself before. Returns the receipt, "" for who does not join.

    Raises NotVisible, NotAllowed, Refused, InvalidInput.
    """
    access.check_can_see_answers(by, klass.school_id, klass.id, klass.place_path)
    seat = next((s for s in class_list(klass.id, shanghai_date(at)) if s.pupil_id == pupil_id), None)
    if seat is None:
        raise NotVisible(f"pupil {pupil_id}")
    with transaction.atomic():
        offered = _on_offer(programme_id, klass.school_id, pupil_id, at)
        before = SignUp.objects.filter(programme_id=programme_id, pupil_id=pupil_id).first()
        if before is not None and not before.on_paper and not over:
            raise Refused(refusals.answered_by_family(before.said_at))
        said = _sign_up(offered, pupil_id, seat.cohort, answer, wishes)
        said.said_by_id, said.said_at, said.on_paper = by.person_id, at, True
        _write(said)
        on = Subject("class", klass.id, "", klass.place_path, klass.school_id, klass.id)
        record(by=by, at=at, name="afterschool.enter_from_paper", on=on, request=request)
    return said.receipt


def _by_family(
    by: Actor, at: dt.datetime, programme_id: int, pupil_id: int, answer: Answer, wishes: Wishes, request: Request
) -> str:
    held = access.ward_of(by, pupil_id)
    with transaction.atomic():
        offered = _on_offer(programme_id, held.school_id, pupil_id, at)
        said = _sign_up(offered, pupil_id, held.cohort or 0, answer, wishes)
        said.said_by_id, said.said_at = by.person_id, at
        _write(said)
        record(
            by=Actor(by.person_id, "家长"),
            at=at,
            name="afterschool.answer",
            on=Subject("programme", programme_id, ""),
            after={"receipt": said.receipt},
            request=request,
        )
    return said.receipt


def _on_offer(programme_id: int, school_id: int | None, pupil_id: int, at: dt.datetime) -> OnOffer:
    """What may be chosen at a moment, and stays so until the caller's transaction ends.

    Sealing locks the programme's row against everybody (`select_for_update`), reads the lists and writes the `Draw`.
    A family locks it with others, for the time of one answer: on PostgreSQL by FOR SHARE, in a statement of its own, so
    that the next one sees what a sealing that was waited for has written; on SQLite a transaction has the whole
    database anyway. Raises NotVisible, Refused.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {Programme._meta.db_table} WHERE id = %s FOR SHARE", [programme_id])
    offered = _read(programme_id, school_id)
    if at < offered.opens_at:
        raise Refused(refusals.not_open_yet(offered.opens_at))
    if at >= offered.closes_at or offered.is_sealed:
        has_answer = SignUp.objects.filter(programme_id=programme_id, pupil_id=pupil_id).exists()
        raise Refused(refusals.closed(offered.closes_at, has_answer))
    return offered


def _read(programme_id: int, school_id: int | None) -> OnOffer:
    """One statement. Raises NotVisible for a programme that is another school's or not announced."""
    rows = list(
        Unit.objects.filter(programme_id=programme_id, programme__announced_at__isnull=False, school_id=school_id)
        .annotate(is_sealed=Exists(Draw.objects.filter(programme_id=OuterRef("programme_id"))))
        .values_list(
            *("school_id", "programme__since", "programme__weekdays", "programme__opens_at", "programme__closes_at"),
            *("programme__secret", "is_sealed", "number", "weekdays", "first_grade", "last_grade"),
        )
    )
    if not rows:
        raise NotVisible(f"programme {programme_id}")
    found_school, since, weekdays, opens_at, closes_at, secret, is_sealed = rows[0][:7]
    choices = {number: Choice(number, weekdays_in(days), first, last) for *_, number, days, first, last in rows}
    days = weekdays_in(weekdays)
    return OnOffer(programme_id, found_school, since, days, opens_at, closes_at, secret, is_sealed, choices)


def _sign_up(offered: OnOffer, pupil_id: int, cohort: int, answer: Answer, wishes: Wishes) -> SignUp:
    """The row as it will stand. Raises InvalidInput."""
    grade = grade_at(cohort, offered.since)
    row = SignUp(
        programme_id=offered.id,
        school_id=offered.school_id,
        pupil_id=pupil_id,
        answer=answer,
        grade=grade,
        opaque=pupil_opaque(naming_key(settings.ROSTER_KEY, offered.secret), pupil_id),
        notice=NOTICE,
    )
    if answer is Answer.JOIN:
        if errors := unreadable(wishes, grade, offered.days, offered.choices):
            raise InvalidInput(errors)
        days, units = handed_in(wishes, blocks_on(offered.days, offered.choices.values()), offered.choices)
        row.weekdays, row.wishes, row.with_siblings = mask_of(days), list(units), wishes.with_siblings
        row.receipt = receipt(Entry(row.opaque, None, grade, 0, days, units))
    return row


def _write(row: SignUp) -> None:
    """Insert, or replace what was said before: one statement, whoever else writes the same child's row."""
    SignUp.objects.bulk_create([row], update_conflicts=True, unique_fields=["programme", "pupil"], update_fields=_SAID)
