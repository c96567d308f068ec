"""Asking the book: what holds on a date, at a place, for a grade, and on what grounds.

For each question without its date a timeline is made once: the dates on which anything changes, and the answer from
each of them on. A lookup is then one bisection.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from shuangjian.kernel.grade import System
from shuangjian.kernel.refusal import Clause
from shuangjian.rulebook.citation import Citation
from shuangjian.rulebook.parameter import Entry, Overlay, Parameter, in_force
from shuangjian.rulebook.terms import Band, Basis, Confidence, Modality, Value, bands_for, is_open_grade, stricter


class NotInForce(LookupError):
    """The book says nothing on that date, there, for that grade. Never to be read as zero."""

    def __init__(self, parameter: Parameter, date: dt.date, first: dt.date | None) -> None:
        when = f"收到的最早一条从{first.year}年{first.month}月{first.day}日起" if first else "这个地方、这个年级都没有"
        day = f"{date.year}年{date.month}月{date.day}日"
        super().__init__(f"规则书里没有查到{day}的“{parameter.title}”（{when}）。没有查到不等于0，也不等于不限。")
        self.parameter, self.date = parameter, date


@dataclass(frozen=True, slots=True)
class Ground:
    """Why: one clause in force, what it says for the question asked, and since when.

    `place` is "" for the country and 濮阳市 for a city's own; `note` says what the text leaves open and how it is read.
    """

    parameter: str
    value: Value
    modality: Modality
    basis: Basis | None
    citation: Citation
    since: dt.date
    place: str
    note: str
    confidence: Confidence

    def as_clause(self) -> Clause:
        return self.citation.as_clause(self.parameter)


@dataclass(frozen=True, slots=True)
class Result:
    """What holds, the deciding ground first. `since` and `until` bound the time in which nothing of it changes;
    `until` is exclusive, None when no change is known."""

    parameter: str
    value: Value
    modality: Modality
    basis: Basis | None
    grounds: tuple[Ground, ...]
    since: dt.date
    until: dt.date | None
    edition: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dates of change, and the result from each on; None where nothing is in force."""

    starts: tuple[dt.date, ...]
    results: tuple[Result | None, ...]

    def at(self, date: dt.date) -> Result | None:
        position = bisect_right(self.starts, date)
        return self.results[position - 1] if position else None


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that begins on `on`: in the country, or at `place`. `before` is None for a first rule."""

    parameter: Parameter
    on: dt.date
    place: str
    before: Entry | None
    after: Entry

    @property
    def is_new_value(self) -> bool:
        """False where a newer document repeats what held already."""
        return self.before is None or (self.before.values, self.before.modality) != (
            self.after.values,
            self.after.modality,
        )


@lru_cache(maxsize=4096)
def places_above(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Every code that governs these, the nearest first: 410902 lies in 410900, which lies in 410000 (GB/T 2260)."""
    found = {code[:length].ljust(6, "0") for code in codes for length in (2, 4, 6)} | set(codes)
    return tuple(sorted(found, key=lambda code: (-len(code.rstrip("0")), code)))


class Lookup:
    """The parameters of one edition, with the timelines asked for so far."""

    def __init__(self, parameters: Mapping[str, Parameter], edition: str) -> None:
        self._parameters, self._edition = parameters, edition
        self._timelines: dict[tuple[str, tuple[str, ...], int | None, System | None], Timeline] = {}

    def ask(
        self, name: str, date: dt.date, place_codes: tuple[str, ...], grade: int | None, system: System | None
    ) -> Result:
        parameter = self._parameters[name]
        places = places_above(place_codes)
        if not parameter.bands:
            grade = system = None
        overlays = tuple(place for place in places if place in parameter.overlay_at)
        key = (name, overlays, grade, system)
        timeline = self._timelines.get(key)
        if timeline is None:
            timeline = self._timelines[key] = _timeline(parameter, overlays, grade, system, self._edition)
        result = timeline.at(date)
        if result is None:
            raise NotInForce(parameter, date, timeline.starts[0] if timeline.starts else None)
        return result


def _timeline(
    parameter: Parameter, overlays: tuple[str, ...], grade: int | None, system: System | None, edition: str
) -> Timeline:
    bands = bands_for(parameter.bands, grade, system, parameter.open_grade)
    if parameter.bands and not bands:
        return Timeline((), ())
    note = parameter.open_grade_note if parameter.open_grade and is_open_grade(grade, system) else ""
    layers = [(overlay.name, overlay.history) for overlay in (parameter.overlay_at[place] for place in overlays)]
    layers.append(("", parameter.history))
    starts = sorted({entry.since for _, history in layers for entry in history if entry.binding})
    if not starts:
        return Timeline((), ())
    results: list[Result | None] = []
    for start, until in zip(starts, [*starts[1:], None], strict=True):
        grounds = [
            _ground(parameter, place, entry, bands, note)
            for place, history in layers
            if (entry := in_force(history, start)) is not None
        ]
        results.append(_decide(parameter, grounds, start, until, edition) if grounds else None)
    return Timeline(tuple(starts), tuple(results))


def _ground(parameter: Parameter, place: str, entry: Entry, bands: tuple[Band, ...], note: str) -> Ground:
    return Ground(
        parameter=parameter.name,
        value=entry.value_for(bands, parameter.bound),
        modality=entry.modality,
        basis=entry.basis,
        citation=entry.citation,
        since=entry.since,
        place=place,
        note="".join(part for part in (note, entry.note) if part),
        confidence=entry.confidence,
    )


def _decide(parameter: Parameter, grounds: list[Ground], since: dt.date, until: dt.date | None, edition: str) -> Result:
    """The strictest decides; where several are equally strict, the nearest. Its basis holds, or the next one's that
    names any."""
    deciding = grounds[0]
    for ground in grounds[1:]:
        if parameter.bound is not None and stricter(parameter.bound, ground.value, deciding.value):
            deciding = ground
    ordered = (deciding, *(ground for ground in grounds if ground is not deciding))
    basis = next((ground.basis for ground in ordered if ground.basis is not None), None)
    return Result(parameter.name, deciding.value, deciding.modality, basis, ordered, since, until, edition)


def changes(
    parameters: Mapping[str, Parameter], after: dt.date, through: dt.date, place_codes: tuple[str, ...]
) -> tuple[Change, ...]:
    """What begins after one date and up to another, in the country and at these places, in order of date."""
    places = places_above(place_codes)
    found = []
    for parameter in parameters.values():
        overlays: tuple[Overlay, ...] = tuple(o for o in parameter.overlays if o.place in places)
        for place, history in (("", parameter.history), *((o.name, o.history) for o in overlays)):
            binding: list[Entry | None] = [None, *(entry for entry in history if entry.binding)]
            for before, entry in pairwise(binding):
                if entry is not None and after < entry.since <= through:
                    found.append(Change(parameter, entry.since, place, before, entry))
    return tuple(sorted(found, key=lambda change: (change.on, change.parameter.name, change.place)))
