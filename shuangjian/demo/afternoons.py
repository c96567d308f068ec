"""After-school service in the sample city: two counties' rounds are told, the city's is open, one school plans.

What families wish is drawn by the whole city's model; whoever has a name in the story speaks through the screens' own
operations.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from shuangjian.afterschool.draw import PublicNumber
from shuangjian.afterschool.operations import (
    PastAnswer,
    add_units,
    announce_programme,
    draw_programme,
    enter_public_value,
    leave_service,
    load_sign_ups,
    offer_freed_seats,
    plan_tutoring,
    propose_tutoring,
    seal_lists,
    set_hours,
    sign_up,
    start_programme,
    state_round,
)
from shuangjian.afterschool.queries import programme_of, waiting_in
from shuangjian.afterschool.rules.hours import USUAL_TIMES, Hours
from shuangjian.afterschool.rules.kinds import RoomNeed, UnitKind
from shuangjian.afterschool.rules.rounds import RoundSpec
from shuangjian.afterschool.rules.units import UnitSpec
from shuangjian.afterschool.rules.waves import Dates
from shuangjian.afterschool.rules.weekdays import weekdays_in
from shuangjian.afterschool.rules.wishes import Choice, Wishes
from shuangjian.audit.operations import Request, Subject, record
from shuangjian.demo.directory import OPERATOR, Directory, on
from shuangjian.demo.plan import CITY_CODE, HUAIYIN, LIUGOU, QINGZAO, TERMS, WANGHE, WEITANG
from shuangjian.demo.whole_city.service.wished import Wished, wishes_of
from shuangjian.kernel.grade import grade_at
from shuangjian.kernel.subject import Subject as SchoolSubject
from shuangjian.people.queries import actor_at, class_list, staff_of_school
from shuangjian.schools.queries import classes_of_school, place_with_code

if TYPE_CHECKING:
    from shuangjian.afterschool.models import Programme

Event = tuple[dt.datetime, Callable[[dt.datetime], object]]

NUMBER, SINCE, UNTIL = TERMS[0]
YEAR = SINCE.year
SOURCE, WHERE, WAIT_DAYS = "公开随机数（样例）", "样例城里没有这个网站；真用的时候写开奖公告的网址", 3
EARLY, EARLY_COUNTIES = "2026036", {LIUGOU: "410927", WANGHE: "410972"}
OPEN_NOW, PUBLIC_VALUE = "2026038", "04 09 11 20 27 33 + 12"
PLANS = {QINGZAO: "桑榆", HUAIYIN: "危敏", LIUGOU: "计建民", WANGHE: "饶可", WEITANG: "安春生"}
ANSWERED = 0.55  # of families, while sign-up is still open
STORY = {"左小禾", "游满满", "左若川", "柏杏儿"}  # children whose families answer, or do not, by themselves

READING, SPORT, ART, SCIENCE = UnitKind.READING, UnitKind.SPORT, UnitKind.ART, UnitKind.SCIENCE
GAMES, CLUB, FILM, LABOUR = UnitKind.GAMES, UnitKind.CLUB, UnitKind.FILM, UnitKind.LABOUR
OUTWARD = UnitKind.OUTWARD
YARD, ROOM, LIBRARY, LAB = RoomNeed.PLAYGROUND, RoomNeed.CLASSROOM, RoomNeed.LIBRARY, RoomNeed.LABORATORY
MUSIC, STUDIO, HALL, INDOOR = RoomNeed.MUSIC, RoomNeed.ART, RoomNeed.HALL, RoomNeed.INDOOR_SPORT

# kind, name, weekdays, first and last grade, seats, minimum, where, who comes from outside
Row = tuple[UnitKind, str, tuple[int, ...], int, int, int, int, RoomNeed, str]
PRIMARY: tuple[Row, ...] = (
    (SPORT, "篮球", (1,), 3, 6, 24, 10, YARD, ""),
    (ART, "剪纸", (1,), 1, 6, 24, 10, STUDIO, ""),
    (SCIENCE, "航模", (1,), 3, 6, 20, 8, LAB, "市青少年科技馆陈老师"),
    (READING, "绘本故事会", (1,), 1, 2, 40, 0, LIBRARY, ""),
    (GAMES, "围棋", (1,), 1, 6, 20, 8, ROOM, ""),
    (FILM, "看电影", (1,), 1, 6, 80, 0, HALL, ""),
    (CLUB, "合唱团", (2, 4), 3, 6, 36, 16, MUSIC, ""),
    (SCIENCE, "科学小实验", (2,), 3, 6, 24, 8, LAB, ""),
    (SPORT, "跳绳", (2,), 1, 6, 40, 0, YARD, ""),
    (ART, "儿童画", (2,), 1, 4, 30, 10, STUDIO, ""),
    (READING, "图书馆阅读", (2,), 1, 6, 60, 0, LIBRARY, ""),
    (LABOUR, "种植园", (3,), 2, 6, 24, 8, RoomNeed.GARDEN, ""),
    (SPORT, "足球", (3,), 3, 6, 26, 12, YARD, ""),
    (ART, "书法", (3,), 3, 6, 28, 8, ROOM, ""),
    (GAMES, "民间游戏", (3,), 1, 3, 40, 0, YARD, ""),
    (OUTWARD, "素质拓展", (3,), 4, 6, 30, 12, YARD, ""),
    (SPORT, "武术", (4,), 1, 6, 30, 10, INDOOR, ""),
    (SCIENCE, "天文", (4,), 4, 6, 20, 14, ROOM, "市科技馆刘老师"),
    (LABOUR, "小厨房", (4,), 3, 6, 18, 8, ROOM, ""),
    (READING, "经典诵读", (4,), 1, 6, 40, 0, ROOM, ""),
    (SPORT, "乒乓球", (5,), 2, 6, 24, 8, INDOOR, ""),
    (ART, "舞蹈", (5,), 1, 6, 28, 12, INDOOR, ""),
    (CLUB, "编程社", (5,), 4, 6, 30, 10, RoomNeed.COMPUTER, ""),
    (FILM, "周五影院", (5,), 1, 6, 90, 0, HALL, ""),
)
JUNIOR: tuple[Row, ...] = (
    (SPORT, "篮球", (1, 3), 7, 9, 30, 10, YARD, ""),
    (ART, "国画", (1,), 7, 9, 26, 8, STUDIO, ""),
    (READING, "整本书阅读", (1,), 7, 9, 60, 0, LIBRARY, ""),
    (SCIENCE, "机器人", (2,), 7, 9, 24, 10, LAB, "市青少年科技馆陈老师"),
    (SPORT, "羽毛球", (2,), 7, 9, 24, 8, INDOOR, ""),
    (GAMES, "棋类", (2,), 7, 9, 40, 0, ROOM, ""),
    (CLUB, "戏剧社", (3,), 7, 9, 28, 12, HALL, ""),
    (LABOUR, "木工", (4,), 7, 9, 20, 8, ROOM, ""),
    (SPORT, "排球", (4,), 7, 9, 28, 12, YARD, ""),
    (READING, "图书馆阅读", (4,), 7, 9, 60, 0, LIBRARY, ""),
    (FILM, "周五影院", (5,), 7, 9, 120, 0, HALL, ""),
)
NINE_YEAR: tuple[Row, ...] = (
    *((kind, name, days, first, last, max(seats // 2, 8), fewest // 2, room, outside)
      for kind, name, days, first, last, seats, fewest, room, outside in PRIMARY),
    (SPORT, "初中篮球", (1,), 7, 9, 20, 8, YARD, ""),
    (SCIENCE, "机器人", (2,), 7, 9, 16, 8, LAB, ""),
    (READING, "整本书阅读", (3,), 7, 9, 40, 0, LIBRARY, ""),
    (CLUB, "戏剧社", (4,), 7, 9, 18, 10, HALL, ""),
)  # fmt: skip
VILLAGE: tuple[Row, ...] = (
    (SPORT, "跳绳", (1,), 1, 6, 20, 0, YARD, ""),
    (ART, "剪纸", (1,), 1, 6, 8, 4, ROOM, ""),
    (SCIENCE, "科学小实验", (2,), 1, 6, 8, 4, ROOM, "乡科协宋老师"),
    (GAMES, "跳棋", (2,), 1, 6, 20, 0, ROOM, ""),
    (LABOUR, "菜园", (3,), 1, 6, 16, 4, RoomNeed.GARDEN, ""),
    (READING, "一起读书", (3,), 1, 6, 30, 0, ROOM, ""),
    (SPORT, "乒乓球", (4,), 1, 6, 8, 4, YARD, ""),
    (ART, "合唱", (4,), 1, 6, 24, 8, ROOM, ""),
    (FILM, "看电影", (5,), 1, 6, 60, 0, ROOM, ""),
)
BEGUN: tuple[Row, ...] = (
    (SPORT, "跳绳", (1, 2, 3), 1, 6, 40, 0, YARD, ""),
    (UnitKind.HOMEWORK_HELP, "数学提高班（提前学下册）", (4,), 5, 6, 30, 0, ROOM, ""),
)


def events(city: Directory) -> list[Event]:
    """Planning, signing up, the early draw and what followed from it."""
    return [
        *(_early(code) for code in EARLY_COUNTIES.values()),
        (_on(3, "10:00"), partial(_plan, city, LIUGOU, VILLAGE)),
        (_on(3, "10:30"), partial(_plan, city, WANGHE, NINE_YEAR)),
        *((_on(8, "17:00"), partial(_sign_up_all, city, school, 1.0)) for school in EARLY_COUNTIES),
        (_on(8, "17:30"), partial(_carer_signs_up, city)),
        *((_on(9, "22:00"), partial(_draw, city, school, code)) for school, code in EARLY_COUNTIES.items()),
        (_on(16, "17:10"), partial(_one_leaves, city)),
        *((_on(16, "18:00"), partial(_offer, city, school)) for school in EARLY_COUNTIES),
        (_on(10, "09:00"), partial(_state, CITY_CODE, OPEN_NOW, (14, 18, 19, 21), 2)),
        (_on(11, "16:00"), partial(_plan, city, QINGZAO, PRIMARY)),
        (_on(11, "16:20"), partial(_plan, city, HUAIYIN, JUNIOR)),
        (_on(14, "16:30"), partial(_offer_tutoring, city)),
        *((_on(17, "15:00"), partial(_sign_up_all, city, school, ANSWERED)) for school in (QINGZAO, HUAIYIN)),
        (_on(17, "11:00"), partial(_begin, city)),
    ]  # fmt: skip


def _on(day: int, time: str) -> dt.datetime:
    return on(dt.date(2026, 9, day), time)


def _early(code: str) -> Event:
    return _on(1, "11:00"), partial(_state, code, EARLY, (4, 8, 9, 11), 1)


def _state(code: str, issue: str, days: tuple[int, int, int, int], waves: int, at: dt.datetime) -> None:
    """A round from the morning of one day to the evening of another; number and results on two more."""
    here = place_with_code(code)
    assert here is not None
    opens, closes, due, results = days
    dates = Dates(_on(opens, "08:00"), _on(closes, "18:00"), _on(results, "08:00"))
    public = PublicNumber(SOURCE, issue, _on(due, "21:15"), WAIT_DAYS, WHERE)
    spec = RoundSpec(dates, waves, 30 if waves > 1 else 0, public)
    state_round(
        by=OPERATOR, at=at, place_id=here.pk, year=YEAR, number=NUMBER, spec=spec, request=_asked("round", code)
    )


def _plan(city: Directory, school: str, rows: Sequence[Row], at: dt.datetime) -> None:
    """The coordinator plans a term and announces it."""
    programme_id = _start(city, school, rows, at)
    secret = hashlib.sha256(f"{school} {YEAR}-{NUMBER}".encode()).hexdigest()
    by = city.actor(school, PLANS[school], at)
    announce_programme(by=by, at=at, programme_id=programme_id, secret=secret, request=_asked("announce", programme_id))


def _start(city: Directory, school: str, rows: Sequence[Row], at: dt.datetime) -> int:
    by, facts = city.actor(school, PLANS[school], at), city.schools[school]
    programme = start_programme(
        by=by, at=at, school_id=facts.id, year=YEAR, number=NUMBER, copied=False, request=_asked("start", facts.id)
    )
    begins = dt.date(2026, 9, 14) if school in EARLY_COUNTIES else dt.date(2026, 9, 22)
    hours = Hours(begins, UNTIL, (1, 2, 3, 4, 5), *USUAL_TIMES, dt.time(19, 0), dt.time(16, 20))
    set_hours(by=by, at=at, programme_id=programme.pk, hours=hours, request=_asked("hours", programme.pk))
    staff = list(staff_of_school(facts.id, at.date()).order_by("pk").values_list("pk", flat=True))
    specs = [
        UnitSpec(
            kind, name, days, first, last, seats, fewest, room, None if outside else staff[n % len(staff)], outside
        )
        for n, (kind, name, days, first, last, seats, fewest, room, outside) in enumerate(rows)
    ]
    add_units(by=by, at=at, programme_id=programme.pk, specs=specs, request=_asked("units", programme.pk))
    return programme.pk


def _begin(city: Directory, at: dt.datetime) -> None:
    """A village school has begun to plan: little to choose from, and one unit that the law does not allow."""
    _start(city, WEITANG, BEGUN, at)


def _sign_up_all(city: Directory, school: str, part: float, at: dt.datetime) -> None:
    """What the families of a school wish, those of the story apart; as yet only a `part` of them has answered."""
    programme = _programme(city, school)
    units = [
        Choice(unit.number, weekdays_in(unit.weekdays), unit.first_grade, unit.last_grade)
        for unit in programme.units.order_by("number")
    ]
    seats = [
        (seat.pupil_id, grade_at(seat.cohort, at.date()))
        for klass in classes_of_school(programme.school_id, at.date())
        for seat in class_list(klass.id, at.date())
        if seat.name not in STORY
    ]
    answered = [seat for n, seat in enumerate(seats) if n * 7 % 20 < part * 20]  # some of every class
    pupils = np.array(answered, np.int64)
    answers = wishes_of(programme.pk, pupils[:, 0], pupils[:, 1], units)
    load_sign_ups(programme, [_answer(one, at) for one in answers])
    facts = city.schools[school]
    subject = Subject("programme", programme.pk, facts.name, facts.path, facts.id)
    record(by=OPERATOR, at=at, name="afterschool.load_sign_ups", on=subject, after={"answers": len(answers)})


def _answer(one: Wished, at: dt.datetime) -> PastAnswer:
    return PastAnswer(one.pupil_id, one.grade, at, one.answer, weekdays_in(one.weekdays), tuple(one.wishes))


def _carer_signs_up(city: Directory, at: dt.datetime) -> None:
    """柏杏儿 joins four days, and wishes for what many wish for."""
    pupil_id = city.pupil(city.klass(LIUGOU, 1), "柏杏儿")
    programme = _programme(city, LIUGOU)
    by_name = {unit.name: unit.number for unit in programme.units.all()}
    wished = ("剪纸", "跳绳", "科学小实验", "跳棋", "菜园", "乒乓球", "合唱")
    wishes = Wishes((1, 2, 3, 4), tuple(by_name[name] for name in wished))
    sign_up(
        by=actor_at(city.guardians[pupil_id], at), at=at, programme_id=programme.pk, pupil_id=pupil_id, wishes=wishes,
        request=_asked("sign-up", pupil_id),
    )  # fmt: skip


def _draw(city: Directory, school: str, code: str, at: dt.datetime) -> None:
    """The lists were sealed at the closing; the number is out, and the draw follows from both."""
    programme = _programme(city, school)
    seal_lists(by=OPERATOR, at=_on(8, "18:05"), programme_id=programme.pk)
    if programme.round is not None and not programme.round.public_value:
        enter_public_value(
            by=OPERATOR, at=at, round_id=programme.round.pk, typed=PUBLIC_VALUE, request=_asked("number", code)
        )
    draw_programme(by=OPERATOR, at=at, programme_id=programme.pk)


def _one_leaves(city: Directory, at: dt.datetime) -> None:
    """In each school that was drawn a child leaves, on paper: out of the unit that most wait for."""
    for school in EARLY_COUNTIES:
        programme = _programme(city, school)
        waiting = waiting_in(programme)
        wanted = max(waiting.units, key=lambda number: len(waiting.lists[number]))
        leaver = next(child for child in waiting.children.values() if wanted in child.held.values())
        leave_service(
            by=city.actor(school, PLANS[school], at), at=at, programme_id=programme.pk, pupil_id=leaver.pupil_id,
            request=_asked("leave", leaver.pupil_id),
        )  # fmt: skip


def _offer(city: Directory, school: str, at: dt.datetime) -> None:
    """Seats that were given back are offered at six, in the order of the draw."""
    offer_freed_seats(by=OPERATOR, at=at, programme_id=_programme(city, school).pk)


def _offer_tutoring(city: Directory, at: dt.datetime) -> None:
    """The teacher of mathematics has an afternoon for a few; the homeroom teacher thinks of 左小禾."""
    programme, klass = _programme(city, QINGZAO), city.klass(QINGZAO, 5)
    leader = city.actor(QINGZAO, "沈岚", at)
    place_ = plan_tutoring(
        by=city.actor(QINGZAO, PLANS[QINGZAO], at), at=at, programme_id=programme.pk,
        subject=SchoolSubject.MATHEMATICS, weekday=3, capacity=6, leader_id=leader.somebody,
        request=_asked("tutoring", programme.pk),
    )  # fmt: skip
    propose_tutoring(
        by=leader, at=at, klass=klass, place_id=place_.pk, pupil_id=city.pupil(klass, "左小禾"),
        request=_asked("propose", place_.pk),
    )  # fmt: skip


def _programme(city: Directory, school: str) -> "Programme":
    programme = programme_of(city.schools[school].id, YEAR, NUMBER)
    assert programme is not None
    return programme


def _asked(*what: object) -> Request:
    return Request.of("sample-service-" + "-".join(map(str, what)))
