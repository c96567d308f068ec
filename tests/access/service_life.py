"""What the schools of the access table's city plan after lessons, and what is sent to the service's addresses."""

from typing import Any

from shuangjian.afterschool.operations import add_units, start_programme
from shuangjian.afterschool.rules.kinds import RoomNeed, UnitKind
from shuangjian.afterschool.rules.units import UnitSpec
from shuangjian.audit.operations import Request
from tests.cast import AT, Cast

A_UNIT, A_TERM = "a planned unit", "a planned term"
MARK = "记号卯活动"
TERM = {"term": "2026-1", "key": "service"}
HOURS = TERM | {
    "act": "hours",
    "since": "2026-10-12",
    "last": "2027-01-22",
    "weekdays": ["1", "3"],
    "homework_from": "16:30",
    "homework_until": "17:20",
    "activity_from": "17:30",
    "activity_until": "18:30",
    "extended_until": "",
}
UNIT = TERM | {
    "kind": "SPORT",
    "name": "排球",
    "weekdays": ["1"],
    "first_grade": "7",
    "last_grade": "9",
    "capacity": "24",
    "minimum": "0",
    "room_need": "PLAYGROUND",
    "leader": "",
    "outside_leader": "",
    "about": "",
}
ROUND = TERM | {
    "act": "state",
    "opens_at": "2026-09-21T18:00",
    "closes_at": "2026-09-24T20:00",
    "public_due_at": "2026-09-24T21:30",
    "results_at": "2026-09-26T08:00",
    "waves": "1",
    "gap_minutes": "0",
    "public_source": "双色球",
    "public_where": "开奖公告",
    "public_issue": "2026137",
    "public_wait_days": "5",
}
MODEL = TERM | {"name": "六三三", "source": "", "since": "2026-09-18"}


def what_is_planned(cast: Cast) -> dict[str, dict[str, Any]]:
    """The other county's school has begun to plan the term; nobody has announced anything."""
    by, school_id = cast.actor("other_principal"), cast.other_school.pk
    begun = Request.of("city-programme")
    row = start_programme(by=by, at=AT, school_id=school_id, year=2026, number=1, copied=False, request=begun)
    spec = UnitSpec(UnitKind.SPORT, MARK, (2,), 7, 9, 24, 0, RoomNeed.PLAYGROUND)
    add_units(by=by, at=AT, programme_id=row.pk, specs=[spec], request=Request.of("city-units"))
    return {A_UNIT: {"school_id": school_id, "number": 1}, A_TERM: {"school_id": school_id, "term": "2026-1"}}


def on_the_programme(cast: Cast, about: dict[str, Any]) -> dict[str, Any]:
    """Hours, where there is a plan; else a beginning."""
    if about["school_id"] == cast.other_school.pk:
        return HOURS
    return TERM | {"act": "start", "copied": "no"}
