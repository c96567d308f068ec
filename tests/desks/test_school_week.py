"""The school's week: who sees it, and that every figure is what its rows say."""

import datetime as dt
from typing import Any

import pytest

from shuangjian.homework.models import Evening
from shuangjian.kernel.actor import operator
from shuangjian.people import operations as people
from tests.cast import AT, SINCE, TODAY, Cast
from tests.desks.places import add_classes, check_plain, queries_of, statuses
from tests.desks.publishing import fill, send, target

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY, SUNDAY = dt.date(2026, 9, 14), dt.date(2026, 9, 18), dt.date(2026, 9, 20)
SEES = ("academic", "principal", "grade_head", "county_officer", "city_officer")
SEES_NOT = (
    "maths", "chinese", "former", "stranger", "other_principal", "other_county_officer", "central_officer", "guardian",
)  # fmt: skip


def week_of(cast: Cast) -> str:
    return f"/school/{cast.school.pk}/"


def rows_of(cast: Cast, query: str) -> str:
    return f"/school/{cast.school.pk}/evenings/?{query}"


def set_tonight(cast: Cast) -> None:
    """五（1）班 is full, 五（2）班 has 20 written minutes and 30 of reading, 一（1）班 consolidates at school."""
    fill(cast, 40, cast.five_one)
    send(cast.client("maths"), cast)
    reading = {"subject": "ENGLISH", "form": "READING", "minutes-0": "30", "key": "reading"}
    send(cast.client("english"), cast, classes=[cast.five_two], **reading)
    cast.client("lower").post(
        "/homework/new/",
        {
            "subject": "CHINESE",
            "unit": "拼音",
            "aim": "会读",
            "form": "IN_SCHOOL",
            "content": "在学校里写。",
            "minutes-0": "10",
            "choose": "1",
            "evening": TODAY.isoformat(),
            "key": "in-school",
            "classes": [target(cast.one_one, 1)],
            "act": "publish",
        },
    )


@pytest.mark.parametrize("path", ["", "evenings/", "rules/", "calendar/"])
def test_leaders_heads_of_grade_and_oversight_see_the_school_and_nobody_else_knows_of_it(cast: Cast, path: str) -> None:
    address = week_of(cast) + path
    assert set(statuses(cast, address, *SEES).values()) == {200}
    assert set(statuses(cast, address, *SEES_NOT).values()) == {404}
    assert cast.client().get(address).headers["Location"].startswith("/login/")


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_school_that_does_not_exist_is_a_page_not_found(cast: Cast, number: str) -> None:
    assert cast.client("city_officer").get(f"/school/{number}/").status_code == 404


def test_every_class_stands_on_every_day_with_its_minutes_and_its_cap(cast: Cast) -> None:
    set_tonight(cast)
    page = cast.client("academic").get(week_of(cast))
    assert [label for label, _, _ in page.context["grid"]] == ["一（1）班", "五（1）班", "五（2）班"]
    assert [c.date for c in page.context["columns"]] == [MONDAY + dt.timedelta(n) for n in (0, 1, 2, 3, 4, 6)]
    assert "五（1）班：上限60分，语文已定40分，数学已定20分，已满" in page.text
    assert "不布置" in page.text
    check_plain(page)


def test_the_column_of_tonight_of_a_break_and_of_a_make_up_day_say_so(cast: Cast) -> None:
    columns = {c.date: c for c in cast.client("academic").get(week_of(cast)).context["columns"]}
    assert [date for date, c in columns.items() if c.is_tonight] == [TODAY]
    assert columns[FRIDAY].through
    assert columns[SUNDAY].note == "调休上课"


def test_a_day_off_is_one_cell_for_all_classes_with_its_reason(cast: Cast) -> None:
    page = cast.client("academic").get(f"{week_of(cast)}?week=2026-10-01")
    first, *others = page.context["grid"]
    words = [cell.words for cell in first[2]]
    assert words.count("国庆节") == 7 - words.count("")
    assert {cell.rows for cell in first[2] if cell.words} == {3}
    assert all(not cell.words for _, _, cells in others for cell in cells)


def test_figures_equal_an_independent_recount_and_open_exactly_their_rows(cast: Cast) -> None:
    set_tonight(cast)
    client = cast.client("academic")
    figures = {f["label"]: f for f in client.get(week_of(cast)).context["figures"]}
    opened = Evening.objects.filter(school=cast.school, date=TODAY)
    recounted = {
        "布置了书面作业的班晚": (sum(e.committed > 0 for e in opened), 3),
        "排满到上限的班晚": (sum(e.committed == e.cap > 0 for e in opened), 2),
        "选做和不写的比书面还多的班晚": (1, 3),
        "有不写的作业的班晚": (1, 3),
        "有校内巩固的班晚": (1, 3),
    }
    assert {label: (f["n"], f["of"]) for label, f in figures.items()} == recounted
    assert recounted["布置了书面作业的班晚"] == (2, 3)
    for figure in figures.values():
        page = client.get(figure["href"])
        assert (page.context["n"], page.context["of"], len(page.context["rows"])) == (
            figure["n"],
            figure["of"],
            figure["n"],
        )
        check_plain(page)


def test_the_rows_say_what_was_set_and_what_stands_beside_the_written_work(cast: Cast) -> None:
    set_tonight(cast)
    page = cast.client("academic").get(rows_of(cast, f"kind=look&date={TODAY}"))
    assert "值得去看，不说明谁有错" in page.text
    assert "不写的30分" in page.text
    assert f'href="/class/{cast.five_two.pk}/?date={TODAY}"' in page.text
    assert "位置</a> 20分" in page.text


def test_the_figures_of_another_week_count_its_whole_week(cast: Cast) -> None:
    send(cast.client("maths"), cast, evening="2026-09-21")
    page = cast.client("academic").get(f"{week_of(cast)}?week=2026-09-21")
    written = page.context["figures"][0]
    evenings = Evening.objects.filter(school=cast.school, date__range=("2026-09-21", "2026-09-27"))
    assert (written["n"], written["of"]) == (sum(e.committed > 0 for e in evenings), 3 * 4)  # the 25th is a day off
    rows = cast.client("academic").get(written["href"])
    assert (rows.context["n"], rows.context["of"]) == (2, 12)
    assert "9月21日周一" in rows.text


def test_a_head_of_grade_sees_that_grade_and_not_what_only_leaders_weigh(cast: Cast) -> None:
    set_tonight(cast)
    client = cast.client("grade_head")
    page = client.get(week_of(cast))
    assert [label for label, _, _ in page.context["grid"]] == ["五（1）班", "五（2）班"]
    assert "这里只有您任组长的年级" in page.text
    assert {f["of"] for f in page.context["figures"]} == {2}
    assert client.get(rows_of(cast, "kind=look")).status_code == 404
    assert not {"老师和班主任", "名册", "记录"} & {p.label for p in page.context["pages"]}


def test_a_class_of_two_grades_has_a_line_for_each(cast: Cast) -> None:
    page = cast.client("central_officer").get(f"/school/{cast.village.pk}/")
    assert [label for label, _, _ in page.context["grid"]] == [
        "东台教学点三、四年级复式班　三年级",
        "东台教学点三、四年级复式班　四年级",
    ]
    assert page.context["figures"][0]["of"] == 2


@pytest.mark.parametrize("typed", ["昨天", "2026-13-45", "9999-12-31", "0001-01-01", "20260914"])
def test_a_date_that_cannot_be_read_is_told_and_answered_with_today(cast: Cast, typed: str) -> None:
    for path in (f"{week_of(cast)}?week={typed}", rows_of(cast, f"date={typed}")):
        page = cast.client("academic").get(path)
        assert page.status_code == 200
        assert f"没有看懂日期“{typed}”" in page.text
        assert page.context["since"] == MONDAY


def test_the_weeks_end_where_the_known_terms_end(cast: Cast) -> None:
    client = cast.client("academic")
    assert client.get(f"{week_of(cast)}?week=2026-09-01").context["earlier"] is None
    assert client.get(f"{week_of(cast)}?week=2027-01-22").context["later"] is None
    between = client.get(week_of(cast)).context
    assert (between["earlier"], between["later"]) == (MONDAY - dt.timedelta(7), MONDAY + dt.timedelta(7))


def test_a_kind_of_row_that_does_not_exist_is_not_found(cast: Cast) -> None:
    assert cast.client("academic").get(rows_of(cast, "kind=worst")).status_code == 404


def test_a_vacation_without_a_stated_total_is_told_with_the_way_to_state_it(cast: Cast) -> None:
    page = cast.client("academic").get(f"{week_of(cast)}?week=2027-01-22")
    assert "总量未定" in page.text
    assert f'href="/school/{cast.school.pk}/rules/"' in page.text


def test_the_number_of_queries_does_not_grow_with_classes_or_homework(cast: Cast) -> None:
    client = cast.client("academic")
    set_tonight(cast)
    paths = [week_of(cast), rows_of(cast, "kind=all"), f"{week_of(cast)}staff/"]
    before = [queries_of(client, path) for path in paths]
    more: Any = add_classes(cast.school, 3, 4, 5, 6)
    people.assign_teaching(
        by=operator("测试"),
        at=AT,
        person=cast.people["science"],
        school_id=cast.school.pk,
        class_id=more[2].pk,
        subject="SCIENCE",
        since=SINCE,
    )
    send(cast.client("science"), cast, classes=[more[2]], subject="SCIENCE", key="more")
    assert [queries_of(client, path) for path in paths] == before
