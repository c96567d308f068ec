"""What the book answers, with its grounds; and what it declines to answer."""

import datetime as dt
import timeit

import pytest

from shuangjian import rulebook
from shuangjian.kernel.grade import System
from shuangjian.rulebook import Basis, Modality, NoSuchRule, NotInForce, load_from
from tests.unit.rulebook.books import LATER, NATIONAL, cap, duty, entry, local, write

BOOK = rulebook.load()
TODAY = dt.date(2026, 11, 24)
HUALONG = ("410900", "410902")
SIX_THREE, FIVE_FOUR = System.SIX_THREE, System.FIVE_FOUR


def ask(name, *, date=TODAY, places=HUALONG, grade=None, system=None, book=BOOK):
    return book.lookup(name, date=date, place_codes=places, grade=grade, system=system)


def test_the_deciding_ground_stands_first_and_the_country_after_the_province():
    found = ask("homework/written_minutes", grade=5, system=SIX_THREE)
    assert [ground.place for ground in found.grounds] == ["濮阳市", "河南省", ""]
    assert found.basis is Basis.MID_LEVEL_PUPIL
    assert found.edition == BOOK.edition


def test_a_ground_becomes_a_clause_that_leads_to_its_page():
    clause = ask("homework/written_minutes", grade=5, system=SIX_THREE).grounds[-1].as_clause()
    assert (clause.number, clause.article, clause.rule) == ("中办发〔2021〕40号", "第5条", "homework/written_minutes")


def test_a_local_notice_of_unfound_number_points_to_the_reply_that_witnesses_it():
    clause = ask("homework/written_minutes", grade=5, system=SIX_THREE).grounds[0].as_clause()
    assert clause.number is None
    assert "濮教函〔2023〕69号" in clause.article


def test_places_above_a_code_are_known_from_the_code():
    of_town = ask("homework/written_minutes", places=("410902001",), grade=5, system=SIX_THREE)
    assert of_town == ask("homework/written_minutes", grade=5, system=SIX_THREE)


def test_the_time_in_which_an_answer_holds_is_told():
    found = ask("homework/written_minutes", date=dt.date(2021, 5, 1), places=(), grade=5, system=SIX_THREE)
    assert (found.since, found.until) == (dt.date(2021, 4, 25), dt.date(2021, 7, 24))


def test_before_the_first_rule_the_book_declines_and_says_from_when_it_could():
    with pytest.raises(NotInForce, match="2018年8月30日"):
        ask("homework/written_minutes", date=dt.date(2018, 8, 29), grade=5, system=SIX_THREE)


def test_after_its_end_a_rule_is_not_in_force_and_not_zero(tmp_path):
    book = load_from(write(tmp_path, {"homework/cap": cap(entry(), entry(LATER, value=None))}))
    eve = LATER - dt.timedelta(1)
    assert ask("homework/cap", date=eve, grade=5, system=SIX_THREE, book=book).value == 60
    with pytest.raises(NotInForce):
        ask("homework/cap", date=LATER, grade=5, system=SIX_THREE, book=book)


def test_where_a_place_ends_its_own_rule_the_country_decides_again(tmp_path):
    ended = local(entry(NATIONAL, 45, 60), entry(LATER, value=None))
    book = load_from(write(tmp_path, {"homework/cap": cap(places=(ended,))}))
    eve = LATER - dt.timedelta(1)
    assert ask("homework/cap", date=eve, grade=5, system=SIX_THREE, book=book).value == 45
    assert ask("homework/cap", date=LATER, grade=5, system=SIX_THREE, book=book).value == 60


def test_a_rule_of_one_place_says_nothing_elsewhere():
    assert ask("homework/leading_group").value[0] == "校长"
    with pytest.raises(NotInForce):
        ask("homework/leading_group", places=("410100",))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("homework/written_minutes", 60), ("sleep/hours", 10), ("sleep/bedtime", dt.time(21, 20))],
)
def test_grade_six_of_five_four_takes_the_stricter_and_says_so(name, expected):
    found = ask(name, grade=6, system=FIVE_FOUR)
    assert found.value == expected
    assert "没有写明" in found.grounds[0].note
    assert "没有写明" not in ask(name, grade=6, system=SIX_THREE).grounds[0].note
    assert "没有写明" not in ask(name, grade=7, system=FIVE_FOUR).grounds[0].note


@pytest.mark.parametrize(("read_as", "expected"), [("STRICTER", 60), ("PRIMARY", 60), ("JUNIOR", 90)])
def test_how_grade_six_of_five_four_is_read_is_data(tmp_path, read_as, expected):
    parameter = cap(five_four_grade_6={"as": read_as, "note": "教育局这样定。"})
    book = load_from(write(tmp_path, {"homework/cap": parameter}))
    assert ask("homework/cap", grade=6, system=FIVE_FOUR, book=book).value == expected


def test_a_rule_that_differs_between_grades_wants_a_grade():
    with pytest.raises(ValueError, match="grade"):
        ask("homework/written_minutes")
    with pytest.raises(ValueError, match="system"):
        ask("homework/written_minutes", grade=6)


@pytest.mark.parametrize("grade", [0, 10, -1])
def test_there_is_no_grade_outside_one_to_nine(grade):
    with pytest.raises(ValueError, match="no such grade"):
        ask("homework/written_minutes", grade=grade, system=SIX_THREE)


def test_a_rule_that_is_one_for_all_needs_no_grade_and_takes_any():
    assert ask("homework/by_phone") == ask("homework/by_phone", grade=3, system=FIVE_FOUR)
    assert ask("homework/by_phone").modality is Modality.MUST_NOT


def test_stages_differ_by_system():
    assert ask("curriculum/stages", system=SIX_THREE).value[2] == "五、六年级"
    assert ask("curriculum/stages", system=FIVE_FOUR).value[2] == "六、七年级"


def test_an_unknown_rule_is_named():
    with pytest.raises(NoSuchRule, match="homework/nothing"):
        ask("homework/nothing")
    with pytest.raises(NoSuchRule):
        BOOK.parameter("homework/nothing")


def test_no_national_number_is_invented_for_breaks():
    assert ask("homework/break_total").value is True


def test_changes_are_told_with_their_place_and_whether_anything_but_the_document_is_new():
    found = BOOK.changes_between(dt.date(2021, 4, 24), dt.date(2021, 7, 24), HUALONG)
    cap_changes = [change for change in found if change.parameter.name == "homework/written_minutes"]
    assert [(change.on, change.place) for change in cap_changes] == [
        (dt.date(2021, 4, 25), ""),
        (dt.date(2021, 7, 24), ""),
    ]
    assert not cap_changes[0].is_new_value
    publicity = next(change for change in found if change.parameter.name == "homework/publicity")
    assert publicity.before is None
    assert publicity.is_new_value


def test_the_day_from_which_one_asks_is_outside_and_the_day_up_to_which_inside():
    day = dt.date(2025, 10, 24)
    assert BOOK.changes_between(day - dt.timedelta(1), day)
    assert not BOOK.changes_between(day, day + dt.timedelta(400))


def test_changes_of_other_places_are_not_told():
    window = dt.date(2021, 12, 30), dt.date(2021, 12, 31)
    assert BOOK.changes_between(*window, HUALONG) == ()
    assert [change.place for change in BOOK.changes_between(*window, ("210300",))] == ["鞍山市"]


def test_a_change_of_modality_alone_is_a_change(tmp_path):
    shown = duty()
    shown["history"].append(shown["history"][0] | {"from": LATER, "modality": "SHOULD"})
    book = load_from(write(tmp_path, {"homework/shown": shown}))
    assert book.changes_between(NATIONAL, LATER)[0].is_new_value


def test_a_warm_lookup_takes_less_than_twenty_microseconds():
    def lookup():
        ask("homework/written_minutes", grade=5, system=SIX_THREE)

    lookup()
    assert min(timeit.repeat(lookup, number=1000, repeat=5)) / 1000 < 20e-6


def test_values_are_told_in_words():
    cases = {"homework/written_minutes": "60分钟", "sleep/bedtime": "21:20", "schoolday/first_lesson": "8:20"}
    for name, words in cases.items():
        found = ask(name, grade=5, system=SIX_THREE)
        assert BOOK.parameter(name).label(found.value) == words
    kinds = BOOK.parameter("homework/repetitive_or_punitive")
    assert kinds.label(ask(kinds.name).value) == "重复性、惩罚性"
    limit = BOOK.parameter("homework/written_minutes")
    assert limit.rows(limit.history[-1])[1] == ("小学其他年级", "60分钟")
    assert [o.history[0].since_label for o in limit.overlays] == ["2019年9月", "2020年", "2021年"]
