"""How a class's evening went: who finished at school, as counted; how many stopped at bedtime."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from shuangjian.audit.operations import Request, once
from shuangjian.desks.common.asked import read_date
from shuangjian.desks.common.forms import key_of
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.schools.queries import ClassNow
from shuangjian.timing.access import can_count
from shuangjian.timing.operations import count_class
from shuangjian.timing.queries import Counted, Told, class_counts, stops_counted, told_stops

REPEATED = "刚才已经记下了，没有再记一次。"


@dataclass(frozen=True)
class Recount:
    """A count that could not be taken as it was sent."""

    typed: QueryDict
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """`stops` is None below five families. `told` are children whose families wished the homeroom teacher to know.
    `present` and `finished` fill the form where `may_count`."""

    counted: Counted | None
    stops: int | None
    told: tuple[Told, ...]
    may_count: bool
    present: str = ""
    finished: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.counted or self.stops or self.told or self.may_count)


def seen_of(desk: DeskRequest, klass: ClassNow, date: dt.date, recount: Recount | None) -> dict[int, Seen]:
    """By grade. Three queries, and three more where the homeroom teacher is told of somebody."""
    counts, stops = class_counts([klass.id], [date]), stops_counted([klass.id], [date], desk.at)
    told = told_stops(desk.actor, klass.id, date, desk.at)
    may = date == shanghai_date(desk.at) and can_count(desk.actor, klass.id)
    found = {}
    for _, grade in klass.grades:
        counted = counts.get((klass.id, grade, date))
        again = recount if recount and recount.typed.get("grade") == str(grade) else None
        found[grade] = Seen(
            counted=counted,
            stops=stops.get((klass.id, grade, date)),
            told=tuple(one for one in told if one.grade == grade),
            may_count=may,
            present=again.typed.get("present", "") if again else str(counted.present) if counted else "",
            finished=again.typed.get("finished", "") if again else str(counted.finished) if counted else "",
            errors=again.errors if again else {},
        )
    return found


def count(desk: DeskRequest, klass: ClassNow) -> str:
    """Take the count that was sent, and say so. Raises NotAllowed, InvalidInput, Refused."""
    grade, date = _number(desk.POST.get("grade", "")), read_date(desk.POST.get("date", ""))
    if grade not in [g for _, g in klass.grades] or date is None:
        raise InvalidInput({"finished": "没有看懂是哪个年级的哪一天，请从本班的页面再记一次。"})
    present, finished = _number(desk.POST.get("present", "")), _number(desk.POST.get("finished", ""))
    asked = Request.of(key_of(desk.POST), klass=klass.id, grade=grade, date=date, present=present, finished=finished)

    def act() -> str:
        count_class(
            by=desk.actor,
            at=desk.at,
            klass=klass,
            grade=grade or 0,
            date=date,
            present=present,
            finished=finished,
            request=asked,
        )
        return f"记下了：在场{present}人，在校做完{finished}人。今天还可以改。"

    return once(desk.actor, asked, act) or REPEATED


def _number(typed: str) -> int | None:
    typed = typed.strip().removesuffix("人")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else None
