"""What an assignment counts, and what can be done when it does not fit."""

import datetime as dt

import pytest

from shuangjian.homework.rules import AssignmentSpec, Form, Room, TierSpec, check_spec, over_evenings, weigh
from shuangjian.homework.rules.counting import obligation_rise
from shuangjian.kernel.refusal import Clause, InvalidInput

D = dt.date
TODAY = D(2026, 9, 17)
LAW = Clause("通知", "教基厅函〔2021〕13号", "第2条", "homework/written_minutes")


def spec(*tiers, form=Form.WRITTEN, choose=1, **more):
    words = {"subject": "MATHEMATICS", "unit": "多边形的面积", "aim": "会割补", "content": "第91页第2题"} | more
    return AssignmentSpec(form=form, tiers=tuple(tiers), choose=choose, **words)


def room(**more):
    plain = {
        "class_id": 1,
        "class_label": "五（1）班",
        "grade": 5,
        "date": TODAY,
        "until": D(2026, 9, 18),
        "is_night": True,
        "provisional": False,
        "cap": 60,
        "committed": 0,
        "obligated": 0,
        "own_right": 0,
        "own_committed": 0,
        "clauses": (LAW,),
    }
    return Room(**(plain | more))


BASE, MORE = TierSpec("基础", 15), TierSpec("提高", 24)


def test_tiers_count_at_the_longest_required_one():
    assert spec(BASE, MORE).counted == 24


def test_two_of_three_count_the_longest_pair():
    assert spec(TierSpec("甲", 10), TierSpec("乙", 20), TierSpec("丙", 15), choose=2).counted == 35


def test_optional_and_unwritten_work_count_nothing():
    assert spec(TierSpec("", 30, required=False)).counted == 0
    assert spec(TierSpec("", 30), form=Form.READING).counted == 0
    assert spec(TierSpec("", 10), form=Form.IN_SCHOOL).counted == 0


def test_long_work_is_split_over_its_evenings_without_losing_a_minute():
    assert over_evenings(50, 3) == [17, 17, 16]


def test_the_worked_table_raises_what_is_owed_as_the_algorithm_says():
    assert obligation_rise(0, 20, 25) == 5  # 09:10 数学 commits 25 with a right of 20
    assert obligation_rise(0, 25, 30) == 5  # 10:03 语文 commits 30 with a right of 25
    assert obligation_rise(15, 0, 15) == 15  # after release


def test_what_fits_is_not_refused():
    assert weigh(spec(BASE), 15, room(committed=45, obligated=45), today=TODAY) == ()


def test_a_refusal_says_how_much_is_over_names_the_clause_and_offers_ways_out():
    (refusal,) = weigh(
        spec(BASE, MORE), 24, room(committed=40, obligated=40), today=TODAY, others=[room(date=D(2026, 9, 21))]
    )
    assert refusal.code == "OVER_CAP"
    assert "多4分" in refusal.staff
    assert refusal.clauses == (LAW,)
    ways = {way.act: way for way in refusal.ways}
    assert ways["LIGHTER_TIER"].values == {"required-1": ""}
    assert ways["FEWER_MINUTES"].values == {"minutes-1": "20"}
    assert ways["OTHER_EVENING"].values == {"evening-1-5": "2026-09-21"}
    assert ways["OPTIONAL"].values == {"optional": "all"}


def test_a_full_evening_offers_no_fewer_minutes():
    (refusal,) = weigh(spec(BASE), 15, room(committed=60, obligated=60), today=TODAY)
    assert "FEWER_MINUTES" not in {way.act for way in refusal.ways}


def test_one_may_use_the_rest_of_ones_own_right_though_the_pool_is_empty():
    kept = room(committed=25, obligated=60, own_right=20, own_committed=5)
    assert kept.free == 15
    assert weigh(spec(BASE), 15, kept, today=TODAY) == ()
    assert weigh(spec(TierSpec("", 16)), 16, kept, today=TODAY)


def test_grades_one_and_two_are_told_what_they_may_set_instead():
    (refusal,) = weigh(spec(BASE), 15, room(cap=0, zero="GRADE", grade=1), today=TODAY)
    assert {way.act for way in refusal.ways} == {"IN_SCHOOL", "ORAL"}


def test_all_reasons_are_given_at_once():
    past = room(cap=0, zero="GRADE", date=D(2026, 9, 16), until=TODAY)
    assert [r.code for r in weigh(spec(BASE), 15, past, today=TODAY)] == ["EVENING_PAST", "NO_WRITTEN_WORK"]


def test_a_vacation_without_a_total_refuses_written_work_and_lets_reading_through():
    assert [r.code for r in weigh(spec(BASE), 15, room(cap=None), today=TODAY)] == ["VACATION_WITHOUT_TOTAL"]
    assert weigh(spec(BASE, form=Form.READING), 0, room(cap=None), today=TODAY) == ()


def test_in_school_consolidation_is_for_grades_one_and_two():
    (refusal,) = weigh(spec(BASE, form=Form.IN_SCHOOL), 0, room(grade=3), today=TODAY)
    assert refusal.code == "IN_SCHOOL_ABOVE_GRADE_TWO"
    assert weigh(spec(BASE, form=Form.IN_SCHOOL), 0, room(grade=2, cap=0, zero="GRADE"), today=TODAY) == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unit": " "}, "unit"),
        ({"aim": ""}, "aim"),
        ({"content": "\n"}, "content"),
        ({"content": "做\x00题"}, "content"),
        ({"content": "题" * 2001}, "content"),
        ({"unit": "\ud800"}, "unit"),
    ],
)
def test_each_field_that_cannot_stand_is_named(change, field):
    with pytest.raises(InvalidInput) as refused:
        check_spec(spec(BASE, **change))
    assert set(refused.value.errors) == {field}


@pytest.mark.parametrize("minutes", [0, -5, 301])
def test_written_work_has_plausible_minutes(minutes):
    with pytest.raises(InvalidInput) as refused:
        check_spec(spec(TierSpec("", minutes)))
    assert set(refused.value.errors) == {"tier-0"}


def test_one_cannot_choose_more_than_there_is():
    with pytest.raises(InvalidInput) as refused:
        check_spec(spec(BASE, choose=2))
    assert set(refused.value.errors) == {"choose"}
