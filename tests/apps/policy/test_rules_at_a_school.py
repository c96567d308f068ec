"""What governs a school today, what will change, and how its own choices are said."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian import rulebook
from shuangjian.journeys.set_school_rule import end_choice, state_choice
from shuangjian.policy.queries import changes_ahead, choice_words, grades_label, rules_at
from tests.cast import AT, TODAY, Cast

CAP = "homework/written_minutes"
FRIDAY, OCTOBER, NOVEMBER = dt.date(2026, 9, 18), dt.date(2026, 10, 9), dt.date(2026, 11, 2)


def state(cast: Cast, value: int, since: dt.date, name: str = CAP) -> None:
    state_choice(
        by=cast.actor("academic"), at=AT, school=cast.facts(), name=name, value=value, title="作业管理办法",
        article="第8条", since=since,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        ([5], "五年级"),
        ([1, 2], "一、二年级"),
        ([3, 4, 5, 6], "三至六年级"),
        ([1, 3, 4, 5], "一、三至五年级"),
        (range(1, 10), "一至九年级"),
    ],
)
def test_grades_are_said_as_people_say_them(grades: list[int], words: str) -> None:
    assert grades_label(grades) == words


@pytest.mark.django_db
def test_a_rule_says_for_whom_what_with_its_clause_and_who_adds_to_it(cast: Cast) -> None:
    rules = {rule.name: rule for rule in rules_at(cast.facts(), TODAY)}
    assert rules[CAP].lines == (("一、二年级", "0分钟"), ("三至六年级", "60分钟"))
    assert rules[CAP].own == "濮阳市"
    assert rules["homework/by_phone"].lines == (("", ""),)
    assert all(rule.clauses and rule.modality for rule in rules.values())
    junior = {rule.name: rule for rule in rules_at(cast.facts(cast.other_school), TODAY)}
    assert junior[CAP].lines == (("七至九年级", "90分钟"),)


@pytest.mark.django_db
def test_rules_cost_no_query_and_none_holds_before_the_first_law(cast: Cast) -> None:
    school = cast.facts()
    with CaptureQueriesContext(connection) as queries:
        rules_at(school, TODAY)
    assert len(queries) == 0
    assert CAP not in {rule.name for rule in rules_at(school, dt.date(2010, 1, 1))}


@pytest.mark.django_db
def test_a_schools_own_changes_are_announced_with_what_holds_until_then(cast: Cast) -> None:
    state(cast, 50, FRIDAY)
    state(cast, 40, OCTOBER)
    first, second = changes_ahead(cast.facts(), TODAY, dt.date(2026, 10, 31))
    assert (first.on, first.words) == (FRIDAY, "50分钟（现在没有定）")
    assert (second.on, second.words) == (OCTOBER, "40分钟（现在是50分钟）")
    assert second.clauses[0].label == "本校作业管理办法　第8条"
    assert changes_ahead(cast.facts(), FRIDAY, dt.date(2026, 10, 8)) == []


@pytest.mark.django_db
def test_the_end_of_a_choice_is_announced_with_what_holds_then(cast: Cast) -> None:
    state(cast, 50, FRIDAY)
    end_choice(by=cast.actor("academic"), at=AT, school=cast.facts(), name=CAP, until=NOVEMBER)
    (_, ended) = changes_ahead(cast.facts(), TODAY, NOVEMBER)
    assert (ended.on, ended.words) == (NOVEMBER, "50分钟到前一天为止。不定，就按规定。")


@pytest.mark.django_db
def test_a_change_of_the_law_is_announced_for_the_places_it_governs(cast: Cast) -> None:
    school = cast.facts()
    begun = max(e.since for p in rulebook.load().parameters() for e in p.history if e.since <= TODAY)
    before = begun - dt.timedelta(1)
    names = {change.rule for change in changes_ahead(school, before, begun)}
    assert names
    assert all(change.on == begun and change.clauses for change in changes_ahead(school, before, begun))
    assert changes_ahead(school, begun, begun) == []


def test_every_choice_is_said_with_its_name() -> None:
    words = choice_words()
    assert words["homework/no_homework_weekday"](3) == "每周无书面作业日：星期三"
    assert words[CAP](45) == "每天书面作业的上限：45分钟"
    assert set(words) == set(rulebook.load().choice_names)
