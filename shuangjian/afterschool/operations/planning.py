"""Starting a term's programme and setting its days and hours, until it is announced."""

import datetime as dt

from django.db import transaction

from shuangjian.afterschool.access import check_can_coordinate
from shuangjian.afterschool.models import PartAnswer, Programme, Unit
from shuangjian.afterschool.queries.programmes import hours_of, programme_before, programme_of
from shuangjian.afterschool.rules.hours import USUAL_TIMES, USUAL_WEEKDAYS, Hours, mistakes_in_hours, mistakes_in_term
from shuangjian.afterschool.rules.planning_refusals import menu_frozen, programme_stands
from shuangjian.afterschool.rules.terms import term_label
from shuangjian.afterschool.rules.weekdays import mask_of, weekdays_label
from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.people.queries import staff_of_school
from shuangjian.schools.operations import lock_place
from shuangjian.schools.queries import SchoolFacts, known_school, term_stated


def start_programme(
    *, by: Actor, at: dt.datetime, school_id: int, year: int, number: int, copied: bool, request: Request
) -> Programme:
    """Begin planning a term: as the last term was (`copied`), units, hours and answers whole, or with the usual hours
    and nothing else.

    Of the units copied, those whose leader has left have none. Raises NotVisible, NotAllowed, InvalidInput for a term
    that is not stated or over, and Refused where planning has begun.
    """
    school = known_school(school_id)
    check_can_coordinate(by, school.id, school.path)
    term = term_stated(school.path, year, number, shanghai_date(at))
    if term is None:
        raise InvalidInput({"term": "没有这个学期，或者已经过完。请选下面列出的学期。"})
    before = programme_before(school.id, year, number) if copied else None
    times = USUAL_TIMES if before is None else _times(before)
    with transaction.atomic():
        lock_place(school.id)
        if programme_of(school.id, year, number) is not None:
            raise Refused(programme_stands())
        row = Programme(school_id=school.id, year=year, number=number, planned_at=at, planned_by_id=by.person_id)
        weekdays = USUAL_WEEKDAYS if before is None else hours_of(before).weekdays
        extended, lessons_end = (None, None) if before is None else (before.extended_until, before.lessons_end)
        fill_hours(row, Hours(term.since, term.until, weekdays, *times, extended, lessons_end))
        row.save(force_insert=True)
        units = _copied(before, row, shanghai_date(at)) if before is not None else []
        if before is not None:
            _copy_answers(before, row)
        record(
            by=by,
            at=at,
            name="afterschool.start_programme",
            on=subject_of(row, school),
            after={"units": len(units), "copied": term_label(before.year, before.number) if before else None},
            request=request,
        )
    return row


def set_hours(*, by: Actor, at: dt.datetime, programme_id: int, hours: Hours, request: Request) -> Programme:
    """Set the days and hours. Raises NotVisible, NotAllowed, InvalidInput by field, Refused once it is announced."""
    errors = mistakes_in_hours(hours)
    with transaction.atomic():
        row, school = lock_plan(by, programme_id)
        term = term_stated(school.path, row.year, row.number, shanghai_date(at))
        if term is not None and "last" not in errors:
            errors |= mistakes_in_term(hours, term.since, term.until)
        if errors:
            raise InvalidInput(errors)
        before = hours_of(row)
        fill_hours(row, hours)
        row.save()
        record(
            by=by,
            at=at,
            name="afterschool.set_hours",
            on=subject_of(row, school),
            before=_in_words(before),
            after=_in_words(hours),
            request=request,
        )
    return row


def lock_plan(by: Actor, programme_id: int) -> tuple[Programme, SchoolFacts]:
    """A programme that can still be planned, held against whoever would announce it meanwhile; inside a transaction.

    Raises NotVisible, NotAllowed, Refused once it is announced.
    """
    row, school = lock_programme(by, programme_id)
    if row.announced_at is not None:
        raise Refused(menu_frozen())
    return row, school


def lock_programme(by: Actor, programme_id: int) -> tuple[Programme, SchoolFacts]:
    """A programme at any stage, likewise. Raises NotVisible, NotAllowed."""
    row = Programme.objects.select_for_update().filter(pk=programme_id).first()
    if row is None:
        raise NotVisible(f"programme {programme_id}")
    school = known_school(row.school_id)
    check_can_coordinate(by, school.id, school.path)
    return row, school


def subject_of(row: Programme, school: SchoolFacts) -> Subject:
    """What an act on a programme is on: 2026学年第一学期."""
    return Subject("programme", row.pk, term_label(row.year, row.number), school.path, school.id)


def _times(row: Programme) -> tuple[dt.time, dt.time, dt.time, dt.time]:
    return row.homework_from, row.homework_until, row.activity_from, row.activity_until


def fill_hours(row: Programme, hours: Hours) -> None:
    """The days and hours of a row; not saved."""
    row.since, row.until, row.weekdays = hours.since, hours.until, mask_of(hours.weekdays)
    row.homework_from, row.homework_until = hours.homework_from, hours.homework_until
    row.activity_from, row.activity_until = hours.activity_from, hours.activity_until
    row.extended_until, row.lessons_end = hours.extended_until, hours.lessons_end


def _copied(before: Programme, row: Programme, today: dt.date) -> list[Unit]:
    staff = set(staff_of_school(row.school_id, today).values_list("pk", flat=True))
    return Unit.objects.bulk_create(
        Unit(
            programme=row,
            school_id=row.school_id,
            number=number,
            kind=unit.kind,
            name=unit.name,
            about=unit.about,
            weekdays=unit.weekdays,
            first_grade=unit.first_grade,
            last_grade=unit.last_grade,
            capacity=unit.capacity,
            minimum=unit.minimum,
            room_need=unit.room_need,
            leader_id=unit.leader_id if unit.leader_id in staff else None,
            outside_leader=unit.outside_leader,
        )
        for number, unit in enumerate(before.units.order_by("number"), 1)
    )


def _copy_answers(before: Programme, row: Programme) -> None:
    """What the school said to parts of a service model: whoever plans the next term reads it again."""
    PartAnswer.objects.bulk_create(
        PartAnswer(programme=row, school_id=row.school_id, name=one.name, words=one.words)
        for one in PartAnswer.objects.filter(programme=before)
    )


def _in_words(hours: Hours) -> dict[str, object]:
    return {
        "since": hours.since,
        "until": hours.until,
        "weekdays": weekdays_label(hours.weekdays),
        "homework": f"{hours.homework_from:%H:%M}到{hours.homework_until:%H:%M}",
        "activity": f"{hours.activity_from:%H:%M}到{hours.activity_until:%H:%M}",
        "extended": f"{hours.extended_until:%H:%M}" if hours.extended_until else None,
        "lessons_end": f"{hours.lessons_end:%H:%M}" if hours.lessons_end else None,
    }
