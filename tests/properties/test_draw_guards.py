"""Every guard of the draw is needed: taken out of the text of `verify_draw.py`, it breaks an invariant on some school.

The same check that our draw passes on all schools of `test_draw_invariants.py` has to fail for the mutant.
"""

from typing import NamedTuple

import pytest

from tests.unit.draw.invariants import INVARIANTS
from tests.unit.draw.mutated import breaks
from tests.unit.draw.scripted import scripted


class Mutant(NamedTuple):
    """`old`, which stands in the script once, becomes `new`."""

    invariant: str
    without: str
    old: str
    new: str


SEATS = 'len(seats) == unit["capacity"]'
LIST = "for number in wishes_in(block, units, child):"
BAND = '[child for child in line if child["band"] == band]'
SORTED = 'sorted(lists, key=lambda child: (key[child["id"]], child["id"]))'
KEYED = 'before = "|".join([seed,'
EMPTY = 'any(mine.get(day) is not None for day in unit["days"])'
TURN = """for turn, child in enumerate(order, 1):
            mine = held[child["id"]]
            """
CREDIT = 'menu["reference"] - sum(days) // len(days) if days else 0'
UNTAKEN = "furthest or [number for number in is_open if not went[number]]"

MUTANTS = [
    Mutant("I1", "counting seats", SEATS, "False"),
    Mutant("I1", "stopping at the last seat", SEATS, SEATS.replace("==", ">")),
    Mutant("I1", "minimums", 'if 0 < len(went[number]) < units[number]["minimum"]', "if False"),
    Mutant("I1", "closing what nobody took", UNTAKEN, "furthest"),
    Mutant("I1", "running it again", "while short:", "for _ in range(1):"),
    Mutant("I2", "looking whether a day is empty", EMPTY, "False"),
    Mutant("I2", "looking whether a day is joined", 'not all(day in mine for day in unit["days"])', "False"),
    Mutant("I2", "grades", 'if child["grade"] not in unit["grades"]:', "if False:"),
    Mutant("I2", "all days of a club", 'dict.fromkeys(unit["days"], ', 'dict.fromkeys(unit["days"][:1], '),
    Mutant("I3", "asking who listed it", LIST,
           'for number in [n for n in units if units[n]["days"][0] in block]:'),
    Mutant("I4", "reading beyond the first wish", LIST, LIST.replace(":", "[:1]:")),
    Mutant("I4", "reading on for the other days", EMPTY, "any(mine.values())"),
    Mutant("I4", "waiting with what nobody took", UNTAKEN, UNTAKEN.replace(" or ", " + ")),
    Mutant("I5", "telling turns as they were taken", "went = take_turns(units, orders, closed, why)",
           "went = take_turns(units, [(block, order[::-1]) for block, order in orders], closed, why)"),
    Mutant("I5", "reading clubs where they stand", LIST,
           'for number in sorted(wishes_in(block, units, child), key=lambda n: len(units[n]["days"])):'),
    Mutant("I6", "turning round in the second block", "if number % 3 == 1:", "if False:"),
    Mutant("I6", "bands", BAND, "[child for child in line if band == 0]"),
    Mutant("I7", "one turn for the whole list: first choices first", TURN + LIST,
           TURN.replace("turn, child in enumerate(order, 1)",
                        "rank, turn, child in [(r, t, c) for r in range(len(units)) for t, c in enumerate(order, 1)]")
           + LIST.replace(":", "[rank : rank + 1]:")),
    Mutant("I7", "an order that lists do not move", BAND, f'sorted({BAND}, key=lambda child: len(child["wishes"]))'),
    Mutant("I8", "leaving one's own wishes out of the weights", '- own[child["id"]].get(n, 0)', ""),
    Mutant("I8", "an order that lists do not move", BAND, f'sorted({BAND}, key=lambda child: len(child["wishes"]))'),
    Mutant("I8", "a credit for what was open", CREDIT, "sum(number is None for number in had.values())"),
    Mutant("I8", "counting what nobody took as open", ' if row["takers"]]', "]"),
    Mutant("I9", "beginning the lottery anew", KEYED,
           "seen = globals().setdefault('seen', [])\n    seen.append(seed)\n    " + KEYED + " str(len(seen)),"),
    Mutant("I10", "sorting: who comes first is first", SORTED, "list(lists)"),
    Mutant("I10", "the lottery: ids decide", SORTED, 'sorted(lists, key=lambda child: child["id"])'),
    Mutant("I11", "a lottery that the menu does not move", KEYED, KEYED + ' canonical(menu["units"]),'),
    Mutant("I12", "the last taker's turn", "max(seats, default=None)", "min(seats, default=None)"),
    Mutant("I12", "each block's own turns", "[str(block[0])] = turn",
           "[str(block[0])] = orders[0][1].index(child) + 1"),
    Mutant("I13", "counting seats", SEATS, "False"),
    Mutant("reading", "the order of wishes", LIST, LIST.replace(":", "[::-1]:")),
    Mutant("siblings", "a common key", '(child["family"] or child["id"])', 'child["id"]'),
    Mutant("siblings", "keeping them together in the middle", "while 0 < start < len(group) and", "while False and"),
]  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{each.invariant} without {each.without}" for each in MUTANTS])
def test_a_draw_breaks(mutant: Mutant) -> None:
    breaks(mutant.invariant, scripted(mutant.old, mutant.new))


def test_every_invariant_has_a_mutant_that_breaks_it() -> None:
    assert {mutant.invariant for mutant in MUTANTS} == set(INVARIANTS)
