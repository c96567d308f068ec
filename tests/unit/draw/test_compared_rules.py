"""The rules that the bench holds our draw against are what they are called."""

from collections import Counter

import pytest

from bench.draw_rules import Places, draft, first_choices_first, most_points, settled
from bench.draw_schools import school
from bench.draw_truth import drawn, points_of
from shuangjian.afterschool.draw import Entry, Menu, run

SEED = "5e" * 32
RULES = {"first choices first": first_choices_first, "draft": draft, "most points": most_points}


def small(number: int, minimums: bool) -> tuple[Menu, list[Entry]]:
    return school(number, 40, units=9, days=(1, 2, 3), clubs=False, minimums=minimums)


def total(menu: Menu, entries: list[Entry], places: Places) -> int:
    return sum(points_of(menu, child, places) for child in entries)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("minimums", [False, True])
def test_seats_lists_grades_and_minimums_are_kept(rule: str, minimums: bool) -> None:
    menu, entries = small(1, minimums)
    places = settled(RULES[rule], menu, entries)
    takers = Counter(unit for held in places.values() for unit in held.values())
    for unit in menu.units:
        assert takers[unit.number] == 0 or unit.minimum <= takers[unit.number] <= unit.capacity
    for child in entries:
        assert all(
            unit in child.wishes and (day,) == menu.by_number[unit].days for day, unit in places[child.id].items()
        )


def test_most_points_are_not_fewer_than_any_others() -> None:
    for number in range(4):
        menu, entries = small(number, False)
        most = total(menu, entries, settled(most_points, menu, entries))
        others = [drawn(menu, SEED, entries), *(settled(rule, menu, entries) for rule in RULES.values())]
        assert all(total(menu, entries, each) <= most for each in others)


def test_first_choices_first_gives_no_fewer_first_wishes_than_we_do() -> None:
    menu, entries = small(2, False)
    firsts = [{menu.by_number[n].days[0]: n for n in child.wishes[::-1]} for child in entries]

    def met(places: Places) -> int:
        return sum(
            places[child.id].get(day) == unit
            for child, of_day in zip(entries, firsts, strict=True)
            for day, unit in of_day.items()
        )

    assert met(settled(first_choices_first, menu, entries)) >= met(drawn(menu, SEED, entries))


def test_a_school_of_the_model_has_clubs_and_isdrawn() -> None:
    menu, entries = school(3, 60)
    assert any(len(unit.days) == 2 for unit in school(3, 400)[0].units)
    assert run(menu, entries, SEED).digest == run(*school(3, 60), SEED).digest
