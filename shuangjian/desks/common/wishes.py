"""A list of wishes as a form: it carries its whole state, so that every button gives back the page without anything
being kept until the list is handed in."""

from dataclasses import dataclass

from django.http import QueryDict

from shuangjian.afterschool.queries import Activity, Service
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.afterschool.rules.wishes import Move, Wishes, in_blocks, moved
from shuangjian.desks.common.asked import read_id

MOST_WISHES = 200  # fields that are read; no menu has as many units


@dataclass(frozen=True)
class Wish:
    """A unit on the page: the how-manieth wish of its block, 0 for one that is not wished for. `is_short`: it meets on
    a day that is not ticked, beside one that is."""

    activity: Activity
    rank: int
    is_last: bool
    is_short: bool
    days_label: str

    @property
    def above(self) -> int:
        return self.rank - 1

    @property
    def below(self) -> int:
        return self.rank + 1


@dataclass(frozen=True)
class Block:
    """One list: weekdays that belong together, what is wished for and what else there is. `clubs` are what ties the
    days together for this grade. `is_shown`: one of its days is ticked; `is_adding`: what else there is lies open."""

    days: tuple[int, ...]
    label: str
    clubs: str
    is_shown: bool
    wishes: tuple[Wish, ...]
    others: tuple[Wish, ...]
    is_adding: bool = False

    @property
    def id(self) -> str:
        return "".join(map(str, self.days))


@dataclass(frozen=True)
class Day:
    number: int
    label: str
    is_ticked: bool


def days_of(service: Service, wishes: Wishes) -> list[Day]:
    """The weekdays of a service, to be ticked."""
    return [Day(day, weekdays_label([day]), day in wishes.days) for day in service.days]


def blocks_of(service: Service, grade: int, wishes: Wishes, pressed: tuple[Move, int] | None = None) -> list[Block]:
    """The lists of a week for a grade, without blocks in which the grade has nothing to choose. Whoever has just added
    something may want to add more."""
    units = {activity.number: activity for activity in service.for_grade(grade)}
    known = [number for number in dict.fromkeys(wishes.units) if number in units]
    lists, ticked = in_blocks(known, service.blocks, units), set(wishes.days)
    found = []
    for block in service.blocks:
        here = [activity for activity in units.values() if activity.days[0] in block]
        if not here:
            continue
        wished = lists[block]
        clubs = [activity for activity in here if len(activity.days) > 1]
        found.append(
            Block(
                days=block,
                label="和".join(filter(None, (weekdays_label(block[:-1]), weekdays_label(block[-1:])))),
                clubs="、".join(dict.fromkeys(club.name for club in clubs)),
                is_shown=not ticked.isdisjoint(block),
                wishes=tuple(_wish(units[w], n, len(wished), ticked) for n, w in enumerate(wished, start=1)),
                others=tuple(_wish(one, 0, 0, ticked) for one in here if one.number not in wished),
                is_adding=not wished or (pressed is not None and pressed[0] is Move.ADD and pressed[1] in wished),
            )
        )
    return found


def reading_days(service: Service, grade: int) -> str:
    """The weekdays on which a grade has nothing to choose, so that whoever joins reads."""
    chosen = {day for activity in service.for_grade(grade) for day in activity.days}
    return weekdays_label(day for day in service.days if day not in chosen)


def _wish(activity: Activity, rank: int, of: int, ticked: set[int]) -> Wish:
    is_short = not ticked.isdisjoint(activity.days) and not ticked.issuperset(activity.days)
    return Wish(activity, rank, rank == of, is_short, weekdays_label(activity.days))


def wishes_in(posted: QueryDict) -> Wishes:
    """What stands in the form, whether or not it can be taken."""
    days = {int(day) for day in posted.getlist("day")[:7] if day in ("1", "2", "3", "4", "5", "6", "7")}
    units = [number for typed in posted.getlist("w")[:MOST_WISHES] if (number := read_id(typed)) is not None]
    return Wishes(tuple(sorted(days)), tuple(units), posted.get("siblings") == "yes")


def pressed_in(posted: QueryDict) -> tuple[Move, int] | None:
    """The button of a list that was pressed, `act=up-3`; None for any other."""
    act, _, typed = posted.get("act", "").partition("-")
    number = read_id(typed)
    return (Move(act), number) if act in set(Move) and number is not None else None


def after_press(posted: QueryDict, service: Service, grade: int) -> Wishes:
    """What stands in the form after the button that was pressed."""
    wishes, pressed = wishes_in(posted), pressed_in(posted)
    units = {activity.number: activity for activity in service.for_grade(grade)}
    if pressed is None or pressed[1] not in units:
        return wishes
    move, number = pressed
    block = next(block for block in service.blocks if units[number].days[0] in block)
    beside = {unit.number for unit in units.values() if unit.days[0] in block}
    return Wishes(wishes.days, moved(wishes.units, move, number, beside), wishes.with_siblings)
