"""The homework plans of grades: what is kept for whom, and how a plan came about."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from shuangjian.homework.models import PlannedShare, TermPlan


@dataclass(frozen=True)
class PlannedShares:
    """The agreed shares of some schools: (since, until, weekday, subject, minutes) by (school, cohort)."""

    rows: Mapping[tuple[int, int], list[tuple[dt.date, dt.date, int, str, int]]]

    def of(self, school_id: int, cohort: int | None, date: dt.date) -> dict[str, int]:
        """Minutes by subject on the evening that begins on a date."""
        return {
            subject: minutes
            for since, until, weekday, subject, minutes in self.rows.get((school_id, cohort or 0), ())
            if since <= date < until and weekday == date.isoweekday()
        }


NO_PLANS = PlannedShares({})


def planned_shares(school_ids: Iterable[int], dates: Collection[dt.date]) -> PlannedShares:
    """What these schools' plans keep for single subjects on these dates. One query, none for no date."""
    if not dates:
        return NO_PLANS
    found: dict[tuple[int, int], list[tuple[dt.date, dt.date, int, str, int]]] = defaultdict(list)
    rows = PlannedShare.objects.filter(
        plan__school_id__in=set(school_ids),
        plan__agreed_at__isnull=False,
        plan__since__lte=max(dates),
        plan__until__gt=min(dates),
        weekday__in={date.isoweekday() for date in dates},
    )
    names = ("plan__school_id", "plan__cohort", "plan__since", "plan__until", "weekday", "subject", "minutes")
    for school_id, cohort, since, until, weekday, subject, minutes in rows.order_by("pk").values_list(*names):
        if since is not None and until is not None:
            found[school_id, cohort].append((since, until, weekday, subject, minutes))
    return PlannedShares(found)


@dataclass(frozen=True)
class PlanVersion:
    """One version of a grade's plan; `minutes` by (weekday, subject). What is not agreed yet is a draft."""

    id: int
    version: int
    minutes: Mapping[tuple[int, str], int]
    proposed_by: str
    proposed_at: dt.datetime


@dataclass(frozen=True)
class AgreedPlan(PlanVersion):
    """A version that holds, held or will hold from `since` until, exclusively, `until`."""

    since: dt.date
    until: dt.date
    agreed_by: str
    agreed_at: dt.datetime

    def holds_on(self, date: dt.date) -> bool:
        return self.since <= date < self.until


def plans_of(school_id: int, cohort: int, year: int, number: int) -> list[PlanVersion]:
    """Every version of a grade's plan of a term, the latest first. Two queries."""
    found = TermPlan.objects.filter(school_id=school_id, cohort=cohort, year=year, number=number)
    rows = found.select_related("proposed_by", "agreed_by").prefetch_related("shares").order_by("-version")
    return [_version(row) for row in rows]


def plan_version(plan_id: int) -> PlanVersion:
    """One version, for whoever was let at it. Two queries."""
    rows = TermPlan.objects.select_related("proposed_by", "agreed_by").prefetch_related("shares")
    return _version(rows.get(pk=plan_id))


def _version(row: TermPlan) -> PlanVersion:
    minutes = {(share.weekday, share.subject): share.minutes for share in row.shares.all()}
    drafted = (row.pk, row.version, minutes, row.proposed_by.name, row.proposed_at)
    if row.agreed_by is None or row.agreed_at is None or row.since is None or row.until is None:
        return PlanVersion(*drafted)
    return AgreedPlan(*drafted, row.since, row.until, row.agreed_by.name, row.agreed_at)
