"""The form of a figure of homework: rows that are counted, and which of them the numerator takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from shuangjian import figures

T = TypeVar("T")


class Source(StrEnum):
    """The rows that a figure counts, and the tables they are read from."""

    EVENINGS = "EVENINGS"
    WORK = "WORK"
    ATTEMPTS = "ATTEMPTS"
    LOANS = "LOANS"
    APPEALS = "APPEALS"

    @property
    def tables(self) -> tuple[str, ...]:
        return _TABLES[self]


_TABLES = {
    Source.EVENINGS: (
        "schools_classcohort", "schools_term", "schools_localday", "policy_schoolchoice", "homework_evening",
        "homework_entry", "homework_tier",
    ),
    Source.WORK: ("homework_entry", "homework_publication", "homework_assignment", "homework_tier"),
    Source.ATTEMPTS: ("audit_act", "homework_publication"),
    Source.LOANS: ("homework_loan",),
    Source.APPEALS: ("homework_appeal",),
}  # fmt: skip


class Theme(StrEnum):
    """Under which head a figure stands in a check or a report."""

    TOTAL = "TOTAL"
    TOGETHER = "TOGETHER"
    DESIGN = "DESIGN"
    CHANGES = "CHANGES"

    @property
    def label(self) -> str:
        return {
            "TOTAL": "每晚的总量",
            "TOGETHER": "各科之间",
            "DESIGN": "作业的样子",
            "CHANGES": "改动和时间",
        }[self.value]


def _one(row: Any) -> int:
    return 1


def _every(row: Any) -> bool:
    return True


def _whole(row: Any) -> tuple[str, ...]:
    return ("",)


@dataclass(frozen=True, kw_only=True)
class Figure(figures.Figure[T]):
    """`counts` says which rows the denominator takes, `holds` which of those the numerator, `amount` what a row adds to
    either: 1, or its minutes, and `parts_of` to which parts of the numerator. `weighed` ones are for those who lead the
    school to weigh, not for colleagues."""

    theme: Theme
    source: Source
    holds: Callable[[T], bool]
    counts: Callable[[T], bool] = _every
    amount: Callable[[T], int] = _one
    parts_of: Callable[[T], tuple[str, ...]] = _whole
    weighed: bool = False

    @property
    def tables(self) -> tuple[str, ...]:
        return self.source.tables

    def of(self, row: T) -> int:
        return self.amount(row) if self.counts(row) else 0

    def n(self, row: T) -> Mapping[str, int]:
        return dict.fromkeys(self.parts_of(row), self.amount(row)) if self.holds(row) else {}
