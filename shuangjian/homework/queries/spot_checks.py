"""Random review afterwards: what may be drawn, the draws of a school, what was found."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from shuangjian.homework.models import Publication, SpotCheck, SpotCheckWork
from shuangjian.homework.rules import Drawable, draw_works
from shuangjian.kernel.day import SHANGHAI


def drawable_works(school_id: int, since: dt.date, until: dt.date, at: dt.datetime) -> list[Drawable]:
    """The works first published from `since` until, exclusively, `until` that stood somewhere at a moment, by id; the
    same whenever it is asked, since what was published and when it ended never changes. One query."""
    first, last = (dt.datetime.combine(date, dt.time(), SHANGHAI) for date in (since, until))
    rows = (
        Publication.objects.filter(
            Q(ended_at=None) | Q(ended_at__gt=at),
            school_id=school_id,
            assignment__published_at__gte=first,
            assignment__published_at__lt=last,
            published_at__lte=at,
        )
        .values("assignment_id", "assignment__author_id")
        .annotate(lowest=Min("grade"))
        .order_by("assignment_id")
    )
    return [Drawable(row["assignment_id"], row["lowest"], row["assignment__author_id"]) for row in rows]


def redrawn(check: SpotCheck) -> list[int]:
    """The ids of the works that the seed of a draw gives, computed anew. One query."""
    works = drawable_works(check.school_id, check.since, check.until, check.drawn_at)
    return draw_works(works, check.wanted, check.seed)


@dataclass(frozen=True)
class SpotCheckCounts:
    """How many works of a draw were read, how many drawn, of how many published; in how many something was found."""

    check: SpotCheck
    read: int
    drawn: int
    found: int

    @property
    def published(self) -> int:
        return self.check.published


def spot_checks_of(school_id: int, limit: int = 20) -> list[SpotCheckCounts]:
    """The latest draws of a school, newest first. One query."""
    return _counted(SpotCheck.objects.filter(school_id=school_id).order_by("-pk"), limit)


def counts_of_spot_checks(check_id: int) -> SpotCheckCounts:
    """The counts of one draw. One query."""
    (found,) = _counted(SpotCheck.objects.filter(pk=check_id), 1)
    return found


def works_of_spot_check(check_id: int) -> QuerySet[SpotCheckWork]:
    """The works of a draw in its order, with what is needed to read them. Two queries."""
    rows = SpotCheckWork.objects.filter(spot_check_id=check_id).select_related("assignment", "read_by")
    return rows.prefetch_related("assignment__tiers", "assignment__publications").order_by("position")


def spot_checks_of_work(assignment_id: int) -> QuerySet[SpotCheckWork]:
    """What was found in a work whenever it was drawn and read. One query."""
    rows = SpotCheckWork.objects.filter(assignment_id=assignment_id).exclude(finding="")
    return rows.select_related("read_by", "spot_check").order_by("pk")


def _counted(rows: QuerySet[SpotCheck], limit: int) -> list[SpotCheckCounts]:
    was_read = ~Q(works__finding="")
    counted = rows.select_related("drawn_by").annotate(
        drawn=Count("works"),
        read=Count("works", filter=was_read),
        found=Count("works", filter=was_read & ~Q(works__finding="FINE")),
    )
    return [SpotCheckCounts(row, row.read, row.drawn, row.found) for row in counted[:limit]]
