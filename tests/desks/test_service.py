"""课后服务: the coordinator's pages, from an empty term to an announced programme, and what anybody may read of it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from shuangjian.afterschool.models import PartAnswer, Programme, Unit
from tests.apps.afterschool.programmes import BALLS, announced, drawn, planned, stated
from tests.cast import Cast
from tests.desks.places import check_plain, queries_of, statuses

pytestmark = pytest.mark.django_db
LINES = """体育　足球　周二　3-6　22　10　操场　鲁菲
艺术，剪纸，一三，1-6，24，8，美术教室
科普	航模	周四	4-6	20	0	实验室	校外：市青少年科技馆陈老师
"""


def page_of(cast: Cast, tail: str = "") -> str:
    return f"/school/{cast.school.pk}/service/{tail}"


def post(cast: Cast, tail: str = "", *, who: str = "coordinator", key: str = "k", **more: Any) -> Any:
    return cast.client(who).post(page_of(cast, tail), {"term": "2026-1", "key": key} | more)


def read(cast: Cast, tail: str = "", who: str = "coordinator") -> str:
    page = cast.client(who).get(page_of(cast, tail))
    assert page.status_code == 200
    check_plain(page)
    text: str = page.text
    return text


def test_a_coordinator_finds_the_service_behind_a_tab_and_others_among_the_schools_pages(cast: Cast) -> None:
    assert cast.client("coordinator").get("/").headers["Location"] == page_of(cast)
    assert f'<a href="{page_of(cast)}" aria-current="page">课后服务</a>' in read(cast)
    for who in ("maths", "grade_head", "principal", "county_officer"):
        assert "这一学期还没有编" in read(cast, who=who)
    assert set(statuses(cast, page_of(cast), "stranger", "other_county_officer", "guardian", "former").values()) == {
        404
    }


def test_a_term_is_begun_from_nothing_or_as_the_last_one_was(cast: Cast) -> None:
    assert "抄一份" not in read(cast)
    assert "从头编2026学年第一学期的" in read(cast)
    assert post(cast, act="start", copied="no").status_code == 302
    assert "正在编，还没有公布" in read(cast)
    assert "从上学期照抄" in read(cast)  # the check says what to do without a unit
    Programme.objects.update(year=2025, number=2)
    PartAnswer.objects.create(programme=Programme.objects.get(), school=cast.school, name="特色", words="周三种菜园。")
    assert "照2025学年第二学期抄一份" in read(cast)
    for _ in range(2):  # a double tap
        assert post(cast, act="start", copied="yes", key="again").status_code == 302
    assert Programme.objects.filter(year=2026).count() == 1
    assert PartAnswer.objects.get(programme__year=2026).words == "周三种菜园。"


def test_units_are_added_in_lines_as_they_come_from_a_table(cast: Cast) -> None:
    planned(cast, ())
    assert post(cast, "units/", act="lines", lines=LINES).status_code == 302
    assert [(u.number, u.kind, u.name, u.weekdays, u.capacity, u.minimum) for u in Unit.objects.order_by("number")] == [
        (1, "SPORT", "足球", 2, 22, 10), (2, "ART", "剪纸", 5, 24, 8), (3, "SCIENCE", "航模", 8, 20, 0),
    ]  # fmt: skip
    assert [(u.leader, u.outside_leader) for u in Unit.objects.order_by("number")] == [
        (cast.people["english"], ""), (None, ""), (None, "市青少年科技馆陈老师"),
    ]  # fmt: skip
    page = read(cast)
    assert "鲁菲" in page
    assert "校外：市青少年科技馆陈老师" in page


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("体育　篮球", "第1行：至少要写5项"),
        ("球类　篮球　一　1-6　24", "第1行：没有“球类”这一类"),
        ("体育　篮球　周六　1-6　24", "第1行：“周六”看不出是哪几天"),
        ("体育　篮球　一　高年级　24", "第1行：“高年级”看不出是哪些年级"),
        ("体育　篮球　一　1-6　很多", "第1行：名额“很多”看不出是几"),
        ("体育　篮球　一　1-9　24", "第1行：请选本校的年级，1到6"),
        ("体育　篮球　一　1-6　24　30", "第1行：最少开班人数不能超过名额"),
        ("体育　篮球　一　1-6　24　0　泳池", "第1行：没有“泳池”这种场地"),
        ("体育　篮球　一　1-6　24　0　操场　孙浩", "第1行：本校没有叫“孙浩”的老师"),
        ("体育　篮球　一　1-6　24　0　操场　鲁菲　周", "第1行：多于8项"),
        (f"{LINES}\n体育　足球　周二　3-6　22", "周二已经有一项“足球”"),
    ],
)
def test_a_line_that_is_not_understood_is_named_and_nothing_is_lost(cast: Cast, line: str, words: str) -> None:
    planned(cast, ())
    page = post(cast, "units/", act="lines", lines=line)
    assert page.status_code == 422
    assert words in page.text
    assert line.split("\n")[0][:8] in page.text
    assert not Unit.objects.exists()


def form(**more: Any) -> dict[str, Any]:
    typed = {
        "kind": "SPORT",
        "name": "足球",
        "weekdays": ["2"],
        "first_grade": "3",
        "last_grade": "6",
        "capacity": "22",
    }
    return typed | {"minimum": "10", "room_need": "PLAYGROUND", "leader": "", "outside_leader": "", "about": ""} | more


def test_one_unit_is_added_changed_and_taken_out(cast: Cast) -> None:
    planned(cast, ())
    assert post(cast, "units/", act="one", **form()).status_code == 302
    page = post(cast, "units/1/", act="change", key="c", **form(capacity="8"))
    assert page.status_code == 422
    assert 'value="8"' in page.text
    assert "最少开班人数不能超过名额" in page.text
    assert post(cast, "units/1/", act="change", key="d", **form(capacity="30", name="小足球")).status_code == 302
    assert Unit.objects.get().capacity == 30
    assert "小足球" in read(cast, "units/1/?term=2026-1")
    assert post(cast, "units/1/", act="remove", key="e").status_code == 302
    assert not Unit.objects.exists()
    assert cast.client("coordinator").get(page_of(cast, "units/1/")).status_code == 404


@pytest.mark.parametrize("missing", ["kind", "room_need", "name", "weekdays", "first_grade", "capacity", "minimum"])
def test_what_is_missing_in_a_unit_is_said_beside_it(cast: Cast, missing: str) -> None:
    planned(cast, ())
    wrong = "十" if missing == "minimum" else ""
    page = post(cast, "units/", act="one", **form(**{missing: wrong}))
    assert page.status_code == 422
    assert 'class="field-error"' in page.text
    assert not Unit.objects.exists()


def test_hours_are_set_and_mistakes_kept_as_typed(cast: Cast) -> None:
    row = planned(cast)
    hours = {
        "act": "hours", "since": "2026-10-12", "last": "2027-01-22", "weekdays": ["1", "2", "4"],
        "homework_from": "16:30", "homework_until": "17:20", "activity_from": "17:30", "activity_until": "18:40",
        "extended_until": "",
    }  # fmt: skip
    page = post(cast, key="a", **hours | {"homework_from": "四点", "activity_until": "18:45", "lessons_end": "下午"})
    assert page.status_code == 422
    assert "请写几点上完最后一节课，比如16:20" in page.text
    assert "写作业从几点？请写成16:30这样。" in page.text
    assert 'value="18:45"' in page.text
    assert post(cast, key="b", **hours).status_code == 302
    row.refresh_from_db()
    assert (row.since, row.until, row.weekdays) == (dt.date(2026, 10, 12), dt.date(2027, 1, 23), 11)


def test_service_that_begins_before_lessons_end_is_not_announced_and_families_read_when_they_end(cast: Cast) -> None:
    row = planned(cast)
    stated(cast)
    hours = {
        "act": "hours", "since": "2026-10-12", "last": "2027-01-22", "weekdays": ["1", "2", "3", "4", "5"],
        "homework_from": "16:30", "homework_until": "17:20", "activity_from": "17:30", "activity_until": "18:40",
    }  # fmt: skip
    assert post(cast, key="a", lessons_end="16:40", **hours).status_code == 302
    assert "16:40才上完课，课后服务不能16:30就开始" in read(cast)
    refused = post(cast, act="announce", key="b")
    assert (refused.status_code, "16:40才上完课" in refused.text) == (409, True)
    assert post(cast, key="c", lessons_end="16:20", **hours).status_code == 302
    assert 'name="lessons_end" value="16:20"' in read(cast)
    assert post(cast, act="announce", key="d").status_code == 302
    assert "16:20放学" in Client().get(f"/service/{cast.school.pk}/").text
    Programme.objects.filter(pk=row.pk).update(year=2025, number=2)
    assert post(cast, act="start", copied="yes", key="e").status_code == 302
    assert Programme.objects.get(year=2026).lessons_end == dt.time(16, 20)


def test_a_finding_stands_at_its_unit_and_in_the_way(cast: Cast) -> None:
    planned(cast, (BALLS,))
    stated(cast)
    assert post(cast, "units/", act="one", **form(name="英语新课")).status_code == 302
    page = read(cast)
    assert "英语新课" in page
    assert "还不能公布" in page
    assert "公布2项活动" not in page
    refused = post(cast, act="announce", key="x")
    assert refused.status_code == 409
    assert "不得讲新课" in refused.text


def test_a_programme_is_announced_and_taken_back(cast: Cast) -> None:
    planned(cast)
    assert "等教育局定报名轮次" in read(cast)
    assert post(cast, act="announce", key="x").status_code == 409
    stated(cast)
    assert "公布3项活动" in read(cast)
    assert post(cast, act="announce", key="y").status_code == 302
    row = Programme.objects.get()
    page = read(cast)
    assert row.commitment in page
    assert row.secret not in page
    assert "加活动" not in page
    assert post(cast, act="withdraw", key="z").status_code == 302
    assert "正在编，还没有公布" in read(cast)


def test_seats_are_added_to_a_unit_once_it_is_drawn(cast: Cast) -> None:
    row = announced(cast)
    assert "给篮球加名额" not in read(cast, "units/1/")
    drawn(row)
    assert "给篮球加名额" in read(cast, "units/1/")
    assert post(cast, "units/1/", act="raise", more="两个").status_code == 422
    assert post(cast, "units/1/", act="raise", more="2", key="r").status_code == 302
    assert row.units.get(number=1).capacity == 26


@pytest.mark.parametrize("who", ["maths", "grade_head", "county_officer", "city_officer"])
def test_who_reads_it_changes_nothing(cast: Cast, who: str) -> None:
    planned(cast)
    assert "一周的活动" in read(cast, who=who)
    assert "加活动" not in read(cast, who=who)
    assert "改好篮球" not in read(cast, "units/1/", who=who)
    for tail, act in (("", "announce"), ("units/", "one"), ("units/1/", "remove")):
        assert post(cast, tail, who=who, act=act).status_code == 403
    assert cast.client(who).get(page_of(cast, "units/")).status_code == 403


@pytest.mark.parametrize(
    "typed", [{"act": "dance"}, {"act": "announce", "term": "2031-1"}, {"act": "hours", "term": "x"}]
)
def test_what_is_not_there_is_not_found(cast: Cast, typed: dict[str, str]) -> None:
    assert post(cast, **typed).status_code == 404


def test_the_page_costs_as_much_for_many_units_as_for_one(cast: Cast) -> None:
    planned(cast, (BALLS,))
    client = cast.client("coordinator")
    client.get(page_of(cast))
    one = queries_of(client, page_of(cast))
    lines = "\n".join(f"体育　篮球{n}　一二　1-6　24　0　操场　鲁菲" for n in range(20))
    assert post(cast, "units/", act="lines", lines=lines).status_code == 302
    assert queries_of(client, page_of(cast)) == one


class TestForAnybody:
    def page(self, cast: Cast) -> Any:
        page = Client().get(f"/service/{cast.school.pk}/")
        assert page.status_code == 200
        check_plain(page)
        return page

    def test_nothing_stands_there_before_it_is_announced(self, cast: Cast) -> None:
        planned(cast)
        page = self.page(cast)
        assert "现在没有公布的课后服务" in page.text
        assert "篮球" not in page.text

    def test_days_units_dates_and_commitment_stand_there(self, cast: Cast) -> None:
        row = announced(cast)
        page = self.page(cast)
        for words in (
            "篮球",
            "合唱团",
            "周二、周四都去",
            "9月21日　星期一18:00",
            "自愿参加",
            "最少10人才开",
            "24人",
        ):
            assert words in page.text
        assert row.commitment[:8] in page.text
        assert row.secret not in page.text
        assert page.headers["Cache-Control"] == "public, max-age=300"

    def test_it_costs_the_same_for_many_units(self, cast: Cast) -> None:
        announced(cast)
        few = queries_of(Client(), f"/service/{cast.school.pk}/")
        row = Programme.objects.get()
        Unit.objects.bulk_create(
            Unit(programme=row, school=cast.school, number=n, kind="ART", name=f"画{n}", weekdays=1, first_grade=1,
                 last_grade=6, capacity=9, room_need="ART", leader=cast.people["english"])
            for n in range(10, 30)
        )  # fmt: skip
        assert queries_of(Client(), f"/service/{cast.school.pk}/") == few

    def test_there_is_no_page_of_a_school_that_is_not(self, cast: Cast) -> None:
        assert Client().get("/service/99999999/").status_code == 404
