"""What happens in the sample city besides lessons, so that every screen has something true to show."""

import datetime as dt
from collections.abc import Callable, Mapping

from shuangjian.demo import afternoons, appeals, families, large_work, own_rules, reviews, shares, this_afternoon
from shuangjian.demo.cast import LEAVER, SUCCESSOR
from shuangjian.demo.directory import Directory, on
from shuangjian.demo.ground import bring_in
from shuangjian.demo.plan import QINGZAO, WANGHE, WEITANG, XINGTAN
from shuangjian.demo.rosters import Roster
from shuangjian.journeys.set_school_rule import state_choice, state_local_day
from shuangjian.schools.queries import place

Event = tuple[dt.datetime, Callable[[dt.datetime], object]]


def events(city: Directory, rosters: Mapping[str, Roster]) -> list[Event]:
    """Every event with its moment."""
    return [
        (_september(1, "09:10"), lambda at: _quiet_day(city, at)),
        *own_rules.events(city),
        *_days(city),
        *families.events(city),
        (_september(14, "07:40"), lambda at: _a_teacher_leaves(city, rosters[QINGZAO], at)),
        *large_work.events(city),
        *shares.events(city),
        *appeals.events(city),
        *reviews.events(city),
        *this_afternoon.events(city),
        *afternoons.events(city),
    ]


def _september(day: int, time: str) -> dt.datetime:
    return on(dt.date(2026, 9, day), time)


def _quiet_day(city: Directory, at: dt.datetime) -> None:
    """A school without written homework on Wednesdays, by a rule that says nothing else."""
    state_choice(
        by=city.actor(WANGHE, "桑群", at), at=at, school=city.schools[WANGHE], name="homework/no_homework_weekday",
        value=3, title="无书面作业日办法", article="第2条", since=dt.date(2026, 9, 2),
    )  # fmt: skip


def _days(city: Directory) -> list[Event]:
    """A day lost to a storm and made up on a Saturday; a day next week on which the water is off."""

    def local(school: str, who: str, day: int, held: bool, reason: str) -> Callable[[dt.datetime], object]:
        return lambda at: state_local_day(
            by=city.actor(school, who, at), at=at, place=place(city.schools[school].id), date=dt.date(2026, 9, day),
            is_school_day=held, reason=reason,
        )  # fmt: skip

    return [
        (_september(7, "17:00"), local(WEITANG, "安春生", 8, False, "强对流天气停课一天")),
        (_september(9, "10:00"), local(WEITANG, "安春生", 12, True, "补9月8日停的课")),
        (_september(16, "15:00"), local(XINGTAN, "严路", 22, False, "供水管道检修，停课一天")),
    ]


def _a_teacher_leaves(city: Directory, roster: Roster, at: dt.datetime) -> None:
    """Academic affairs upload the new roster; nobody has been made homeroom teacher yet."""
    by, school = city.actor(QINGZAO, "龚平", at), city.schools[QINGZAO]
    content = roster.without(LEAVER, SUCCESSOR).workbook()
    bring_in(city, by=by, at=at, school_id=school.id, name=f"{school.name}名册　9月14日", content=content)
