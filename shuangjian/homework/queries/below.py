"""How many class evenings of each kind there are at every school below a place: counts alone, for a whole city."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from shuangjian.homework.models import Evening
from shuangjian.homework.queries.overview import EveningCount, spans_at
from shuangjian.policy.queries import limits_for
from shuangjian.schools.queries import SchoolFacts, calendars_at, grades_below
from shuangjian.schools.rules import Calendar


@dataclass
class SchoolCount:
    """The classes of a school that are in session on a date, and how many of its class evenings are of each kind."""

    class_ids: set[int] = field(default_factory=set)
    by_kind: Counter[EveningCount] = field(default_factory=Counter)


@dataclass(frozen=True)
class CountsBelow:
    """The counts of every school that has a class, by its id; the calendars of all schools and points, by path."""

    by_school: Mapping[int, SchoolCount]
    calendars: Mapping[str, Calendar]


def counts_on(path: str, date: dt.date, schools: Mapping[int, SchoolFacts]) -> CountsBelow:
    """What `evenings_on` lists, counted. `schools` are all schools at or below the path. Five queries, however many."""
    grades = grades_below(path, date)
    calendars = calendars_at({one.place_path for one in grades} | {school.path for school in schools.values()})
    spans = spans_at(calendars, date)
    rows = Evening.objects.filter(school__place__path__startswith=path, date=date)
    opened = {
        (class_id, grade): (cap, committed)
        for class_id, grade, cap, committed in rows.values_list("school_class_id", "grade", "cap", "committed")
    }
    limits = limits_for(
        (schools[school_id], grade, span)
        for school_id, grade, place in {(one.school_id, one.grade, one.place_path) for one in grades}
        if (span := spans[place]) is not None
    )
    found: dict[int, SchoolCount] = defaultdict(SchoolCount)
    alike: Counter[tuple[int, int | None, int]] = Counter()
    for one in grades:
        found[one.school_id].class_ids.add(one.class_id)
        if spans[one.place_path] is not None:
            limit = limits[one.school_id, one.grade, date].minutes
            cap, committed = opened.get((one.class_id, one.grade), (limit, 0))
            alike[one.school_id, None if limit is None else cap, committed] += 1
    for (school_id, cap, committed), n in alike.items():
        for kind in _kinds(cap, committed):
            found[school_id].by_kind[kind] += n
    return CountsBelow(found, calendars)


@dataclass(frozen=True, slots=True)
class _Minutes:
    cap: int | None
    committed: int


@lru_cache(maxsize=4096)
def _kinds(cap: int | None, committed: int) -> tuple[EveningCount, ...]:
    """Every kind that such an evening is of."""
    return tuple(kind for kind in EveningCount if kind.holds(_Minutes(cap, committed)))
