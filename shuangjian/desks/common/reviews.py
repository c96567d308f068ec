"""Review before publication, as several desks tell of it: what waits for somebody, and how one publication fares."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.homework.access import schools_reviewed
from shuangjian.homework.queries import clause_of, count_waiting, reviews_of, why_held
from shuangjian.homework.rules import ReviewState
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import Clause

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class ForReview:
    """How many works wait at a school for whoever looks, and until when the first of them does."""

    school_id: int
    works: int
    until: dt.datetime


@dataclass(frozen=True)
class Reviewed:
    """How one publication that was held fares: the row, by which rule, whether families see it yet."""

    row: Any
    why: str
    clause: Clause
    waits: bool

    @property
    def lapsed(self) -> bool:
        """Shown at its release, with nobody having looked."""
        return bool(self.row.state == ReviewState.WAITING and not self.waits)


def reviews_for(desk: DeskRequest) -> list[ForReview]:
    """What waits for whoever looks: one query for each school at which the person reviews, none for anybody else."""
    schools = schools_reviewed(desk.actor, shanghai_date(desk.at))
    counts = {pk: count_waiting(pk, desk.at, grades, desk.actor.person_id) for pk, grades in schools.items()}
    return [ForReview(pk, found.works, found.until) for pk, found in counts.items() if found.until is not None]


def reviewed(desk: DeskRequest, publications: Iterable[Any]) -> dict[int, Reviewed]:
    """The reviews of these publications, by publication. One query."""
    return {
        pk: Reviewed(row, why_held(row.rule), clause_of(row.rule), row.shown_from > desk.at)
        for pk, row in reviews_of(publications).items()
    }


def time_left(until: dt.datetime, at: dt.datetime) -> str:
    """还有1小时20分; rounded up to whole minutes."""
    hours, minutes = divmod(-((at - until) // MINUTE), 60)
    return f"还有{f'{hours}小时' if hours else ''}{f'{minutes}分' if minutes or not hours else ''}"
