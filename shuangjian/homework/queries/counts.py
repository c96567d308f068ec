"""The bureau's counts of class evenings below a place, and the rows behind each, for whoever oversees it."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from shuangjian.homework.queries.below import counts_on
from shuangjian.homework.queries.overview import EveningCount, EveningNow, evenings_on
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.access import check_oversees
from shuangjian.schools.queries import facts_below, place_with_id
from shuangjian.schools.rules import PlaceKind


@dataclass(frozen=True)
class PlaceCounted:
    """How many class evenings of each kind begin on a date at or below a place."""

    place_id: int
    name: str
    date: dt.date
    counts: Mapping[EveningCount, int]


def counts_below(by: Actor, place_id: int, date: dt.date) -> PlaceCounted:
    """Raises NotVisible for a place that the actor does not oversee."""
    name, path = _overseen(by, place_id)
    total: Counter[EveningCount] = Counter()
    for school in counts_on(path, date, facts_below(path)).by_school.values():
        total.update(school.by_kind)
    return PlaceCounted(place_id, name, date, {kind: total[kind] for kind in EveningCount})


def evenings_below(by: Actor, place_id: int, date: dt.date, kind: EveningCount) -> list[EveningNow]:
    """The class evenings of a kind. Raises NotVisible as above."""
    _, path = _overseen(by, place_id)
    return kind.among(evenings_on(path, date).evenings)


def _overseen(by: Actor, place_id: int) -> tuple[str, str]:
    found = place_with_id(place_id)
    if found is None or found.kind == PlaceKind.TEACHING_POINT:
        raise NotVisible(f"place {place_id}")
    check_oversees(by, found.path)
    return found.name, found.path
