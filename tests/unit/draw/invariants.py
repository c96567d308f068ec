"""What holds of every draw: I1 to I13 of docs/algorithms/draw.md. Each is a check of one market and one draw."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations

from shuangjian.afterschool.draw import (
    ClosedUnit,
    DayTaken,
    Entry,
    Full,
    MenuUnit,
    NotForGrade,
    NotJoined,
    Place,
    quality,
    why,
)
from shuangjian.afterschool.draw.bound import lp_bound
from tests.unit.draw.markets import Draw, Market, drawn, markets


def holdings(place: Place) -> set[int]:
    return {number for number in place.units.values() if number is not None}


def worth(wishes: tuple[int, ...], got: set[int]) -> int:
    """Of several units by a ranked list: a wish outweighs all below it together."""
    return sum(1 << (len(wishes) - rank) for rank, number in enumerate(wishes) if number in got)


def fits(unit: MenuUnit, child: Entry) -> bool:
    return child.grade in unit.grades and set(unit.days) <= set(child.days)


def in_block(market: Market, numbers: set[int], block: tuple[int, ...]) -> set[int]:
    return {number for number in numbers if market.menu.by_number[number].days[0] in block}


def check_i1(market: Market, draw: Draw) -> None:
    """No unit has more takers than seats, and none that came about fewer than its minimum, or none at all."""
    result = drawn(market, draw)
    for unit in market.menu.units:
        facts = result.facts[unit.number]
        takers = sum(unit.number in holdings(place) for place in result.places)
        assert takers == facts.takers
        assert takers <= unit.capacity
        assert takers == 0 if facts.closed else takers >= max(1, unit.minimum)


def check_i2(market: Market, draw: Draw) -> None:
    """Every joined day, and no other, has one unit or the reading place; a club is had on all its days or on none."""
    result = drawn(market, draw)
    for child in market.entries:
        place = result.by_id[child.id]
        assert tuple(sorted(place.units)) == child.days
        for number in holdings(place):
            unit = market.menu.by_number[number]
            assert {day for day, held in place.units.items() if held == number} == set(unit.days)
            assert child.grade in unit.grades


def check_i3(market: Market, draw: Draw) -> None:
    """Nobody gets what it did not list."""
    result = drawn(market, draw)
    for child in market.entries:
        assert holdings(result.by_id[child.id]) <= set(child.wishes)


def check_i4(market: Market, draw: Draw) -> None:
    """A listed unit that fits, has a seat left and was not closed for its minimum, is had, or gave way to a dearer wish
    on one of its days. So nobody's wish is closed because nobody took it."""
    result = drawn(market, draw)
    for child in market.entries:
        place = result.by_id[child.id]
        for rank, number in enumerate(child.wishes):
            unit, facts = market.menu.by_number[number], result.facts[number]
            lost = facts.closed is not None and facts.closed.takers > 0
            if fits(unit, child) and not lost and facts.takers < unit.capacity:
                dearer = {place.units[day] for day in unit.days} & set(child.wishes[:rank])
                assert number in holdings(place) or dearer


def check_i5(market: Market, draw: Draw) -> None:
    """Nobody would rather have, by its own list, what somebody with a later turn in the block got."""
    result = drawn(market, draw)
    for block in market.menu.blocks:
        there = [child for child in market.entries if not set(child.days).isdisjoint(block)]
        for one in there:
            mine = result.by_id[one.id]
            own = worth(one.wishes, in_block(market, holdings(mine), block))
            for other in there:
                theirs = result.by_id[other.id]
                if mine.turns[block[0]] < theirs.turns[block[0]]:
                    could = {
                        n for n in in_block(market, holdings(theirs), block) if fits(market.menu.by_number[n], one)
                    }
                    assert worth(one.wishes, could) <= own


def check_i6(market: Market, draw: Draw) -> None:
    """Of two children of a band each comes before the other at least once, where there are two blocks or more."""
    result = drawn(market, draw)
    first_days = [block[0] for block in market.menu.blocks[:2]]
    for one, other in combinations(market.entries, 2):
        mine, theirs = result.by_id[one.id].turns, result.by_id[other.id].turns
        if one.band != other.band:
            for day in mine.keys() & theirs.keys():
                assert (mine[day] < theirs[day]) == (one.band > other.band)
        elif len(first_days) == 2 and all(day in mine and day in theirs for day in first_days):
            assert len({mine[day] < theirs[day] for day in first_days}) == 2


def other_lists(market: Market) -> Iterator[tuple[int, ...]]:
    numbers = [unit.number for unit in market.menu.units]
    for length in range(len(numbers) + 1):
        yield from permutations(numbers, length)


def check_i7(market: Market, draw: Draw) -> None:
    """On a fixed menu no list whatever brings a child, in any block, what it likes better than its true list does."""
    truth = drawn(market, draw)
    for child in market.entries:
        for wishes in other_lists(market):
            lied = drawn(market.with_list(child, wishes), draw)
            for block in market.menu.blocks:
                told, got = (in_block(market, holdings(each.by_id[child.id]), block) for each in (truth, lied))
                assert worth(child.wishes, got & set(child.wishes)) <= worth(child.wishes, told)


def check_i8(market: Market, draw: Draw) -> None:
    """On a fixed menu a child's list changes neither its turns nor its credit."""
    truth = drawn(market, draw)
    for child in market.entries:
        before = truth.by_id[child.id]
        for wishes in (child.wishes[::-1], child.wishes[1:], (), tuple(market.menu.by_number)):
            after = drawn(market.with_list(child, wishes), draw).by_id[child.id]
            assert (after.turns, after.credit) == (before.turns, before.credit)


def check_i9(market: Market, draw: Draw) -> None:
    """The same inputs come to the same digest, whatever was drawn in between."""
    first = drawn(market, draw).digest
    drawn(replace(market, seed="ff" * 32), draw)
    assert drawn(market, draw).digest == first


def check_i10(market: Market, draw: Draw) -> None:
    """The order of rows changes nothing; neither do other ids, where the lottery's keys stay."""
    result = drawn(market, draw)
    assert drawn(replace(market, entries=market.entries[::-1]), draw).digest == result.digest
    keyed = tuple(replace(child, family=f"of {child.id}") for child in market.entries)
    ids = [child.id for child in keyed]
    renamed = tuple(replace(child, id=name) for child, name in zip(keyed, ids[::-1], strict=True))
    before, after = (drawn(replace(market, entries=each), draw) for each in (keyed, renamed))
    for old, new in zip(keyed, renamed, strict=True):
        assert replace(after.by_id[new.id], id=old.id) == before.by_id[old.id]


def check_i11(market: Market, draw: Draw) -> None:
    """A seat more in the only unit of a day hurts nobody, where nothing is closed for want of takers."""
    alone = replace(market.menu.units[0], days=market.menu.days[:1], minimum=0)
    others = [replace(unit, minimum=0) for unit in market.menu.units[1:] if alone.days[0] not in unit.days]
    outcomes = []
    for more in (0, 1):
        menu = replace(market.menu, units=(replace(alone, capacity=alone.capacity + more), *others))
        kept = [replace(c, wishes=tuple(n for n in c.wishes if n in menu.by_number)) for c in market.entries]
        outcomes.append(draw(menu, kept, market.seed))
    for child in market.entries:
        before, after = (worth(child.wishes, holdings(each.by_id[child.id])) for each in outcomes)
        assert after >= before


def check_i12(market: Market, draw: Draw) -> None:
    """Every reason that is given is true, and there is one for every wish above what a child got."""
    result = drawn(market, draw)
    turns = {number: [] for number in market.menu.by_number}
    for place in result.places:
        for number in holdings(place):
            turns[number].append(place.turns[market.menu.block_of(market.menu.by_number[number].days[0])[0]])
    for child in market.entries:
        place = result.by_id[child.id]
        for day in why(market.menu, child, result):
            wished = [n for n in child.wishes if day.weekday in market.menu.by_number[n].days]
            assert day.unit == place.units[day.weekday]
            assert [each.unit for each in day.above] == wished[: len(wished) if day.rank is None else day.rank - 1]
            for each in day.above:
                unit = market.menu.by_number[each.unit]
                match each.reason:
                    case NotForGrade():
                        assert child.grade not in unit.grades
                    case NotJoined(weekday):
                        assert weekday in unit.days
                        assert weekday not in child.days
                    case ClosedUnit(takers, minimum):
                        assert not turns[each.unit]
                        assert 0 < takers < minimum == unit.minimum
                    case Full(last_turn, turn):
                        assert last_turn == max(turns[each.unit])
                        assert len([one for one in turns[each.unit] if one < turn]) == unit.capacity
                        assert turn == place.turns[market.menu.block_of(day.weekday)[0]]
                    case DayTaken(weekday, by):
                        assert place.units[weekday] == by
                        assert weekday in unit.days
                        assert child.wishes.index(by) < child.wishes.index(each.unit)


def check_i13(market: Market, draw: Draw) -> None:
    """No draw gives more points than the bound of the units that stayed open."""
    result = drawn(market, draw)
    assert quality(market.menu, market.entries, result).total <= lp_bound(market.menu, market.entries, result)


def check_reading(market: Market, draw: Draw) -> None:
    """Reading a list from the top comes to the best combination of what was left, found by trying all of them."""
    result = drawn(market, draw)
    for block in market.menu.blocks:
        closed = {one.number for one in result.closed if one.takers}
        left = {unit.number: 0 if unit.number in closed else unit.capacity for unit in market.menu.units}
        there = [child for child in market.entries if not set(child.days).isdisjoint(block)]
        for child in sorted(there, key=lambda one: result.by_id[one.id].turns[block[0]]):
            possible = [
                n
                for n in in_block(market, set(child.wishes), block)
                if left[n] and fits(market.menu.by_number[n], child)
            ]
            best: set[int] = set()
            for size in range(len(possible) + 1):
                for some in combinations(possible, size):
                    days = [day for n in some for day in market.menu.by_number[n].days]
                    if len(days) == len(set(days)) and worth(child.wishes, set(some)) > worth(child.wishes, best):
                        best = set(some)
            assert in_block(market, holdings(result.by_id[child.id]), block) == best
            for number in best:
                left[number] -= 1


def check_siblings(market: Market, draw: Draw) -> None:
    """In every block, brothers and sisters of one band take their turns one right after the other."""
    result = drawn(replace(market, entries=tuple(replace(c, days=market.menu.days) for c in market.entries)), draw)
    for one, other in combinations(market.entries, 2):
        if one.family and (one.family, one.band) == (other.family, other.band):
            together = [c for c in market.entries if (c.family, c.band) == (one.family, one.band)]
            for block in market.menu.blocks:
                turns = [result.by_id[c.id].turns[block[0]] for c in together]
                assert max(turns) - min(turns) == len(together) - 1


ANY = markets()
FIXED = markets(minimums=False)
TINY = markets(minimums=False, most_units=4, most_children=4)
INVARIANTS = {
    "I1": (check_i1, ANY),
    "I2": (check_i2, ANY),
    "I3": (check_i3, ANY),
    "I4": (check_i4, ANY),
    "I5": (check_i5, ANY),
    "I6": (check_i6, ANY),
    "I7": (check_i7, TINY),
    "I8": (check_i8, FIXED),
    "I9": (check_i9, ANY),
    "I10": (check_i10, ANY),
    "I11": (check_i11, ANY),
    "I12": (check_i12, ANY),
    "I13": (check_i13, ANY),
    "reading": (check_reading, ANY),
    "siblings": (check_siblings, ANY),
}
