"""The desk of a class: who may open it, what stands on its evening, and what its homeroom teacher does there."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.models import Publication, SheetAddress
from shuangjian.homework.queries import sheet_address
from shuangjian.journeys.set_school_rule import state_choice, state_local_day
from shuangjian.kernel.subject import Subject
from shuangjian.people.models import Guardianship
from shuangjian.schools.models import SchoolClass
from tests.cast import AT, TODAY, Cast
from tests.desks.families import sheet
from tests.desks.publishing import WORDS, committed, fill, send, target
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, SUNDAY = dt.date(2026, 9, 18), dt.date(2026, 9, 19), dt.date(2026, 9, 20)
MAY_LOOK = ["maths", "chinese", "english", "grade_head", "academic", "principal", "county_officer", "city_officer"]
MAY_NOT_KNOW = [
    "science", "lower", "former", "stranger", "other_principal", "other_county_officer", "central_officer", "guardian",
]  # fmt: skip


def desk(cast: Cast, school_class: SchoolClass | None = None, tail: str = "") -> str:
    return f"/class/{(school_class or cast.five_one).pk}/{tail}"


@pytest.mark.parametrize("who", MAY_LOOK)
def test_those_who_work_with_a_class_or_oversee_it_see_its_evening(cast: Cast, who: str) -> None:
    assert cast.client(who).get(desk(cast)).status_code == 200


@pytest.mark.parametrize("who", MAY_NOT_KNOW)
@pytest.mark.parametrize("tail", ["", "slips/", "record/"])
def test_nobody_else_learns_that_there_is_such_a_class(cast: Cast, who: str, tail: str) -> None:
    assert cast.client(who).get(desk(cast, tail=tail)).status_code == 404


def test_whoever_has_not_signed_in_is_asked_to(cast: Cast) -> None:
    assert cast.client().get(desk(cast)).headers["Location"].startswith("/login/")


def test_a_teacher_who_is_also_a_parent_there_does_not_get_the_desk_of_the_childs_class(cast: Cast) -> None:
    child = cast.pupils["费一诺"]
    Guardianship.objects.create(
        guardian=cast.people["maths"],
        pupil=child,
        school_id=child.school_id,
        relation="FATHER",
        notice="2026-09",
        consented_at=AT,
        since=TODAY,
    )
    assert cast.client("maths").get(desk(cast, cast.seven_one)).status_code == 404
    assert cast.client("maths").get("/family/").status_code == 200


def test_the_evening_stands_once_with_every_assignment_its_minutes_and_its_author(cast: Cast) -> None:
    fill(cast, 25, cast.five_one)
    send(cast.client("maths"), cast, **{"name-0": "基础", "name-1": "提高", "minutes-1": "30"})
    page = cast.client("chinese").get(desk(cast))
    assert page.text.count("上限60分，语文已定25分，数学已定30分，空5分") == 1
    assert "沈岚布置" in page.text
    assert "毕小满布置" in page.text
    assert "基础 20分；提高 30分" in page.text
    assert 'href="/rules/homework/written_minutes/"' in page.text
    assert sheet(cast) in page.text


def test_optional_unwritten_and_tiers_beyond_the_required_stand_apart_with_their_minutes(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    send(cast.client("maths"), cast, key="o", **{"required-0": "", "minutes-0": "10"})
    send(cast.client("english"), cast, key="r", subject="ENGLISH", **{"form": "READING", "minutes-0": "25"})
    page = cast.client("chinese").get(desk(cast))
    assert "不计入上限的" in page.text
    assert "选做10分　不动笔的25分　书面20分。" in page.text
    assert "值得去看" in page.text
    assert page.text.index("不计入上限的") < page.text.index("书面，选做，约10分")


def test_a_class_of_two_grades_has_two_evenings(cast: Cast) -> None:
    form = WORDS | {"classes": target(cast.mixed, 4), "subject": "CHINESE", "minutes-0": "35", "act": "publish"}
    cast.client("villager").post("/homework/new/", form)
    page = cast.client("villager").get(desk(cast, cast.mixed))
    assert "三年级书面作业" in page.text
    assert "四年级书面作业" in page.text
    assert "四年级今晚：上限60分，语文已定35分，空25分" in page.text
    assert "三年级今晚：上限60分，空60分" in page.text


def test_grade_one_has_no_written_homework_and_says_under_which_clause(cast: Cast) -> None:
    page = cast.client("lower").get(desk(cast, cast.one_one))
    assert "一、二年级不布置书面作业" in page.text
    assert "这一晚没有书面作业" in page.text
    assert "中办发〔2021〕40号" in page.text


def test_a_no_homework_day_is_named(cast: Cast) -> None:
    state_choice(
        by=cast.actor("academic"),
        at=AT,
        school=cast.facts(),
        name="homework/no_homework_weekday",
        value=4,
        title="青枣路小学作业管理办法",
        article="第3条",
        since=FRIDAY,
    )
    page = cast.client("chinese").get(f"{desk(cast)}?date=2026-10-15")
    assert "无书面作业日" in page.text
    assert "这一晚没有书面作业" in page.text


def test_the_weekend_evening_and_the_make_up_sunday_say_what_they_are(cast: Cast) -> None:
    page = cast.client("chinese").get(f"{desk(cast)}?date={FRIDAY}")
    assert "连休息日，到9月20日周日上学" in page.text
    saturday = cast.client("chinese").get(f"{desk(cast)}?date={SATURDAY}")
    assert "这一天不上学（周末）。从9月18日　星期五放学，到9月20日　星期日上学" in saturday.text
    sunday = cast.client("chinese").get(f"{desk(cast)}?date={SUNDAY}")
    assert "这一天调休上课" in sunday.text


def test_a_closure_is_said_with_its_reason(cast: Cast) -> None:
    state_local_day(
        by=cast.actor("academic"), at=AT, place=cast.school.place, date=FRIDAY, is_school_day=False, reason="暴雨停课"
    )
    page = cast.client("chinese").get(f"{desk(cast)}?date={FRIDAY}")
    assert "这一天不上学（暴雨停课）" in page.text


def test_days_of_a_year_without_a_published_calendar_are_marked_provisional(cast: Cast) -> None:
    page = cast.client("chinese").get(f"{desk(cast)}?date=2027-01-06")
    assert "2027年放假安排还没有公布，暂按上学算" in page.text
    assert "暂定" in page.text


@pytest.mark.parametrize("typed", ["2026-08-01", "1990-01-01", "9999-12-31", "明天"])
def test_a_date_that_is_none_or_lies_outside_the_term_leads_to_tonight(cast: Cast, typed: str) -> None:
    page = cast.client("chinese").get(f"{desk(cast)}?date={typed}")
    assert page.status_code == 200
    assert "下面是今天的" in page.text
    assert "9月17日　星期四" in page.text


def test_the_homeroom_teacher_withdraws_a_colleagues_homework_from_the_class_and_comes_back(cast: Cast) -> None:
    send(cast.client("maths"), cast)
    publication = Publication.objects.get(school_class=cast.five_one)
    client = cast.client("chinese")
    assert f'action="/homework/{publication.assignment_id}/withdraw/"' in client.get(desk(cast)).text
    form = {"publication": publication.pk, "reason": "明天要春游", "key": "w", "from": "class"}
    answer = client.post(f"/homework/{publication.assignment_id}/withdraw/", form)
    assert answer.headers["Location"] == desk(cast)
    assert committed(cast.five_one) == 0
    assert committed(cast.five_two) == 20
    assert "还没有布置书面作业" in client.get(desk(cast)).text


@pytest.mark.parametrize("who", ["english", "grade_head", "county_officer"])
def test_whoever_may_only_look_is_offered_no_withdrawal_and_no_address(cast: Cast, who: str) -> None:
    send(cast.client("maths"), cast)
    page = cast.client(who).get(desk(cast))
    assert "从这个班撤回" not in page.text
    assert "换掉这个地址" not in page.text
    assert "slips/" not in page.text


def test_the_homeroom_teacher_replaces_the_address_of_the_sheet_once_however_often_the_form_arrives(
    cast: Cast,
) -> None:
    old, client = sheet_address(cast.five_one.pk), cast.client("chinese")
    form = {"old": old, "key": "replace"}
    for _ in range(2):
        answer = client.post(desk(cast, tail="sheet/"), form, follow=True)
        new = sheet_address(cast.five_one.pk)
        assert answer.status_code == 200
    assert "刚才已经换过了" in answer.text
    assert old != new
    assert client.post(desk(cast, tail="sheet/"), {"old": old, "key": "another tab"}, follow=True).status_code == 200
    assert sheet_address(cast.five_one.pk) == new
    assert cast.client().get(f"/t/{old}/").status_code == 404
    assert cast.client().get(f"/t/{new}/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_replace_the_address_at_the_same_moment_replace_it_once(committed_cast: Cast) -> None:
    old = sheet_address(committed_cast.five_one.pk) or ""
    address = desk(committed_cast, tail="sheet/")
    clients = [committed_cast.client("chinese") for _ in range(3)]
    answers = at_once(
        [lambda c=c, n=n: c.post(address, {"old": old, "key": f"tab-{n}"}) for n, c in enumerate(clients)]
    )
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert SheetAddress.objects.filter(school_class=committed_cast.five_one).count() == 2


@pytest.mark.parametrize("who", ["maths", "academic", "principal", "city_officer"])
def test_only_the_homeroom_teacher_replaces_the_address(cast: Cast, who: str) -> None:
    old = sheet_address(cast.five_one.pk)
    answer = cast.client(who).post(desk(cast, tail="sheet/"), {"old": old, "key": "k"})
    assert answer.status_code == 403
    assert sheet_address(cast.five_one.pk) == old


def test_the_record_of_a_class_is_told_in_sentences_also_of_what_went_to_several_classes(cast: Cast) -> None:
    send(cast.client("maths"), cast)
    page = cast.client("chinese").get(desk(cast, tail="record/"))
    assert "沈岚（学科教师）布置了数学《位置》，发布到五（1）班、五（2）班，按20分计。" in page.text
    assert "发了1张入户条" in page.text
    assert "左小禾" not in page.text
    assert cast.client("principal").get(desk(cast, tail="record/")).status_code == 200
    assert cast.client("maths").get(desk(cast, tail="record/")).status_code == 403


def test_no_pupil_is_named_on_the_evening_or_the_record(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    for who in MAY_LOOK:
        assert "左小禾" not in cast.client(who).get(desk(cast)).text


def test_the_page_costs_the_same_number_of_queries_however_much_is_set(cast: Cast) -> None:
    client = cast.client("chinese")
    fill(cast, 10, cast.five_one, key="first")
    client.get(desk(cast))
    with CaptureQueriesContext(connection) as few:
        client.get(desk(cast))
    for number in range(4):
        send(cast.client("maths"), cast, key=f"m{number}", **{"minutes-0": "5"})
        send(cast.client("english"), cast, key=f"e{number}", subject=Subject.ENGLISH, **{"minutes-0": "5"})
    with CaptureQueriesContext(connection) as many:
        client.get(desk(cast))
    assert len(many) == len(few)


def test_there_is_one_heading_and_nothing_inline(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    for tail in ("", "slips/", "record/"):
        page = cast.client("chinese").get(desk(cast, tail=tail)).text
        assert len(re.findall(r"<h1[ >]", page)) == 1
        assert " style=" not in page
        assert not re.search(r"<script(?! src)", page)
