"""Writing a roster's plan: people in bulk, inside the transaction of the journey that plans, locks and records."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet

from shuangjian.kernel.actor import Role
from shuangjian.people.models import (
    Enrolment,
    GroupMember,
    Guardianship,
    Person,
    Pupil,
    RoleAssignment,
    Slip,
    TeachingAssignment,
)
from shuangjian.people.operations.identity import sort_key
from shuangjian.people.operations.roster_state import parts
from shuangjian.people.roster.planning import Plan

BATCH = 1000


def sort_keys(plan: Plan) -> dict[str, str]:
    """Pinyin of every name that the plan writes; slow, so it is made before the transaction opens."""
    names = {row.name for row in plan.new_pupils} | {row.name for row in plan.renamed_pupils}
    names |= {row.name for row in plan.new_teachers} | {row.name for row in plan.changed_teachers}
    return {name: sort_key(name) for name in names}


def load_roster(
    plan: Plan, *, on: dt.date, keys: Mapping[str, str], class_of: Callable[[int], int], place_of: Mapping[int, int]
) -> None:
    """Write the people of a plan. `class_of` resolves a reference to a class, `place_of` is the place of each class."""
    _load_pupils(plan, on, keys, class_of)
    people = _load_teachers(plan, on, keys)
    _load_lessons(plan, on, lambda ref: ref if ref > 0 else people[-ref - 1].pk, class_of, place_of)


def _load_lessons(
    plan: Plan,
    on: dt.date,
    person_of: Callable[[int], int],
    class_of: Callable[[int], int],
    place_of: Mapping[int, int],
) -> None:
    """Lessons and homeroom posts; what ends goes first, so that a class has one homeroom teacher at every moment."""
    _end(TeachingAssignment.objects.all(), plan.ended_teachings, on)
    _end(RoleAssignment.objects.all(), plan.ended_homerooms, on)
    for table in (TeachingAssignment, RoleAssignment):  # also what was to begin in a class that ends
        _end_by(table.objects.all(), "school_class_id", plan.ended_classes, on)
    TeachingAssignment.objects.bulk_create(
        [
            TeachingAssignment(
                person_id=person_of(t.person_ref),
                school_id=t.school_id,
                school_class_id=class_of(t.class_ref),
                subject=t.subject,
                since=on,
            )
            for t in plan.new_teachings
        ],
        batch_size=BATCH,
    )
    heads = [(person_of(h.person_ref), h.school_id, class_of(h.class_ref)) for h in plan.new_homerooms]
    begun = RoleAssignment.objects.filter(role=Role.HOMEROOM, until=None, since__gt=on)
    begun.filter(school_class_id__in=[klass for _, _, klass in heads]).update(until=F("since"))
    RoleAssignment.objects.bulk_create(
        [
            RoleAssignment(
                person_id=person,
                role=Role.HOMEROOM,
                place_id=place_of[klass],
                school_id=school,
                school_class_id=klass,
                since=on,
            )
            for person, school, klass in heads
        ],
        batch_size=BATCH,
    )


def _load_pupils(plan: Plan, on: dt.date, keys: Mapping[str, str], class_of: Callable[[int], int]) -> None:
    seats = [*plan.moves, *plan.transfers, *plan.returns]
    _end_by(Enrolment.objects.all(), "pupil_id", [seat.pupil_id for seat in seats], on)
    for day, ids in _by_day(plan.leaving_pupils, on).items():
        _end_by(Enrolment.objects.all(), "pupil_id", ids, day)
        for part in parts(ids):
            Pupil.objects.filter(pk__in=part).update(left_on=day)
    back: dict[int, list[int]] = defaultdict(list)
    for seat in (*plan.transfers, *plan.returns):
        back[seat.school_id].append(seat.pupil_id)
    for school_id, ids in back.items():
        Pupil.objects.filter(pk__in=ids).update(left_on=None, school_id=school_id)
        Guardianship.objects.filter(pupil_id__in=ids).update(school_id=school_id)
        Slip.objects.filter(pupil_id__in=ids).update(school_id=school_id)
    made = Pupil.objects.bulk_create(
        [
            Pupil(
                school_id=p.school_id,
                name=p.name,
                sort_key=keys[p.name],
                number_digest=p.digest,
                number_tail=p.tail,
            )
            for p in plan.new_pupils
        ],
        batch_size=BATCH,
    )
    places = [(seat.pupil_id, seat.school_id, seat.class_ref, seat.cohort) for seat in seats]
    places += [(row.pk, p.school_id, p.class_ref, p.cohort) for row, p in zip(made, plan.new_pupils, strict=True)]
    Enrolment.objects.bulk_create(
        [
            Enrolment(pupil_id=pk, school_id=school, school_class_id=class_of(ref), cohort=cohort, since=on)
            for pk, school, ref, cohort in places
        ],
        batch_size=BATCH,
    )
    named = [Pupil(pk=p.id, name=p.name, sort_key=keys[p.name]) for p in plan.renamed_pupils]
    Pupil.objects.bulk_update(named, ["name", "sort_key"], batch_size=200)
    numbered = [Pupil(pk=p.id, number_digest=p.digest, number_tail=p.tail) for p in plan.renumbered_pupils]
    Pupil.objects.bulk_update(numbered, ["number_digest", "number_tail"], batch_size=200)


def _load_teachers(plan: Plan, on: dt.date, keys: Mapping[str, str]) -> list[Person]:
    """The new ones, in the plan's order. Whoever leaves holds nothing from that day on: the account has no powers."""
    for day, ids in _by_day(plan.leaving_teachers, on).items():
        Person.objects.filter(pk__in=ids).update(left_on=day)
        _end_by(TeachingAssignment.objects.all(), "person_id", ids, day)
        _end_by(RoleAssignment.objects.all(), "person_id", ids, day)
        _end_by(GroupMember.objects.all(), "person_id", ids, day)
    for back in plan.returning_teachers:
        for table in (TeachingAssignment, RoleAssignment, GroupMember):
            elsewhere = table.objects.exclude(school_id=None).exclude(school_id=back.school_id)
            _end_by(elsewhere, "person_id", [back.person_id], on)
        Person.objects.filter(pk=back.person_id).update(left_on=None, school_id=back.school_id)
    for changed in plan.changed_teachers:
        number = {"number_digest": changed.digest, "number_tail": changed.tail} if changed.digest else {}
        Person.objects.filter(pk=changed.id).update(name=changed.name, sort_key=keys[changed.name], **number)
    return Person.objects.bulk_create(
        [
            Person(
                school_id=t.school_id,
                name=t.name,
                sort_key=keys[t.name],
                number_digest=t.digest,
                number_tail=t.tail,
            )
            for t in plan.new_teachers
        ],
        batch_size=BATCH,
    )


def _by_day(leaving: Iterable[Any], on: dt.date) -> dict[dt.date, list[int]]:
    days: dict[dt.date, list[int]] = defaultdict(list)
    for one in leaving:
        days[one.on or on].append(one.id)
    return days


def _end(rows: "QuerySet[Any]", ids: Sequence[int], on: dt.date) -> None:
    _end_by(rows, "pk", ids, on)


def _end_by(rows: "QuerySet[Any]", field: str, ids: Sequence[int], on: dt.date) -> None:
    """End what is in force or yet to begin; what had not begun by then ends as it begins."""
    for part in parts(ids):
        open_rows = rows.filter(**{f"{field}__in": part})
        open_rows.filter(until=None, since__gt=on).update(until=F("since"))
        open_rows.filter(since__gt=on, until__gt=F("since")).update(until=F("since"))
        open_rows.filter(since__lte=on, until=None).update(until=on)
        open_rows.filter(since__lte=on, until__gt=on).update(until=on)
