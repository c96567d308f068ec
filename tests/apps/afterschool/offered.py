"""A term of service in the cast's city with something in it for every figure.

青枣路小学 runs on Mondays, Tuesdays and Wednesdays. Of its four pupils 左小禾 has a place on both her days, 白䶮 on one
of two, 𠅤·阿依古丽's family is in need of something else, and 查朵's has not answered. 柳沟小学 has announced and not
begun: 游晓溪 needs nothing, 柏川 joined and left. 槐荫初级中学 offers nothing.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from shuangjian.afterschool.models import (
    ModelPart,
    Placement,
    Programme,
    Round,
    ServiceModel,
    SignUp,
    TutoringPlace,
    Unit,
)
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.kernel.day import SHANGHAI
from shuangjian.schools.models import School
from tests.apps.afterschool.rows import answer_row, programme_row, round_row, unit_row
from tests.cast import Cast

TERM = ServiceTerm(2026, 1)


def moment(day: int, month: int = 9, time: str = "12:00") -> dt.datetime:
    return dt.datetime.combine(dt.date(2026, month, day), dt.time.fromisoformat(time), SHANGHAI)


ANNOUNCED, OPENS, SAID, CLOSES, DRAWN, RESULTS = (moment(day) for day in (1, 2, 3, 4, 5, 6))
BEGINS, VILLAGE_BEGINS, ENDS = dt.date(2026, 9, 7), dt.date(2026, 10, 8), dt.date(2027, 1, 16)


@dataclass(frozen=True)
class Offered:
    school: Programme
    village: Programme
    sport: Unit
    closed: Unit


def offer(cast: Cast) -> Offered:
    """The whole of it, row by row."""
    round_ = round_row(cast.city, ANNOUNCED, OPENS, CLOSES, DRAWN, RESULTS)
    school = programme(round_, cast.school, (1, 2, 3), BEGINS)
    village = programme(round_, cast.village, (1, 2, 3, 4, 5), VILLAGE_BEGINS)
    sport = unit(school, 1, "SPORT", "篮球", (1,), leader=cast.people["maths"])
    choir = unit(school, 2, "ART", "合唱", (1, 3), leader=cast.people["chinese"])
    closed = unit(school, 3, "FILM", "看电影", (2,), leader=cast.people["english"], closed_at=DRAWN)
    unit(village, 1, "READING", "读书", (1,), leader=cast.people["villager"])
    TutoringPlace.objects.create(
        programme=school, school=cast.school, number=1, subject="SCIENCE", weekday=2, capacity=3,
        leader=cast.people["science"],
    )  # fmt: skip
    model = ServiceModel.objects.create(place=cast.city, name="六三三", since=dt.date(2026, 9, 1), stated_at=ANNOUNCED)
    ModelPart.objects.create(service_model=model, number=1, name="天天有", requirement="DAYS", least=5)
    lively = said(cast, school, "左小禾", "JOIN", (1, 3))
    half = said(cast, school, "白䶮", "JOIN", (1, 2))
    said(cast, school, "𠅤·阿依古丽", "NEED")
    said(cast, village, "游晓溪", "NO")
    said(cast, village, "柏川", "JOIN", (1,), left_at=moment(10))
    for sign_up, day, its_unit in ((lively, 1, choir), (lively, 3, choir), (half, 1, sport)):
        place(sign_up, day, its_unit)
    return Offered(school, village, sport, closed)


def programme(round_: Round, school: School, weekdays: tuple[int, ...], since: dt.date) -> Programme:
    return programme_row(school, round_, weekdays, since=since, until=ENDS, hours="15:50 16:30 16:40 17:50")


def unit(programme: Programme, number: int, kind: str, name: str, weekdays: tuple[int, ...], **more: Any) -> Unit:
    return unit_row(programme, number, name, weekdays, kind=kind, **more)


def said(cast: Cast, programme: Programme, child: str, answer: str, days: tuple[int, ...] = (), **more: Any) -> SignUp:
    return answer_row(programme, cast.pupils[child], days, answer=answer, said_at=SAID, **more)


def place(sign_up: SignUp, day: int, its_unit: Unit | None = None, **more: Any) -> Placement:
    return Placement.objects.create(
        programme=sign_up.programme, school_id=sign_up.school_id, sign_up=sign_up, pupil=sign_up.pupil, weekday=day,
        unit=its_unit, origin="DRAW", since=DRAWN, **more,
    )  # fmt: skip
