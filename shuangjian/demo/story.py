"""What happens in the sample city besides lessons, so that every screen has something true to show."""

import datetime as dt
from collections.abc import Callable, Mapping

from shuangjian.demo import families, large_work, shares, this_afternoon
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
        *_rules(city),
        *_days(city),
        *families.events(city),
        (_september(14, "07:40"), lambda at: _a_teacher_leaves(city, rosters[QINGZAO], at)),
        *large_work.events(city),
        *shares.events(city),
        *this_afternoon.events(city),
    ]


def _september(day: int, time: str) -> dt.datetime:
    return on(dt.date(2026, 9, day), time)


def _rules(city: Directory) -> list[Event]:
    """What schools decide for themselves: three at the beginning of term, one for next month."""

    def choice(
        school: str, name: str, who: str, value: int, since: dt.date, title: str, article: str
    ) -> Callable[[dt.datetime], object]:
        return lambda at: state_choice(
            by=city.actor(school, who, at), at=at, school=city.schools[school], name=f"homework/{name}", value=value,
            title=title, article=article, since=since,
        )  # fmt: skip

    tomorrow, after_the_holiday = dt.date(2026, 9, 2), dt.date(2026, 10, 8)
    rules, quiet_day = "作业管理办法", "无书面作业日办法"
    return [
        (_september(1, "09:00"), choice(QINGZAO, "weekend_total", "龚平", 80, tomorrow, rules, "第6条")),
        (_september(1, "09:05"), choice(QINGZAO, "notice_days", "龚平", 3, tomorrow, rules, "第9条")),
        (_september(1, "09:10"), choice(WANGHE, "no_homework_weekday", "桑群", 3, tomorrow, quiet_day, "第2条")),
        (_september(16, "10:00"), choice(QINGZAO, "written_minutes", "葛青", 50, after_the_holiday, rules, "第3条")),
    ]


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
