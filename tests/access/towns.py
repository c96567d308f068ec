"""Small random towns: a tree of places, classes with cohorts, pupils in seats, and somebody who holds roles in it.

Who is below whom is asked of `parents` alone, never of a path: the tests ask the database by path and compare.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from shuangjian.homework.models import Assignment, Evening, Publication
from shuangjian.homework.rules import Basis, Form
from shuangjian.kernel.actor import Actor, Held, Role
from shuangjian.kernel.grade import Stage, System
from shuangjian.kernel.subject import Subject
from shuangjian.people.models import Enrolment, Person, Pupil
from shuangjian.schools.models import ClassCohort, Place, School, SchoolClass
from shuangjian.schools.rules import PlaceKind, Setting

DATE = dt.date(2026, 9, 17)
AT = dt.datetime(2026, 9, 17, 8, tzinfo=dt.UTC)
BEFORE, LONG_AGO, LATER = dt.date(2026, 9, 1), dt.date(2020, 9, 1), dt.date(2026, 10, 1)
COHORTS = (2021, 2022, 2023)
NOW, OVER, TO_COME = "now", "over", "to come"
PERIODS: dict[str, tuple[dt.date, dt.date | None]] = {
    NOW: (BEFORE, None),
    OVER: (LONG_AGO, BEFORE),
    TO_COME: (LATER, None),
}
# Ids that begin alike, so that /1/ would be taken for /11/ by a careless prefix.
IDS = (1, 11, 111, 2, 12, 21, 112, 121, 3, 13, 31, 113)
MAY_BE_BELOW = {
    PlaceKind.CITY: (PlaceKind.COUNTY,),
    PlaceKind.COUNTY: (PlaceKind.CENTRAL_SCHOOL, PlaceKind.SCHOOL),
    PlaceKind.CENTRAL_SCHOOL: (PlaceKind.SCHOOL,),
    PlaceKind.SCHOOL: (PlaceKind.TEACHING_POINT,),
    PlaceKind.TEACHING_POINT: (),
}
OVERSIGHT = {
    PlaceKind.CITY: Role.CITY_OFFICER,
    PlaceKind.COUNTY: Role.COUNTY_OFFICER,
    PlaceKind.CENTRAL_SCHOOL: Role.CENTRAL_SCHOOL,
}


@dataclass(frozen=True)
class Class:
    id: int
    place: int
    school: int
    cohorts: tuple[tuple[int, str], ...]  # cohort, period


@dataclass(frozen=True)
class Child:
    id: int
    school: int
    seats: tuple[tuple[int, str], ...]  # class, period


@dataclass
class Town:
    kinds: dict[int, PlaceKind]
    parents: dict[int, int | None]
    classes: list[Class]
    children: list[Child]
    actors: list[Actor] = field(default_factory=list)

    def at_or_below(self, place: int, above: int) -> bool:
        """Whether `above` is the place itself or stands over it: parents asked one by one."""
        here: int | None = place
        while here is not None and here != above:
            here = self.parents[here]
        return here == above

    def path(self, place: int) -> str:
        parent = self.parents[place]
        return f"{self.path(parent) if parent else '/'}{place}/"

    def school_of(self, place: int) -> int:
        return place if self.kinds[place] is PlaceKind.SCHOOL else self.school_of(self.parents[place] or 0)

    def of_kind(self, *kinds: PlaceKind) -> list[int]:
        return [place for place, kind in self.kinds.items() if kind in kinds]


@st.composite
def towns(draw: Any, actors: int = 8) -> Town:
    """A town and so many people, who hold up to three roles each: over some place, class, cohort or child."""
    kinds, parents = _tree(draw)
    town = Town(kinds, parents, [], [])
    sites = town.of_kind(PlaceKind.SCHOOL, PlaceKind.TEACHING_POINT)
    cohorts = st.lists(
        st.tuples(st.sampled_from(COHORTS), st.sampled_from([NOW, NOW, OVER])),
        min_size=1,
        max_size=2,
        unique_by=lambda pair: pair[0],
    )
    for number in range(draw(st.integers(2, 5))) if sites else ():
        place = draw(st.sampled_from(sites))
        town.classes.append(Class(IDS[number], place, town.school_of(place), tuple(draw(cohorts))))
    for number in range(draw(st.integers(1, 5))) if town.classes else ():
        town.children.append(_child(draw, town, IDS[number]))
    for number in range(actors):
        roles = tuple(_held(draw, town) for _ in range(draw(st.sampled_from((1, 1, 2, 3)))))
        town.actors.append(Actor(number, "某人", roles))
    town.actors.append(Actor(actors, "没有职务的人"))
    return town


def _tree(draw: Any) -> tuple[dict[int, PlaceKind], dict[int, int | None]]:
    kinds, parents = {IDS[0]: PlaceKind.CITY}, {IDS[0]: None}
    for place in IDS[1 : draw(st.integers(5, len(IDS)))]:
        above = draw(st.sampled_from([p for p in kinds if MAY_BE_BELOW[kinds[p]]]))
        kinds[place] = draw(st.sampled_from(MAY_BE_BELOW[kinds[above]]))
        parents[place] = above
    return kinds, parents


def _child(draw: Any, town: Town, number: int) -> Child:
    """One seat, or two of which the earlier is over: perhaps in another class, perhaps in another school."""
    seat = draw(st.sampled_from(town.classes))
    seats = [(seat.id, draw(st.sampled_from([NOW, NOW, TO_COME, OVER])))]
    if seats[0][1] != OVER and draw(st.booleans()):
        seats.append((draw(st.sampled_from(town.classes)).id, OVER))
    return Child(number, seat.school, tuple(seats))


def _held(draw: Any, town: Town) -> Held:
    choices: list[Role] = list(OVERSIGHT.values())
    if schools := town.of_kind(PlaceKind.SCHOOL):
        choices += [Role.PRINCIPAL, Role.ACADEMIC_AFFAIRS, Role.GRADE_HEAD, Role.COORDINATOR]
    if town.classes:
        choices += [Role.HOMEROOM, Role.SUBJECT_TEACHER]
    if town.children:
        choices += [Role.GUARDIAN, Role.GUARDIAN]
    role = draw(st.sampled_from(choices))
    if role in (Role.PRINCIPAL, Role.ACADEMIC_AFFAIRS, Role.GRADE_HEAD, Role.COORDINATOR):
        school = draw(st.sampled_from(schools))
        cohort = draw(st.sampled_from(COHORTS)) if role is Role.GRADE_HEAD else None
        return Held(role, school, town.path(school), school, cohort=cohort)
    if role in (Role.HOMEROOM, Role.SUBJECT_TEACHER):
        klass = draw(st.sampled_from(town.classes))
        subject = Subject.CHINESE if role is Role.SUBJECT_TEACHER else None
        return Held(role, klass.place, town.path(klass.place), klass.school, klass.id, subject=subject)
    if role is Role.GUARDIAN:
        child = draw(st.sampled_from(town.children))
        klass = next(c for c in town.classes if c.id == child.seats[0][0])
        return Held(role, klass.place, town.path(klass.place), klass.school, klass.id, pupil_id=child.id)
    # An office may stand over any place above schools, also where this town has none of its kind.
    kind = next(kind for kind, its_role in OVERSIGHT.items() if its_role is role)
    places = town.of_kind(kind) or town.of_kind(PlaceKind.CITY)
    place = draw(st.sampled_from(places))
    return Held(OVERSIGHT[town.kinds[place]], place, town.path(place))


@contextmanager
def built(town: Town) -> Iterator[None]:
    """The town in the database, for the time of a block."""
    with transaction.atomic():
        _build(town)
        yield
        transaction.set_rollback(True)


def _build(town: Town) -> None:
    Place.objects.bulk_create(
        Place(pk=pk, kind=kind, name=f"地{pk}", parent_id=town.parents[pk], path=town.path(pk))
        for pk, kind in town.kinds.items()
    )
    School.objects.bulk_create(
        School(place_id=pk, system=System.SIX_THREE, first_grade=1, last_grade=6, setting=Setting.RURAL)
        for pk in town.of_kind(PlaceKind.SCHOOL)
    )
    SchoolClass.objects.bulk_create(
        SchoolClass(pk=c.id, school_id=c.school, place_id=c.place, stage=Stage.PRIMARY, number=c.id, since=LONG_AGO)
        for c in town.classes
    )
    ClassCohort.objects.bulk_create(
        ClassCohort(
            school_id=c.school, place_id=c.place, school_class_id=c.id, cohort=cohort, number=c.id, **_dates(period)
        )
        for c in town.classes
        for cohort, period in c.cohorts
    )
    Pupil.objects.bulk_create(
        Pupil(pk=child.id, school_id=child.school, name=f"童{child.id}") for child in town.children
    )
    Enrolment.objects.bulk_create(
        Enrolment(pupil_id=child.id, school_id=child.school, school_class_id=pk, cohort=2022, **_dates(period))
        for child in town.children
        for pk, period in child.seats
    )


def homework_everywhere(town: Town) -> None:
    """One publication and one evening for each class, under the class's own id."""
    author = Person.objects.create(name="作者")
    for c in town.classes:
        assignment = Assignment.objects.create(
            school_id=c.school, author=author, subject=Subject.CHINESE, form=Form.WRITTEN, created_at=AT, saved_at=AT
        )
        Publication.objects.create(
            pk=c.id, school_id=c.school, assignment=assignment, school_class_id=c.id, grade=5, minutes=10,
            basis=Basis.DECLARED, published_at=AT, published_by=author,
        )  # fmt: skip
        Evening.objects.create(
            pk=c.id, school_id=c.school, school_class_id=c.id, grade=5, label="班", date=DATE,
            until=DATE + dt.timedelta(days=1), kind="NIGHT", cap=60, edition="",
        )  # fmt: skip


def _dates(period: str) -> dict[str, dt.date | None]:
    since, until = PERIODS[period]
    return {"since": since, "until": until}
