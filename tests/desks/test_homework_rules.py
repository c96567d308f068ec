"""The screens of a school's own rules and its leading group: writing, adopting, setting what is written, reading."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from shuangjian.audit.operations import Request
from shuangjian.journeys.set_school_rule import state_choice
from shuangjian.kernel.actor import Duty
from shuangjian.people.models import GroupMember, RoleAssignment
from shuangjian.people.operations import join_leading_group
from shuangjian.policy.models import AdoptedRules, RulesDraft, SchoolChoice
from shuangjian.policy.rules import RulesText, Stated
from tests.apps.policy.own_rules import ASSIGNING, CAP, COORDINATION, TOMORROW, WEEKEND, adopt, adopted, save, text
from tests.cast import AT, TODAY, Cast
from tests.desks.places import add_school, check_plain, queries_of
from tests.desks.publishing import send as publish

pytestmark = pytest.mark.django_db
OCTOBER = dt.date(2026, 10, 8)


def address(cast: Cast, tail: str = "homework-rules/") -> str:
    return f"/school/{cast.school.pk}/{tail}"


def fields(page: Any) -> dict[str, str]:
    """The form of a draft as a browser would send it back untouched."""
    form = re.search(r'<form method="post" id="draft".*?</form>', page.text, re.S)
    assert form is not None
    found = {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', form[0])
    }
    found |= {
        name: unescape(value).removeprefix("\n")
        for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.S)
    }
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def send(client: Client, cast: Cast, changed: dict[str, str], tail: str = "homework-rules/draft/") -> Any:
    """Open the draft, change some fields, send it."""
    return client.post(address(cast, tail), fields(client.get(address(cast, tail))) | changed)


def saved(version: int = 1) -> RulesText:
    return RulesText.from_plain(RulesDraft.objects.filter(version=version).latest("revision").text)


def in_force(cast: Cast, written: RulesText | None = None) -> AdoptedRules:
    """Adopted three days ago, so that it holds today."""
    before = AT - dt.timedelta(days=3)
    save(cast, written or text(), at=before)
    return adopt(cast, since=before.date() + dt.timedelta(days=1), at=before)


def choose(cast: Cast, name: str, value: int, article: str, since: dt.date = TOMORROW) -> None:
    state_choice(
        by=cast.actor("academic"), at=AT, school=cast.facts(), name=name, value=value, title="作业管理办法",
        article=article, since=since,
    )  # fmt: skip


def test_from_a_proposal_to_a_version_that_holds_and_sets_the_limit(cast: Cast) -> None:
    academic, principal = cast.client("academic"), cast.client("principal")
    page = academic.get(address(cast, "homework-rules/draft/"))
    assert "替您拟的，还没有存" in page.text
    check_plain(page)
    first = fields(page)["section-0"]
    page = send(
        academic,
        cast,
        {
            "section-0": f"{first}\n三年级以上，每天的书面作业不超过50分钟。",
            "article-written_minutes": str(first.count("\n") + 2),
            "value-written_minutes": "50",
        },
    )
    assert page.status_code == 302
    assert saved().states(CAP) is not None
    page = principal.get(address(cast, "homework-rules/adopt/"))
    assert "还没有采用" in page.text
    check_plain(page)
    sent = {"version": "1", "revision": "1", "since": str(TOMORROW), "key": "adopt"}
    page = principal.post(address(cast, "homework-rules/adopt/"), sent, follow=True)
    assert "采用了第1版，从2026年9月18日起。" in page.text
    assert "按第8条定50分钟" in page.text
    page = principal.post(address(cast), {"version": "1", "name": CAP, "key": "set"}, follow=True)
    assert "定好了：每天书面作业的上限，50分钟，从9月18日起，写在第8条。" in page.text
    assert "对得上" in page.text
    choice = SchoolChoice.objects.get()
    assert (choice.value, choice.title, choice.article, choice.since) == (50, "作业管理办法", "第8条", TOMORROW)


def test_a_limit_follows_its_article_when_lines_are_written_above_it(cast: Cast) -> None:
    save(cast, text())
    send(cast.client("academic"), cast, {"section-0": "新的第一条。\n" + "\n".join(ASSIGNING)})
    assert [(one.name, one.article) for one in saved().stated] == [(CAP, 3), (WEEKEND, 6)]


def test_a_limit_whose_article_is_gone_is_asked_for_and_everything_typed_stays(cast: Cast) -> None:
    save(cast, text())
    page = send(cast.client("academic"), cast, {"section-0": "只剩这一条。", "section-1": "改过的批改。"})
    assert page.status_code == 422
    assert "每天书面作业的上限原来写在第2条，这一条已经没有了" in page.text
    assert "改过的批改。" in page.text
    assert 'href="#id_article-written_minutes"' in page.text
    assert RulesDraft.objects.count() == 1


def test_what_cannot_be_read_is_named_at_its_field(cast: Cast) -> None:
    wrong = {"title": " ", "article-copies": "附则", "value-copies": "", "section-1": "长" * 501}
    page = send(cast.client("academic"), cast, wrong)
    assert page.status_code == 422
    assert "写在第几条没有看懂" in page.text
    page = send(cast.client("academic"), cast, {"title": " ", "section-1": "长" * 501, "heading-4": "长" * 21})
    assert set(page.context["errors"]) == {"title", "section-1", "heading-4"}
    page = send(cast.client("academic"), cast, {"section-4": "没有名称的一章。"})
    assert set(page.context["errors"]) == {"heading-4"}


def test_a_further_section_and_rare_characters_are_kept_as_they_were_written(cast: Cast) -> None:
    written = "𠅤·阿依古丽老师和白䶮老师说：“<b>不&罚</b>”👍"
    send(cast.client("academic"), cast, {"heading-4": "附则𠮷", "section-4": f"  {written}　\r\n\r\n第2条、再一条。"})
    assert saved().sections[-1].heading == "附则𠮷"
    assert saved().sections[-1].articles == (written, "再一条。")
    page = cast.client("principal").get(address(cast, "homework-rules/adopt/"))
    assert "&lt;b&gt;不&amp;罚&lt;/b&gt;" in page.text


def test_two_who_write_at_once_are_told_and_both_texts_are_kept(cast: Cast) -> None:
    save(cast, text())
    academic, principal = cast.client("academic"), cast.client("principal")
    mine = fields(academic.get(address(cast, "homework-rules/draft/")))
    send(principal, cast, {"section-1": "校长写的批改。", "section-2": "校长写的公示。"})
    page = academic.post(
        address(cast, "homework-rules/draft/"),
        mine | {"section-1": "教务写的批改。", "section-3": f"教务加的一条。\n{COORDINATION[0]}"},
    )
    assert page.status_code == 409
    assert "没有存成：葛青16:20存了第2稿" in page.text
    form = fields(page)
    assert (form["revision"], form["section-1"], form["section-2"]) == ("2", "教务写的批改。", "校长写的公示。")
    assert "校长写的批改。" in page.text.partition('id="draft"')[0]
    again = academic.post(address(cast, "homework-rules/draft/"), form)
    assert again.status_code == 302
    assert [row.text["sections"][1]["articles"] for row in RulesDraft.objects.order_by("revision")] == [
        ["老师每一份都批改。"],
        ["校长写的批改。"],
        ["教务写的批改。"],
    ]
    assert saved().states(WEEKEND).article == 6  # type: ignore[union-attr]


def test_the_same_form_twice_is_told_as_such(cast: Cast) -> None:
    client = cast.client("academic")
    form = fields(client.get(address(cast, "homework-rules/draft/")))
    client.post(address(cast, "homework-rules/draft/"), form)
    page = client.post(address(cast, "homework-rules/draft/"), form, follow=True)
    assert "已经用过一次" in page.text
    assert RulesDraft.objects.count() == 1


def test_academic_affairs_read_the_draft_and_are_told_who_adopts(cast: Cast) -> None:
    save(cast, text())
    page = cast.client("academic").get(address(cast, "homework-rules/adopt/"))
    assert "请葛青校长来看这一页" in page.text
    assert 'id="adopt"' not in page.text


def test_a_draft_that_moved_on_is_not_adopted_unread(cast: Cast) -> None:
    save(cast, text())
    save(cast, text(MARKING=("后来改的。",)))
    sent = {"version": "1", "revision": "1", "since": str(TOMORROW), "key": "adopt"}
    page = cast.client("principal").post(address(cast, "homework-rules/adopt/"), sent)
    assert page.status_code == 409
    assert "后来改的。" in page.text
    page = cast.client("principal").post(address(cast, "homework-rules/adopt/"), sent | {"since": "x", "key": "b"})
    assert (page.status_code, set(page.context["errors"])) == (422, {"since"})


def test_what_text_and_choices_say_differently_is_told_with_a_way_out(cast: Cast) -> None:
    in_force(cast)
    before = AT - dt.timedelta(days=2)
    for name, value, article in ((CAP, 50, "第4条"), ("homework/no_homework_weekday", 3, "第2条")):
        state_choice(
            by=cast.actor("academic"), at=before, school=cast.facts(), name=name, value=value, title="作业管理办法",
            article=article, since=TODAY,
        )  # fmt: skip
    page = cast.client("academic").get(address(cast))
    found = {limit.slug: (limit.state, limit.act) for limit in page.context["limits"]}
    assert found == {
        "written_minutes": ("出处对不上", "把出处改成第2条"),
        "weekend_total": ("还没有定", "按第5条定45分钟"),
        "no_homework_weekday": ("办法里没有写", ""),
    }
    hint = cast.client("academic").get(address(cast, "homework-rules/draft/"))
    assert "可以加一条：“每个星期三的晚上不布置书面作业。”" in hint.text
    page = cast.client("academic").post(address(cast), {"version": "1", "name": CAP, "key": "a"}, follow=True)
    assert "写在第2条" in page.text
    assert [(c.value, c.article) for c in SchoolChoice.objects.filter(name=CAP).order_by("since")] == [
        (50, "第4条"),
        (50, "第2条"),
    ]


def test_a_limit_that_open_evenings_exceed_is_refused_with_what_stands_in_the_way(cast: Cast) -> None:
    in_force(cast)
    weekend = {"evening": str(TOMORROW), "minutes-0": "50", "key": "friday"}
    assert publish(cast.client("maths"), cast, classes=[cast.five_one], **weekend).status_code == 302
    page = cast.client("academic").post(address(cast), {"version": "1", "name": WEEKEND, "key": "set"})
    assert page.status_code == 409
    assert "已经布置得比新的上限多" in page.text
    assert "数学" in page.text
    assert not SchoolChoice.objects.exists()


def test_a_limit_that_the_law_does_not_allow_is_refused_and_the_text_stays(cast: Cast) -> None:
    loose = text()
    in_force(cast, RulesText(loose.title, loose.sections, (Stated(CAP, 90, 2),)))
    page = cast.client("principal").post(address(cast), {"version": "1", "name": CAP, "key": "set"})
    assert page.status_code == 409
    assert "每天书面作业的上限不能定为90分钟" in page.text
    assert "这一条里没有看到“90分钟”，请核对。" in page.text
    assert not SchoolChoice.objects.exists()


@pytest.mark.parametrize("sent", [{"version": "9", "name": CAP}, {"version": "1", "name": "homework/copies"}, {}])
def test_what_no_article_states_cannot_be_set(cast: Cast, sent: dict[str, str]) -> None:
    in_force(cast)
    assert cast.client("principal").post(address(cast), sent).status_code == 404


def test_a_version_shows_what_it_changed_and_every_earlier_one_stays_readable(cast: Cast) -> None:
    in_force(cast)
    adopted(cast, text(MARKING=("老师当面批改。",)), since=OCTOBER)
    teacher = cast.client("maths")
    page = teacher.get(address(cast, "homework-rules/2/"))
    assert "老师每一份都批改。" in page.text
    assert page.text.index("<del>") < page.text.index("<ins>")
    assert "2026年10月8日起" in page.text
    page = teacher.get(address(cast, "homework-rules/1/"))
    assert "到2026年10月8日前一天" in page.text
    check_plain(page)
    page = teacher.get(address(cast))
    assert [version.number for version in page.context["versions"]] == [2, 1]
    assert "拟第" not in page.text
    assert 'name="name"' not in page.text


def test_a_teacher_finds_the_rules_from_every_page_and_no_page_that_is_not_theirs(cast: Cast) -> None:
    client = cast.client("maths")
    assert f'href="{address(cast)}"' in client.get("/today/").text
    links = re.search(r'<nav class="subnav.*?</nav>', client.get(address(cast)).text, re.S)
    assert links is not None
    found = re.findall(r'href="([^"]+)"', links[0])
    assert [client.get(href).status_code for href in found] == [200, 200, 200]


def test_a_choice_leads_to_the_article_that_it_names(cast: Cast) -> None:
    in_force(cast)
    choose(cast, CAP, 50, "第二条")
    choose(cast, WEEKEND, 45, "第九条")
    SchoolChoice.objects.update(since=TODAY)
    page = cast.client("academic").get(address(cast, "rules/"))
    assert f'<a href="{address(cast)}#a2">本校《作业管理办法》第二条</a>' in page.text
    assert "#a9" not in page.text
    assert 'id="a2"' in cast.client("academic").get(address(cast)).text


def test_the_leaders_and_the_county_are_told_that_there_is_no_principal(cast: Cast) -> None:
    RoleAssignment.objects.filter(role="PRINCIPAL", school=cast.school).update(until=TODAY)
    save(cast, text())
    for who, tail in (
        ("academic", "homework-rules/"),
        ("academic", "leading-group/"),
        ("county_officer", "leading-group/"),
    ):
        assert "没有校长在任" in cast.client(who).get(address(cast, tail)).text
    assert (
        "现在没有校长在任，任命以后再采用" in cast.client("academic").get(address(cast, "homework-rules/adopt/")).text
    )
    officer = cast.client("county_officer")
    assert "没有校长在任" in officer.get(f"/places/{cast.school.pk}/").text
    rows = officer.get(f"/places/{cast.county.pk}/evenings/?kind=no_principal")
    assert "<b>1／1</b>" in rows.text
    assert "青枣路小学" in rows.text


def test_the_bureau_sees_which_schools_have_rules_and_since_when(cast: Cast) -> None:
    in_force(cast)
    city = cast.client("city_officer")
    page = city.get(f"/places/{cast.city.pk}/")
    (figure,) = [one for one in page.context["of_schools"] if one["kind"] == "rules"]
    assert (figure["n"], figure["of"]) == (1, 3)
    rows = city.get(figure["href"])
    assert "2026年9月15日起有" in rows.text
    assert [school.name for school in rows.context["rows"]] == ["青枣路小学"]
    others = city.get(f"/places/{cast.city.pk}/evenings/?kind=no_rules")
    assert {school.name for school in others.context["rows"]} == {"槐荫初级中学", "柳沟小学"}
    before = city.get(f"/places/{cast.city.pk}/?date=2026-09-14")
    assert next(one["n"] for one in before.context["of_schools"] if one["kind"] == "rules") == 0


def test_the_bureaus_pages_ask_no_more_with_more_schools_and_versions(cast: Cast) -> None:
    in_force(cast)
    city = cast.client("city_officer")
    paths = [f"/places/{cast.city.pk}/", f"/places/{cast.city.pk}/evenings/?kind=rules"]
    before = [queries_of(city, path) for path in paths]
    adopted(cast, text(MARKING=("当面批改。",)), since=OCTOBER)
    add_school(cast.county, "白杨小学", 1, 3)
    assert [queries_of(city, path) for path in paths] == before


def test_the_pages_of_the_rules_ask_no_more_with_more_versions_and_members(cast: Cast) -> None:
    in_force(cast)
    client = cast.client("academic")
    paths = [address(cast), address(cast, "homework-rules/1/"), address(cast, "leading-group/")]
    before = [queries_of(client, path) for path in paths]
    for number, day in enumerate((20, 24, 28)):
        adopted(cast, text(MARKING=(f"第{number}种批改。",)), since=dt.date(2026, 9, day))
    for who in ("maths", "english", "science"):
        _member(cast, who)
    assert [queries_of(client, path) for path in paths[1:]] == before[1:]
    versions_ahead_cost = queries_of(client, paths[0]) - before[0]
    assert versions_ahead_cost <= 3  # one for each version that is yet to come


def _member(cast: Cast, who: str) -> GroupMember:
    return join_leading_group(
        by=cast.actor("academic"), at=AT, school=cast.facts(), person_id=cast.people[who].pk,
        duty=Duty.SUBJECT_TEACHER, since=TODAY, request=Request.of(f"join-{who}"),
    )  # fmt: skip


def test_the_group_is_set_at_the_desk_and_says_whom_it_lacks(cast: Cast) -> None:
    client = cast.client("academic")
    page = client.get(address(cast, "leading-group/"))
    assert "葛青</b>　组长，校长，第一责任人" in page.text
    assert "教务处、年级组、班主任、学科教师。" in page.text
    assert "濮教函〔2023〕69号" in page.text
    check_plain(page)
    sent = {"act": "join", "person": str(cast.people["maths"].pk), "duty": "SUBJECT_TEACHER", "since": str(TODAY)}
    page = client.post(address(cast, "leading-group/"), sent | {"key": "a"}, follow=True)
    assert "定好了：沈岚在领导小组任学科教师，从9月17日起。" in page.text
    assert "教务处、年级组、班主任。" in page.text
    assert "已经用过一次" in client.post(address(cast, "leading-group/"), sent | {"key": "a"}, follow=True).text
    sent = {"act": "leave", "member": str(GroupMember.objects.get().pk), "until": str(TOMORROW), "key": "b"}
    page = client.post(address(cast, "leading-group/"), sent, follow=True)
    assert "定好了，从9月18日起不再任。" in page.text
    teacher = cast.client("maths").get(address(cast, "leading-group/"))
    assert "沈岚" in teacher.text
    assert "<form" not in teacher.text.partition("<main")[2]


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"act": "join", "person": "", "duty": "", "since": "x"}, 422, {"person", "duty", "since"}),
        ({"act": "join", "person": "9" * 19, "duty": "DEPUTY", "since": "2026-09-17"}, 422, {"person"}),
        ({"act": "leave", "member": "1", "until": ""}, 422, {"until"}),
        ({"act": "leave", "member": "999999", "until": "2026-09-18"}, 404, None),
        ({"act": "dissolve"}, 404, None),
    ],
)
def test_a_form_of_the_group_that_cannot_be_is_named_at_its_field(
    cast: Cast, sent: dict[str, str], status: int, field: set[str] | None
) -> None:
    page = cast.client("principal").post(address(cast, "leading-group/"), sent)
    assert page.status_code == status
    if field is not None:
        assert set(page.context["errors"]) == field
