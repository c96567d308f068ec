"""Terms and days off, as the nearest place states them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from shuangjian.kernel.day import DayKind, Period, SchoolDay
from shuangjian.schools.models import LocalDay, Term
from shuangjian.schools.queries.places import ids_of
from shuangjian.schools.rules import Calendar

MANY_PLACES = 200  # more ids than that take longer to send than all that is stated takes to read


def calendar_at(path: str) -> Calendar:
    """The calendar of a place: the terms of the nearest place on its path that states any, local days of all of them
    (the nearer wins). Two queries."""
    return calendars_at([path])[path]


def calendars_at(paths: Iterable[str]) -> dict[str, Calendar]:
    """The calendars of many places, in two queries. Places whose days are alike share one."""
    wanted = list(dict.fromkeys(paths))
    ids = {pk for path in wanted for pk in ids_of(path)}
    terms: dict[int, list[Period]] = defaultdict(list)
    stated_terms, stated_days = Term.objects.order_by("since"), LocalDay.objects.all()
    if len(ids) <= MANY_PLACES:
        stated_terms, stated_days = stated_terms.filter(place_id__in=ids), stated_days.filter(place_id__in=ids)
    for place_id, since, until in stated_terms.values_list("place_id", "since", "until"):
        terms[place_id].append(Period(since, until))
    local: dict[int, list[LocalDay]] = defaultdict(list)
    for day in stated_days:
        local[day.place_id].append(day)
    alike: dict[tuple[int, ...], Calendar] = {}
    found = {}
    for path in wanted:
        stated = tuple(pk for pk in ids_of(path) if pk in terms or pk in local)
        if stated not in alike:
            alike[stated] = _calendar(path, terms, local)
        found[path] = alike[stated]
    return found


def _calendar(path: str, terms: dict[int, list[Period]], local: dict[int, list[LocalDay]]) -> Calendar:
    on_path = ids_of(path)
    nearest = next((terms[pk] for pk in reversed(on_path) if pk in terms), [])
    days: dict[dt.date, SchoolDay] = {}
    for pk in on_path:
        for day in local.get(pk, ()):
            held = DayKind.MAKE_UP_DAY if day.date.weekday() >= 5 else DayKind.SCHOOL_DAY
            days[day.date] = SchoolDay(day.date, held if day.is_school_day else DayKind.CLOSURE, day.reason)
    return Calendar(tuple(nearest), days)


def local_days(place_id: int, since: dt.date) -> QuerySet[LocalDay]:
    """Local days stated by exactly this place, from a date on."""
    return LocalDay.objects.filter(place_id=place_id, date__gte=since).order_by("date")


def term_at(path: str, date: dt.date) -> Term | None:
    """The term that a date lies in at a place."""
    ids = ids_of(path)
    terms = {t.place_id: t for t in Term.objects.filter(place_id__in=ids, since__lte=date, until__gt=date)}
    return next((terms[pk] for pk in reversed(ids) if pk in terms), None)


def term_from(path: str, date: dt.date) -> Term | None:
    """The term that a date lies in at a place, or else the first one after it."""
    return next(iter(terms_from(path, date)), None)


def terms_from(path: str, date: dt.date) -> list[Term]:
    """The terms of a place that are not over on a date, the earliest first."""
    ids = ids_of(path)
    ahead = list(Term.objects.filter(place_id__in=ids, until__gt=date).order_by("since"))
    own = next((pk for pk in reversed(ids) if any(term.place_id == pk for term in ahead)), None)
    return [term for term in ahead if term.place_id == own]


def term_stated(path: str, year: int, number: int, date: dt.date) -> Term | None:
    """A term of a place that is not over on a date; None where there is no such."""
    return next((term for term in terms_from(path, date) if (term.year, term.number) == (year, number)), None)
