"""A guardian's page: tonight for each child, nothing to tick, and the way out."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.people.models import Account, Guardianship, Person, Pupil
from shuangjian.schools.operations import state_local_day
from tests.cast import AT, TODAY, Cast
from tests.desks.families import enter, give_slip, sheet
from tests.desks.publishing import WORDS, fill, send, target

pytestmark = pytest.mark.django_db

FRIDAY, SUNDAY = dt.date(2026, 9, 18), dt.date(2026, 9, 20)


def test_tonight_is_said_in_words_with_each_subject_and_its_minutes(cast: Cast) -> None:
    fill(cast, 35, cast.five_one)
    send(cast.client("maths"), cast)
    page = cast.client("guardian").get("/family/").text
    assert "左小禾" in page
    assert "约55分钟" in page
    assert "2科合计" in page
    assert "孩子快一点、慢一点都正常" in page
    assert sheet(cast) in page
    for word in ("层级", "份额", "台账", "置信区间"):
        assert word not in page


def test_bedtime_comes_before_homework_and_cites_its_clauses(cast: Cast) -> None:
    page = cast.client("guardian").get("/family/").text
    assert "21:20，到点就睡" in page
    assert "没做完也不记" in page
    assert 'href="/rules/sleep/bedtime/"' in page
    assert 'href="/rules/homework/bedtime_first/"' in page


def test_optional_unwritten_and_later_work_stand_apart_and_are_not_in_the_sum(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    send(cast.client("maths"), cast, key="o", **{"required-0": "", "minutes-0": "10", "unit": "想一想"})
    send(cast.client("english"), cast, key="r", subject="ENGLISH", form="READING", unit="读一读")
    send(cast.client("maths"), cast, key="l", evening=str(FRIDAY), unit="周末的")
    page = cast.client("guardian").get("/family/").text
    assert "约20分钟" in page
    order = [
        page.index(words)
        for words in ("书面作业</h3>", "选做的", "想一想", "不动笔的", "读一读", "后面几天的", "周末的")
    ]
    assert order == sorted(order)


def test_there_is_nothing_to_tick_and_nothing_that_remembers_a_visit(cast: Cast) -> None:
    client = cast.client("guardian")
    client.post("/family/panel/", {"act": "decline"})  # the one question there ever is, see test_panel.py
    client.get("/family/")
    page = client.get("/family/").text
    main = page[page.index("<main") : page.index("</main>")]
    assert "<input" not in main
    assert "<form" not in main


def test_several_children_have_a_card_each_under_their_own_class(cast: Cast) -> None:
    client = cast.client("guardian")
    enter(give_slip(cast, "查朵", cast.one_one, "lower"), client)
    fill(cast, 30, cast.five_one)
    page = client.get("/family/").text
    assert page.index("左小禾") < page.index("查朵")
    assert "一（1）班" in page
    assert "一、二年级不布置书面家庭作业" in page
    assert "约30分钟" in page


def test_a_child_of_a_class_of_two_grades_is_shown_its_own_grade_only(cast: Cast) -> None:
    for grade, minutes in ((3, "20"), (4, "35")):
        form = WORDS | {"subject": "CHINESE", "minutes-0": minutes, "act": "publish", "key": f"k{grade}"}
        cast.client("villager").post("/homework/new/", form | {"classes": target(cast.mixed, grade)})
    page = cast.client("village_guardian").get("/family/").text
    assert "柏川" in page
    assert "四年级" in page
    assert "约35分钟" in page
    assert "约20分钟" not in page


def test_a_guardian_sees_no_other_child_and_no_other_class(cast: Cast) -> None:
    fill(cast, 30, cast.five_two)
    page = cast.client("guardian").get("/family/").text
    for name in set(cast.pupils) - {"左小禾"}:
        assert name not in page
    assert "五（2）班" not in page
    assert "约30分钟" not in page
    assert cast.client("village_guardian").get("/family/").text.count("左小禾") == 0


@pytest.mark.parametrize("who", ["maths", "principal", "city_officer"])
def test_whoever_is_no_guardian_has_no_such_page(cast: Cast, who: str) -> None:
    assert cast.client(who).get("/family/").status_code == 404


def test_whoever_has_not_signed_in_is_asked_to(cast: Cast) -> None:
    assert cast.client().get("/family/").headers["Location"].startswith("/login/")


def test_other_days_of_the_term_are_shown_and_others_lead_to_tonight(cast: Cast) -> None:
    client = cast.client("guardian")
    assert "9月18日　星期五" in client.get(f"/family/?date={FRIDAY}").text
    for typed in ("2026-08-01", "2030-01-01", "昨天"):
        page = client.get(f"/family/?date={typed}")
        assert page.status_code == 200
        assert "下面是今天的" in page.text


def test_the_make_up_sunday_the_weekend_and_a_closure_are_explained(cast: Cast) -> None:
    client = cast.client("guardian")
    assert "这一天调休上课" in client.get(f"/family/?date={SUNDAY}").text
    assert "下面的作业管到9月20日　星期日上学以前" in client.get(f"/family/?date={FRIDAY}").text
    assert "下面是这一段一共的作业" in client.get("/family/?date=2026-09-19").text
    state_local_day(
        by=cast.actor("academic"), at=AT, place=cast.school.place, date=FRIDAY, is_school_day=False, reason="暴雨停课"
    )
    assert "这一天不上学（暴雨停课）" in client.get(f"/family/?date={FRIDAY}").text


def test_a_year_without_a_calendar_is_said_to_be_provisional(cast: Cast) -> None:
    assert "2027年放假安排还没有公布" in cast.client("guardian").get("/family/?date=2027-01-06").text


def test_the_page_says_who_else_sees_it_by_relation_and_not_by_name(cast: Cast) -> None:
    enter(give_slip(cast, "左小禾"), relation="ENTRUSTED_CARER")
    page = cast.client("guardian").get("/family/").text
    assert "母亲（您），2026年9月17日起" in page
    assert "受托照护人，2026年9月17日起" in page


def leave(cast: Cast, child: str = "左小禾") -> str:
    return f"/family/leave/{cast.pupils[child].pk}/"


def test_leaving_is_explained_before_it_is_done(cast: Cast) -> None:
    page = cast.client("guardian").get(leave(cast)).text
    assert "最后一个孩子，您的账号也一起删掉" in page
    assert "请班主任再发一张入户条" in page
    assert Guardianship.objects.filter(pupil=cast.pupils["左小禾"], until=None).exists()


def test_with_the_last_child_the_account_and_the_name_are_gone(cast: Cast) -> None:
    client = cast.client("guardian")
    assert client.post(leave(cast)).headers["Location"] == "/family/left/"
    assert not Account.objects.filter(person=cast.people["guardian"]).exists()
    assert Person.objects.get(pk=cast.people["guardian"].pk).name == "已离开的家长"
    assert client.get("/family/").headers["Location"].startswith("/login/")
    assert client.post(leave(cast)).headers["Location"] == "/family/left/"  # a second tap
    assert "已经退出" in client.get("/family/left/").text


def test_with_another_child_left_the_account_stays(cast: Cast) -> None:
    client = cast.client("guardian")
    enter(give_slip(cast, "𠅤·阿依古丽"), client)
    assert "最后一个孩子" not in client.get(leave(cast)).text
    assert client.post(leave(cast)).headers["Location"] == "/"
    page = client.get("/family/").text
    assert "您不再看左小禾的页面" in page
    assert 'id="child-' in page
    assert client.post(leave(cast), follow=True).status_code == 200


def test_nobody_leaves_for_another(cast: Cast) -> None:
    assert cast.client("village_guardian").get(leave(cast)).status_code == 404
    assert cast.client("chinese").post(leave(cast)).status_code == 404
    assert cast.client().get(leave(cast)).headers["Location"].startswith("/login/")
    assert Guardianship.objects.filter(pupil=cast.pupils["左小禾"], until=None).exists()


def test_a_child_who_left_the_school_is_shown_no_longer(cast: Cast) -> None:
    Pupil.objects.filter(name="左小禾").update(left_on=TODAY)
    assert cast.client("guardian").get("/family/").status_code == 404


def test_the_page_costs_the_same_number_of_queries_however_many_children_and_assignments(cast: Cast) -> None:
    client = cast.client("guardian")
    fill(cast, 10, cast.five_one)
    client.get("/family/")
    with CaptureQueriesContext(connection) as few:
        client.get("/family/")
    for child, school_class, homeroom in (
        ("𠅤·阿依古丽", cast.five_one, "chinese"),
        ("游晓溪", cast.mixed, "villager"),
    ):
        enter(give_slip(cast, child, school_class, homeroom), client)
    for number in range(3):
        send(cast.client("maths"), cast, key=f"m{number}", **{"minutes-0": "5"})
    client.get("/family/")
    with CaptureQueriesContext(connection) as many:
        client.get("/family/")
    assert len(many) == len(few)


def test_there_is_one_heading_and_nothing_inline(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    client = cast.client("guardian")
    for path in ("/family/", leave(cast), "/family/left/", "/enter/"):
        page = client.get(path).text
        assert len(re.findall(r"<h1[ >]", page)) == 1
        assert " style=" not in page
