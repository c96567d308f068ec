"""A school's public page: its rules as they hold today, who is first responsible, its own limits and their clauses."""

import datetime as dt
import re

import pytest
from django.test import Client

from shuangjian.homework.queries import sheet_address
from shuangjian.kernel.actor import Duty
from shuangjian.people.models import RoleAssignment
from shuangjian.people.operations import join_leading_group
from shuangjian.policy.models import SchoolChoice
from tests.apps.policy.own_rules import CAP, WEEKEND, adopt, adopted, save, text
from tests.cast import AT, TODAY, Cast
from tests.desks.places import check_plain, queries_of

pytestmark = pytest.mark.django_db


def page_of(cast: Cast) -> str:
    return f"/schools/{cast.school.pk}/homework-rules/"


def in_force(cast: Cast) -> None:
    before = AT - dt.timedelta(days=3)
    save(cast, text(), at=before)
    adopt(cast, since=before.date() + dt.timedelta(days=1), at=before)
    SchoolChoice.objects.create(
        school=cast.school, name=CAP, value=50, title="作业管理办法", article="第2条", since=TODAY, decided_at=AT
    )


def test_anybody_reads_the_text_the_limits_with_their_clauses_and_who_is_responsible(cast: Cast) -> None:
    in_force(cast)
    page = Client().get(page_of(cast))
    assert "第一责任人是校长葛青。" in page.text
    assert "每天书面作业的上限：50分钟" in page.text
    assert '<a href="#a2">' in page.text
    assert 'id="a2"' in page.text
    assert 'href="/rules/homework/written_minutes/"' in page.text
    assert 'href="/rules/homework/publicity/"' in page.text
    assert "第1版，2026年9月15日起。" in page.text
    check_plain(page)
    assert "public" in page.headers["Cache-Control"]
    assert "Set-Cookie" not in page.headers


def test_no_member_of_staff_but_the_principal_is_named(cast: Cast) -> None:
    in_force(cast)
    for who in ("maths", "grade_head"):
        join_leading_group(
            by=cast.actor("academic"), at=AT, school=cast.facts(), person_id=cast.people[who].pk, duty=Duty.DEPUTY,
            since=TODAY,
        )  # fmt: skip
    named = {person.name for person in cast.people.values() if person.name in Client().get(page_of(cast)).text}
    assert named == {"葛青"}


def test_only_what_holds_today_is_shown_and_what_comes_is_announced(cast: Cast) -> None:
    in_force(cast)
    adopted(cast, text(MARKING=("以后的批改。",)), since=dt.date(2026, 10, 8))
    save(cast, text(MARKING=("拟的批改。",)))
    page = Client().get(page_of(cast))
    assert "2026年10月8日起换第2版。" in page.text
    assert "以后的批改。" not in page.text
    assert "拟的批改。" not in page.text


def test_a_school_without_rules_or_principal_says_so_and_what_holds(cast: Cast) -> None:
    RoleAssignment.objects.filter(role="PRINCIPAL").update(until=TODAY)
    page = Client().get(page_of(cast))
    assert "现在没有校长在任" in page.text
    assert "还没有采用作业管理办法" in page.text
    assert "没有另定，都按" in page.text
    check_plain(page)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_school_that_does_not_exist_is_not_found(cast: Cast, number: str) -> None:
    assert Client().get(f"/schools/{number}/homework-rules/").status_code == 404


def test_every_link_and_anchor_leads_somewhere(cast: Cast) -> None:
    in_force(cast)
    page = Client().get(page_of(cast))
    for href in set(re.findall(r'href="(/[^"]*|#[^"]*)"', page.text)):
        if href.startswith("#"):
            assert f'id="{href[1:]}"' in page.text
        elif not href.startswith("/static/"):
            assert Client().get(href, follow=True).status_code == 200, href


def test_it_costs_the_same_with_more_versions_and_limits(cast: Cast) -> None:
    in_force(cast)
    before = queries_of(Client(), page_of(cast))
    adopted(cast, text(MARKING=("以后的批改。",)))
    SchoolChoice.objects.create(
        school=cast.school, name=WEEKEND, value=45, title="作业管理办法", article="第5条", since=TODAY, decided_at=AT
    )
    assert queries_of(Client(), page_of(cast)) == before


def test_families_come_to_it_from_the_sheet_their_own_page_and_the_slip(cast: Cast) -> None:
    token = sheet_address(cast.five_one.pk)
    sheet = Client().get(f"/t/{getattr(token, 'token', token)}/")
    assert f'href="{page_of(cast)}"' in sheet.text
    assert f'href="{page_of(cast)}"' in cast.client("guardian").get("/family/").text
    homeroom = cast.client("chinese")
    assert f'href="{page_of(cast)}"' in homeroom.get(f"/class/{cast.five_one.pk}/").text
    slips = homeroom.post(f"/class/{cast.five_one.pk}/slips/", {"all": "1", "key": "slips", "seed": "s" * 32})
    assert page_of(cast) in slips.text
