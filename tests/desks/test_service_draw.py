"""How a school and the bureaus above it read a draw: how far it is, how good it was, unit by unit; no child in it."""

import re
from typing import Any

import pytest

from shuangjian.afterschool.draw import MenuUnit, more_seats, quality
from shuangjian.afterschool.draw.bound import lp_bound
from shuangjian.afterschool.models import Programme, TutoringProposal, Unit
from shuangjian.afterschool.operations import seal_lists
from shuangjian.afterschool.rules.weekdays import weekdays_in, weekdays_label
from tests.apps.afterschool import term
from tests.apps.afterschool.drawn import DAYS, OPERATOR, announced, drawn_school, on
from tests.apps.afterschool.rows import answer_row, commit, unit_row
from tests.cast import AT, Cast
from tests.desks.places import check_plain, queries_of, statuses

pytestmark = pytest.mark.django_db
READERS = ("maths", "academic", "principal", "grade_head", "county_officer", "city_officer")


def page(cast: Cast, who: str = "academic", query: str = "") -> str:
    response = cast.client(who).get(f"/school/{cast.school.pk}/service/draw/{query}")
    assert response.status_code == 200
    check_plain(response)
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", " ", response.text))


def test_the_quality_of_a_draw_is_told_with_what_it_is_out_of(cast: Cast) -> None:
    drawn = drawn_school(cast, seed=3, children=40)
    entries = list(drawn.entries.values())
    q, bound = quality(drawn.menu, entries, drawn.result), lp_bound(drawn.menu, entries, drawn.result)
    words = page(cast)
    assert f"第一志愿{q.first}／{q.days}人次9月14日" in words
    assert f"当天的志愿都没给上{q.nothing}／{q.days}人次" in words
    assert f"得到的分，占任何排法的上限{q.total}／{bound}分9月14日星期一。{q.total / bound:.0%}" in words
    assert f"全校平均{q.mean:.1f}分，最低的二十分之一在{q.fifth:.1f}分以下（{q.children}人）" in words


def test_the_days_add_up_to_the_school(cast: Cast) -> None:
    drawn = drawn_school(cast, seed=3, children=40)
    text = cast.client("academic").get(f"/school/{cast.school.pk}/service/draw/").text
    table = re.search(r'id="by-day">(.*?)</table>', text, re.S)
    assert table
    rows = re.findall(r'<td class="num">(\d+)／(\d+)</td><td class="num">(\d+)／', table[1])
    q = quality(drawn.menu, list(drawn.entries.values()), drawn.result)
    assert [sum(map(int, column)) for column in zip(*rows, strict=True)] == [q.first, q.days, q.nothing]


def test_every_unit_says_how_it_came_out(cast: Cast) -> None:
    drawn = drawn_school(cast, seed=3, children=40)
    words = page(cast)
    assert drawn.result.closed
    for facts in drawn.result.units:
        unit = drawn.units[facts.number]
        named = f"{unit.name}{weekdays_label(weekdays_in(unit.weekdays))}"
        wished = sum(facts.number in entry.wishes for entry in drawn.entries.values())
        if facts.closed:
            few = f"只有{facts.closed.takers}人，最少{unit.minimum}人" if facts.closed.takers else "没有人"
            assert f"{named}第{facts.closed.round}遍关的：{few}{wished}" in words
        elif facts.takers == unit.capacity:
            assert f"{named}给到第{facts.last_turn}位{wished}" in words
        else:
            assert f"{named}没有满{wished}" in words
        assert facts.closed or f"{facts.takers}／{unit.capacity}" in words


def test_what_more_seats_would_change_is_computed_when_asked_and_changes_nothing(cast: Cast) -> None:
    drawn = drawn_school(cast, seed=3, children=40)
    entries = list(drawn.entries.values())
    before = list(Unit.objects.values())
    changes = more_seats(drawn.menu, entries, drawn.draw.seed, 3)
    assert any(change.first for change in changes)
    words = page(cast, query="?seats=3")
    for change in changes:
        told = f"多{change.first}人次" if change.first > 0 else "不变" if not change.first else f"少{-change.first}人次"
        assert f"第一志愿{told}，没给上的" in words
    assert list(Unit.objects.values()) == before
    assert "加3个名额" not in page(cast)


@pytest.mark.parametrize("typed", ["0", "31", "五", "-1", "999999999999999"])
def test_what_cannot_be_read_as_seats_is_said(cast: Cast, typed: str) -> None:
    drawn_school(cast, children=10)
    assert "没有看懂加几个名额，请写1到30的数。" in page(cast, query=f"?seats={typed}")


def test_seats_given_since_are_told_apart_from_those_of_the_draw(cast: Cast) -> None:
    drawn = drawn_school(cast, seed=3, children=40)
    Unit.objects.filter(pk=drawn.units[1].pk).update(capacity=drawn.units[1].capacity + 2)
    assert f"{drawn.units[1].capacity}后来加2" in page(cast)


def open_now(cast: Cast, **dates: Any) -> Programme:
    programme = announced(cast, cast.school, **({"closes_at": on(20), "results_at": on(25)} | dates))
    unit_row(programme, 1, "篮球", (1,), capacity=24, kind="SPORT", room_need="PLAYGROUND")
    commit(programme)
    answer_row(programme, cast.pupils["左小禾"], (1,), (1,))
    answer_row(programme, cast.pupils["白䶮"], answer="NO")
    return programme


def test_while_it_is_open_only_the_number_of_answers_is_told(cast: Cast) -> None:
    open_now(cast)
    words = page(cast)
    assert "正在报名" in words
    assert "有了回答的家庭2／4人" in words
    assert "写了它" not in words
    assert "参加1人" not in words
    assert "不用催" in words


def test_after_the_lists_are_sealed_wishes_are_counted(cast: Cast) -> None:
    programme = open_now(cast, closes_at=on(10))
    assert "写了它" not in page(cast)
    seal_lists(by=OPERATOR, at=on(11), programme_id=programme.pk)
    words = page(cast)
    assert "报名截止，等抽签" in words
    assert "参加1人，需要但参加不了0人，不需要1人" in words
    assert "篮球周一1124" in words  # one list, one first, 24 seats
    assert "双色球第2026101期，9月24日出来" in words


def test_a_draw_is_the_same_for_everybody_who_may_read_it_and_names_no_child(cast: Cast) -> None:
    drawn_school(cast, seed=2, children=10)
    path = f"/school/{cast.school.pk}/service/draw/"
    assert set(statuses(cast, path, *READERS).values()) == {200}
    for who in READERS:
        assert "名01" not in page(cast, who)
    others = ("stranger", "other_principal", "central_officer", "other_county_officer", "guardian", "former")
    assert set(statuses(cast, path, *others).values()) == {404}
    links = f"/school/{cast.school.pk}/service/unit/"
    assert links in cast.client("academic").get(path).text
    assert links not in cast.client("county_officer").get(path).text


def test_before_anything_is_announced_it_says_so(cast: Cast) -> None:
    assert "还没有公布课后服务" in page(cast)


def test_terms_that_are_over_can_be_read_again(cast: Cast) -> None:
    drawn_school(cast, seed=2, children=10, year=2025, number=2)
    drawn_school(cast, seed=3, children=10)
    assert "2026学年第一学期" in page(cast)
    assert "2025学年第二学期" in page(cast, query="?term=2025-2")
    assert "2026学年第一学期" in page(cast, query="?term=2019-1")


def test_the_page_costs_the_same_for_a_school_of_any_size(cast: Cast) -> None:
    drawn_school(cast, seed=2, children=10)
    client, path = cast.client("academic"), f"/school/{cast.school.pk}/service/draw/"
    client.get(path)
    before = queries_of(client, path)
    drawn_school(cast, seed=3, children=60, units=[MenuUnit(1, "篮球", DAYS[:1], (5,), 9, 0)], number=2)
    client.get(path)
    assert queries_of(client, path) == before
    assert AT.month == 9


def test_the_files_are_linked_for_those_who_may_have_them(cast: Cast) -> None:
    programme = term.programme_of(cast)
    child, other = cast.pupils["左小禾"], cast.pupils["白䶮"]
    for pupil in (child, other):
        term.joins(programme, pupil)
    term.tutoring(cast, programme, child)
    term.drawn(programme)
    main, tutoring = (f'"/service/{cast.school.pk}/draw/{name}/?term=2026-1"' for name in ("file", "tutoring-file"))

    def linked(who: str, path: str) -> tuple[bool, bool]:
        text = cast.client(who).get(path).text
        return main in text, tutoring in text

    own = f"/school/{cast.school.pk}/service/draw/"
    for who in ("coordinator", "academic", "principal"):
        assert linked(who, own) == (True, True), who
    for who in ("maths", "county_officer", "city_officer"):
        assert linked(who, own) == (True, False), who
    assert linked("guardian", f"/family/service/{child.pk}/")[1]
    assert cast.client("guardian").get(tutoring.strip('"')).status_code == 200
    TutoringProposal.objects.update(accepted=False)
    assert not linked("guardian", f"/family/service/{child.pk}/")[1]
