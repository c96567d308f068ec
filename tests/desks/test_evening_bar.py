"""The evening bar: one scale, one cap line, and a sentence that says all of it."""

import datetime as dt

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from shuangjian.desks.common.bars import CAP_AT, bar
from shuangjian.homework.queries import Segment
from shuangjian.homework.rules import Room
from shuangjian.kernel.subject import Subject

MATHS, CHINESE, ENGLISH = Subject.MATHEMATICS, Subject.CHINESE, Subject.ENGLISH


def room(
    cap: int | None = 60, committed: int = 0, zero: str = "", right: int = 0, obligated: int | None = None
) -> Room:
    day = dt.date(2026, 9, 17)
    return Room(
        1, "五（1）班", 5, day, day + dt.timedelta(1), True, False, cap, committed,
        committed if obligated is None else obligated, right, 0, (), zero,
    )  # fmt: skip


def test_the_draft_stands_last_and_what_crosses_the_cap_is_what_is_being_added() -> None:
    drawn = bar(room(committed=50), [Segment(CHINESE, 50, 0)], title="五（1）班今晚", mine=MATHS, draft=20)
    assert [(p.kind, p.label) for p in drawn.pieces] == [("set", "语文 50"), ("draft", "数学 +20"), ("over", "多10")]
    assert drawn.pieces[1].end == CAP_AT
    assert drawn.sentence == "五（1）班今晚：上限60分，语文已定50分，这次数学20分，多出10分，放不下"
    assert drawn.state == "over"


def test_on_a_full_evening_the_whole_draft_is_beyond_the_cap_and_still_named() -> None:
    drawn = bar(room(committed=60), [Segment(CHINESE, 60, 0)], mine=MATHS, draft=5)
    assert [p.kind for p in drawn.pieces] == ["set", "over"]
    assert ("draft", "这次数学 5") in drawn.words


def test_a_draft_claims_ones_own_share_before_the_pool() -> None:
    shares = [Segment(MATHS, 0, 20), Segment(ENGLISH, 0, 10)]
    drawn = bar(room(right=20, obligated=30), shares, mine=MATHS, draft=25)
    assert [(p.kind, p.label) for p in drawn.pieces] == [("held", "英语 留10"), ("draft", "数学 +25")]
    assert drawn.free == 25


@pytest.mark.parametrize(
    ("cap", "zero", "words"),
    [
        (0, "GRADE", "一、二年级不布置书面作业"),
        (0, "NO_HOMEWORK_DAY", "无书面作业日"),
        (None, "", "学校还没有定这个假期的"),
    ],
)
@pytest.mark.parametrize("size", ["s", "l"])
def test_an_evening_without_a_cap_says_so_in_words(cap: int | None, zero: str, words: str, size: str) -> None:
    drawn = bar(room(cap, zero=zero), [])
    assert words in Template("{% evening_bar bar size=size %}").render(Context({"bar": drawn, "size": size}))


@given(
    cap=st.integers(1, 200),
    minutes=st.lists(st.integers(0, 60), min_size=len(Subject), max_size=len(Subject)),
    draft=st.integers(0, 300),
)
def test_nothing_is_drawn_outside_the_picture_and_pieces_join(cap: int, minutes: list[int], draft: int) -> None:
    left, segments = cap, []
    for subject, wanted in zip(Subject, minutes, strict=True):
        segments.append(Segment(subject, min(wanted, left), 0))
        left -= min(wanted, left)
    drawn = bar(room(cap, committed=cap - left), segments, mine=MATHS, draft=draft)
    end = 0.0
    for piece in drawn.pieces:
        assert piece.x == pytest.approx(end, abs=0.2)
        assert piece.width > 0
        end = piece.end
    assert end <= 101.0
    assert drawn.over == max(draft - left, 0)
    assert (drawn.over > 0) == (drawn.state == "over")
    assert drawn.free == max(left - draft, 0)
