"""Several units at once, one line a unit: 体育　篮球　周一、周三　3-6　24　10　操场　孙浩.

Fields are separated by blanks, tabs or commas, so that lines copied from a spreadsheet are read too.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from shuangjian.afterschool.rules.kinds import RoomNeed, UnitKind
from shuangjian.afterschool.rules.units import UnitSpec, mistakes_in_unit

FIELDS = ("类别", "名称", "哪几天", "年级", "名额", "最少几人开", "场地", "老师")
REQUIRED = 5
MOST_LINES = 60
OUTSIDE = "校外:"
_DAYS = {sign: day for day, sign in enumerate("一二三四五", 1)} | {str(day): day for day in range(1, 6)}
_KINDS = {kind.label: kind for kind in UnitKind} | {
    "社团": UnitKind.CLUB,
    "兴趣小组": UnitKind.CLUB,
    "电影": UnitKind.FILM,
}
_KINDS |= {"影片": UnitKind.FILM, "阅读": UnitKind.READING, "游戏": UnitKind.GAMES, "拓展": UnitKind.OUTWARD}
_ROOMS = {room.label: room for room in RoomNeed} | {"教室": RoomNeed.CLASSROOM}


@dataclass(frozen=True)
class Line:
    """One line as read: its number from 1, and either the unit or a sentence on what is not understood."""

    number: int
    typed: str
    spec: UnitSpec | None
    problem: str = ""


def read_lines(typed: str, grades: range, people: Mapping[str, int | None]) -> list[Line]:
    """The lines that are not blank. `people`: ids of the school's staff by name, None where two share it."""
    rows = [(number, line.strip()) for number, line in enumerate(typed.splitlines(), 1) if line.strip()]
    return [_line(number, line, grades, people) for number, line in rows]


def _line(number: int, typed: str, grades: range, people: Mapping[str, int | None]) -> Line:
    try:
        spec = _read(typed, people)
    except ValueError as unclear:
        return Line(number, typed, None, str(unclear))
    mistakes = mistakes_in_unit(spec, grades)
    return Line(number, typed, None if mistakes else spec, "".join(mistakes.values()))


def _read(typed: str, people: Mapping[str, int | None]) -> UnitSpec:
    line = unicodedata.normalize("NFKC", typed)
    parts = [part.strip() for part in (line.split("\t") if "\t" in line else re.split(r"[,\s]+", line))]
    if len(parts) < REQUIRED:
        raise ValueError(f"至少要写{REQUIRED}项：{'、'.join(FIELDS[:REQUIRED])}。")
    if len(parts) > len(FIELDS):
        raise ValueError(f"多于{len(FIELDS)}项；名称和老师的中间不要空格。")
    kind, name, days, span, seats, least, room, leader = parts + [""] * (len(FIELDS) - len(parts))
    if kind not in _KINDS:
        raise ValueError(f"没有“{kind}”这一类。有：{'、'.join(k.label for k in UnitKind)}。")
    if room and room not in _ROOMS:
        raise ValueError(f"没有“{room}”这种场地。有：{'、'.join(r.label for r in RoomNeed)}。")
    first, last = _grades(span)
    leader_id, outside = _leader(leader, people)
    room_need = _ROOMS[room] if room else RoomNeed.CLASSROOM
    capacity, minimum = _number(seats, "名额"), _number(least or "0", "最少几人开")
    return UnitSpec(_KINDS[kind], name, _days(days), first, last, capacity, minimum, room_need, leader_id, outside)


def _days(typed: str) -> tuple[int, ...]:
    signs = re.sub(r"[周星期、/,和]", "", typed)
    if not signs or not set(signs) <= _DAYS.keys():
        raise ValueError(f"“{typed}”看不出是哪几天，请写成周一、周三，或者一三。")
    return tuple(sorted({_DAYS[sign] for sign in signs}))


def _grades(typed: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9])(?:[-–—~到至]([1-9]))?(?:年级)?", typed)
    if found is None:
        raise ValueError(f"“{typed}”看不出是哪些年级，请写成3-6，一个年级就写3。")
    return int(found[1]), int(found[2] or found[1])


def _number(typed: str, what: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}人?", typed):
        raise ValueError(f"{what}“{typed}”看不出是几，请写整数，最多4位。")
    return int(typed.rstrip("人"))


def _leader(typed: str, people: Mapping[str, int | None]) -> tuple[int | None, str]:
    if typed.startswith(OUTSIDE):
        return None, typed.removeprefix(OUTSIDE)
    if not typed:
        return None, ""
    if typed not in people:
        raise ValueError(f"本校没有叫“{typed}”的老师；校外的请写成“校外：{typed}”，没有定就空着。")
    if people[typed] is None:
        raise ValueError(f"本校有两位“{typed}”，请先空着，加好以后在这项活动里选。")
    return people[typed], ""
