"""Every guard of the draw is needed: taken out of the text of `verify_draw.py`, it breaks an invariant on some school.

The same check that our draw passes on all schools of `test_draw_invariants.py` has to fail for the mutant.
"""

from typing import NamedTuple

import pytest
from hypothesis import Phase, find, settings

from tests.unit.draw.invariants import INVARIANTS
from tests.unit.draw.markets import Market
from tests.unit.draw.scripted import scripted


class Mutant(NamedTuple):
    """`old`, which stands in the script once, becomes `new`."""

    invariant: str
    without: str
    old: str
    new: str


SEATS = 'len(went[unit["number"]]) < unit["capacity"]'
LIST = '(units[number] for number in child["wishes"] if'
BAND = '[one for one in line if one[1]["band"] == band]'
SORTED = 'return sorted(line, key=lambda one: (one[0], one[1]["id"]))'
KEYED = 'before = "|".join([seed,'
TURN = """for turn, child in enumerate(order, 1):
            mine = held[child["id"]]
            """
CREDIT = 'menu["reference"] - sum(of_days) // len(of_days) if of_days else 0'

MUTANTS = [
    Mutant("I1", "counting seats", SEATS, "True"),
    Mutant("I1", "stopping at the last seat", SEATS, SEATS.replace("<", "<=")),
    Mutant("I1", "minimums", 'if 0 < len(went[number]) < units[number]["minimum"]', "if False"),
    Mutant("I1", "closing what nobody took", "[number for number in left if not went[number]], False", "[], False"),
    Mutant("I1", "running it again", "while go_on:", "for _ in range(1):"),
    Mutant("I2", "looking whether a day is empty", 'all(mine.get(day) is None for day in unit["days"])', "True"),
    Mutant("I2", "looking whether a day is joined", 'all(day in mine for day in unit["days"])', "True"),
    Mutant("I2", "grades", 'child["grade"] in unit["grades"]\n', "True\n"),
    Mutant("I2", "all days of a club", 'dict.fromkeys(unit["days"], ', 'dict.fromkeys(unit["days"][:1], '),
    Mutant("I3", "asking who listed it", LIST,
           '(units[number] for number in [*child["wishes"], *set(units).difference(child["wishes"])] if'),
    Mutant("I4", "reading beyond the first wish", LIST, '(units[number] for number in child["wishes"][:1] if'),
    Mutant("I4", "reading on for the other days", "empty = all(mine.get(day) is None",
           "empty = all(not any(mine.values())"),
    Mutant("I4", "waiting with what nobody took", "    if short:\n        return [",
           "    if short:\n        return [number for number in left if not went[number]] + ["),
    Mutant("I5", "telling turns as they were taken", "went = take_turns(units, orders, closed)",
           "went = take_turns(units, [(block, order[::-1]) for block, order in orders], closed)"),
    Mutant("I5", "reading clubs where they stand", LIST,
           '(units[number] for number in sorted(child["wishes"], key=lambda n: len(units[n]["days"])) if'),
    Mutant("I6", "turning round in the second block", "if number % 3 == 1:", "if False:"),
    Mutant("I6", "bands", BAND, "[one for one in line if band == 0]"),
    Mutant("I7", "one turn for the whole list: first choices first", TURN + "for unit in " + LIST,
           TURN.replace("turn, child in enumerate(order, 1)",
                        "rank, turn, child in [(r, t, c) for r in range(len(units)) for t, c in enumerate(order, 1)]")
           + "for unit in " + LIST.replace('"wishes"]', '"wishes"][rank : rank + 1]')),
    Mutant("I7", "an order that lists do not move", BAND, f'sorted({BAND}, key=lambda one: len(one[1]["wishes"]))'),
    Mutant("I8", "leaving one's own wishes out of the weights", "- own.get(number, 0)", ""),
    Mutant("I8", "an order that lists do not move", BAND, f'sorted({BAND}, key=lambda one: len(one[1]["wishes"]))'),
    Mutant("I8", "a credit for what was open", CREDIT, "sum(number is None for number in units_of.values())"),
    Mutant("I8", "counting what nobody took as open", ' if row["takers"]]', "]"),
    Mutant("I9", "beginning the lottery anew", KEYED,
           "seen = globals().setdefault('seen', [])\n    seen.append(seed)\n    " + KEYED + " str(len(seen)),"),
    Mutant("I10", "sorting: who comes first is first", SORTED, "return line"),
    Mutant("I10", "the lottery: ids decide", SORTED, 'return sorted(line, key=lambda one: one[1]["id"])'),
    Mutant("I11", "a lottery that the menu does not move", KEYED, KEYED + ' canonical(menu["units"]),'),
    Mutant("I12", "the last taker's turn", "max(turns, default=None)", "min(turns, default=None)"),
    Mutant("I12", "each block's own turns", "for turn, child in enumerate(order, 1)}",
           "for turn, (_, child) in enumerate(line, 1)}"),
    Mutant("I13", "counting seats", SEATS, "True"),
    Mutant("reading", "the order of wishes", LIST, '(units[number] for number in child["wishes"][::-1] if'),
    Mutant("siblings", "a common key", '(child["family"] or child["id"])', 'child["id"]'),
    Mutant("siblings", "keeping them together in the middle", "while 0 < start < len(group) and", "while False and"),
]  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{each.invariant} without {each.without}" for each in MUTANTS])
def test_a_draw_breaks(mutant: Mutant) -> None:
    check, schools = INVARIANTS[mutant.invariant]
    draw = scripted(mutant.old, mutant.new)

    def breaks(market: Market) -> bool:
        try:
            check(market, draw)
        except (AssertionError, ValueError):
            return True
        return False

    find(schools, breaks, settings=settings(phases=(Phase.generate,), max_examples=2_000))


def test_every_invariant_has_a_mutant_that_breaks_it() -> None:
    assert {mutant.invariant for mutant in MUTANTS} == set(INVARIANTS)
