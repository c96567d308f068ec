"""The evening's minutes as a school has lowered them, and what a school may not decide."""

import datetime as dt

import pytest

from shuangjian import rulebook
from shuangjian.kernel.grade import System
from shuangjian.kernel.refusal import Refused
from shuangjian.rulebook import BreakKind, Choice, NotInForce, NoVacationTotal, SchoolGround, Zero

BOOK = rulebook.load()
WEDNESDAY, THURSDAY, FRIDAY = dt.date(2026, 11, 25), dt.date(2026, 11, 26), dt.date(2026, 11, 27)
PUYANG = ("410900", "410902")
SINCE = dt.date(2026, 9, 1)
WRITTEN, WEEKEND = "homework/written_minutes", "homework/weekend_total"
VACATION, WEEKDAY = "homework/vacation_total", "homework/no_homework_weekday"


def choice(name, value, since=SINCE, until=None, title="作业管理办法"):
    return Choice(name, value, since, until, title, "第8条", "某校长")


def night(*choices, date=WEDNESDAY, grade=5, places=PUYANG, system=System.SIX_THREE):
    return rulebook.written_cap(BOOK, date=date, place_codes=places, grade=grade, system=system, choices=choices)


def rest(*choices, kind=BreakKind.WEEKEND, date=FRIDAY, grade=5):
    return rulebook.break_cap(
        BOOK, date=date, place_codes=PUYANG, grade=grade, system=System.SIX_THREE, kind=kind, choices=choices
    )


def check(*choices, grades=range(1, 7)):
    for one in choices:
        rulebook.check_choice(BOOK, one, place_codes=PUYANG, grades=grades, system=System.SIX_THREE)


def refused(one, grades=range(1, 7)):
    with pytest.raises(Refused) as caught:
        check(one, grades=grades)
    return caught.value.refusals[0]


def test_without_choices_the_law_alone_holds():
    cap = night()
    assert (cap.minutes, cap.zero, cap.basis) == (60, "", "MID_LEVEL_PUPIL")
    assert cap.edition == BOOK.edition


def test_a_lower_choice_decides_and_stands_first_with_the_schools_own_words():
    cap = night(choice(WRITTEN, 45))
    assert cap.minutes == 45
    assert cap.grounds[0].as_clause().label == "本校作业管理办法　第8条"
    assert cap.grounds[1].place == "濮阳市"


@pytest.mark.parametrize("title", ["《作业管理办法》", "本校作业管理办法", " 作业管理办法 "])
def test_a_schools_rule_is_named_alike_however_it_was_typed(title):
    cap = night(choice(WRITTEN, 45, title=title))
    assert cap.grounds[0].as_clause().title == "本校作业管理办法"


@pytest.mark.parametrize("value", [60, 75, 10_000])
def test_a_choice_that_is_no_lower_changes_nothing(value):
    assert night(choice(WRITTEN, value)) == night()


def test_a_choice_holds_from_its_first_day_until_the_day_before_its_last():
    one = choice(WRITTEN, 45, since=WEDNESDAY, until=THURSDAY)
    eve = WEDNESDAY - dt.timedelta(1)
    assert [night(one, date=date).minutes for date in (eve, WEDNESDAY, THURSDAY)] == [60, 45, 60]


def test_of_two_choices_in_force_the_lower_holds():
    assert night(choice(WRITTEN, 50), choice(WRITTEN, 40)).minutes == 40


def test_the_no_homework_weekday_is_zero_and_gives_its_grounds():
    cap = night(choice(WEEKDAY, 3))
    assert (cap.minutes, cap.zero) == (0, Zero.NO_HOMEWORK_DAY)
    rules = [ground.as_clause().rule for ground in cap.grounds[:3]]
    assert rules == [None, "homework/weekly_no_homework_day", "homework/written_minutes"]


def test_the_no_homework_weekday_leaves_other_days_alone():
    assert night(choice(WEEKDAY, 3), date=THURSDAY) == night(date=THURSDAY)


def test_of_two_no_homework_weekdays_each_counts_on_its_day():
    two = choice(WEEKDAY, 3), choice(WEEKDAY, 4)
    assert [night(*two, date=date).minutes for date in (WEDNESDAY, THURSDAY)] == [0, 0]


def test_the_first_grades_are_zero_because_of_the_grade_even_on_a_no_homework_day():
    cap = night(choice(WEEKDAY, 3), grade=1)
    assert (cap.minutes, cap.zero) == (0, Zero.GRADE)


def test_before_the_first_rule_there_is_no_cap_to_speak_of():
    with pytest.raises(NotInForce):
        night(date=dt.date(2018, 8, 29))


def test_a_weekend_without_a_stated_total_has_one_nights_minutes():
    assert rest().minutes == 60
    assert rest().grounds[0].as_clause().rule == WRITTEN


def test_a_weekend_takes_the_schools_lower_night_too():
    assert rest(choice(WRITTEN, 45)).minutes == 45


def test_a_stated_weekend_total_decides():
    cap = rest(choice(WEEKEND, 90))
    assert cap.minutes == 90
    assert isinstance(cap.grounds[0], SchoolGround)
    assert cap.grounds[1].as_clause().rule == "homework/break_total"


def test_a_weekend_total_beyond_its_bound_counts_as_the_bound():
    assert rest(choice(WEEKEND, 500)).minutes == 120


def test_a_break_is_not_a_no_homework_night_and_a_school_may_set_it_to_zero_by_its_total():
    assert rest(choice(WEEKDAY, 3), date=WEDNESDAY).minutes == 60
    assert rest(choice(WEEKEND, 0), date=WEDNESDAY).minutes == 0


def test_a_vacation_without_a_stated_total_has_no_cap_and_says_which_clause_leaves_it_open():
    with pytest.raises(NoVacationTotal) as caught:
        rest(choice(WEEKEND, 90), kind="VACATION")
    assert caught.value.grounds[0].as_clause().number == "教基厅函〔2021〕13号"
    assert "学校" in str(caught.value)


def test_a_stated_vacation_total_decides_and_a_weekend_does_not_use_it():
    assert rest(choice(VACATION, 300), kind=BreakKind.VACATION).minutes == 300
    assert rest(choice(VACATION, 300)).minutes == 60


def test_the_first_grades_have_nothing_in_any_break_and_need_no_total():
    for kind in BreakKind:
        assert (rest(kind=kind, grade=2).minutes, rest(kind=kind, grade=2).zero) == (0, Zero.GRADE)


def test_there_is_no_third_kind_of_break():
    with pytest.raises(ValueError, match="HOLIDAY"):
        rest(kind="HOLIDAY")


@pytest.mark.parametrize(
    "one", [choice(WRITTEN, 60), choice(WRITTEN, 0), choice(WEEKEND, 120), choice(VACATION, 840), choice(WEEKDAY, 4)]
)
def test_what_lies_within_the_law_may_be_chosen(one):
    check(one)


@pytest.mark.parametrize(
    ("one", "nearest", "code"),
    [
        (choice(WRITTEN, 61), "60", "CHOICE_LOOSER_THAN_LAW"),
        (choice(WRITTEN, -1), "0", "CHOICE_OUT_OF_RANGE"),
        (choice(WEEKEND, 121), "120", "CHOICE_LOOSER_THAN_LAW"),
        (choice(VACATION, 841), "840", "CHOICE_LOOSER_THAN_LAW"),
        (choice(WEEKDAY, 5), "4", "CHOICE_LOOSER_THAN_LAW"),
        (choice(WEEKDAY, 0), "1", "CHOICE_OUT_OF_RANGE"),
    ],
)
def test_what_lies_outside_is_refused_with_its_clause_and_the_nearest_way(one, nearest, code):
    refusal = refused(one)
    assert refusal.code == code
    assert refusal.clauses
    assert refusal.ways[0].values == {"value": nearest}


def test_a_refused_choice_is_told_in_whole_sentences():
    refusal = refused(choice(WRITTEN, 75))
    assert refusal.staff.startswith("每天书面作业的上限不能定为75分钟，可以定从0分钟到60分钟。")
    assert refusal.clauses[0].rule == WRITTEN
    assert refused(choice(WEEKDAY, 5)).staff.startswith("每周无书面作业日不能定为星期五，可以定从星期一到星期四。")


def test_one_number_for_all_grades_must_be_lawful_for_the_strictest_of_them():
    check(choice(WRITTEN, 90), grades=range(7, 10))
    assert refused(choice(WRITTEN, 90), grades=range(1, 10)).ways[0].values == {"value": "60"}


def test_a_point_with_the_first_grades_only_has_nothing_to_choose():
    assert "0分钟" in refused(choice(WRITTEN, 10), grades=(1, 2)).staff


def test_a_choice_nobody_knows_is_refused_with_the_known_ones():
    assert "每周无书面作业日" in refused(choice("homework/anything", 1)).staff


def test_bedtime_comes_with_its_grounds_and_its_strength():
    found = rulebook.bedtime(BOOK, date=WEDNESDAY, place_codes=PUYANG, grade=8, system=System.SIX_THREE)
    assert (found.time, found.modality) == (dt.time(22, 0), "SHOULD")
    assert found.grounds[0].as_clause().article == "第5条"
