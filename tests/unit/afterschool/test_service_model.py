"""A service model is data: named parts with requirements, each held against a programme."""

import datetime as dt
from pathlib import Path

import pytest

import shuangjian
from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.afterschool.rules.model_parts import Requirement
from shuangjian.afterschool.rules.service_model import StatedPart, check_model
from tests.unit.afterschool.planning import UNITS, plan, unit

PARTS = {
    Requirement.KIND_ON_DAYS: StatedPart("天天锻炼", Requirement.KIND_ON_DAYS, kind=UnitKind.SPORT, least=5),
    Requirement.KINDS_PER_GRADE: StatedPart("样样有", Requirement.KINDS_PER_GRADE, least=4),
    Requirement.DAYS: StatedPart("五天", Requirement.DAYS, least=5),
    Requirement.HOMEWORK_MINUTES: StatedPart("作业清", Requirement.HOMEWORK_MINUTES, least=50),
    Requirement.ACTIVITY_MINUTES: StatedPart("玩得够", Requirement.ACTIVITY_MINUTES, least=60),
    Requirement.ENDS_AT_OR_AFTER: StatedPart("接得上", Requirement.ENDS_AT_OR_AFTER, by=dt.time(18)),
    Requirement.IN_WORDS: StatedPart("家校共育", Requirement.IN_WORDS, words="每学期请家长来看一次"),
}
SHORT = {
    Requirement.KIND_ON_DAYS: plan(units=(unit(1, UnitKind.SPORT, "篮球", weekdays=(1, 3)),)),
    Requirement.KINDS_PER_GRADE: plan(units=(*UNITS[:3], unit(4, UnitKind.SCIENCE, "气象站", first_grade=3))),
    Requirement.DAYS: plan(weekdays=(1, 2, 3, 4)),
    Requirement.HOMEWORK_MINUTES: plan(homework_from=dt.time(16, 1)),
    Requirement.ACTIVITY_MINUTES: plan(activity_from=dt.time(17, 1)),
    Requirement.ENDS_AT_OR_AFTER: plan(activity_until=dt.time(17, 59)),
}
COUNTED = {
    Requirement.KIND_ON_DAYS: (2, 5),
    Requirement.KINDS_PER_GRADE: (4, 6),
    Requirement.DAYS: (4, 5),
    Requirement.HOMEWORK_MINUTES: (49, 50),
    Requirement.ACTIVITY_MINUTES: (59, 60),
    Requirement.ENDS_AT_OR_AFTER: (None, None),
}


def test_a_programme_meets_every_part_that_can_be_computed_and_the_school_answers_for_the_rest():
    found = check_model(plan(), tuple(PARTS.values()))
    assert [one.part for one in found] == list(PARTS.values())
    assert [one.met for one in found] == [True] * 6 + [None]
    assert found[-1].words == "由学校说明：每学期请家长来看一次"


@pytest.mark.parametrize("requirement", SHORT)
def test_a_part_that_is_not_met_says_by_how_much(requirement):
    (found,) = check_model(SHORT[requirement], (PARTS[requirement],))
    assert found.met is False
    assert (found.n, found.of) == COUNTED[requirement]


def test_the_rows_below_a_part_tell_which_days_and_which_grades_fall_short():
    (days,) = check_model(SHORT[Requirement.KIND_ON_DAYS], (PARTS[Requirement.KIND_ON_DAYS],))
    assert [(row.what, row.found) for row in days.rows if not row.is_enough] == [
        ("周二", "没有"),
        ("周四", "没有"),
        ("周五", "没有"),
    ]
    (grades,) = check_model(SHORT[Requirement.KINDS_PER_GRADE], (PARTS[Requirement.KINDS_PER_GRADE],))
    assert [row.what for row in grades.rows if not row.is_enough] == ["一年级", "二年级"]


@pytest.mark.parametrize("requirement", [one for one in Requirement if one is not Requirement.IN_WORDS])
def test_a_part_without_what_it_needs_is_no_part(requirement):
    with pytest.raises(ValueError, match="缺的"):
        check_model(plan(), (StatedPart("缺的", requirement),))


def test_a_model_without_parts_asks_nothing():
    assert check_model(plan(), ()) == ()


def test_what_a_school_says_is_told_and_computes_nothing() -> None:
    asked = PARTS[Requirement.IN_WORDS]
    (said,) = check_model(plan(), (asked,), {asked.name: "周三种菜园。"})
    assert (said.answer, said.met) == ("周三种菜园。", None)
    (days,) = check_model(plan(), (PARTS[Requirement.DAYS],), {PARTS[Requirement.DAYS].name: "天天有"})
    assert days.answer == ""


def test_nothing_in_the_code_knows_any_model():
    rules = Path(shuangjian.__file__).parent / "afterschool" / "rules"
    assert [path.name for path in rules.glob("*.py") if "六三三" in path.read_text("utf-8")] == []
