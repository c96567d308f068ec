"""Coming into the bureau's pages: which place, and which of the days that are known."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist

from shuangjian.desks.common.asked import asked_date
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.kernel.day import Period, date_label, shanghai_date
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.access import OVERSIGHT, check_oversees
from shuangjian.schools.queries import calendar_at, place, places_above
from shuangjian.schools.rules import Calendar, PlaceKind

ONE_DAY = dt.timedelta(days=1)
LONGEST_GAP_DAYS = 90  # longer than a summer: a neighbouring school day is found or there is none


@dataclass(frozen=True)
class Step:
    """A place on the way down, as a link where the actor oversees it."""

    name: str
    href: str


@dataclass(frozen=True)
class Here:
    """A place as the bureau sees it. `steps` lead to it from the top of what the actor oversees."""

    id: int
    name: str
    kind: PlaceKind
    path: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Day:
    """The evening that is shown: `date` is where it begins, `tonight` where the one begins that today lies in.

    `earlier` and `later` are its neighbours, `first` and `last` bound the known days; `words` says what is special.
    """

    date: dt.date
    tonight: dt.date | None
    has_evening: bool
    words: str
    earlier: dt.date | None
    later: dt.date | None
    first: dt.date | None
    last: dt.date | None

    @property
    def is_tonight(self) -> bool:
        """Whether it is the evening that today lies in."""
        return self.date == self.tonight

    @property
    def query(self) -> str:
        """For links to other places on the same evening."""
        return f"?date={self.date}"


def place_seen(desk: DeskRequest, place_id: int) -> Here:
    """The place, for whoever oversees it. A teaching point has no page: its classes stand on that of its school.

    Raises NotVisible.
    """
    try:
        found = place(place_id)
    except ObjectDoesNotExist as nobody:
        raise NotVisible(f"place {place_id}") from nobody
    if found.kind == PlaceKind.TEACHING_POINT:
        raise NotVisible(f"place {place_id}")
    check_oversees(desk.actor, found.path)
    above = [p for p in places_above(found.path) if p.pk != found.pk and desk.actor.holds_over(p.path, *OVERSIGHT)]
    steps = tuple(Step(p.name, f"/places/{p.pk}/") for p in above)
    return Here(found.pk, found.name, PlaceKind(found.kind), found.path, steps)


def day_shown(desk: DeskRequest, path: str) -> Day:
    """The day of `?date=`, or the evening that today lies in. An unknown day is told and answered with today's."""
    calendar = calendar_at(path)
    today = shanghai_date(desk.at)
    date = _asked(desk, calendar, today)
    holding = calendar.evening_holding(date)
    if holding is not None and holding.date != date:
        messages.info(desk, f"{date_label(date)}不上学，算在{date_label(holding.date)}起的那一晚里，下面是那一晚。")
    shown = holding.date if holding else date
    day, tonight = calendar.day(shown), calendar.evening_holding(today)
    return Day(
        date=shown,
        tonight=tonight.date if tonight else None,
        has_evening=holding is not None,
        words=day.reason,
        earlier=_neighbour(calendar, shown, -1),
        later=_neighbour(calendar, shown, 1),
        first=min((term.since for term in calendar.terms), default=None),
        last=max((term.until - ONE_DAY for term in calendar.terms if term.until), default=None),
    )


def _asked(desk: DeskRequest, calendar: Calendar, today: dt.date) -> dt.date:
    date, wrong = asked_date(desk.GET, "date")
    if date is not None and calendar.term_of(date) is None:
        wrong = f"{date.year}年{date.month}月{date.day}日{_known(calendar.terms)}，下面是今天的。"
    if wrong:
        messages.warning(desk, wrong)
    return today if wrong or date is None else date


def _known(terms: Sequence[Period]) -> str:
    spans = [
        f"{term.since.year}年{term.since.month}月{term.since.day}日起的学期"
        for term in sorted(terms, key=lambda term: term.since)
    ]
    return f"不在已知的学期里（已知：{'、'.join(spans)}）" if spans else "没有学期，学期还没有定"


def _neighbour(calendar: Calendar, date: dt.date, step: int) -> dt.date | None:
    """The nearest evening before or after."""
    for distance in range(1, LONGEST_GAP_DAYS):
        other = date + dt.timedelta(days=step * distance)
        if calendar.evening(other) is not None:
            return other
    return None
