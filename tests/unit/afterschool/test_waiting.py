"""Who waits for what, in which order, and who is asked: without a database."""

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shuangjian.afterschool.draw.digests import lottery_key
from shuangjian.afterschool.rules.offering import moment_of_round, next_round, open_until
from shuangjian.afterschool.rules.waiting import (
    Child,
    Standing,
    WaitedUnit,
    seats_to_offer,
    stands_behind,
    waiting_lists,
    would_take,
)
from tests.cast import AT, TODAY

BALL = WaitedUnit(1, 1, (1,), 1, 6, is_open=True, free=1)
CHOIR = WaitedUnit(2, 2, (1, 3), 1, 6, is_open=True, free=1)
CHESS = WaitedUnit(3, 3, (2,), 3, 6, is_open=True, free=1)
ALL = (BALL, CHOIR, CHESS)


def child(pk: int = 1, wishes: tuple[int, ...] = (2, 1, 3), turn: int | None = None, **more: Any) -> Child:
    held = more.pop("held", {1: None, 2: None, 3: None})
    standing = more.pop("standing", Standing(turn or pk))
    return Child(pk, pk, more.pop("grade", 5), wishes, held, dict.fromkeys(range(1, 6), standing), **more)


def test_whoever_has_the_reading_place_waits_for_all_that_was_wished() -> None:
    assert [would_take(child(), unit) for unit in ALL] == [True, True, True]


def test_nobody_waits_for_what_is_no_dearer_than_what_one_has() -> None:
    in_choir = child(held={1: 2, 2: None, 3: 2})
    assert [would_take(in_choir, unit) for unit in ALL] == [False, False, True]
    in_ball = child(held={1: 1, 2: 3, 3: None})
    assert [would_take(in_ball, unit) for unit in ALL] == [False, True, False]


def test_a_club_needs_all_its_days_and_must_be_dearer_on_each() -> None:
    assert not would_take(child(held={1: None}), CHOIR)
    assert not would_take(child(wishes=(1, 2), held={1: 1, 3: None}), CHOIR)


def test_nobody_waits_for_what_is_closed_for_another_grade_or_on_no_list() -> None:
    assert not would_take(child(), WaitedUnit(1, 1, (1,), 1, 6, is_open=False, free=1))
    assert not would_take(child(grade=2), CHESS)
    assert not would_take(child(wishes=(2,)), BALL)


def test_the_list_stands_in_the_order_of_the_turns_and_who_joined_later_behind_its_turn() -> None:
    late = child(4, standing=Standing(2, True, "b"))
    later = child(5, standing=Standing(2, True, "a"))
    passed = child(6, turn=1, passed=frozenset({1}))
    lists = waiting_lists([BALL], [late, child(3, turn=3), passed, child(2, turn=2), later])
    assert [one.sign_up_id for one in lists[1]] == [2, 5, 4, 3]


def asked(children: list[Child], free: dict[int, int]) -> dict[int, int]:
    return {one.sign_up_id: number for one, number in seats_to_offer(waiting_lists(ALL, children), free)}


def test_a_seat_is_offered_to_who_stands_next_and_a_child_one_seat_at_a_time() -> None:
    first, second = child(1), child(2)
    assert asked([second, first], {1: 1}) == {1: 1}
    assert asked([second, first], {1: 1, 2: 1}) == {1: 2, 2: 1}
    assert asked([second, first], {1: 1, 2: 1, 3: 5}) == {1: 2, 2: 1}
    assert asked([child(1, has_offer=True), second], {1: 1}) == {2: 1}
    assert asked([first], {}) == {}


@st.composite
def crowds(draw: Any) -> tuple[list[Child], dict[int, int]]:
    children = []
    for pk in range(1, draw(st.integers(1, 7)) + 1):
        wishes = tuple(draw(st.permutations([1, 2, 3]))[: draw(st.integers(0, 3))])
        days = {
            day: Standing(turn)
            for block, turn in (((1, 3), draw(st.integers(1, 99))), ((2,), draw(st.integers(1, 99))))
            for day in block
        }
        children.append(Child(pk, pk, 5, wishes, {1: None, 2: None, 3: None}, days, has_offer=draw(st.booleans())))
    return children, {number: draw(st.integers(0, 2)) for number in (1, 2, 3)}


@given(crowds())
def test_no_seat_is_left_for_which_somebody_waits_unasked_and_nobody_is_passed_over(crowd: Any) -> None:
    children, free = crowd
    lists = waiting_lists(ALL, children)
    offers = seats_to_offer(lists, free)
    got = {one.sign_up_id: number for one, number in offers}
    assert len(got) == len(offers)
    for number, line in lists.items():
        holders = [one for one in line if got.get(one.sign_up_id) == number]
        assert len(holders) <= free[number]
        for at, one in enumerate(line):
            mine = got.get(one.sign_up_id)
            if one.has_offer or mine == number or (mine and one.wishes.index(mine) < one.wishes.index(number)):
                continue
            # Not asked for this dearer unit: every seat of it goes to somebody who stands before.
            assert len(holders) == free[number]
            assert all(line.index(holder) < at for holder in holders)


@given(crowds(), st.randoms(use_true_random=False))
def test_in_which_order_children_are_looked_at_changes_nothing(crowd: Any, chance: Any) -> None:
    children, free = crowd
    shuffled = list(children)
    chance.shuffle(shuffled)
    one, other = (seats_to_offer(waiting_lists(ALL, some), free) for some in (children, shuffled))
    alike = {c.standings[d] for c in children for d in (1, 2)}
    if len(alike) == 2 * len(children):  # turns of a draw are never the same
        assert [(c.sign_up_id, n) for c, n in one] == [(c.sign_up_id, n) for c, n in other]


def test_a_late_number_stands_where_the_draw_would_have_put_it() -> None:
    """Against the order itself: lottery, forward, reversed, from the middle, with and without the late one."""
    keys = sorted(lottery_key("seed", "2026-1", "1", str(n)) for n in range(7))
    for block, order in enumerate((keys, keys[::-1], keys[3:] + keys[:3])):
        for gap in range(6):
            late = (keys[gap] + keys[gap + 1]) // 2
            middle = [(turn, key) for turn, key in enumerate(order, 5)]
            behind = stands_behind(block, middle, 4, late)
            before = [key for turn, key in middle if turn <= behind]
            if block < 2:
                assert order[: len(before)] == before
                assert all((key < late) == (block == 0) for key in before)
            elif gap == 2:
                assert behind == middle[-1][0]  # between the end and the beginning: at the end
            else:
                neighbour = keys[gap]
                assert before[-1] == neighbour


def test_a_late_number_stands_first_or_last_where_it_is_the_lowest_or_highest() -> None:
    middle = [(3, 10), (4, 20), (5, 30)]
    assert [stands_behind(0, middle, 2, key) for key in (5, 35)] == [2, 5]
    reverse = [(3, 30), (4, 20), (5, 10)]
    assert [stands_behind(1, reverse, 2, key) for key in (35, 5)] == [2, 5]
    turned = [(3, 20), (4, 30), (5, 10)]
    assert [stands_behind(2, turned, 2, key) for key in (25, 35, 5, 15)] == [3, 4, 4, 5]
    assert [stands_behind(block, [], 2, 7) for block in range(3)] == [2, 2, 2]


def test_a_round_is_at_six_and_an_offer_stands_two_school_days() -> None:
    six = moment_of_round(TODAY)
    assert next_round(AT) == six
    assert next_round(six).date() == TODAY.replace(day=18)
    assert open_until(TODAY, lambda date, days: date.replace(day=date.day + days)) == moment_of_round(
        TODAY.replace(day=19)
    )
    assert open_until(TODAY, lambda date, days: None) is None


def test_who_is_asked_does_not_hang_on_the_order_of_units() -> None:
    children = [child(1, (1, 2, 3)), child(2, (2, 1)), child(3, (3, 1))]
    answers = [
        seats_to_offer({u.number: waiting_lists(ALL, children)[u.number] for u in units}, {1: 1, 2: 1, 3: 1})
        for units in permutations(ALL)
    ]
    assert {tuple(sorted((c.sign_up_id, n) for c, n in offers)) for offers in answers} == {((1, 1), (2, 2), (3, 3))}
