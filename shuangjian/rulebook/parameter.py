"""A rule as the book holds it: one parameter, its dated history, and the stricter histories of places."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from shuangjian.rulebook.citation import Citation
from shuangjian.rulebook.terms import (
    Band,
    Basis,
    Bound,
    Confidence,
    Kind,
    Modality,
    OpenGrade,
    Precision,
    Value,
    stricter,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One state of a rule, from a date until the next entry.

    `values` has one value per band, under None where the rule is one for all; it is None itself when the rule ended.
    An entry that is not `binding` is history for readers and never decides anything.
    """

    since: dt.date
    precision: Precision
    values: Mapping[Band | None, Value] | None
    modality: Modality
    basis: Basis | None
    confidence: Confidence
    binding: bool
    citation: Citation
    note: str

    def value_for(self, bands: tuple[Band, ...], bound: Bound | None) -> Value:
        """The value that holds for `bands`, the stricter where there are two; () asks an undivided rule.

        Raises KeyError when the rule has ended or says nothing of these bands.
        """
        if self.values is None:
            raise KeyError("ended")
        chosen, *others = (self.values[band] for band in bands or (None,))
        for value in others:
            if bound is not None and stricter(bound, value, chosen):
                chosen = value
        return chosen

    @property
    def since_label(self) -> str:
        """2021年7月24日; 2019年9月 or 2020年 where no more is known."""
        date = self.since
        label = f"{date.year}年"
        if self.precision is not Precision.YEAR:
            label += f"{date.month}月"
        return label + (f"{date.day}日" if self.precision is Precision.DAY else "")


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a place adds, as strict as the country or stricter. `place` is its administrative code (410900)."""

    place: str
    name: str
    history: tuple[Entry, ...]


@dataclass(frozen=True)
class Parameter:
    """One rule with everything a reader's page needs. `name` is its path: homework/written_minutes."""

    name: str
    title: str
    summary: str
    why: str
    kind: Kind
    unit: str
    bound: Bound | None
    measured: bool
    bands: tuple[Band, ...]
    open_grade: OpenGrade | None
    open_grade_note: str
    history: tuple[Entry, ...]
    overlays: tuple[Overlay, ...]

    @cached_property
    def overlay_at(self) -> Mapping[str, Overlay]:
        """The overlays by administrative code."""
        return {overlay.place: overlay for overlay in self.overlays}

    def label(self, value: Value) -> str:
        """A value in words: 60分钟, 8:20, 重复性、惩罚性, 有这一条."""
        if isinstance(value, bool):
            return "有这一条"
        if isinstance(value, dt.time):
            return f"{value.hour}:{value:%M}"
        if isinstance(value, tuple):
            return "、".join(value)
        return f"{value:g}{self.unit}" if isinstance(value, int | float) else value

    def rows(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        """What an entry says, line by line: (小学其他年级, 60分钟); the first is "" where it is one for all."""
        if entry.values is None:
            return (("", "到此为止"),)
        return tuple((band.label if band else "", self.label(value)) for band, value in entry.values.items())

    @property
    def change_dates(self) -> tuple[dt.date, ...]:
        """Every date on which a binding entry begins, anywhere."""
        histories = (self.history, *(overlay.history for overlay in self.overlays))
        return tuple(sorted({entry.since for history in histories for entry in history if entry.binding}))


def in_force(history: tuple[Entry, ...], date: dt.date) -> Entry | None:
    """The binding entry that governs a date; None before the first, and after an end."""
    binding = [entry for entry in history if entry.binding]
    position = bisect_right(binding, date, key=lambda entry: entry.since)
    entry = binding[position - 1] if position else None
    return None if entry is None or entry.values is None else entry
