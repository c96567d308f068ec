"""Months, and what of them was signed."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from shuangjian.homework.models import SignedReport
from shuangjian.kernel.day import Period


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; `until` is the day after its last."""

    year: int
    number: int

    @classmethod
    def read(cls, typed: str) -> "Month | None":
        """2026-09, and nothing else."""
        found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", typed, re.ASCII)
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def of(cls, date: dt.date) -> "Month":
        return cls(date.year, date.month)

    @property
    def since(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def until(self) -> dt.date:
        return dt.date(self.year + self.number // 12, self.number % 12 + 1, 1)

    @property
    def label(self) -> str:
        return f"{self.year}年{self.number}月"

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


def months_of(terms: Iterable[Period], today: dt.date) -> list[Month]:
    """The months that some term touches, up to today's, latest first."""
    months = set()
    for term in terms:
        last = min(term.until - dt.timedelta(days=1) if term.until else today, today)
        month = Month.of(term.since)
        while month.since <= last:
            months.add(month)
            month = Month.of(month.until)
    return sorted(months, reverse=True)


def signed_reports(school_id: int) -> dict[Month, SignedReport]:
    """Every signed report of a school, by month, with who signed. One query."""
    found = SignedReport.objects.filter(school_id=school_id).select_related("signed_by")
    return {Month(report.year, report.month): report for report in found}


def signed_report(school_id: int, month: Month) -> SignedReport | None:
    """The signed report of a month with its figures, None where nobody has signed. Two queries."""
    found = SignedReport.objects.filter(school_id=school_id, year=month.year, month=month.number)
    return found.select_related("signed_by").prefetch_related("figures").first()
