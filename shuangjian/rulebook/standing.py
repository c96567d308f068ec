"""How a rule stands on a date at a place, for readers: what holds for whom, what has ended, what will change."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from shuangjian.kernel.grade import System
from shuangjian.rulebook.book import Rulebook
from shuangjian.rulebook.lookup import Change, Ground, NotInForce, Result, changes, places_above
from shuangjian.rulebook.parameter import Entry, Parameter, in_force
from shuangjian.rulebook.terms import OPEN_GRADE, Band, Bound, Value

COUNTRY = "全国"
# One grade that a band speaks of, and of no other band: what holds for it holds for the band.
_EXAMPLE: dict[Band, tuple[int, System]] = {
    Band.PRIMARY_1_2: (1, System.SIX_THREE),
    Band.PRIMARY_3_UP: (3, System.SIX_THREE),
    Band.PRIMARY: (3, System.SIX_THREE),
    Band.JUNIOR: (9, System.SIX_THREE),
    Band.SIX_THREE: (1, System.SIX_THREE),
    Band.FIVE_FOUR: (1, System.FIVE_FOUR),
}


class State(StrEnum):
    """What a reader is told first about a rule."""

    IN_FORCE = "IN_FORCE"
    LATER = "LATER"
    ENDED = "ENDED"
    ELSEWHERE = "ELSEWHERE"  # only other places have it
    UNSURE = "UNSURE"  # nobody has confirmed any of it: never enforced

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES = {
    State.IN_FORCE: "在用",
    State.LATER: "还没有开始",
    State.ENDED: "已经到此为止",
    State.ELSEWHERE: "这里没有这一条",
    State.UNSURE: "没有核实，从不用来判断",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What holds for one band; `who` is "" where the rule is one for all, `words` 不超过60分钟."""

    who: str
    words: str
    result: Result

    @property
    def ground(self) -> Ground:
        """The clause that decides."""
        return self.result.grounds[0]


@dataclass(frozen=True, slots=True)
class Stage:
    """One entry of a history: until when it governs (exclusive, None when no end is known), and whether it is in force,
    over, still to come, or unsure. `repeats` where it says again what held before."""

    entry: Entry
    rows: tuple[tuple[str, str], ...]
    until: dt.date | None
    state: State
    repeats: bool


@dataclass(frozen=True, slots=True)
class History:
    """The entries of the country or of a place, latest first; `code` is "" for the country."""

    code: str
    name: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule on a date at a place. `begins` and `ended` are dates where it is LATER or ENDED; `elsewhere` names the
    places that have a rule of their own which does not reach here; `ahead` is what will be different, in order."""

    parameter: Parameter
    state: State
    lines: tuple[Line, ...]
    begins: dt.date | None
    ended: dt.date | None
    elsewhere: tuple[str, ...]
    ahead: tuple[Change, ...]

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Every clause that holds here, once; the deciding one first."""
        found = {(ground.place, ground.citation): ground for line in self.lines for ground in line.result.grounds}
        return tuple(found.values())

    @property
    def deciding(self) -> Ground | None:
        """The clause that decides for all lines alike; None where there are several, or none."""
        found = {(line.ground.place, line.ground.citation): line.ground for line in self.lines}
        return next(iter(found.values())) if len(found) == 1 else None

    @property
    def local(self) -> str:
        """The place whose own rule holds here beside the country's; "" where there is none."""
        return next((ground.place for ground in self.grounds if ground.place), "")


def standing(book: Rulebook, parameter: Parameter, date: dt.date, place_codes: tuple[str, ...]) -> Standing:
    """How a rule stands on a date at a place; () asks for the country."""
    reach = places_above(place_codes)
    lines = _lines(book, parameter, date, place_codes)
    histories = [parameter.history, *(overlay.history for overlay in parameter.overlays if overlay.place in reach)]
    begun = [entry.since for history in histories for entry in history if entry.binding]
    ends = [entry.since for history in histories for entry in history if entry.binding and entry.values is None]
    state = State.IN_FORCE
    if not lines:
        state = _silent(parameter, date, begun)
    return Standing(
        parameter=parameter,
        state=state,
        lines=lines,
        begins=min(begun) if state is State.LATER else None,
        ended=max(end for end in ends if end <= date) if state is State.ENDED else None,
        elsewhere=tuple(overlay.name for overlay in parameter.overlays if overlay.place not in reach),
        ahead=tuple(c for c in changes({parameter.name: parameter}, date, dt.date.max, place_codes) if c.is_new_value),
    )


def _silent(parameter: Parameter, date: dt.date, begun: list[dt.date]) -> State:
    if begun:
        return State.ENDED if min(begun) <= date else State.LATER
    return State.ELSEWHERE if parameter.change_dates else State.UNSURE


def _lines(book: Rulebook, parameter: Parameter, date: dt.date, place_codes: tuple[str, ...]) -> tuple[Line, ...]:
    found = []
    for band in parameter.bands or (None,):
        grade, system = _EXAMPLE[band] if band else (None, None)
        try:
            result = book.lookup(parameter.name, date=date, place_codes=place_codes, grade=grade, system=system)
        except NotInForce:
            continue
        found.append(Line(band.label if band else "", in_words(parameter, result.value), result))
    return tuple(found)


def open_grade_line(book: Rulebook, parameter: Parameter, date: dt.date, place_codes: tuple[str, ...]) -> Line | None:
    """Grade 6 under 五四学制, where the text leaves open which band it belongs to."""
    if parameter.open_grade is None:
        return None
    try:
        result = book.lookup(
            parameter.name, date=date, place_codes=place_codes, grade=OPEN_GRADE, system=System.FIVE_FOUR
        )
    except NotInForce:
        return None
    return Line("五四学制六年级", in_words(parameter, result.value), result)


def in_words(parameter: Parameter, value: Value) -> str:
    """不超过60分钟, 不晚于21:20, 基本完成; "" for a duty, whose words are its title."""
    if isinstance(value, bool):
        return ""
    label = parameter.label(value)
    if parameter.bound is None or value == 0:
        return label
    at_most = parameter.bound is Bound.AT_MOST
    if isinstance(value, dt.time):
        return f"不晚于{label}" if at_most else f"不早于{label}"
    return f"不超过{label}" if at_most else f"不少于{label}"


def histories(parameter: Parameter, date: dt.date) -> tuple[History, ...]:
    """The whole history, the country's first, then that of each place in order of its code."""
    found = [History("", COUNTRY, _stages(parameter, parameter.history, date))] if parameter.history else []
    found += [
        History(overlay.place, overlay.name, _stages(parameter, overlay.history, date))
        for overlay in sorted(parameter.overlays, key=lambda overlay: overlay.place)
    ]
    return tuple(found)


def _stages(parameter: Parameter, history: tuple[Entry, ...], date: dt.date) -> tuple[Stage, ...]:
    binding = [entry for entry in history if entry.binding]
    governs = in_force(history, date)
    found = []
    for entry in history:
        place = binding.index(entry) if entry.binding else None
        later = binding[place + 1] if place is not None and place + 1 < len(binding) else None
        before = binding[place - 1] if place else None
        if not entry.binding:
            state = State.UNSURE
        elif entry.since > date:
            state = State.LATER
        else:
            state = State.IN_FORCE if entry is governs else State.ENDED
        repeats = before is not None and _said(before) == _said(entry)
        found.append(Stage(entry, rows_in_words(parameter, entry), later.since if later else None, state, repeats))
    return tuple(reversed(found))


def _said(entry: Entry) -> tuple[object, ...]:
    return entry.values, entry.modality, entry.basis


def rows_in_words(parameter: Parameter, entry: Entry) -> tuple[tuple[str, str], ...]:
    """What an entry says, line by line: (小学其他年级, 不超过60分钟); nothing for a duty that stands."""
    if entry.values is None:
        return parameter.rows(entry)
    rows = ((band.label if band else "", in_words(parameter, value)) for band, value in entry.values.items())
    return tuple(row for row in rows if row[1])
