"""What a school offers: as many seats as its children need on each weekday, in units that fit its size."""

import math
import random
from dataclasses import dataclass

from shuangjian.afterschool.rules.kinds import RoomNeed, UnitKind
from shuangjian.demo.whole_city.service import model
from shuangjian.demo.whole_city.shapes import Shape


@dataclass(frozen=True, slots=True)
class Offered:
    """A unit of a school's term; `leader` is the position of a teacher, -1 where somebody from outside comes."""

    number: int
    kind: UnitKind
    name: str
    days: tuple[int, ...]
    first_grade: int
    last_grade: int
    capacity: int
    minimum: int
    room_need: RoomNeed
    leader: int


def offered_by(seed: int, shape: Shape) -> list[Offered]:
    """The units of a school, by number. A small school has few, for all its grades; a large one many a day, and clubs
    that meet on two."""
    draw = random.Random(f"{seed} {shape.number} service")
    afternoons = shape.pupils * model.JOIN * sum(n * share for n, share in enumerate(model.DAYS, 1)) / 5
    found: list[Offered] = []
    for weekday in range(1, 6):
        seats, position = 0, draw.randrange(len(model.UNITS))
        while seats < afternoons * model.SEATS:
            unit = _unit(shape, weekday, position, len(found) + 1, draw)
            found.append(unit)
            seats += unit.capacity
            position += 1
    return found


def _unit(shape: Shape, weekday: int, position: int, number: int, draw: random.Random) -> Offered:
    turn, which = divmod(position, len(model.UNITS))
    name, kind, room, seats, minimum = model.UNITS[which]
    grades, small = shape.kind.grades, shape.pupils < model.CLUB_FROM
    bands = _bands(grades[0], grades[-1])
    first, last = (grades[0], grades[-1]) if small or position % 5 == 0 else draw.choice(bands)
    days: tuple[int, ...] = (weekday,)
    if not small and kind is UnitKind.CLUB and weekday <= 3:
        days = (weekday, weekday + 2)
    share = max(0.35, min(1.0, shape.pupils / 400))
    capacity = math.ceil(seats * share)
    label = f"{name}{model.NUMERALS[turn % 10]}班" if turn else name
    return Offered(
        number, kind, label, days, first, last, capacity, math.ceil(minimum * share), room,
        (number * 7 + weekday) % shape.teachers if number % 9 else -1,
    )  # fmt: skip


def _bands(first: int, last: int) -> list[tuple[int, int]]:
    """The bands of grades that lie within a school's."""
    both = (*model.GRADE_BANDS, *model.JUNIOR_BANDS)
    return [(a, b) for a, b in ((max(a, first), min(b, last)) for a, b in both) if a <= b]
