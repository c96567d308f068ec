"""The form of a figure: said once, in words and in code, whoever asks for it and about whatever place and period."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

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


@dataclass(frozen=True)
class Parts(Generic[T]):
    """A figure that is told in parts: to which a row belongs, what each is called, in which order they stand."""

    of: Callable[[T], tuple[str, ...]]
    label: Callable[[str], str]
    order: Callable[[str], Any] = str


@dataclass(frozen=True)
class Figure(Generic[T]):
    """n of a denominator. `counts` says which rows the denominator takes, `holds` which of those the numerator, and
    `amount` what a row adds to either: 1, or its minutes. `rule` is the rulebook's page that it rests on; `weighed`
    ones are for those who lead the school to weigh, not for colleagues."""

    id: str
    theme: Theme
    words: str
    rule: str | None
    numerator: str
    denominator: str
    source: Source
    holds: Callable[[T], bool]
    counts: Callable[[T], bool] = lambda row: True
    parts: Parts[T] | None = None
    amount: Callable[[T], int] = _one
    unit: str = "个"
    note: str = ""
    weighed: bool = False

    def parts_of(self, row: T) -> tuple[str, ...]:
        """The parts in which a row is counted: "" for a figure that has none."""
        return self.parts.of(row) if self.parts else ("",)

    def label_of(self, part: str) -> str:
        return self.parts.label(part) if self.parts and part else self.words

    def in_order(self, parts: Iterable[str]) -> list[str]:
        """The parts that are there, or "" alone where there is none."""
        return sorted(parts, key=self.parts.order) if self.parts and list(parts) else [""]

    @property
    def adds_minutes(self) -> bool:
        return self.amount is not _one
