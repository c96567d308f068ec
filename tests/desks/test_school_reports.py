"""The weekly check and the monthly report: who reads them, what a signature keeps, and that numbers open to rows."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.audit.sentences import sentence
from shuangjian.homework.figures import measured, scope_of
from shuangjian.homework.models import SignedFigure, SignedReport
from shuangjian.homework.operations import sign_report
from shuangjian.homework.queries import Month
from shuangjian.kernel.refusal import NotAllowed, NotVisible, Refused
from tests.apps.homework.month import SHEET, THURSDAY, live, moment, put, take_back
from tests.cast import AT, Cast
from tests.desks.places import check_plain, queries_of, statuses

pytestmark = pytest.mark.django_db

SEPTEMBER, AUGUST = Month(2026, 9), Month(2026, 8)
MONTH_END = dt.date(2026, 9, 30)  # its evening lasts until 8 October
OCTOBER = moment(dt.date(2026, 10, 1), "09:00")


def in_october(real: dt.datetime) -> dt.datetime:
    """The clock of somebody who comes back when September is over."""
    return OCTOBER


@pytest.fixture
def october(cast: Cast, settings: Any) -> Cast:
    settings.SHUANGJIAN_CLOCK = f"{__name__}.in_october"
    live(cast)
    return cast


def address(cast: Cast, month: str = "2026-09") -> str:
    return f"/school/{cast.school.pk}/reports/{month}/"


def check(cast: Cast, query: str = "") -> str:
    return f"/school/{cast.school.pk}/checks/{query}"


def sign(cast: Cast, key: str = "sign", month: Month = SEPTEMBER, at: dt.datetime = OCTOBER) -> SignedReport:
    return sign_report(
        by=cast.actor("principal", at),
        at=at,
        school=cast.facts(),
        month=month,
        remark=" 九月还好，\n科学课的器材要早点发 ",
        request=Request.of(key),
    )


def told(page: Any) -> dict[tuple[str, str], Any]:
    """The lines of a page by figure and words."""
    return {(one.figure.id, line.words): line for _, its in page.context["themes"] for one in its for line in one.lines}


def follow(client: Client, page: Any) -> int:
    """Open every number of a page; the rows add up to it. Returns how many were opened."""
    opened = 0
    for _, its in page.context["themes"]:
        for one in its:
            for line in one.lines:
                assert bool(line.href) == bool(line.n)
                if line.href:
                    rows = client.get(line.href)
                    assert (rows.context["n"], rows.context["of"]) == (line.n, line.of), line.href
                    assert sum(one.figure.amount(row) for row in rows.context["rows"]) == line.n
                    check_plain(rows)
                    opened += 1
    return opened


def test_leaders_and_heads_of_grade_check_the_week_and_nobody_else(cast: Cast) -> None:
    may, known = ("academic", "principal", "grade_head"), ("maths", "chinese", "county_officer", "city_officer")
    for path in (check(cast), check(cast, "rows/?figure=withdrawn")):
        assert set(statuses(cast, path, *may).values()) == {200}
        assert set(statuses(cast, path, *known).values()) == {403}
        assert set(statuses(cast, path, "stranger", "other_principal", "guardian", "former").values()) == {404}


def test_the_week_compiles_itself_and_every_number_opens_to_its_rows(cast: Cast) -> None:
    live(cast)
    client = cast.client("academic")
    page = client.get(check(cast))
    assert (page.context["since"], page.context["last"]) == (dt.date(2026, 9, 14), THURSDAY)  # not what is to come
    assert told(page)["evenings_written", "布置了书面作业的班晚"].of == 4 * 3
    assert follow(client, page) > 15
    check_plain(page)
    earlier = client.get(check(cast, "?week=2026-09-07"))
    assert {line.n for key, line in told(earlier).items() if key[0] == "evenings_written"} == {0}
    assert f"/class/{cast.five_two.pk}/?date=2026-09-16" in client.get(check(cast, "rows/?figure=withdrawn")).text


def test_a_head_of_grade_checks_that_grade_and_does_not_weigh_colleagues(cast: Cast) -> None:
    live(cast)
    page = cast.client("grade_head").get(check(cast))
    lines = told(page)
    assert lines["evenings_written", "布置了书面作业的班晚"].of == 4 * 2
    assert not [key for key in lines if key[0] == "evenings_outweighed" or key[1] == "校内巩固"]
    assert follow(cast.client("grade_head"), page) > 10
    assert cast.client("grade_head").get(check(cast, "rows/?figure=evenings_outweighed")).status_code == 404
    assert told(cast.client("grade_head").get(check(cast, "?grade=1"))) == lines  # another's grade is not given


def test_leaders_narrow_the_week_to_a_grade(cast: Cast) -> None:
    live(cast)
    page = cast.client("academic").get(check(cast, "?grade=1"))
    assert told(page)["evenings_written", "布置了书面作业的班晚"].of == 4
    assert follow(cast.client("academic"), page)


@pytest.mark.parametrize("query", ["?week=gestern", "?grade=x", "?week=2026-02-30&grade=77"])
def test_a_week_that_is_none_is_answered_with_this_one(cast: Cast, query: str) -> None:
    assert cast.client("academic").get(check(cast, query)).context["since"] == dt.date(2026, 9, 14)


@pytest.mark.parametrize("query", ["", "?figure=nothing", "?figure="])
def test_rows_of_a_figure_that_is_none_are_not_found(cast: Cast, query: str) -> None:
    assert cast.client("academic").get(check(cast, f"rows/{query}")).status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "2026-9", "9999-01", "2026-10", "x", "２０２６-０９"])
def test_what_is_no_month_or_has_not_begun_is_not_found(cast: Cast, month: str) -> None:
    assert cast.client("principal").get(address(cast, month)).status_code == 404


def test_a_month_that_is_not_over_is_read_and_cannot_be_signed(cast: Cast) -> None:
    live(cast)
    page = cast.client("principal").get(address(cast))
    assert page.context["last"] == THURSDAY
    assert "签2026年9月的月报" not in page.text
    refused = cast.client("principal").post(address(cast), {"key": "early"})
    assert refused.status_code == 409
    assert "还没有过完" in refused.text
    assert not SignedReport.objects.exists()


def test_the_principal_signs_and_nobody_for_the_principal(october: Cast) -> None:
    for who, status in {"academic": 403, "maths": 403, "county_officer": 403, "stranger": 404, "guardian": 404}.items():
        assert october.client(who).post(address(october), {"key": who}).status_code == status
    for who, no in {"academic": NotAllowed, "city_officer": NotAllowed, "other_principal": NotVisible}.items():
        with pytest.raises(no):
            sign_report(
                by=october.actor(who), at=OCTOBER, school=october.facts(), month=SEPTEMBER, remark="",
                request=Request.of(who),
            )  # fmt: skip
    assert not SignedReport.objects.exists()
    client = october.client("principal")
    page = client.get(address(october))
    form = {"key": page.context["key"], "remark": "器材要早点发"}
    answer = client.post(address(october), form, follow=True)
    assert "2026年9月的月报签好了" in answer.text
    assert "器材要早点发" in answer.text
    report = SignedReport.objects.get()
    assert (report.signed_by, report.signed_at) == (october.people["principal"], OCTOBER)
    found = measured(scope_of(october.facts(), SEPTEMBER.since, SEPTEMBER.until))
    signed = [(f.figure, f.part, f.n, f.of) for f in report.figures.all()]
    assert signed == [(one.figure.id, one.part, one.n, one.of) for one in found]
    act = Act.objects.get(name="homework.sign_report")
    assert sentence(act) == f"葛青（校长）签了青枣路小学2026年9月作业月报，一共{len(signed)}个数。"
    again = client.post(address(october), form, follow=True)
    assert "已经用过一次" in again.text
    other = client.post(address(october), {"key": "another", "remark": "改主意了"}, follow=True)
    assert "以前已经签了" in other.text
    assert (SignedReport.objects.count(), Act.objects.filter(name="homework.sign_report").count()) == (1, 1)


def test_a_month_is_signed_once_it_is_over_and_not_a_moment_before(october: Cast) -> None:
    with pytest.raises(Refused, match="还没有过完"):
        sign(october, at=moment(MONTH_END, "23:59"))
    assert sign(october, at=moment(dt.date(2026, 10, 1), "00:00")).remark == "九月还好， 科学课的器材要早点发"


def test_a_signed_report_keeps_its_numbers_when_homework_is_withdrawn_later(october: Cast) -> None:
    late = put(october, "maths", replace(SHEET, unit="估算"), MONTH_END, october.five_one)
    sign(october)
    kept = list(SignedFigure.objects.values_list("figure", "part", "n", "of"))
    client = october.client("principal")
    assert "现在是" not in client.get(address(october)).text
    take_back(october, "maths", late, moment(dt.date(2026, 10, 3)))
    page = client.get(address(october))
    line = told(page)["withdrawn", "撤回的作业"]
    assert (line.n, line.now) == (1, (2, line.of))
    written = told(page)["evenings_written", "布置了书面作业的班晚"]
    assert written.now == (written.n - 1, written.of)
    assert f"现在是{written.n - 1}／{written.of}" in page.text
    assert list(SignedFigure.objects.values_list("figure", "part", "n", "of")) == kept
    assert client.get(written.href).context["n"] == written.n - 1


def test_a_signed_report_opens_to_its_rows(october: Cast) -> None:
    sign(october)
    for who in ("principal", "academic", "county_officer"):
        client = october.client(who)
        assert follow(client, client.get(address(october))) > 15


def test_oversight_reads_a_report_once_it_is_signed(october: Cast) -> None:
    over, elsewhere = ("county_officer", "city_officer"), ("other_county_officer", "central_officer", "other_principal")
    rows = f"{address(october)}rows/?figure=withdrawn"
    index = f"/school/{october.school.pk}/reports/"
    assert set(statuses(october, address(october), *over).values()) == {403}
    assert set(statuses(october, rows, *over).values()) == {403}
    assert address(october) not in october.client("county_officer").get(index).text
    sign(october)
    for path in (address(october), rows, index):
        assert set(statuses(october, path, *over, "academic", "principal").values()) == {200}
        assert set(statuses(october, path, *elsewhere, "guardian").values()) == {404}
        assert set(statuses(october, path, "maths", "grade_head").values()) == {403}
    assert address(october) in october.client("county_officer").get(index).text
    assert (
        "签了青枣路小学2026年9月" in october.client("county_officer").get(f"/places/{october.county.pk}/record/").text
    )


def test_the_months_of_the_term_are_listed_latest_first(october: Cast) -> None:
    page = october.client("academic").get(f"/school/{october.school.pk}/reports/")
    assert [str(month) for month, _, _ in page.context["months"]] == ["2026-10", "2026-09"]
    check_plain(page)


def test_an_edition_that_has_changed_since_is_said(october: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sign(october)
    assert "不是一版" not in october.client("principal").get(address(october)).text
    monkeypatch.setattr("shuangjian.desks.school.reports.edition", lambda: "00000000")
    assert "和现在的数法不是一版" in october.client("principal").get(address(october)).text


def test_what_a_page_costs_does_not_grow_with_what_was_set(cast: Cast) -> None:
    live(cast)
    client, paths = (
        cast.client("academic"),
        (check(cast), address(cast), check(cast, "rows/?figure=forms&part=WRITTEN")),
    )
    before = [queries_of(client, path) for path in paths]
    for day in (14, 15, 16):
        put(cast, "maths", replace(SHEET, unit=f"第{day}课"), dt.date(2026, 9, day), cast.five_two, time="15:50")
    assert [queries_of(client, path) for path in paths] == before


def test_months_know_where_they_end() -> None:
    assert (Month(2026, 12).until, Month(2026, 2).until) == (dt.date(2027, 1, 1), dt.date(2026, 3, 1))
    assert str(Month.of(AT.date())) == "2026-09"
    assert AUGUST < SEPTEMBER
