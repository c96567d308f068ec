"""What is refused of a programme, what is only said, and the clause and the way out of each."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian import rulebook
from shuangjian.afterschool.rules.checks import check_programme
from shuangjian.afterschool.rules.finding import Check, Verdict, refusals_in
from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.kernel.grade import System
from tests.unit.afterschool.planning import OFF_WORK, UNITS, found, only, plan, unit, with_unit

REFUSE, WARN = Verdict.REFUSE, Verdict.WARN


def test_of_a_programme_with_which_nothing_is_wrong_nothing_is_said():
    assert found(plan()) == ()


@pytest.mark.parametrize("day", [6, 7])
def test_a_rest_day_is_refused(day):
    finding = only(plan(weekdays=(1, 2, 3, 4, 5, day)), Check.REST_DAY, REFUSE)
    assert finding.clauses[0].article == "“严禁”第1条"
    assert finding.clauses[0].rule == "afterschool/school_days"


def test_a_saturday_on_which_school_is_held_is_a_school_day_and_another_is_not():
    saturday = dt.date(2026, 10, 10)
    assert found(plan(other_days=(saturday,)), is_school_day=lambda date: date == saturday) == ()
    finding = only(plan(other_days=(saturday,)), Check.REST_DAY, REFUSE, is_school_day=lambda date: False)
    assert finding.words.startswith("10月10日不上课")


@pytest.mark.parametrize(
    "hours",
    [
        {
            "homework_from": dt.time(17),
            "homework_until": dt.time(18),
            "activity_from": dt.time(16),
            "activity_until": dt.time(17),
        },
        {"activity_from": dt.time(16, 40)},
        {"homework_until": dt.time(16)},
        {"activity_from": dt.time(18)},
    ],
)
def test_homework_comes_first(hours):
    finding = next(one for one in found(plan(**hours)) if one.check is Check.HOMEWORK_FIRST)
    assert finding.verdict is REFUSE
    assert {clause.rule for clause in finding.clauses} == {
        "homework/finished_in_school",
        "afterschool/homework_guidance",
    }


@pytest.mark.parametrize(
    ("start", "check"),
    [
        (dt.time(7, 20), Check.MORNING),
        (dt.time(8, 59), Check.MORNING),
        (dt.time(12), Check.NOON),
        (dt.time(13, 59), Check.NOON),
        (dt.time(15, 49), Check.BEFORE_LESSONS_END),
    ],
)
def test_what_begins_in_the_morning_at_noon_or_during_lessons_is_no_service(start, check):
    finding = only(plan(homework_from=start), check, REFUSE)
    rule = "afterschool/school_days" if check is Check.BEFORE_LESSONS_END else "afterschool/not_service"
    assert [clause.rule for clause in finding.clauses] == [rule]


def test_service_may_begin_when_the_last_lesson_ends_and_unknown_lessons_are_not_checked():
    assert found(plan(homework_from=dt.time(15, 50))) == ()
    assert found(plan(homework_from=dt.time(15), lessons_end=None)) == ()


@pytest.mark.parametrize(
    "hours",
    [
        {"activity_from": dt.time(18, 30), "activity_until": dt.time(19, 30), "extended_until": dt.time(20)},
        {"activity_until": dt.time(20, 10), "extended_until": dt.time(20, 30)},
    ],
)
def test_evening_study_is_no_service(hours):
    finding = only(plan(**hours), Check.EVENING, REFUSE)
    assert finding.ways[0].words == "另设，不收课后服务费。"
    assert [clause.rule for clause in finding.clauses] == ["afterschool/not_service"]


def test_a_junior_school_is_told_that_its_evening_classes_exist_apart():
    units = tuple(unit(n, kind, f"{kind.label}活动", first_grade=7, last_grade=9) for n, kind in enumerate(UnitKind, 1))
    junior = plan(grades=(7, 8, 9), units=units, activity_from=dt.time(18, 30), activity_until=dt.time(20),
                  extended_until=dt.time(20, 30))  # fmt: skip
    rules = {clause.rule for clause in only(junior, Check.EVENING, REFUSE).clauses}
    assert rules == {"afterschool/not_service", "schoolday/evening_self_study"}


@pytest.mark.parametrize(("start", "is_said"), [(dt.time(16), False), (dt.time(16, 1), True)])
def test_less_than_two_hours_a_day_is_said(start, is_said):
    short = plan(homework_from=start)
    if is_said:
        assert "至少2小时" in only(short, Check.HOURS, WARN).words
    else:
        assert found(short) == ()


def test_fewer_than_five_days_are_said_with_those_that_are_missing():
    units = tuple(unit(n, kind, f"{kind.label}活动", weekdays=(1, 2)) for n, kind in enumerate(UnitKind, 1))
    finding = only(plan(weekdays=(1, 2), units=units), Check.DAYS, WARN)
    assert "周三、周四、周五" in finding.words


def test_an_end_before_work_ends_is_said_with_the_countys_own_word():
    finding = only(plan(activity_until=dt.time(18), homework_from=dt.time(15, 50)), Check.ENDS_EARLY, WARN,
                   off_work=OFF_WORK.__class__(dt.time(18, 30), OFF_WORK.clause))  # fmt: skip
    assert finding.clauses[-1] == OFF_WORK.clause
    assert finding.clauses[0].rule == "afterschool/end_time"
    assert finding.ways[0].values == {"activity_until": "18:30"}
    assert "有延时托管到18:30" in finding.words


def test_where_nobody_has_said_when_work_ends_that_is_noted_and_nothing_is_warned_of():
    finding = only(plan(), Check.OFF_WORK_UNKNOWN, Verdict.NOTE, off_work=None)
    assert "没有查" in finding.words


def test_extended_care_is_asked_for_and_follows_the_activities():
    assert only(plan(extended_until=None), Check.EXTENDED_CARE, WARN).clauses[0].article == "第9条"
    assert only(plan(extended_until=dt.time(18)), Check.EXTENDED_CARE, REFUSE)


@pytest.mark.parametrize(
    ("name", "check", "rule"),
    [
        ("英语新课", Check.NEW_LESSONS, "afterschool/no_new_lessons"),
        ("数学补课", Check.MAKE_UP, "afterschool/no_make_up"),
        ("期末复习", Check.DRILL, "afterschool/no_drill"),
        ("午餐看护", Check.NOT_SERVICE, "afterschool/not_service"),
        ("周末托管", Check.REST_DAY, "afterschool/school_days"),
    ],
)
@pytest.mark.parametrize("field", ["name", "about"])
def test_what_a_unit_says_is_refused_where_it_stands_with_its_clause(name, check, rule, field):
    finding = only(with_unit(**{field: name}), check, REFUSE)
    assert (finding.unit, finding.field) == (1, field)
    assert {clause.rule for clause in finding.clauses} == {rule}
    assert finding.mark is not None
    assert finding.mark.quoted in name
    assert finding.ways


def test_what_is_doubtful_is_only_said():
    assert only(with_unit(name="数学辅导"), Check.MAKE_UP, WARN).words.endswith("不是的话不用改。")


def test_before_a_clause_was_in_force_its_words_are_not_refused():
    early = plan(since=dt.date(2021, 9, 1), units=(unit(name="月考复习"), *UNITS[1:]))
    assert found(early) == ()
    assert Check.DRILL in {one.check for one in found(plan(units=early.units))}


@pytest.mark.parametrize(
    ("changed", "check"),
    [
        ({"capacity": 0, "minimum": 0}, Check.SEATS),
        ({"capacity": 7, "minimum": 8}, Check.SEATS),
        ({"first_grade": 5, "last_grade": 7}, Check.GRADES),
        ({"first_grade": 4, "last_grade": 3}, Check.GRADES),
        ({"weekdays": ()}, Check.UNIT_DAYS),
        ({"weekdays": (5, 6)}, Check.UNIT_DAYS),
        ({"name": "篮球"}, Check.NAMED_TWICE),
        ({"name": "自主阅读"}, Check.NAMED_TWICE),
    ],
)
def test_a_unit_that_nobody_can_take_is_refused(changed, check):
    finding = only(with_unit(**changed), check, REFUSE)
    assert finding.unit == 1
    assert finding.ways


def test_as_many_seats_as_the_minimum_are_enough():
    assert found(with_unit(capacity=8, minimum=8)) == ()


def test_two_units_of_a_name_on_different_days_are_two_units():
    units = (*UNITS, unit(5, UnitKind.SPORT, "排球", weekdays=(1,)), unit(6, UnitKind.SPORT, "排球", weekdays=(2,)))
    assert found(plan(units=units)) == ()


def test_a_grade_that_can_choose_nothing_on_a_day_is_said():
    units = tuple(unit(n, kind, f"{kind.label}活动", first_grade=2) for n, kind in enumerate(UnitKind, 1))
    first = tuple(
        unit(20 + n, kind, f"一年级{kind.label}", last_grade=1, weekdays=(1, 2, 3, 4))
        for n, kind in enumerate(UnitKind)
    )
    finding = only(plan(units=units + first), Check.NO_CHOICE, WARN)
    assert finding.words.startswith("一年级周五没有活动可选")


def test_a_narrow_menu_is_worth_a_look_and_the_number_is_ours():
    finding = only(plan(units=UNITS[:2]), Check.FEW_KINDS, WARN)
    assert "一年级2类" in finding.words
    assert "内容单一，值得去看" in finding.words
    assert "不是法规里的数" in finding.words


def test_a_programme_without_units_or_days_is_refused():
    assert only(plan(units=()), Check.NO_UNITS, REFUSE)
    assert Check.NO_DAYS in {one.check for one in found(plan(weekdays=())) if one.verdict is REFUSE}


def test_every_refusal_has_its_code_its_words_for_families_and_a_way_out():
    bad = plan(
        weekdays=(1, 2, 3, 4, 5, 6),
        homework_from=dt.time(7),
        units=(unit(name="刷题"), unit(2, capacity=0, weekdays=())),
    )
    refusals = refusals_in(found(bad))
    assert len(refusals) >= 4
    for refusal in refusals:
        assert refusal.code.isupper()
        assert refusal.staff
        assert refusal.family
        assert refusal.ways
        assert "！" not in refusal.staff


def test_every_check_that_can_refuse_has_a_code_and_every_one_has_a_label():
    said_only = {Check.HOURS, Check.DAYS, Check.ENDS_EARLY, Check.OFF_WORK_UNKNOWN, Check.NO_CHOICE, Check.FEW_KINDS}
    finding = only(plan(units=()), Check.NO_UNITS, REFUSE)
    for check in Check:
        assert check.label
        one = finding.__class__(check, REFUSE, "")
        if check in said_only:
            with pytest.raises(KeyError):
                one.as_refusal()
        else:
            assert one.as_refusal().code


def test_what_is_refused_by_law_stands_on_a_clause_that_binds():
    book, date = rulebook.load(), dt.date(2026, 9, 7)
    for rule in ("no_new_lessons", "no_make_up", "no_drill", "not_service", "school_days"):
        result = book.lookup(f"afterschool/{rule}", date=date, place_codes=("410900",))
        assert result.modality in {rulebook.Modality.MUST, rulebook.Modality.MUST_NOT}


@pytest.mark.parametrize("system", System)
def test_every_school_of_either_system_can_be_checked(system):
    for grades in ((1,), (6,), tuple(range(1, 10)), (7, 8, 9)):
        units = tuple(
            unit(n, k, f"{k.label}活动", first_grade=grades[0], last_grade=grades[-1]) for n, k in enumerate(UnitKind)
        )
        assert check_programme(plan(grades=grades, system=system, units=units), off_work=OFF_WORK) == ()


TIMES = st.times(min_value=dt.time(6), max_value=dt.time(21))
DAYS = st.sets(st.integers(1, 7)).map(lambda days: tuple(sorted(days)))
ANY_UNIT = st.builds(
    unit,
    number=st.integers(1, 9),
    kind=st.sampled_from(UnitKind),
    name=st.sampled_from(["篮球", "刷题", "新课上线", "周末托管"]),
    weekdays=DAYS,
    first_grade=st.integers(1, 9),
    last_grade=st.integers(1, 9),
    capacity=st.integers(0, 50),
    minimum=st.integers(0, 50),
)
ANY_PLAN = st.builds(
    plan,
    since=st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1)),
    weekdays=DAYS,
    homework_from=TIMES,
    homework_until=TIMES,
    activity_from=TIMES,
    activity_until=TIMES,
    extended_until=st.none() | TIMES,
    lessons_end=st.none() | TIMES,
    units=st.lists(ANY_UNIT, max_size=5).map(tuple),
)


@given(ANY_PLAN)
def test_whatever_is_planned_is_answered_in_words_with_a_way_out(programme):
    for finding in found(programme):
        assert finding.words.endswith("。")
        assert finding.ways or finding.verdict is Verdict.NOTE
        if finding.verdict is REFUSE:
            assert finding.as_refusal().staff == finding.words


@given(ANY_PLAN)
def test_what_nothing_refuses_the_tables_can_hold(programme):
    if refusals_in(found(programme)):
        return
    assert programme.homework_from < programme.homework_until <= programme.activity_from < programme.activity_until
    assert set() < set(programme.weekdays) <= {1, 2, 3, 4, 5}
    assert all(1 <= one.capacity >= one.minimum and one.first_grade <= one.last_grade for one in programme.units)
    assert programme.extended_until is None or programme.extended_until > programme.activity_until
