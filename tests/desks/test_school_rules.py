"""The school's rules: stricter only, said with the clause and a way out, and never against homework that stands."""

import datetime as dt
from typing import Any

import pytest

from shuangjian.audit import operations
from shuangjian.audit.models import Act
from shuangjian.homework.models import Evening
from shuangjian.homework.queries import ledger_faults
from shuangjian.policy.models import SchoolChoice
from shuangjian.policy.operations import choices as policy
from shuangjian.policy.queries import rules_at
from tests.cast import TODAY, Cast
from tests.desks.places import check_plain, queries_of
from tests.desks.publishing import send

pytestmark = pytest.mark.django_db

FRIDAY, MONDAY, OCTOBER = dt.date(2026, 9, 18), dt.date(2026, 9, 21), dt.date(2026, 10, 9)
CAP, WEEKEND, WEEKDAY = "homework/written_minutes", "homework/weekend_total", "homework/no_homework_weekday"


def page_of(cast: Cast) -> str:
    return f"/school/{cast.school.pk}/rules/"


def state(cast: Cast, *, client: Any = None, **more: str) -> Any:
    typed = {
        "act": "state",
        "name": CAP,
        "value": "45",
        "title": "《作业管理办法》",
        "article": "第8条",
        "since": FRIDAY.isoformat(),
        "key": "state",
    }
    return (client or cast.client("academic")).post(page_of(cast), typed | more)


def end(cast: Cast, **more: str) -> Any:
    typed = {"act": "end", "name": CAP, "until": MONDAY.isoformat(), "key": "end"}
    return cast.client("academic").post(page_of(cast), typed | more)


def values(name: str, date: dt.date) -> list[int]:
    rows = SchoolChoice.objects.filter(name=name, since__lte=date)
    return [row.value for row in rows if row.until is None or date < row.until]


def section(page: Any, name: str) -> Any:
    return next(s for s in page.context["sections"] if s.kind.name == name)


def test_what_governs_the_school_stands_there_by_chapter_with_its_source(cast: Cast) -> None:
    page = cast.client("academic").get(page_of(cast))
    shown = [rule for _, rules in page.context["themes"] for rule in rules]
    assert {rule.name for rule in shown} == {rule.name for rule in rules_at(cast.facts(), TODAY)}
    assert len(shown) == len({rule.name for rule in shown})
    assert "三至六年级：60分钟" in page.text
    assert "有这一条" not in page.text
    assert 'href="/rules/homework/written_minutes/"' in page.text
    check_plain(page)


def test_a_stricter_cap_is_stated_and_announced_with_its_date(cast: Cast) -> None:
    client = cast.client("academic")
    assert state(cast, client=client).status_code == 302
    page = client.get(page_of(cast))
    assert "定好了：每天书面作业的上限，45分钟，从9月18日起。" in page.text
    assert [change.on for change in page.context["changes"]] == [FRIDAY]
    assert section(page, CAP).later.words == "45分钟"
    assert section(page, CAP).now is None
    assert "依据：本校作业管理办法　第8条" in page.text
    act = Act.objects.get(name="policy.state_choice")
    assert (act.actor_name, act.after["value"], act.after["choice"]) == ("龚平", 45, CAP)


def test_a_looser_cap_is_refused_with_every_clause_and_the_nearest_value_as_a_way_out(cast: Cast) -> None:
    page = state(cast, value="90")
    assert page.status_code == 409
    assert "每天书面作业的上限不能定为90分钟" in page.text
    assert "中办发〔2021〕40号" in page.text
    assert "改为60分钟" in page.text
    assert 'name="way" value="act=SET_VALUE&amp;value=60"' in page.text
    assert section(page, CAP).typed.value == "90"
    assert not SchoolChoice.objects.exists()


def test_the_way_out_fills_the_form_and_states_nothing(cast: Cast) -> None:
    page = state(cast, value="90", way="act=SET_VALUE&value=60")
    assert page.status_code == 200
    assert section(page, CAP).typed.value == "60"
    assert "还没有定" in page.text
    assert not SchoolChoice.objects.exists()


def test_homework_above_the_new_cap_stands_in_the_way_and_is_named(cast: Cast) -> None:
    send(cast.client("maths"), cast, evening=MONDAY.isoformat(), **{"minutes-0": "50"})
    page = state(cast)
    assert page.status_code == 409
    assert "有2个班晚已经布置得比新的上限多：五（1）班9月21日数学《位置》50分" in page.text
    assert "把下面这几份先撤回" in page.text
    assert page.text.count('href="/homework/') == 2
    assert not SchoolChoice.objects.exists()
    assert state(cast, since=OCTOBER.isoformat(), key="later").status_code == 302


def test_evenings_that_are_open_already_follow_the_new_cap(cast: Cast) -> None:
    send(cast.client("maths"), cast, evening=MONDAY.isoformat())
    state(cast)
    assert set(Evening.objects.filter(date=MONDAY).values_list("cap", flat=True)) == {45}
    end(cast)
    assert set(Evening.objects.filter(date=MONDAY).values_list("cap", flat=True)) == {60}
    assert ledger_faults() == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "四十五"}, "请写一个整数"),
        ({"value": "-5"}, "请写一个整数"),
        ({"value": "99999"}, "请写一个整数"),
        ({"since": TODAY.isoformat()}, "请选明天或以后的日子"),
        ({"since": "明天"}, "请选从哪一天起"),
        ({"title": " "}, "请写本校规定的名称"),
    ],
)
def test_what_cannot_be_read_is_named_and_changes_nothing(cast: Cast, typed: dict[str, str], words: str) -> None:
    page = state(cast, **typed)
    assert page.status_code == 422
    assert words in page.text
    assert not SchoolChoice.objects.exists()


def test_a_name_that_is_no_choice_of_schools_is_not_found(cast: Cast) -> None:
    assert state(cast, name="homework/by_phone").status_code == 404


def test_the_no_homework_day_is_chosen_from_the_days_that_may_be_one(cast: Cast) -> None:
    days = section(cast.client("academic").get(page_of(cast)), WEEKDAY).options
    assert [label for _, label in days] == ["星期一", "星期二", "星期三", "星期四"]
    assert state(cast, name=WEEKDAY, value="2").status_code == 302
    assert state(cast, name=WEEKDAY, value="5", key="friday").status_code == 409


def test_a_rule_stated_earlier_than_one_that_waits_replaces_it(cast: Cast) -> None:
    state(cast, value="50", key="one")
    state(cast, value="40", since=OCTOBER.isoformat(), key="two")
    assert (values(CAP, MONDAY), values(CAP, OCTOBER)) == ([50], [40])
    state(cast, value="30", since=MONDAY.isoformat(), key="three")
    assert [values(CAP, date) for date in (FRIDAY, MONDAY, OCTOBER)] == [[50], [30], [30]]


def test_a_rule_is_ended_from_a_day_on_and_one_that_waits_is_dropped(cast: Cast) -> None:
    state(cast, key="one")
    state(cast, value="40", since=OCTOBER.isoformat(), key="two")
    assert end(cast).status_code == 302
    assert [values(CAP, date) for date in (FRIDAY, MONDAY, OCTOBER)] == [[45], [], []]
    page = cast.client("academic").get(page_of(cast))
    assert not section(page, CAP).may_end


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"until": ""}, "请选从哪一天起不再按它"), ({"until": TODAY.isoformat()}, "请选明天或以后的日子")],
)
def test_an_end_that_cannot_be_read_is_named(cast: Cast, typed: dict[str, str], words: str) -> None:
    state(cast)
    page = end(cast, **typed)
    assert page.status_code == 422
    assert words in page.text
    assert values(CAP, OCTOBER) == [45]


def test_ending_what_does_not_hold_is_told(cast: Cast) -> None:
    assert "这一条现在没有在用" in end(cast).text


@pytest.mark.parametrize(
    ("who", "status"), [("grade_head", 403), ("county_officer", 403), ("maths", 404), ("other_principal", 404)]
)
def test_nobody_but_the_schools_leaders_states_a_rule(cast: Cast, who: str, status: int) -> None:
    assert state(cast, client=cast.client(who)).status_code == status
    assert not SchoolChoice.objects.exists()
    if status == 403:
        assert "定每天书面作业的上限" not in cast.client(who).get(page_of(cast)).text


def test_the_same_form_sent_twice_states_once_and_says_so(cast: Cast) -> None:
    client = cast.client("academic")
    state(cast, client=client)
    page = client.get(state(cast, client=client).headers["Location"])
    assert "没有再做一遍" in page.text
    assert SchoolChoice.objects.count() == 1
    assert state(cast, value="40").status_code == 409


def test_whoever_comes_second_in_a_race_with_the_same_form_is_told_it_is_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    state(cast)
    real, looked = operations.outcome_of, []

    def outcome_of(*asked: Any) -> Any:
        looked.append(asked)
        return real(*asked) if len(looked) > 1 else None

    monkeypatch.setattr(operations, "outcome_of", outcome_of)
    assert state(cast).status_code == 302
    assert SchoolChoice.objects.count() == 1


def test_a_colleague_who_was_faster_with_another_form_is_told_of(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    state(cast)
    monkeypatch.setattr(policy, "_end_at", lambda *_: None)  # as if the first had not committed when it looked
    page = state(cast, value="40", client=cast.client("principal"), key="another")
    assert page.status_code == 422
    assert "同事也定了这一条" in page.text
    assert SchoolChoice.objects.count() == 1


def test_the_number_of_queries_does_not_grow_with_choices(cast: Cast) -> None:
    client = cast.client("academic")
    state(cast)
    before = queries_of(client, page_of(cast))
    state(cast, name=WEEKEND, value="90", key="w")
    state(cast, value="40", since=OCTOBER.isoformat(), key="o")
    assert queries_of(client, page_of(cast)) == before
