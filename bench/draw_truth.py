"""Who gains by lying: our draw, first choices first, a draft, and most points by rank, on the same small schools.

In each school some families try other lists while all others stay with the truth: two wishes swapped, one moved to
the top, one dropped, the list cut short. A family gains if its child's week, counted by the true list (10 points for
the first wish of a day, 9 for the second, …), is better than with the truth. Lists are tried at random: shares are from
below.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from bench import servers
from bench.draw_rules import MOST, Places, Rule, draft, first_choices_first, most_points, settled
from bench.draw_schools import school
from bench.figure import Figure
from shuangjian.afterschool.draw import Entry, Menu, lottery_key, run

SCHOOLS, CHILDREN, FAMILIES, TRIED = 12, 60, 20, 16
DAYS, UNITS = (1, 2, 3), 15
RULES: dict[str, Rule | None] = {
    "our draw": None,
    "first choices first": first_choices_first,
    "a draft": draft,
    "most points by rank": most_points,
}
WITH_CLOSURES_AT_MOST = 0.02

Settle = Callable[[list[Entry]], Places]


def measure(database: str) -> list[Figure]:
    """A row for each rule, with and without minimum sizes."""
    if database != servers.SQLITE:
        return []
    return [_figure(name, rule, minimums) for minimums in (False, True) for name, rule in RULES.items()]


def _figure(name: str, rule: Rule | None, minimums: bool) -> Figure:
    families = gained = first = days = 0
    for number in range(SCHOOLS):
        menu, entries = school(number, CHILDREN, units=UNITS, days=DAYS, clubs=False, minimums=minimums)
        entries = [child for child in entries if child.wishes]
        seed = f"{number:064x}"
        entries.sort(key=lambda child: lottery_key(seed, menu.term, menu.school, child.id))
        settle = partial(settled, rule, menu) if rule else partial(drawn, menu, seed)
        places = settle(entries)
        for child in entries:
            firsts = {menu.by_number[n].days[0]: n for n in child.wishes[::-1]}
            days += len(firsts)
            first += sum(places[child.id].get(day) == n for day, n in firsts.items())
        luck = random.Random(number)
        for child in luck.sample(entries, min(FAMILIES, len(entries))):
            families += 1
            gained += _gains(settle, menu, entries, child, luck)
    share = gained / families
    limit = {"our draw": WITH_CLOSURES_AT_MOST if minimums else 0.0}.get(name)
    return Figure(
        f"{name}, {'minimum sizes' if minimums else 'fixed menu'}: gain by lying",
        servers.SQLITE,
        f"{share:.1%}",
        f"{gained} of {families} families, {TRIED} lists each; first wish {first / days:.1%} of {days:,} days",
        "" if limit is None else f"≤ {limit:.0%}",
        None if limit is None else share <= limit,
    )


def drawn(menu: Menu, seed: str, entries: Sequence[Entry]) -> Places:
    """Our draw in the same form."""
    held = {place.id: place.units for place in run(menu, entries, seed).places}
    return {name: {day: unit for day, unit in units.items() if unit is not None} for name, units in held.items()}


def _gains(settle: Settle, menu: Menu, entries: list[Entry], child: Entry, luck: random.Random) -> bool:
    row = entries.index(child)
    truth = points_of(menu, child, settle(entries))
    for wishes in _other_lists(child.wishes, luck):
        lied = [*entries[:row], replace(child, wishes=wishes), *entries[row + 1 :]]
        if points_of(menu, child, settle(lied)) > truth:
            return True
    return False


def points_of(menu: Menu, child: Entry, places: Places) -> int:
    """Of a child's week, by its true list."""
    total = 0
    for day, held in places[child.id].items():
        of_day = [number for number in child.wishes if menu.by_number[number].days == (day,)]
        total += max(1, MOST - of_day.index(held)) if held in of_day else 0
    return total


def _other_lists(wishes: tuple[int, ...], luck: random.Random) -> Iterator[tuple[int, ...]]:
    ways: list[Callable[[list[int]], None]] = [_swap(luck), _promote(luck), _drop(luck), _cut(luck)]
    for number in range(TRIED):
        changed = list(wishes)
        ways[number % len(ways)](changed)
        if luck.random() < 0.5:
            luck.choice(ways)(changed)
        yield tuple(changed)


def _swap(luck: random.Random) -> Callable[[list[int]], None]:
    def act(mine: list[int]) -> None:
        if len(mine) > 1:
            one, other = luck.sample(range(len(mine)), 2)
            mine[one], mine[other] = mine[other], mine[one]

    return act


def _promote(luck: random.Random) -> Callable[[list[int]], None]:
    def act(mine: list[int]) -> None:
        if mine:
            mine.insert(0, mine.pop(luck.randrange(len(mine))))

    return act


def _drop(luck: random.Random) -> Callable[[list[int]], None]:
    def act(mine: list[int]) -> None:
        if mine:
            mine.pop(luck.randrange(len(mine)))

    return act


def _cut(luck: random.Random) -> Callable[[list[int]], None]:
    def act(mine: list[int]) -> None:
        del mine[luck.randint(1, max(1, len(mine))) :]

    return act
