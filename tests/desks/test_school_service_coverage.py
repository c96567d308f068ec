"""A school's own coverage: figures for its staff, names only for whoever plans the service."""

import datetime as dt

import pytest

from shuangjian.afterschool.figures import Scope, children_of
from shuangjian.afterschool.models import Placement, Programme
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from tests.apps.afterschool.offered import OPENS, TERM, Offered, offer, place, said
from tests.cast import AT, Cast
from tests.desks.places import check_plain, queries_of, statuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(cast: Cast) -> Offered:
    return offer(cast)


def page_of(cast: Cast) -> str:
    return f"/school/{cast.school.pk}/service/coverage/"


@pytest.mark.usefixtures("offered")
def test_who_plans_the_service_sees_whose_need_is_not_met_and_on_which_days(cast: Cast) -> None:
    page = cast.client("academic").get(page_of(cast))
    assert [(one.name, one.klass.label, days) for one, days in page.context["unmet"]] == [
        ("𠅤·阿依古丽", "五（1）班", ""),
        ("白䶮", "五（2）班", "周二"),
    ]
    assert [(one.klass.label, one.unanswered, one.pupils) for one in page.context["classes"]] == [("一（1）班", 1, 1)]
    assert "查朵" not in page.text  # who has not answered is nobody's list
    assert "周二还没有位置" in page.text
    assert "需要，现在的安排参加不了" in page.text


@pytest.mark.usefixtures("offered")
def test_before_the_draw_nobody_stands_there_for_a_place_that_nobody_has(cast: Cast) -> None:
    Placement.objects.all().delete()
    page = cast.client("academic").get(page_of(cast))
    assert [one.name for one, _ in page.context["unmet"]] == ["𠅤·阿依古丽"]
    assert "另有2人报了名，等抽签" in page.text


@pytest.mark.usefixtures("offered")
def test_colleagues_and_officers_see_numbers_and_nobody_else_sees_the_page(cast: Cast) -> None:
    for who in ("maths", "grade_head", "county_officer", "city_officer"):
        page = cast.client(who).get(page_of(cast))
        assert [(one.n, one.of) for one in page.context["coverage"]] == [(1, 3), (1, 4), (0, 3), (3, 10)]
        assert "unmet" not in page.context
        check_plain(page)
    outside = statuses(cast, page_of(cast), "guardian", "stranger", "other_principal", "other_county_officer", "former")
    assert set(outside.values()) == {404}


@pytest.mark.usefixtures("offered")
def test_children_are_refused_to_who_does_not_plan_here(cast: Cast) -> None:
    school, scope = cast.facts(), Scope(cast.facts().path, TERM, AT)
    assert len(children_of(cast.actor("principal"), school, scope).unmet) == 2
    for who in ("maths", "chinese", "city_officer"):
        with pytest.raises(NotAllowed):
            children_of(cast.actor(who), school, scope)
    for who in ("guardian", "other_principal"):
        with pytest.raises(NotVisible):
            children_of(cast.actor(who), school, scope)


def test_nobody_is_silent_before_anybody_was_asked(cast: Cast, offered: Offered) -> None:
    school, path = cast.facts(), cast.facts().path
    early = children_of(cast.actor("academic"), school, Scope(path, TERM, OPENS - dt.timedelta(minutes=1)))
    assert (early.unmet, early.classes) == ((), ())
    at_once = children_of(cast.actor("academic"), school, Scope(path, TERM, OPENS))
    assert (at_once.unmet, sum(one.unanswered for one in at_once.classes)) == ((), 4)


def test_who_left_the_service_misses_nothing(cast: Cast, offered: Offered) -> None:
    said(cast, offered.school, "查朵", "JOIN", (1,), left_at=AT)
    found = children_of(cast.actor("academic"), cast.facts(), Scope(cast.facts().path, TERM, AT))
    assert "查朵" not in [one.name for one in found.unmet]
    assert all(one.unanswered == 0 for one in found.classes)


def test_a_day_that_was_given_up_is_not_missed(cast: Cast, offered: Offered) -> None:
    row = said(cast, offered.school, "查朵", "JOIN", (1, 2))
    place(row, 1)
    place(row, 2, ended_at=AT)
    found = children_of(cast.actor("academic"), cast.facts(), Scope(cast.facts().path, TERM, AT))
    assert "查朵" not in [one.name for one in found.unmet]


def test_every_child_that_figures_count_as_unmet_is_in_the_list(cast: Cast, offered: Offered) -> None:
    place(said(cast, offered.school, "查朵", "JOIN", (1, 2)), 1)
    page = cast.client("principal").get(page_of(cast))
    served = page.context["coverage"][0]
    assert len(page.context["unmet"]) == served.of - served.n == 3


def test_the_page_costs_the_same_however_many_children(cast: Cast, offered: Offered) -> None:
    client = cast.client("academic")
    before = queries_of(client, page_of(cast))
    place(said(cast, offered.school, "查朵", "JOIN", (1, 2)), 1)
    assert queries_of(client, page_of(cast)) == before < 35


@pytest.mark.usefixtures("offered")
def test_a_school_without_a_programme_has_nothing_to_count_and_says_so(cast: Cast) -> None:
    page = cast.client("other_principal").get(f"/school/{cast.other_school.pk}/service/coverage/")
    assert page.text.count("还没有可以数的") == 3
    assert page.context["unmet"] == []
    Programme.objects.update(announced_at=None, round=None, opens_at=None, closes_at=None, results_at=None,
                             reference=None, secret="", menu_digest="", commitment="")  # fmt: skip
    assert cast.client("academic").get(page_of(cast)).text.count("还没有可以数的") == 3
