"""A programme of the cast's school, as far as a test needs it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shuangjian.afterschool.draw import PublicNumber
from shuangjian.afterschool.models import Draw, Programme, Round
from shuangjian.afterschool.operations import add_units, announce_programme, start_programme, state_round
from shuangjian.afterschool.rules.kinds import RoomNeed, UnitKind
from shuangjian.afterschool.rules.rounds import RoundSpec
from shuangjian.afterschool.rules.units import UnitSpec
from shuangjian.afterschool.rules.waves import Dates
from shuangjian.kernel.day import SHANGHAI
from tests.apps.afterschool.rows import key
from tests.cast import AT, Cast

SECRET = "5e" * 32
YEAR, NUMBER = 2026, 1


def day(number: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment in September 2026."""
    return dt.datetime(2026, 9, number, hour, minute, tzinfo=SHANGHAI)


OPENS, CLOSES, DUE, RESULTS = day(21, 18), day(24, 20), day(24, 21, 30), day(26, 8)
ROUND = RoundSpec(Dates(OPENS, CLOSES, RESULTS), 1, 0, PublicNumber("双色球", "2026137", DUE, 5, "开奖公告"))
BALLS = UnitSpec(UnitKind.SPORT, "篮球", (1,), 1, 6, 24, 10, RoomNeed.PLAYGROUND)
CHOIR = UnitSpec(UnitKind.ART, "合唱团", (2, 4), 1, 6, 36, 0, RoomNeed.MUSIC)
READING = UnitSpec(UnitKind.READING, "整本书阅读", (1, 2, 3, 4, 5), 1, 6, 60, 0, RoomNeed.LIBRARY)
UNITS = (BALLS, CHOIR, READING)


def planned(cast: Cast, units: Sequence[UnitSpec] = UNITS, *, by: str = "coordinator", **more: Any) -> Programme:
    """The school's programme of the term with these units, not announced."""
    about = {"school_id": cast.school.pk, "year": YEAR, "number": NUMBER, "copied": False} | more
    row = start_programme(by=cast.actor(by), at=AT, request=key(), **about)
    if units:
        add_units(by=cast.actor(by), at=AT, programme_id=row.pk, specs=units, request=key())
    return row


def stated(cast: Cast, *, by: str = "city_officer", at: dt.datetime = AT, **more: Any) -> Round:
    """The round of the term for the city, or for another place."""
    place_id = more.pop("place_id", cast.city.pk)
    spec = replace(ROUND, **more)
    asked = {"place_id": place_id, "year": YEAR, "number": NUMBER, "spec": spec}
    return state_round(by=cast.actor(by), at=at, request=key(), **asked)


def announced(cast: Cast, units: Sequence[UnitSpec] = UNITS, *, at: dt.datetime = AT) -> Programme:
    """The school's programme, announced under the city's round."""
    row = planned(cast, units)
    stated(cast)
    announce_programme(by=cast.actor("coordinator"), at=at, programme_id=row.pk, secret=SECRET, request=key())
    row.refresh_from_db()
    return row


def drawn(row: Programme, mean_open: int = 700_000) -> Draw:
    """As if the draw had been done, with nobody in it."""
    return Draw.objects.create(
        programme=row, school_id=row.school_id, sealed_at=CLOSES, sealed_digest="a" * 64, sealed_lists=b"", joined=0,
        drawn_at=DUE, public_value="7", seed="b" * 64, digest="c" * 64, file=b"", mean_open=mean_open,
    )  # fmt: skip
