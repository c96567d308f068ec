"""Every school's shape: where it lies, its classes, how many sit in each, how many teach. Plain values, no database.

The whole city is always drawn, so that a part of it has the schools that the whole would have.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from shuangjian.demo.whole_city import SCHOOLS, model
from shuangjian.demo.whole_city.model import Kind
from shuangjian.demo.whole_city.school_names import point_name, school_names
from shuangjian.kernel.grade import System
from shuangjian.schools.gazetteer import Division, divisions
from shuangjian.schools.rules import Setting


@dataclass(slots=True)
class Room:
    """A class: its grades (several for a 复式班), its number, how many sit in it by grade; whether at the point."""

    grades: tuple[int, ...]
    number: int
    size: int
    at_point: bool = False


@dataclass
class Shape:
    """One school; `town` is the division it stands in, `central` the name of the 中心校 above it, "" for none."""

    number: int
    name: str
    kind: Kind
    county: str
    town: str
    central: str
    system: System
    rooms: list[Room]
    point: str = ""
    teachers: int = 0

    @property
    def code(self) -> str:
        """Not the form of a real 学校标识码, so that nobody takes it for one."""
        return f"XN{self.number:04d}"

    @property
    def pupils(self) -> int:
        return sum(room.size for room in self.rooms)


@dataclass(frozen=True)
class City:
    """The whole city's shapes, or a part of them, evenly over the kinds."""

    seed: int
    shapes: tuple[Shape, ...] = field(repr=False)

    @property
    def classes(self) -> int:
        return sum(len(shape.rooms) for shape in self.shapes)

    @property
    def pupils(self) -> int:
        return sum(shape.pupils for shape in self.shapes)

    @property
    def teachers(self) -> int:
        return sum(shape.teachers for shape in self.shapes)


def city_of(seed: int, schools: int = SCHOOLS) -> City:
    """The city of a seed; with fewer schools, every so many of the whole one. Raises ValueError outside 1 to 926."""
    if not 1 <= schools <= SCHOOLS:
        raise ValueError(f"a city has 1 to {SCHOOLS} schools, not {schools}")
    whole = _whole(seed)
    chosen = (whole[(2 * n + 1) * SCHOOLS // (2 * schools)] for n in range(schools))
    return City(seed, tuple(chosen))


@lru_cache(maxsize=2)
def _whole(seed: int) -> tuple[Shape, ...]:
    draw = random.Random(f"{seed} shapes")
    names = school_names(seed)
    shapes: list[Shape] = []
    for kind in model.KINDS:
        towns = _towns(kind.places)
        for position in range(kind.count):
            # Spread over the divisions in the order of their codes.
            town = towns[position * len(towns) // kind.count]
            shapes.append(_shape(len(shapes) + 1, kind, town, next(names[kind.name]), draw))
    _meet(model.CLASSES, lambda: sum(len(s.rooms) for s in shapes), lambda by: _open_or_close(shapes, by, draw))
    _seat(shapes, draw)
    _hire(shapes)
    return tuple(shapes)


def _shape(number: int, kind: Kind, town: Division, name: str, draw: random.Random) -> Shape:
    system = model.SYSTEM_OF_NINE.get(kind.setting, System.SIX_THREE)
    if kind.grades is not model.NINE_YEAR:
        system = System.SIX_THREE
    parallel = draw.choice(kind.parallel)
    middle = draw.choice(kind.size)
    rooms = [Room((grade,), n + 1, _around(middle, kind.size, draw)) for grade in kind.grades for n in range(parallel)]
    below = kind.setting is not Setting.URBAN and not town.name.endswith("街道")
    shape = Shape(number, name, kind, town.parent, town.code, f"{town.name}中心校" if below else "", system, rooms)
    if kind.setting is Setting.RURAL and kind.grades is model.PRIMARY and draw.random() < model.POINTS:
        shape.point = point_name(draw)
        rooms.append(Room(draw.choice(model.POINT_GRADES), 1, draw.choice(model.POINT_SIZE), at_point=True))
    return shape


def _around(middle: int, within: range, draw: random.Random) -> int:
    return min(max(middle + draw.randint(-3, 3), within[0]), within[-1])


def _towns(kinds: str) -> list[Division]:
    """The divisions a kind of school stands in: 街道 (and the 城关镇) for the town's people, 镇, or 乡 and 镇."""
    below = [division for division in divisions(model.TABLE) if len(division.code) > 6]
    return [division for division in below if _is_a(division.name, kinds)]


def _is_a(name: str, kinds: str) -> bool:
    if kinds == "街道":
        return name.endswith("街道") or name == "城关镇"
    return name.endswith("镇") if kinds == "镇" else name.endswith(("乡", "镇")) and name != "城关镇"


def _meet(target: int, count: Callable[[], int], change: Callable[[int], None]) -> None:
    """Nudge until a total is met."""
    while difference := target - count():
        change(1 if difference > 0 else -1)


def _open_or_close(shapes: Sequence[Shape], by: int, draw: random.Random) -> None:
    """One class more, or one less, in a grade of a school that has several."""
    large = [shape for shape in shapes if len(shape.rooms) > 4 * len(shape.kind.grades)]
    shape = draw.choice(large)
    grade = draw.choice(shape.kind.grades)
    inside = [room for room in shape.rooms if room.grades == (grade,)]
    if by > 0:
        shape.rooms.append(Room((grade,), len(inside) + 1, inside[-1].size))
    elif len(inside) > 2:
        shape.rooms.remove(inside[-1])


def _seat(shapes: Sequence[Shape], draw: random.Random) -> None:
    """Let the sizes of classes grow or shrink by one, in turns, until all pupils sit."""
    rooms = [room for shape in shapes for room in shape.rooms if not room.at_point]
    draw.shuffle(rooms)
    left = model.PUPILS - sum(shape.pupils for shape in shapes)
    by = 1 if left > 0 else -1
    for room in _in_turns(rooms, lambda room: model.SMALLEST_CLASS <= room.size + by <= model.LARGEST_CLASS):
        if not left:
            return
        room.size += by
        left -= by


def _in_turns(rooms: Sequence[Room], fits: Callable[[Room], bool]) -> Iterator[Room]:
    while True:
        fitting = [room for room in rooms if fits(room)]
        if not fitting:
            raise ValueError("the model's totals do not fit its classes")
        yield from fitting


def _hire(shapes: Sequence[Shape]) -> None:
    """Teachers by the need of each school; what rounding leaves over goes to the largest remainders."""
    needs = [len(shape.rooms) * shape.kind.staff for shape in shapes]
    scale = model.TEACHERS / sum(needs)
    for shape, need in zip(shapes, needs, strict=True):
        shape.teachers = int(need * scale)
    left = model.TEACHERS - sum(shape.teachers for shape in shapes)
    remainders = sorted(range(len(shapes)), key=lambda n: (needs[n] * scale) % 1, reverse=True)
    for n in remainders[:left]:
        shapes[n].teachers += 1
