"""The page that explains the draw: its example is a real draw, and it says what the rule does and where it is weak."""

import hashlib
import re

import pytest
from django.test import Client

from shuangjian.afterschool.draw import Entry, Full, Menu, MenuUnit, Result, lottery_key, run, why
from shuangjian.afterschool.rules.kinds import READING_PLACE
from shuangjian.portal.service_rule import LOTS, SEED, UNITS, WEEK
from tests.cast import Cast
from tests.desks.places import check_plain

NUMBERS = {unit.name: unit.number for unit in UNITS}
NAMES = {unit.number: unit.name for unit in UNITS} | {None: READING_PLACE}


def example() -> tuple[Menu, list[Entry], Result]:
    units = tuple(MenuUnit(u.number, u.name, (u.weekday,), (3,), u.seats, 0) for u in UNITS)
    menu = Menu("2026-1", "样例", 800_000, (1, 2), units)
    wishes = {
        child: [NUMBERS[w] for day in WEEK for t in day.turns if t.child == child for w in t.wishes] for child in LOTS
    }
    entries = [Entry(child, None, 3, 0, (1, 2), tuple(numbers)) for child, numbers in wishes.items()]
    return menu, entries, run(menu, entries, SEED)


def test_the_seed_and_the_numbers_of_the_example_are_those_of_the_lottery() -> None:
    assert hashlib.sha256("例".encode()).hexdigest() == SEED
    assert {child: lottery_key(SEED, "2026-1", "样例", child) * 1000 >> 64 for child in LOTS} == LOTS


def test_the_example_is_what_the_draw_makes_of_it() -> None:
    _, _, result = example()
    assert result.closed == ()
    for day in WEEK:
        in_turn = sorted(LOTS, key=lambda child: result.by_id[child].turns[day.weekday])
        assert [turn.child for turn in day.turns] == in_turn
        assert [turn.got for turn in day.turns] == [NAMES[result.by_id[child].units[day.weekday]] for child in in_turn]


def test_the_reasons_of_the_example_are_those_of_the_draw() -> None:
    menu, entries, result = example()
    by_name = {entry.id: entry for entry in entries}
    for day in WEEK:
        for turn in day.turns:
            story = next(s for s in why(menu, by_name[turn.child], result) if s.weekday == day.weekday)
            full = [(NAMES[passed.unit], passed.reason) for passed in story.above]
            told = [f"{name}给到第{r.last_turn}个" for name, r in full if isinstance(r, Full)]
            own = [f"{turn.child}是第{r.turn}个" for _, r in full[:1] if isinstance(r, Full)]
            assert turn.why == "，".join(told + own)


@pytest.mark.django_db
def test_the_page_shows_the_example_in_words_and_in_a_drawing(cast: Cast) -> None:
    page = Client().get("/service/rule/")
    check_plain(page)
    words = re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", page.text))
    for day in WEEK:
        assert f'aria-label="{day.words}"' in page.text
        for n, turn in enumerate(day.turns, 1):
            assert f"第{n}个{turn.child}{'、'.join(turn.wishes) or '没有写'}{turn.got}{turn.why}" in words
    assert SEED in words


@pytest.mark.django_db
def test_the_page_says_what_families_ask(cast: Cast) -> None:
    text = Client().get("/service/rule/").text
    for words in (
        "报名早晚不算，抢没有用", "不瞒您", "第二组从队尾排起", "兄弟姐妹", "上次轮到时剩得少的", "候补", "晚报名",
        "辅导", "从来不用的", "verify_draw.py", "全凭自愿",
    ):  # fmt: skip
        assert words in text


@pytest.mark.django_db
def test_anybody_may_keep_the_page(cast: Cast) -> None:
    assert "public" in Client().get("/service/rule/").headers["Cache-Control"]
