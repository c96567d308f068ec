"""A family's wishes: one list of unit numbers, in which only the order inside a block of weekdays matters.

A block is what clubs tie together (`draw.blocks_of`): a unit lies wholly in one, so a list of the whole week and a list
a block say the same, and moving a wish steps over those of other blocks.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shuangjian.afterschool.draw.menus import Blocks, blocks_of

NOTICE = "2026-11"  # version of the words on the sign-up page that a family agrees to by handing in


class Choosable(Protocol):
    """What the rules need to know of a unit."""

    @property
    def number(self) -> int: ...
    @property
    def days(self) -> tuple[int, ...]: ...
    @property
    def first_grade(self) -> int: ...
    @property
    def last_grade(self) -> int: ...


@dataclass(frozen=True)
class Choice:
    """A unit in as few words as taking a sign-up needs."""

    number: int
    days: tuple[int, ...]
    first_grade: int
    last_grade: int


@dataclass(frozen=True)
class Wishes:
    """What is handed in: the weekdays joined, and unit numbers, the dearest first."""

    days: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    with_siblings: bool = False


class Move(StrEnum):
    """What a button does to a list."""

    UP = "up"
    DOWN = "down"
    DROP = "drop"
    ADD = "add"


def moved(wishes: Sequence[int], move: Move, number: int, block: Collection[int]) -> tuple[int, ...]:
    """The list after one button, pressed on a unit; `block` are the numbers that share a block with it.

    What cannot be done (up from the top, a unit that is not there or there already) changes nothing.
    """
    if move is Move.ADD:
        return tuple(wishes) if number in wishes else (*wishes, number)
    if number not in wishes:
        return tuple(wishes)
    if move is Move.DROP:
        return tuple(wish for wish in wishes if wish != number)
    places = [place for place, wish in enumerate(wishes) if wish in block]
    here = places.index(wishes.index(number))
    there = here + (1 if move is Move.DOWN else -1)
    if not 0 <= there < len(places):
        return tuple(wishes)
    changed = list(wishes)
    one, other = places[here], places[there]
    changed[one], changed[other] = changed[other], changed[one]
    return tuple(changed)


def is_for(unit: Choosable, grade: int) -> bool:
    return unit.first_grade <= grade <= unit.last_grade


def blocks_on(days: Iterable[int], units: Iterable[Choosable]) -> Blocks:
    """The blocks of the draw, from units in whatever form: all that counts of one are its days."""
    return blocks_of(days, units)  # type: ignore[arg-type]


def in_blocks(
    wishes: Iterable[int], blocks: Blocks, units: Mapping[int, Choosable]
) -> dict[tuple[int, ...], tuple[int, ...]]:
    """The wishes block by block, each a list of its own. Raises KeyError for a unit that is not on the menu."""
    listed = list(wishes)
    return {block: tuple(wish for wish in listed if units[wish].days[0] in block) for block in blocks}


def handed_in(
    wishes: Wishes, blocks: Blocks, units: Mapping[int, Choosable]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Days and unit numbers as they are kept: days ascending, wishes block after block, without those that meet on no
    day joined. A club of which only some days are joined stays: why it is not given is then said with the result."""
    days = tuple(sorted(wishes.days))
    joined = [wish for wish in wishes.units if set(units[wish].days) & set(days)]
    lists = in_blocks(joined, blocks, units)
    return days, tuple(wish for block in blocks for wish in lists[block])


def unreadable(wishes: Wishes, grade: int, weekdays: Collection[int], units: Mapping[int, Choosable]) -> dict[str, str]:
    """What of a list cannot be taken, a sentence a field; nothing where all can. Families cannot come to it by the
    page's own buttons, but for days that were all left empty."""
    errors: dict[str, str] = {}
    if not wishes.days:
        errors["days"] = "还没有勾哪几天。不参加的话，按下面的“不需要”。"
    elif not set(wishes.days) <= set(weekdays):
        errors["days"] = "勾的日子里有一天没有课后服务，请看看再勾。"
    if len(set(wishes.units)) < len(wishes.units):
        errors["wishes"] = "同一个活动写了两次，请去掉一个。"
    for number in wishes.units:
        if number not in units:
            errors["wishes"] = "志愿里有一个活动不在这学期的安排里，请去掉。"
        elif not is_for(units[number], grade):
            errors["wishes"] = "志愿里有一个活动不是给这个年级的，请去掉。"
    return errors
