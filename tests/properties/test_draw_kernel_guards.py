"""Every guard of our own draw is needed, too: taken out of the text of the loop, the turns or what is told of them, it
breaks an invariant on some school. `test_draw_guards.py` says the same of the script."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings

from shuangjian.afterschool.draw import run
from tests.unit.draw.invariants import INVARIANTS
from tests.unit.draw.markets import Market, drawn, markets
from tests.unit.draw.mutated import breaks, mutated

UNCHANGED = mutated()


class Mutant(NamedTuple):
    """`old`, which stands in the module once, becomes `new`."""

    invariant: str
    without: str
    module: str
    old: str
    new: str


SEATS = "seats.left[u] > 0 and "
SHORT = "0 < takers[u] < minimum[u]"
AGAIN = "_take_turns(packed, b, orders[b], wishes, seats, closed)\n        round_number"
HELD = "if packed.days[wishes.unit[k]] & (1 << day):"
LIST = "range(wishes.first[i, b], wishes.first[i, b + 1])"
READ = f"for k in {LIST}:\n            u = "
TURN = """for turn in range(len(order)):
        i = order[turn]
        empty, grade = packed.joined[i], packed.grade[i]
        """
BY_RANK = """for rank, turn in [(rank, turn) for rank in range(len(days)) for turn in range(len(order))]:
        i = order[turn]
        empty, grade = packed.joined[i], packed.grade[i]
        for k in LIST[:rank]:
            if wishes.given[k]:
                empty ^= days[wishes.unit[k]]
        """.replace("LIST", LIST)
KEYS = "lottery_keys(seed, menu.term"
COUNTED = 'globals().setdefault("seen", []).append(seed) or str(len(globals()["seen"]))'
IN_ORDER = "return in_order(keys, bands"
LENGTHS = "return in_order(np.array([len(each.wishes) for each in entries], np.uint64), bands"

MUTANTS = [
    Mutant("I1", "counting seats", "seating", SEATS, ""),
    Mutant("I1", "minimums", "seating", SHORT, "False"),
    Mutant("I1", "closing more than one", "seating", "while worst >= 0:", "while worst >= 0 and round_number < 2:"),
    Mutant("I1", "shutting what is closed", "seating", "0 if closed[u] else packed.capacity[u]", "packed.capacity[u]"),
    Mutant("I1", "running it again", "seating", AGAIN, "round_number"),
    Mutant("I1", "closing what nobody took", "seating", "closed[u] = round_number", "pass"),
    Mutant("I2", "grades", "seating", "(grades[u] & grade) != 0", "True"),
    Mutant("I2", "looking at days", "seating", "(days[u] & ~empty) == 0", "True"),
    Mutant("I2", "crossing off days", "seating", "empty ^= days[u]", "pass"),
    Mutant("I2", "all days of a club", "seating", HELD, HELD.replace(":", " and wishes.unit[k] not in held[i]:")),
    Mutant("I3", "reading one's own wishes", "seating", "unit[end] = packed.wish[k]",
           "unit[end] = packed.wish[k] - packed.wish[k] % 2"),
    Mutant("I4", "reading beyond the first wish", "seating", READ, READ.replace(":\n", "[:1]:\n")),
    Mutant("I4", "waiting with what nobody took", "seating", SHORT, "takers[u] < minimum[u]"),
    Mutant("I5", "turns as they are told", "seating", "i = order[turn]", "i = order[-1 - turn]"),
    Mutant("I5", "a child's own row", "drawing", "np.arange(1, len(children) + 1", "np.arange(len(children), 0, -1"),
    Mutant("I6", "turning round in the second block", "turns", "return group[::-1]", "return group"),
    Mutant("I6", "bands", "turns", "BANDS = (1, 0, -1)", "BANDS = (-1, 0, 1)"),
    Mutant("I7", "one turn for the whole list: first choices first", "seating", TURN + READ,
           BY_RANK + READ.replace(":\n", "[rank : rank + 1]:\n")),
    Mutant("I7", "an order that lists do not move", "turns", IN_ORDER, LENGTHS),
    Mutant("I8", "leaving one's own wishes out of the weights", "seating", "own[wishes.unit[k]] = points[k]", "pass"),
    Mutant("I8", "counting what nobody took as open", "seating", "wishes, closed_with == 0)", "wishes, closed == 0)"),
    Mutant("I8", "an order that lists do not move", "turns", IN_ORDER, LENGTHS),
    Mutant("I9", "beginning the lottery anew", "turns", KEYS, KEYS.replace("seed", COUNTED)),
    Mutant("I10", "sorting: who comes first is first", "drawing", 'sorted(entries, key=attrgetter("id"))',
           "list(entries)"),
    Mutant("I10", "the lottery: ids decide", "turns", 'np.argsort(keys, kind="stable")', "np.arange(len(keys))"),
    Mutant("I11", "a lottery that the menu does not move", "turns", KEYS, KEYS.replace("seed", "seed + str(menu)")),
    Mutant("I12", "the last taker's turn", "seating", "seats.last[u] = turn + 1", "seats.last[u] = turn"),
    Mutant("I12", "takers at the closing", "seating", "= round_number, seats.takers[worst]",
           "= round_number, packed.minimum[worst]"),
    Mutant("I12", "each block's own turns", "drawing", "turns[row] for row", "turns[0] for row"),
    Mutant("I13", "counting seats", "seating", SEATS, ""),
    Mutant("reading", "the order of wishes", "seating", READ, READ.replace(":\n", "[::-1]:\n")),
    Mutant("siblings", "a common key", "turns", "entry.opaque", "entry.id"),
    Mutant("siblings", "keeping them together in the middle", "turns", "while 0 < start < len(group) and",
           "while False and"),
]  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{each.invariant} without {each.without}" for each in MUTANTS])
def test_our_draw_breaks(mutant: Mutant) -> None:
    breaks(mutant.invariant, mutated(mutant.module, mutant.old, mutant.new))


def test_every_invariant_has_a_mutant_of_ours_that_breaks_it() -> None:
    assert {mutant.invariant for mutant in MUTANTS} == set(INVARIANTS)


@settings(max_examples=settings().max_examples // 2)
@given(markets())
def test_a_copy_without_a_change_comes_to_what_is_compiled(market: Market) -> None:
    assert drawn(market, UNCHANGED) == drawn(market, run)
