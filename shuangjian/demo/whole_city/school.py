"""One school, whole or not at all: place, classes, people, a term of homework, and what the record says of it."""

import datetime as dt
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction

from shuangjian.audit.operations import Subject, load_acts
from shuangjian.demo.directory import OPERATOR, on
from shuangjian.demo.names import Names
from shuangjian.demo.whole_city import model, staffing
from shuangjian.demo.whole_city.faults import Planted
from shuangjian.demo.whole_city.ground import Ground
from shuangjian.demo.whole_city.homework import REASON, Day, Set, habits_of, set_on
from shuangjian.demo.whole_city.shapes import Room, Shape
from shuangjian.demo.whole_city.staffing import Lesson, courses_of, lessons_of
from shuangjian.demo.whole_city.term import Term
from shuangjian.homework.operations import ensure_sheet_addresses
from shuangjian.homework.operations.loading import Ended, PastAssignment, PastEvening, load_homework
from shuangjian.kernel.actor import Role
from shuangjian.kernel.grade import cohort_of, stage_of
from shuangjian.kernel.subject import Subject as SchoolSubject
from shuangjian.people.operations import sort_key
from shuangjian.people.operations.loading import NewPost, load_posts
from shuangjian.people.operations.rosters import load_roster
from shuangjian.people.queries import staff_by_number
from shuangjian.people.roster.planning.plan import NewHomeroom, NewPupil, NewTeacher, NewTeaching, Plan
from shuangjian.schools.operations import NewClass, add_school, load_classes, load_points
from shuangjian.schools.queries import SchoolFacts, place, places_of_classes, school_facts
from shuangjian.schools.rules import class_label

OPENED, ROSTER_CAME = on(model.SINCE, "07:00"), on(model.SINCE, "07:30")
RELEASE = "15:30"


@dataclass(frozen=True)
class Built:
    """How many of each a school has come to have."""

    classes: int = 0
    pupils: int = 0
    teachers: int = 0
    evenings: int = 0
    assignments: int = 0
    entries: int = 0

    def __add__(self, other: "Built") -> "Built":
        return Built(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


def build_school(seed: int, shape: Shape, planted: Planted | None, ground: Ground, term: Term) -> Built:
    """Build one school in one transaction. Equal seeds and shapes build equal schools."""
    draw = random.Random(f"{seed} {shape.number}")
    with transaction.atomic():
        school = _found(shape, ground)
        classes = _open_classes(shape, school)
        ensure_sheet_addresses(at=OPENED, classes=[(school.id, pk) for pk in classes], choose=draw.choice)
        lessons = lessons_of(shape)
        people = _bring_in(seed, shape, school, classes, lessons)
        evenings, assignments = _homework(shape, school, classes, people, lessons, planted, term, draw)
        loaded = load_homework(school.id, evenings, assignments)
        _record_days(shape, school, evenings, assignments)
    return Built(len(shape.rooms), shape.pupils, shape.teachers, loaded.evenings, loaded.assignments, loaded.entries)


def _found(shape: Shape, ground: Ground) -> SchoolFacts:
    school = add_school(
        by=OPERATOR, at=OPENED, name=shape.name, parent=place(ground.above(shape)), code=shape.code,
        system=shape.system, grades=shape.kind.grades, setting=shape.kind.setting,
    )  # fmt: skip
    return school_facts(school.pk)


def _open_classes(shape: Shape, school: SchoolFacts) -> list[int]:
    """The ids of the classes, in the order of the rooms."""
    point = load_points([(school.id, shape.point)])[0].pk if shape.point else school.id
    wanted = [
        NewClass(
            school.id,
            point if room.at_point else school.id,
            stage_of(room.grades[0], shape.system),
            room.number,
            tuple(cohort_of(grade, model.SINCE) for grade in room.grades),
        )
        for room in shape.rooms
    ]
    return [row.pk for row in load_classes(wanted, model.SINCE)]


def _bring_in(
    seed: int, shape: Shape, school: SchoolFacts, classes: Sequence[int], lessons: Sequence[Lesson]
) -> list[int]:
    """Pupils, teachers and posts; the ids of the teachers in the order of their positions."""
    names = Names(int.from_bytes(hashlib.sha256(f"{seed} {shape.number} names".encode()).digest()[:8]))
    plan = Plan()
    for pk, room in zip(classes, shape.rooms, strict=True):
        for position in range(room.size):
            digest = _digest("pupil", seed, shape.number, len(plan.new_pupils))
            cohort = cohort_of(room.grades[position % len(room.grades)], model.SINCE)
            plan.new_pupils.append(NewPupil(school.id, names.pupil(), digest, digest[-4:], pk, cohort))
    for position in range(shape.teachers):
        digest = _digest("staff", seed, shape.number, position)
        plan.new_teachers.append(NewTeacher(school.id, names.staff(), digest, digest[-4:]))
    for lesson in lessons:
        pk = classes[lesson.room]
        plan.new_teachings.append(NewTeaching(-lesson.teacher - 1, school.id, pk, SchoolSubject(lesson.subject)))
        if lesson.subject == "CHINESE":
            plan.new_homerooms.append(NewHomeroom(-lesson.teacher - 1, school.id, pk))
    names_drawn = {row.name for row in plan.new_pupils} | {row.name for row in plan.new_teachers}
    keys = {name: _pinyin(name) for name in names_drawn}
    at_place = places_of_classes(classes)
    load_roster(plan, on=model.SINCE, keys=keys, class_of=lambda ref: ref, place_of=at_place)
    by_number = staff_by_number(school.id)
    people = [by_number[row.digest] for row in plan.new_teachers]
    load_posts(_posts(shape, school, lessons, people), model.SINCE)
    counts = Subject("place", school.id, school.name, school.path, school.id)
    load_acts(by=OPERATOR, acts=[(ROSTER_CAME, "people.apply_roster", counts, plan.counts)])
    return people


_pinyin = lru_cache(maxsize=300_000)(sort_key)


def _digest(kind: str, *what: object) -> str:
    """In the place of a number that nobody has: the form of a digest, of nothing."""
    return hashlib.sha256(" ".join(map(str, ("synthetic", kind, *what))).encode()).hexdigest()


def _posts(shape: Shape, school: SchoolFacts, lessons: Sequence[Lesson], people: Sequence[int]) -> list[NewPost]:
    """Principal, academic affairs, coordinator; where a grade has several classes, the homeroom teacher of the first
    heads it."""
    posts = [
        NewPost(people[staffing.PRINCIPAL], Role.PRINCIPAL, school.id),
        NewPost(people[staffing.ACADEMIC], Role.ACADEMIC_AFFAIRS, school.id),
        NewPost(people[staffing.COORDINATOR], Role.COORDINATOR, school.id),
    ]
    homeroom = {lesson.room: lesson.teacher for lesson in lessons if lesson.subject == "CHINESE"}
    for grade in shape.kind.grades:
        rooms = [n for n, room in enumerate(shape.rooms) if room.grades == (grade,)]
        if len(rooms) > 1:
            cohort = cohort_of(grade, model.SINCE)
            posts.append(NewPost(people[homeroom[rooms[0]]], Role.GRADE_HEAD, school.id, cohort))
    return posts


def _homework(
    shape: Shape, school: SchoolFacts, classes: Sequence[int], people: Sequence[int], lessons: list[Lesson],
    planted: Planted | None, term: Term, draw: random.Random,
) -> tuple[list[PastEvening], list[PastAssignment]]:  # fmt: skip
    """A term of evenings on which something was set, and what."""
    courses, habits, limits = courses_of(shape, lessons), habits_of(shape, planted, draw), term.limits(school)
    labels = [_label(shape, room) for room in shape.rooms]
    evenings: list[PastEvening] = []
    assignments: list[PastAssignment] = []
    for lesson, span in enumerate(term.spans):
        caps = {grade: limits[grade, span.date].minutes or 0 for grade in school.grades}
        free = {(n, grade): caps[grade] for n, room in enumerate(shape.rooms) for grade in room.grades}
        day = Day(span.date, lesson, span.date in term.month_ends, free)
        at: dict[tuple[int, int], int] = {}
        for one in set_on(shape, courses, habits, day, caps, draw):
            if one.at > model.STANDS_AT:
                continue
            for seat in one.evenings:
                if seat not in at:
                    at[seat] = len(evenings)
                    n, grade = seat
                    edition = limits[grade, span.date].edition
                    release_at = on(span.date, RELEASE)
                    evenings.append(PastEvening(classes[n], grade, labels[n], span, caps[grade], edition, release_at))
            assignments.append(_past(one, [at[seat] for seat in one.evenings], people))
    return evenings, assignments


def _label(shape: Shape, room: Room) -> str:
    return class_label(room.grades, room.number, shape.point if room.at_point else "")


def _past(one: Set, evenings: list[int], people: Sequence[int]) -> PastAssignment:
    author = people[one.teacher]
    ended = Ended(one.ended, author, REASON) if one.ended else None
    return PastAssignment(author, one.spec, one.at, evenings, ended)


def _record_days(
    shape: Shape, school: SchoolFacts, evenings: Sequence[PastEvening], assignments: Sequence[PastAssignment]
) -> None:
    """One act a day: what was set on it, at the hour at which the last of it was."""
    counts: dict[dt.date, list[int]] = {}
    for evening in evenings:
        counts.setdefault(evening.span.date, [0, 0, 0])[0] += 1
    for one in assignments:
        count = counts[evenings[one.evenings[0]].span.date]
        count[1] += 1
        count[2] += 0 if one.ended else one.spec.counted * len(one.evenings)
    subject = Subject("place", school.id, school.name, school.path, school.id)
    load_acts(
        by=OPERATOR,
        acts=[
            (min(on(date, "23:55"), model.STANDS_AT), "homework.load_day", subject,
             {"date": date, "evenings": evenings, "assignments": assignments, "minutes": minutes})
            for date, (evenings, assignments, minutes) in counts.items()
        ],
    )  # fmt: skip
