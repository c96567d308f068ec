"""Writing places, classes and the calendar."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.grade import Stage, System
from shuangjian.kernel.refusal import InvalidInput, NotAllowed
from shuangjian.schools.access import OVERSIGHT, can_lead_school
from shuangjian.schools.models import ClassCohort, LocalDay, Place, School, SchoolClass, Term
from shuangjian.schools.rules import ONE_DAY, PlaceKind, Setting


@dataclass(frozen=True)
class NewClass:
    """A class to be opened: `cohorts` it holds, at `place_id` (the school or its teaching point)."""

    school_id: int
    place_id: int
    stage: Stage
    number: int
    cohorts: tuple[int, ...]
    name: str = ""


def _check_operator(by: Actor) -> None:
    if not by.is_operator:
        raise NotAllowed("这件事由系统维护人员在服务器上做。")


def add_place(
    *, by: Actor, at: dt.datetime, kind: PlaceKind, name: str, parent: Place | None, code: str | None = None
) -> Place:
    """Add a node to the tree of places."""
    _check_operator(by)
    with transaction.atomic():
        place = Place(kind=kind, name=name, parent=parent, code=code, path=f"new {kind} {name} {code}"[:120])
        place.save()
        place.path = f"{parent.path if parent else '/'}{place.pk}/"
        place.save(update_fields=["path"])
        record(by=by, at=at, name="schools.add_place", on=_on(place), after={"kind": kind, "name": name, "code": code})
    return place


def add_school(
    *,
    by: Actor,
    at: dt.datetime,
    name: str,
    parent: Place,
    code: str | None,
    system: System,
    grades: range,
    setting: Setting,
) -> School:
    """Add a school below a county or a 中心校."""
    with transaction.atomic():
        place = add_place(by=by, at=at, kind=PlaceKind.SCHOOL, name=name, parent=parent, code=code)
        return School.objects.create(
            place=place, system=system, first_grade=grades[0], last_grade=grades[-1], setting=setting
        )


def load_classes(classes: Sequence[NewClass], since: dt.date) -> list[SchoolClass]:
    """Open classes in bulk, inside the caller's transaction; the caller records the act."""
    made = SchoolClass.objects.bulk_create(
        [
            SchoolClass(
                school_id=c.school_id, place_id=c.place_id, stage=c.stage, number=c.number, name=c.name, since=since
            )
            for c in classes
        ]
    )
    ClassCohort.objects.bulk_create(
        [
            ClassCohort(
                school_id=c.school_id,
                place_id=c.place_id,
                school_class=school_class,
                cohort=cohort,
                number=c.number,
                since=since,
            )
            for c, school_class in zip(classes, made, strict=True)
            for cohort in c.cohorts
        ]
    )
    return made


def load_points(points: Sequence[tuple[int, str]]) -> list[Place]:
    """Add teaching points (school, name) in bulk, inside the caller's transaction; the caller records the act."""
    paths = dict(Place.objects.filter(pk__in={pk for pk, _ in points}).values_list("pk", "path"))
    made = []
    for school_id, name in points:
        place = Place.objects.create(
            kind=PlaceKind.TEACHING_POINT, name=name, parent_id=school_id, path=f"new {school_id} {name}"[:120]
        )
        place.path = f"{paths[school_id]}{place.pk}/"
        place.save(update_fields=["path"])
        made.append(place)
    return made


def gain_cohorts(gained: Sequence[tuple[int, int]], since: dt.date) -> None:
    """Classes (class, cohort) hold one more cohort from a date on, inside the caller's transaction."""
    classes = SchoolClass.objects.in_bulk([pk for pk, _ in gained])
    ClassCohort.objects.bulk_create(
        [
            ClassCohort(
                school_id=classes[pk].school_id,
                place_id=classes[pk].place_id,
                school_class_id=pk,
                cohort=cohort,
                number=classes[pk].number,
                since=since,
            )
            for pk, cohort in gained
        ]
    )


def lose_cohorts(lost: Iterable[tuple[int, int]], until: dt.date) -> None:
    """Classes (class, cohort) hold one cohort less from a date on, inside the caller's transaction."""
    for pk, cohort in lost:
        _end(ClassCohort.objects.filter(school_class_id=pk, cohort=cohort, until=None), until)


def lock_schools(school_ids: Iterable[int]) -> None:
    """Hold what belongs to these schools against another import, until the caller's transaction ends.

    Without the key's lock, so that rows pointing at the schools may still be written by others.
    """
    list(Place.objects.select_for_update(no_key=True).filter(pk__in=set(school_ids)).order_by("pk").values_list("pk"))


def lock_place(place_id: int) -> None:
    """Hold what is stated for a place and stands once, until the caller's transaction ends: of two who state it at the
    same moment, the second finds what the first has stated. Without the key's lock, as above."""
    Place.objects.select_for_update(no_key=True).get(pk=place_id)


def lock_rules(school_ids: Iterable[int]) -> None:
    """Hold what limits the evenings of these schools, until the caller's transaction ends: who opens an evening and who
    brings evenings to a new rule wait for each other, so that no evening keeps a limit that has just changed.

    Not the lock of an import, which may take its time; and without the key's, so that rows may point at the schools.
    """
    list(School.objects.select_for_update(no_key=True).filter(pk__in=set(school_ids)).order_by("pk").values_list("pk"))


def set_term(
    *, by: Actor, at: dt.datetime, place: Place, year: int, number: int, since: dt.date, until: dt.date
) -> Term:
    """State a term of a place; it holds for everything below that states none of its own."""
    if not by.holds_over(place.path, *OVERSIGHT):
        raise NotAllowed("学期由县区或市教育局定。")
    if until <= since:
        raise InvalidInput({"until": "学期最后一天要在第一天之后。"})
    overlapping = Term.objects.filter(place=place, since__lt=until, until__gt=since).exclude(year=year, number=number)
    if overlapping.exists():
        raise InvalidInput({"since": "这段日子和已有的学期重叠，请改第一天或最后一天。"})
    with transaction.atomic():
        term, _ = Term.objects.update_or_create(
            place=place, year=year, number=number, defaults={"since": since, "until": until}
        )
        record(by=by, at=at, name="schools.set_term", on=_on(place), after={"since": since, "until": until})
    return term


def state_local_day(
    *,
    by: Actor,
    at: dt.datetime,
    place: Place,
    date: dt.date,
    is_school_day: bool,
    reason: str,
    request: Request | None = None,
) -> LocalDay:
    """A place is closed, or holds school, on a date. A school may state its own; a county those of all its schools.

    The caller (a journey) settles evenings that were opened already.
    """
    if not reason.strip():
        raise InvalidInput({"reason": "请写一句原因，比如“暴雪停课”。"})
    if not (by.holds_over(place.path, *OVERSIGHT) or can_lead_school(by, place.pk)):
        raise NotAllowed("停课和调休上课由本校教务处、校长或县区教育局定。")
    with transaction.atomic():
        day, _ = LocalDay.objects.update_or_create(
            place=place, date=date, defaults={"is_school_day": is_school_day, "reason": reason.strip()}
        )
        record(
            by=by,
            at=at,
            name="schools.state_local_day",
            on=_on(place),
            after={"date": date, "is_school_day": is_school_day, "reason": reason.strip()},
            request=request,
        )
    return day


def end_classes(class_ids: Iterable[int], until: dt.date) -> int:
    """Close classes from a date on, inside the caller's transaction."""
    ids = list(class_ids)
    _end(ClassCohort.objects.filter(school_class_id__in=ids, until=None), until)
    return _end(SchoolClass.objects.filter(pk__in=ids, until=None), until)


def _end(rows: "QuerySet[ClassCohort] | QuerySet[SchoolClass]", until: dt.date) -> int:
    """What began on or after `until` ends the day after it began: a class that stood for no day cannot be."""
    late = rows.filter(since__gte=until).update(until=F("since") + ONE_DAY)
    return late + rows.filter(until=None).update(until=until)


def _on(place: Place) -> Subject:
    school_id = place.pk if place.kind == PlaceKind.SCHOOL else None
    return Subject("place", place.pk, place.name, place.path, school_id)
