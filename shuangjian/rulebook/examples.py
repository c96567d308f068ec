"""Worked examples: sentences that explain a rule to people, and that the tests hold the book to."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shuangjian.kernel.grade import System
from shuangjian.kernel.refusal import Refused
from shuangjian.rulebook.caps import Cap, NoVacationTotal, break_cap, check_choice, written_cap
from shuangjian.rulebook.choices import Choice
from shuangjian.rulebook.lookup import NotInForce
from shuangjian.rulebook.reading import Fields, RulebookError

if TYPE_CHECKING:
    from shuangjian.rulebook.book import Rulebook

NOT_IN_FORCE = "没有查到规定"
REFUSED = "不能这样定"
NO_TOTAL = "还没有定总量"
ASKS = ("rule", "night", "weekend", "vacation", "choice")


@dataclass(frozen=True)
class Case:
    """One example. `expected` names what the answer must show; each key of it is compared with `answer`."""

    sentence: str
    rule: str
    ask: str
    date: dt.date
    places: tuple[str, ...]
    grade: int | None
    system: System | None
    choices: tuple[Choice, ...]
    expected: dict[str, Any]

    def answer(self, book: "Rulebook") -> dict[str, Any]:
        """What the book says: value, modality, basis, ground (文号 or title), zero; or `outcome` where it says no."""
        try:
            return self._answer(book)
        except NotInForce:
            return {"outcome": NOT_IN_FORCE}
        except NoVacationTotal:
            return {"outcome": NO_TOTAL}
        except Refused as refused:
            clause = refused.refusals[0].clauses[0]
            return {"outcome": REFUSED, "ground": clause.number or clause.title}

    def _answer(self, book: "Rulebook") -> dict[str, Any]:
        asked: dict[str, Any] = {
            "date": self.date,
            "place_codes": self.places,
            "grade": self.grade,
            "system": self.system,
        }
        if self.ask == "rule":
            found = book.lookup(self.rule, **asked)
            return _said(found.value, found.basis, found.grounds) | {"modality": found.modality.value}
        if self.ask == "choice":
            grades = range(1, 10) if self.grade is None else (self.grade,)
            for choice in self.choices:
                check_choice(
                    book, choice, place_codes=self.places, grades=grades, system=self.system or System.SIX_THREE
                )
            return {"outcome": "可以"}
        if self.ask == "night":
            cap: Cap = written_cap(book, **asked, choices=self.choices)
        else:
            cap = break_cap(book, **asked, kind=self.ask.upper(), choices=self.choices)
        return _said(cap.minutes, cap.basis, cap.grounds) | {"zero": cap.zero.value}


def _said(value: Any, basis: Any, grounds: Any) -> dict[str, Any]:
    if isinstance(value, dt.time):
        value = f"{value:%H:%M}"
    clause = grounds[0].as_clause()
    return {
        "value": list(value) if isinstance(value, tuple) else value,
        "basis": basis.value if basis else None,
        "ground": clause.number or clause.title,
    }


def read_cases(rule: str, raw: Any, file: str) -> tuple[Case, ...]:
    """Raises RulebookError with the key and what to write."""
    if not isinstance(raw, list) or not raw:
        raise RulebookError(file, "", "应当是例子的列表，至少一个。")
    return tuple(_case(rule, Fields(row, file, f"[{n}]")) for n, row in enumerate(raw))


def _case(rule: str, fields: Fields) -> Case:
    ask = fields.text("ask", f"问什么：{'、'.join(ASKS)}", "rule")
    if ask not in ASKS:
        raise fields.refuse("ask", f"没有这种问法。可以写：{'、'.join(ASKS)}。")
    expected = fields.take("expect", "应当得到什么")
    if not isinstance(expected, dict) or not expected:
        raise fields.refuse("expect", "应当是若干“键: 值”，如 value: 60。")
    date = fields.date("date", "哪一天")
    case = Case(
        sentence=fields.text("sentence", "一句话的例子"),
        rule=rule,
        ask=ask,
        date=date,
        places=tuple(str(place) for place in fields.items("places", "行政区划代码", [])),
        grade=fields.take("grade", "年级", None),
        system=fields.one_of_or_null("system", System, None),
        choices=fields.each("choices", "学校的规定", lambda inner: _choice(inner, date), []),
        expected=expected,
    )
    fields.done()
    return case


def _choice(fields: Fields, date: dt.date) -> Choice:
    value = fields.take("value", "学校定的数")
    if not isinstance(value, int):
        raise fields.refuse("value", "应当是整数。")
    choice = Choice(fields.text("name", "哪一项"), value, date, None, "作业管理办法", "第8条")
    fields.done()
    return choice
