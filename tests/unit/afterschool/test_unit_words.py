"""What units say of themselves: refused where a clause forbids it, asked about where a person decides."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shuangjian.afterschool.rules.words import Said, marks_in

CORPUS = Path(__file__).resolve().parents[2] / "corpus/units"
UNITS = yaml.load((CORPUS / "working.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
JUDGED = yaml.load((CORPUS / "judged.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
REFUSED = [(said, text) for said, texts in UNITS["refused"].items() for text in texts]


@pytest.mark.parametrize(("said", "text"), REFUSED, ids=[text for _, text in REFUSED])
def test_what_a_clause_forbids_is_found_and_marked(said, text):
    plain = [mark for mark in marks_in(text) if mark.plainly]
    assert plain[0].said == said
    assert all(text[mark.start : mark.end] == mark.quoted for mark in plain)


@pytest.mark.parametrize("text", UNITS["asked"])
def test_what_may_be_forbidden_is_asked_about_and_not_refused(text):
    marks = marks_in(text)
    assert marks
    assert not any(mark.plainly for mark in marks)


@pytest.mark.parametrize("text", UNITS["left_alone"])
def test_an_activity_is_left_alone(text):
    assert marks_in(text) == ()


def test_the_lists_are_long_enough_to_mean_something():
    assert min(len(texts) for texts in UNITS["refused"].values()) >= 10
    assert len(REFUSED) >= 200
    assert len(UNITS["left_alone"]) >= 400


def test_of_names_that_the_words_were_not_made_from_most_are_refused_and_no_activity_is_touched():
    refused = [text for text in JUDGED["foul"] if any(mark.plainly for mark in marks_in(text))]
    found = [text for text in JUDGED["foul"] if marks_in(text)]
    wrongly = [text for text in JUDGED["fair"] if marks_in(text)]
    assert len(refused) >= 46  # of 55
    assert len(found) >= 49
    assert wrongly == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("书法社。　刷 题 也可以", "刷 题"),
        ("ＵＮＩＴ３　英语新课", "英语新课"),
        ("补·课", "补·课"),
        ("數學補課", "補課"),
    ],
)
def test_blanks_signs_and_another_script_hide_nothing_and_the_mark_shows_what_was_typed(text, quoted):
    assert [mark.quoted for mark in marks_in(text)] == [quoted]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("不讲新课", False),
        ("不讲新课，集体补课", True),
        ("不补课、不讲新课、不刷题", False),
        ("不得讲新课、集体补课或刷题备考", False),
        ("不仅讲新课", True),
        ("不得不补课", True),
        ("没学会的同学集体补课", True),
        ("跟不上就集体补课", True),
        ("刷题一律不准", False),
        ("不是以前那样的补课", False),
        ("写完作业再说，绝不刷题", False),
    ],
)
def test_what_is_taken_back_is_not_found_and_what_only_sounds_so_is(text, is_found):
    assert bool(marks_in(text)) is is_found


def test_a_thing_that_is_only_talked_about_is_asked_about():
    assert [mark.plainly for mark in marks_in("辩论：刷题有用吗")] == [False]


def test_help_for_single_pupils_is_asked_about_and_a_class_is_refused():
    assert [mark.plainly for mark in marks_in("给个别没听懂的同学补课")] == [False]
    assert [mark.plainly for mark in marks_in("给没听懂的同学集体补课")] == [True]


def test_a_class_in_another_skill_is_no_class_in_a_subject():
    assert marks_in("篮球尖子班") == ()
    assert [mark.said for mark in marks_in("篮球课后集体补课")] == [Said.MAKE_UP]


@given(st.text(alphabet="讲新课补习刷题备考不，。·  晚自习周六班英语\n𝟛①", max_size=60))
def test_whatever_is_typed_marks_stand_in_order_apart_and_quote_what_was_typed(text):
    marks = marks_in(text)
    assert all(text[mark.start : mark.end] == mark.quoted != "" for mark in marks)
    assert all(one.end <= other.start for one, other in pairwise(marks))
