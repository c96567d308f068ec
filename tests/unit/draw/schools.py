"""One school small enough to be checked by hand, and its draw: the worked table of docs/algorithms/draw.md."""

import datetime as dt
from typing import Any

from shuangjian.afterschool.draw import Entry, Menu, MenuUnit, PublicNumber, build_file
from shuangjian.kernel.day import SHANGHAI

SECRET = "5e" * 32
PUBLIC = PublicNumber("中国福利彩票双色球", "2026137", dt.datetime(2026, 9, 24, 21, 30, tzinfo=SHANGHAI), 5)
VALUE = "02 09 14 21 27 33 + 08"

MENU = Menu(
    term="2026-1",
    school="4109020001",
    reference=800_000,
    days=(1, 2, 3),
    units=(
        MenuUnit(1, "篮球", (1,), (3, 4, 5), 2, 2),
        MenuUnit(2, "合唱", (1,), (3, 4, 5), 3, 0),
        MenuUnit(3, "机器人社", (2, 3), (4, 5), 1, 0),
        MenuUnit(4, "围棋", (2,), (3, 4, 5), 2, 0),
        MenuUnit(5, "剪纸", (3,), (3, 4, 5), 3, 3),
        MenuUnit(6, "足球", (3,), (3, 4, 5), 2, 0),
    ),
)
ENTRIES = (
    Entry("a1", None, 4, 0, (1, 2, 3), (1, 3, 4, 5)),
    Entry("b2", None, 3, 0, (1, 2), (1, 3, 4)),
    Entry("c3", "f7", 5, 0, (1, 2, 3), (1, 2, 3, 6)),
    Entry("d4", "f7", 3, 0, (1, 3), (2, 1, 5)),
    Entry("e5", None, 5, 1, (2, 3), (3, 4, 5, 6)),
)


def school_file(passed: int = 0) -> dict[str, Any]:
    """A new file each time, to be tampered with."""
    return build_file(MENU, ENTRIES, secret=SECRET, public=PUBLIC, public_value=VALUE, passed=passed)[0]
