"""`/service/rule/`: how places in after-school activities are drawn, told to families, with a draw of six children.

The example is written out here and not computed at each request: a test draws it again and compares every number.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian.afterschool.rules.kinds import READING_PLACE
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.portal.caching import public_page


@dataclass(frozen=True)
class Offered:
    """A unit of the example, on one weekday."""

    number: int
    name: str
    weekday: int
    seats: int


@dataclass(frozen=True)
class Turn:
    """A child's turn on a weekday: its wishes of the day, what it got, and why not what it put before that."""

    child: str
    wishes: tuple[str, ...]
    got: str
    why: str = ""


@dataclass(frozen=True)
class Drawn:
    """A weekday of the example, in the order of turns."""

    weekday: int
    order: str
    turns: tuple[Turn, ...]

    @property
    def day(self) -> str:
        return weekdays_label([self.weekday])

    @property
    def marks(self) -> list[tuple[str, int, Turn]]:
        """For the drawing: where each stands, in percent, and its turn from 1."""
        width = 100 / len(self.turns)
        return [(f"{width * (n - 0.5):.2f}%", n, turn) for n, turn in enumerate(self.turns, 1)]

    @property
    def words(self) -> str:
        return f"{self.day}的次序和名额：" + "，".join(f"第{n}个{t.child}得到{t.got}" for _, n, t in self.marks)


SEED = "9a4632346963d7e188fd63da51ea5fc16d9b2274b4574bf371f7cbe50a15d61b"
UNITS = (Offered(1, "篮球", 1, 2), Offered(2, "剪纸", 1, 3), Offered(3, "合唱", 2, 3))
# The number of each child in the lottery, of a thousand.
LOTS = {"小北": 90, "小恩": 217, "小帆": 420, "小安": 661, "小川": 739, "小丹": 742}
WEEK = (
    Drawn(
        1,
        "从小到大",
        (
            Turn("小北", ("篮球",), "篮球"),
            Turn("小恩", ("篮球", "剪纸"), "篮球"),
            Turn("小帆", ("剪纸",), "剪纸"),
            Turn("小安", ("篮球", "剪纸"), "剪纸", "篮球给到第2个，小安是第4个"),
            Turn("小川", ("剪纸", "篮球"), "剪纸"),
            Turn("小丹", ("篮球", "剪纸"), READING_PLACE, "篮球给到第2个，剪纸给到第5个，小丹是第6个"),
        ),
    ),
    Drawn(
        2,
        "从大到小，倒过来",
        (
            Turn("小丹", ("合唱",), "合唱"),
            Turn("小川", ("合唱",), "合唱"),
            Turn("小安", ("合唱",), "合唱"),
            Turn("小帆", ("合唱",), READING_PLACE, "合唱给到第3个，小帆是第4个"),
            Turn("小恩", (), READING_PLACE),
            Turn("小北", ("合唱",), READING_PLACE, "合唱给到第3个，小北是第6个"),
        ),
    ),
)


@public_page
def rule(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/service_rule.html", {"units": UNITS, "lots": LOTS, "week": WEEK, "seed": SEED})
