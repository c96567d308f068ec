"""The form of a figure: said once, in words and in code, whoever asks for it and about whatever place and time."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Parts:
    """A figure that is told in parts: what each is called, in which order they stand."""

    label: Callable[[str], str]
    order: Callable[[str], Any] = str


@dataclass(frozen=True, kw_only=True)
class Figure(ABC, Generic[T]):
    """n of a denominator, both added up over rows. `rule` is the rulebook's page that it rests on."""

    id: str
    words: str
    numerator: str
    denominator: str
    unit: str
    rule: str | None = None
    parts: Parts | None = None
    note: str = ""

    @property
    @abstractmethod
    def tables(self) -> tuple[str, ...]:
        """Where it is read from."""

    @abstractmethod
    def of(self, row: T) -> int:
        """What a row adds to the denominator: a row that adds nothing is not looked at further."""

    @abstractmethod
    def n(self, row: T) -> Mapping[str, int]:
        """What a row adds to each part of the numerator; "" is the only one of a figure without parts."""

    def label_of(self, part: str) -> str:
        return self.parts.label(part) if self.parts and part else self.words

    def in_order(self, parts: Iterable[str]) -> list[str]:
        """The parts that are there, or "" alone where there is none."""
        found = sorted(parts, key=self.parts.order) if self.parts else []
        return found or [""]
