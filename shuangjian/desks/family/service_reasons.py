"""Why a child did not get a wish, in a family's words, and the drawing that shows a cut-off."""

from dataclasses import dataclass

from shuangjian.afterschool.draw import ClosedUnit, DayTaken, Full, NotForGrade, NotJoined
from shuangjian.afterschool.queries import Above, Outcome
from shuangjian.afterschool.rules.weekdays import weekdays_in, weekdays_label
from shuangjian.kernel.grade import grade_label, numeral

RERUN = "关掉以后，全校用同一个次序重新排了一遍。"


@dataclass(frozen=True)
class Mark:
    """A point on the line of all turns: `x` and the `anchor` of its words."""

    x: str
    anchor: str
    words: str


@dataclass(frozen=True)
class Cut:
    """The turns of a block as a line: seats went as far as `last`, the child stands at `own`."""

    words: str
    last: Mark
    own: Mark


@dataclass(frozen=True)
class WhyNot:
    """A wish above what the child has."""

    position: int
    name: str
    words: str
    cut: Cut | None = None


def why_not(above: Above, outcome: Outcome, child: str) -> WhyNot:
    unit, reason = above.drawn.unit, above.reason
    cut = None
    match reason:
        case Full(last, turn):
            days = weekdays_in(unit.weekdays)
            words = (
                f"{above.drawn.capacity}个名额给满了。最后一个名额给了第{last}位，"
                f"{child}{'这一天' if len(days) == 1 else '这几天'}排在第{turn}位。"
            )
            cut = _cut(reason, outcome.draw.joined, unit.name, child, weekdays_label(days))
        case ClosedUnit(0, _):
            words = f"排下来没有人在这里，没有开。{RERUN}"
        case ClosedUnit(takers, minimum):
            words = f"排下来只有{takers}人，最少要{minimum}人，没有开。{RERUN}"
        case NotForGrade():
            own = grade_label(outcome.sign_up.grade)
            words = f"这个活动是给{_grades(unit.first_grade, unit.last_grade)}的，{child}报名时是{own}。"
        case NotJoined(weekday):
            words = f"{weekdays_label([weekday])}也要去，{weekdays_label([weekday])}没有报名。"
        case DayTaken(weekday, by):
            words = f"{weekdays_label([weekday])}已经给了排在前面的志愿：{outcome.names[by]}。"
        case _:
            words = "没有参加这天的抽签，排在候补里。"
    return WhyNot(above.position, unit.name, words, cut)


def _cut(reason: Full, joined: int, name: str, child: str, days: str) -> Cut:
    return Cut(
        f"{joined}人排的队里，{days}的{name}给到第{reason.last_turn}位，{child}排在第{reason.turn}位",
        _mark(reason.last_turn, joined, f"最后一个　第{reason.last_turn}位"),
        _mark(reason.turn, joined, f"{child}　第{reason.turn}位"),
    )


def _mark(turn: int, joined: int, words: str) -> Mark:
    share = 100 * turn / max(joined, turn)
    return Mark(f"{share:.1f}%", "start" if share < 25 else "end" if share > 75 else "middle", words)


def _grades(first: int, last: int) -> str:
    return grade_label(first) if first == last else f"{numeral(first)}到{grade_label(last)}"
