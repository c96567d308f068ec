"""The families among whom a night's draw chooses."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shuangjian.homework.queries import evenings_with_work
from shuangjian.kernel.grade import grade_at
from shuangjian.people.operations import digest_of
from shuangjian.people.queries import Tie, seats_around, small_grades, ties_around
from shuangjian.schools.queries import GradeNow, calendars_at, grades_below
from shuangjian.schools.rules import Calendar
from shuangjian.timing.models import PanelMember
from shuangjian.timing.rules import FEWEST_CHILDREN, LONGEST_ASKED_DAYS, REST_SCHOOL_DAYS, Candidate, Families, families

LONGEST_REST = dt.timedelta(days=28)  # where no calendar says which the tenth school day is


@dataclass(frozen=True)
class Pool:
    """`candidates`, and by (class, grade) the date on which the evening began; `members` of the panel by family, as a
    candidate names it, and `asked_of` which of them speaks for a child, by child."""

    night: dt.date
    candidates: tuple[Candidate, ...]
    evenings: Mapping[tuple[int, int], dt.date]
    members: Mapping[int, Sequence[int]]
    asked_of: Mapping[int, int]
    classes: Mapping[tuple[int, int], GradeNow]
    rests: Mapping[str, "Rest"]

    def rest_of(self, candidate: Candidate) -> "Rest":
        """How long the child's family rests when it was asked, by the calendar of the child's class."""
        return self.rests[self.classes[candidate.class_id, candidate.grade].place_path]


class Rest(NamedTuple):
    """`until` is the tenth school day after a night; `term_since` is when the night's term began."""

    until: dt.date
    term_since: dt.date


def pool_of(night: dt.date, at: dt.datetime, fewest: int = FEWEST_CHILDREN) -> Pool:
    """Every child of a rested family on the panel whose evening ends with the night and has something to do, where at
    least the `fewest` children sit in the grade of its class. Nine queries, whatever the size of the city."""
    classes = {(g.class_id, g.grade): g for g in grades_below("/", night)}
    evenings = evenings_with_work(
        {g.school_id for g in classes.values()},
        night - dt.timedelta(days=LONGEST_ASKED_DAYS - 1),
        night + dt.timedelta(days=1),
        shown_at=at,
    )
    on_panel = PanelMember.objects.filter(left_at=None).values("person_id")
    panel, small = _panel(ties_around(on_panel), night), small_grades(fewest, night)
    candidates = [
        Candidate(seat.class_id, grade, _name(family), seat.pupil_id)
        for seat in seats_around(on_panel, night)
        if seat.pupil_id in panel.asked_of
        and (seat.class_id, grade := grade_at(seat.cohort, night)) in evenings
        and (seat.class_id, seat.cohort) not in small
        and (family := panel.families.of(seat.pupil_id)) not in panel.resting
    ]
    paths = {classes[one.class_id, one.grade].place_path for one in candidates}
    return Pool(
        night=night,
        candidates=tuple(sorted(candidates)),
        evenings=evenings,
        members={_name(family): members for family, members in panel.members.items()},
        asked_of=panel.asked_of,
        classes=classes,
        rests=_rests(calendars_at(paths), night),
    )


def _name(family: int) -> int:
    """Under what a family draws its lot. The ids of children stand in addresses of pages, and the seed is public."""
    return int(digest_of("panel", str(family))[:15], 16)


def _rests(calendars: Mapping[str, Calendar], night: dt.date) -> dict[str, Rest]:
    """By place. Most places share a calendar, which is asked once."""
    alike: dict[int, Rest] = {}
    for calendar in calendars.values():
        if id(calendar) not in alike:
            until = calendar.school_day_after(night, REST_SCHOOL_DAYS) or night + LONGEST_REST
            term = calendar.term_of(night)
            alike[id(calendar)] = Rest(until, term.since if term else night)
    return {path: alike[id(calendar)] for path, calendar in calendars.items()}


@dataclass(frozen=True)
class _Panel:
    families: Families
    members: Mapping[int, Sequence[int]]
    asked_of: Mapping[int, int]
    resting: Collection[int]


def _panel(ties: Sequence[Tie], night: dt.date) -> _Panel:
    """Who belongs together. A family rests as long as any of it does, also whoever has left the panel since."""
    found = families((tie.guardian_id, tie.pupil_id) for tie in ties)
    rows = PanelMember.objects.values_list("person_id", "pk", "left_at", "rests_until")
    answers = {person: (pk, left_at is None, rests) for person, pk, left_at, rests in rows}
    members: dict[int, set[int]] = defaultdict(set)
    asked_of: dict[int, int] = {}
    resting: set[int] = set()
    for guardian, pupil, consents in ties:
        if guardian not in answers:
            continue
        member, stands, rests = answers[guardian]
        family = found.of(pupil)
        if rests is not None and rests > night:
            resting.add(family)
        if stands:
            members[family].add(member)
            if consents:
                asked_of[pupil] = min(member, asked_of.get(pupil, member))
    return _Panel(found, {family: sorted(some) for family, some in members.items()}, asked_of, resting)
