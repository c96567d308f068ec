"""What a school may decide for itself: which choices there are, their bounds, and the clause that leaves them open.

The choices themselves live in the database of `policy`; here they are plain values.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from shuangjian.kernel.refusal import Clause, Refusal, Refused, Way
from shuangjian.rulebook.reading import Fields, finite

WRITTEN = "homework/written_minutes"
WEEKEND = "homework/weekend_total"
VACATION = "homework/vacation_total"
WEEKDAY = "homework/no_homework_weekday"
RELEASE = "homework/release_time"
COPIES = "homework/copies"
NOTICE = "homework/notice_days"
USUAL_RELEASE = 15 * 60 + 30  # minutes since midnight
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Choice:
    """A school's own decision from `since` until, exclusively, `until`: minutes, an ISO weekday (1 is Monday), or a
    time of day in minutes since midnight.

    `title` and `article` name the school's own rule that states it; `decided_by` is a name for readers.
    """

    name: str
    value: int
    since: dt.date
    until: dt.date | None
    title: str
    article: str = ""
    decided_by: str = ""

    def holds_on(self, date: dt.date) -> bool:
        return self.since <= date and (self.until is None or date < self.until)


@dataclass(frozen=True, slots=True)
class ChoiceRule:
    """A choice that schools have. `under` is the parameter that leaves it to them.

    The greatest value is `greatest`, or `daily_caps` times the smallest daily cap among the school's grades from 3 up.
    `reason` says in one sentence where the bound comes from; `default` what holds while nothing is chosen.
    """

    name: str
    title: str
    summary: str
    unit: str
    under: str
    least: int
    greatest: int | None
    daily_caps: int | None
    reason: str
    default: str

    def greatest_for(self, daily_cap: int) -> int:
        if self.greatest is not None:
            return self.greatest
        assert self.daily_caps is not None
        return self.daily_caps * daily_cap

    def label(self, value: int) -> str:
        """45分钟, 星期三, or 15:30."""
        if self.unit == "星期" and 1 <= value <= len(_WEEKDAYS):
            return f"星期{_WEEKDAYS[value - 1]}"
        if self.unit == "时刻":
            return f"{value // 60}:{value % 60:02}"
        return f"{value}{self.unit}"


@dataclass(frozen=True, slots=True)
class SchoolGround:
    """Why: the school's own choice."""

    choice: Choice
    note: str

    def as_clause(self) -> Clause:
        """本校作业管理办法 第8条; a rule of the school has no 文号 and no page in the book."""
        title = self.choice.title.strip().removeprefix("《").removesuffix("》")
        return Clause(title if title.startswith("本校") else f"本校{title}", None, self.choice.article)


def read_choice_rule(name: str, raw: Any, file: str) -> ChoiceRule:
    """Raises RulebookError with the key and what to write."""
    fields = Fields(raw, file)
    greatest, daily_caps = (fields.take(key, "", None) for key in ("greatest", "daily_caps"))
    if (greatest is None) == (daily_caps is None):
        raise fields.refuse("greatest", "请写 greatest（最大值）或 daily_caps（每天上限的几倍），只写一个。")
    least = fields.take("least", "最小值")
    for key, value in (("greatest", greatest), ("daily_caps", daily_caps), ("least", least)):
        if value is not None and not (finite(value) and value == int(value) >= 0):
            raise fields.refuse(key, "应当是不小于 0 的整数。")
    rule = ChoiceRule(
        name=name,
        title=fields.text("title", "这一项的名称"),
        summary=fields.text("summary", "给学校看的一两句话"),
        unit=fields.text("unit", "单位"),
        under=fields.text("under", "哪一条规定把它留给学校"),
        least=least,
        greatest=greatest,
        daily_caps=daily_caps,
        reason=fields.text("reason", "界限的来由"),
        default=fields.text("default", "不定时怎么算"),
    )
    fields.done()
    return rule


def in_force(choices: tuple[Choice, ...], name: str, date: dt.date) -> Choice | None:
    """The strictest choice of a name that holds on a date."""
    holding = (choice for choice in choices if choice.name == name and choice.holds_on(date))
    return min(holding, key=lambda choice: choice.value, default=None)


def refuse_unless_within(rule: ChoiceRule, choice: Choice, greatest: int, clauses: tuple[Clause, ...]) -> None:
    """Raises Refused when the value lies outside the bounds; the way out is the nearest value inside."""
    if rule.least <= choice.value <= greatest:
        return
    nearest = rule.least if choice.value < rule.least else greatest
    bounds = f"从{rule.label(rule.least)}到{rule.label(greatest)}" if greatest > rule.least else rule.label(greatest)
    raise Refused(
        Refusal(
            code="CHOICE_LOOSER_THAN_LAW" if choice.value > greatest else "CHOICE_OUT_OF_RANGE",
            staff=f"{rule.title}不能定为{rule.label(choice.value)}，可以定{bounds}。{rule.reason}",
            family=f"学校定的{rule.title}超出了规定的范围，没有生效。",
            clauses=clauses,
            ways=(
                Way(
                    "SET_VALUE",
                    f"改为{rule.label(nearest)}",
                    "这是规定以内最接近的数。",
                    {"value": str(nearest)},
                ),
            ),
        )
    )
