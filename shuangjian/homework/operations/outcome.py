"""What came of publishing: told per class, and kept with the act so that a retry is told the same."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from shuangjian.kernel.refusal import Clause, Refusal, Way


@dataclass(frozen=True)
class ClassOutcome:
    """One class and grade: published with so many minutes on these evenings, or refused for these reasons. What is held
    for review is shown to families at `held_until` at the latest."""

    class_id: int
    grade: int
    label: str
    dates: tuple[dt.date, ...]
    minutes: int
    publication_id: int | None
    refusals: tuple[Refusal, ...] = ()
    held_until: dt.datetime | None = None

    @property
    def published(self) -> bool:
        return self.publication_id is not None


@dataclass(frozen=True)
class Outcome:
    assignment_id: int
    classes: tuple[ClassOutcome, ...]
    repeated: bool = False  # this request had been carried out before; nothing was done again

    @property
    def published(self) -> tuple[ClassOutcome, ...]:
        return tuple(c for c in self.classes if c.published)

    @property
    def held(self) -> tuple[ClassOutcome, ...]:
        return tuple(c for c in self.classes if c.held_until)

    @property
    def refused(self) -> tuple[ClassOutcome, ...]:
        return tuple(c for c in self.classes if not c.published)

    def as_json(self) -> dict[str, Any]:
        plain = asdict(self)
        plain.pop("repeated")
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Outcome":
        """The outcome of an earlier request, marked as repeated."""
        return cls(plain["assignment_id"], tuple(_class_outcome(c) for c in plain["classes"]), repeated=True)


def _class_outcome(plain: dict[str, Any]) -> ClassOutcome:
    return ClassOutcome(
        plain["class_id"],
        plain["grade"],
        plain["label"],
        tuple(dt.date.fromisoformat(date) for date in plain["dates"]),
        plain["minutes"],
        plain["publication_id"],
        tuple(_refusal(r) for r in plain["refusals"]),
        dt.datetime.fromisoformat(plain["held_until"]) if plain.get("held_until") else None,
    )


def _refusal(plain: dict[str, Any]) -> Refusal:
    return Refusal(
        plain["code"],
        plain["staff"],
        plain["family"],
        tuple(Clause(**clause) for clause in plain["clauses"]),
        tuple(Way(**way) for way in plain["ways"]),
    )
