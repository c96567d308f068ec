"""What is said of how good a draw is, counted by hand; the bound; what more seats would change."""

from dataclasses import replace

from shuangjian.afterschool.draw import Entry, Menu, MenuUnit, MoreSeats, more_seats, quality, run
from shuangjian.afterschool.draw.bound import lp_bound

SEED = "5e" * 32
MENU = Menu(
    term="2026-1",
    school="4109020001",
    reference=800_000,
    days=(1, 2),
    units=(
        MenuUnit(1, "篮球", (1,), (4,), 1, 0),
        MenuUnit(2, "合唱", (1,), (4,), 1, 0),
        MenuUnit(3, "机器人社", (1, 2), (4,), 1, 0),
        MenuUnit(4, "围棋", (2,), (4,), 9, 0),
    ),
)
LISTS = [Entry(name, None, 4, 0, (1, 2), (1, 2, 4)) for name in "abc"]


def test_days_with_the_first_wish_and_with_nothing_are_counted() -> None:
    found = quality(MENU, LISTS, run(MENU, LISTS, SEED))
    assert (found.children, found.days, found.first, found.nothing) == (3, 6, 4, 1)
    assert found.total == (10 + 9 + 0) + 3 * 10
    assert found.mean == (20 + 19 + 10) / 2 / 3
    assert 5 <= found.fifth < 9.5


def test_a_club_counts_on_each_of_its_days_by_the_wishes_of_that_day() -> None:
    one = [Entry("a", None, 4, 0, (1, 2), (2, 3, 4))]
    closed = replace(MENU, units=(*MENU.units[:1], replace(MENU.units[1], grades=(5,)), *MENU.units[2:]))
    found = quality(closed, one, run(closed, one, SEED))
    assert (found.days, found.first, found.nothing, found.total) == (2, 1, 0, 9 + 10)


def test_days_without_a_wish_or_not_joined_do_not_count() -> None:
    lists = [Entry("a", None, 4, 0, (1,), (4,)), Entry("b", None, 4, 0, (1, 2), (1,)), Entry("c", None, 4, 0, (), (1,))]
    found = quality(MENU, lists, run(MENU, lists, SEED))
    assert (found.children, found.days, found.first) == (1, 1, 1)


def test_nobody_wishing_for_anything_is_no_error() -> None:
    lists = [replace(each, wishes=()) for each in LISTS]
    result = run(MENU, lists, SEED)
    found = quality(MENU, lists, result)
    assert (found.children, found.days, found.total, found.mean) == (0, 0, 0, 0.0)
    assert (lp_bound(MENU, lists, result), more_seats(MENU, lists, SEED)) == (0, [])


def test_the_bound_is_reached_where_the_rule_leaves_nothing_on_the_table() -> None:
    result = run(MENU, LISTS, SEED)
    assert lp_bound(MENU, LISTS, result) == quality(MENU, LISTS, result).total == 49


def test_the_bound_is_above_where_two_children_would_gain_by_changing_places() -> None:
    """Whoever comes first takes the last seat of the only unit that the other wishes for."""
    menu = replace(MENU, units=MENU.units[:2])
    lists = [Entry("a", None, 4, 1, (1,), (1, 2)), Entry("b", None, 4, 0, (1,), (1,))]
    result = run(menu, lists, SEED)
    assert (quality(menu, lists, result).total, lp_bound(menu, lists, result)) == (10, 10 + 9)


def test_more_seats_say_whom_they_would_help() -> None:
    assert more_seats(MENU, LISTS, SEED, seats=1) == [MoreSeats(1, 1, -1), MoreSeats(2, 0, -1)]
    assert more_seats(MENU, LISTS, SEED, seats=5) == [MoreSeats(1, 2, -1), MoreSeats(2, 0, -1)]
