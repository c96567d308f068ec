"""When work normally ends where a school lies: the word of the nearest place above it that has said so."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from shuangjian.kernel.refusal import Clause
from shuangjian.policy.models import OffWorkTime
from shuangjian.schools.queries import SchoolFacts, ids_of


def off_work_time(school: SchoolFacts, date: dt.date) -> tuple[dt.time, Clause] | None:
    """The time and the document that states it; None where no place above has stated one by that date. One query."""
    return off_work_times([school], date).get(school.id)


def off_work_times(schools: Iterable[SchoolFacts], date: dt.date) -> dict[int, tuple[dt.time, Clause]]:
    """The same for many schools, by id; a school for which nothing is stated is left out. One query."""
    above = {school.id: list(reversed(ids_of(school.path))) for school in schools}
    stated = hours_of({place for places in above.values() for place in places}, date)
    found: dict[int, tuple[dt.time, Clause]] = {}
    for school_id, places in above.items():
        hours = next((stated[place] for place in places if place in stated), None)
        if hours is not None:
            found[school_id] = hours.time, Clause(hours.source.strip("《》"), None, "")
    return found


@dataclass(frozen=True)
class HoursStated:
    """One word of a place, for its own page: `title` is that of the document, `by` who wrote it here, "" for nobody."""

    place: str
    time: dt.time
    since: dt.date
    title: str
    by: str


def off_work_history(path: str) -> list[HoursStated]:
    """What the place and those above it have said, the nearest place first and its latest word first. One query."""
    rows = OffWorkTime.objects.filter(place_id__in=ids_of(path)).select_related("place", "stated_by")
    rows = rows.order_by("-place__path", "-since")
    return [
        HoursStated(
            row.place.name, row.time, row.since, row.source.strip("《》"), row.stated_by.name if row.stated_by else ""
        )
        for row in rows
    ]


def hours_of(place_ids: Iterable[int], date: dt.date) -> dict[int, OffWorkTime]:
    """The latest word of each of these places by a date, by place. One query."""
    rows = OffWorkTime.objects.filter(place_id__in=set(place_ids), since__lte=date).order_by("since")
    return {row.place_id: row for row in rows}
