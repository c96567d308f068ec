"""I1 to I13: what docs/algorithms/draw.md guarantees of every draw; and the stand-alone script comes to the same."""

import pytest
from hypothesis import given, settings

from shuangjian.afterschool.draw import run
from tests.unit.draw.invariants import INVARIANTS
from tests.unit.draw.markets import Market, drawn, markets
from tests.unit.draw.scripted import scripted

SCRIPT = scripted()
# Each of these runs a draw for every list of every child, or a linear programme.
SLOW = {"I7": 25, "I8": 60, "I13": 60}


@pytest.mark.parametrize("name", INVARIANTS)
def test_every_draw_keeps(name: str) -> None:
    check, schools = INVARIANTS[name]

    @settings(max_examples=settings().max_examples * SLOW.get(name, 100) // 100)
    @given(schools)
    def holds(market: Market) -> None:
        check(market, run)

    holds()


@given(markets())
def test_the_script_comes_to_what_we_do(market: Market) -> None:
    assert drawn(market, SCRIPT).as_json() == drawn(market, run).as_json()
