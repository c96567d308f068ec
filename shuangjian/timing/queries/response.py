"""How many were asked and how many answered, in the city: shown to everybody, because figures rest on it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Avg, Count, Max

from shuangjian.timing.models import Ask, PanelDay, PanelMember
from shuangjian.timing.rules import seed_told_at

FEWEST = 10  # questions, or members, before anything is said of them


@dataclass(frozen=True)
class Asked:
    """`answered` of `asked` questions about a grade."""

    grade: int
    asked: int
    answered: int


@dataclass(frozen=True)
class Drawing:
    """One night's draw. `seed` is None until it may be told."""

    night: dt.date
    drawn_at: dt.datetime
    pool: int
    asked: int
    seed_digest: str
    pool_digest: str
    seed: str | None


@dataclass(frozen=True)
class PanelResponse:
    """Evenings that began from `since` on. `most` and `mean` are questions per member of the panel since then. What is
    of too few is None; by `grades` it is told where none of them was asked too little, so that none is the rest."""

    since: dt.date
    asked: int
    answered: int | None
    grades: tuple[Asked, ...]
    members: int | None
    most: int | None
    mean: float | None
    draws: tuple[Drawing, ...]


def panel_response(since: dt.date, at: dt.datetime, draws: int = 10) -> PanelResponse:
    """What of the panel is for everybody to read, with its latest draws. Four queries.

    A question that is still open is not yet unanswered, and not counted.
    """
    closed = Ask.objects.filter(date__gte=since, closes_at__lte=at).values_list("grade")
    grades = [Asked(*row) for row in closed.annotate(a=Count("pk"), b=Count("answered_at")).order_by("grade")]
    asked = sum(grade.asked for grade in grades)
    standing = PanelMember.objects.filter(left_at=None)
    members = standing.count()
    counted = standing.filter(asks_since__gte=since).aggregate(most=Max("asks"), sum=Count("pk"), mean=Avg("asks"))
    enough = members >= FEWEST
    mean = (counted["mean"] or 0) * counted["sum"] / members if enough else None
    return PanelResponse(
        since=since,
        asked=asked,
        answered=sum(grade.answered for grade in grades) if asked >= FEWEST else None,
        grades=tuple(grades) if all(grade.asked >= FEWEST for grade in grades) else (),
        members=members if enough else None,
        most=(counted["most"] or 0) if enough else None,
        mean=mean,
        draws=tuple(_drawing(day, at) for day in PanelDay.objects.order_by("-date")[:draws]),
    )


def told_seed(night: dt.date, at: dt.datetime) -> str | None:
    """The seed of a night's draw, from seven o'clock of the next morning on; None before that, and for no draw."""
    day = PanelDay.objects.filter(date=night).first()
    return None if day is None else _drawing(day, at).seed


def _drawing(day: PanelDay, at: dt.datetime) -> Drawing:
    told = day.seed if seed_told_at(day.date) <= at else None
    return Drawing(day.date, day.drawn_at, day.pool, day.asked, day.seed_digest, day.pool_digest, told)
