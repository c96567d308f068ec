"""Our own draw with one piece of its text replaced: the modules that decide anything, each a fresh copy.

The loop is left uncompiled: it is the same text, and a small school takes a millisecond of it. And whether a draw
breaks an invariant on some school.
"""

from importlib import import_module
from inspect import getsource
from types import SimpleNamespace
from typing import Any

from hypothesis import Phase, find, settings

from tests.unit.draw.invariants import INVARIANTS
from tests.unit.draw.markets import Draw, Market

PACKAGE = "shuangjian.afterschool.draw"
DECIDING = ("turns", "seating", "drawing")  # each uses what stands before it
UNCOMPILED = SimpleNamespace(njit=lambda **_: lambda loop: loop)


def mutated(module: str = "", old: str = "", new: str = "") -> Draw:
    """Raises AssertionError where `old` does not stand in the module exactly once: a mutant that changes nothing."""
    copies: dict[str, Any] = {}
    for name in DECIDING:
        text = getsource(import_module(f"{PACKAGE}.{name}"))
        if name == module:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        for before in ("turns import orders", "seating import seat\n"):
            text = text.replace(f"from {PACKAGE}.{before}", "")
        text = text.replace("import numba\n", "")
        names = {"__name__": f"mutated.{name}", "numba": UNCOMPILED} | copies
        exec(compile(text, f"{name}.py", "exec"), names)
        copies |= {each: names[each] for each in ("orders", "seat") if each in names}
    draw: Draw = names["run"]
    return draw


def breaks(invariant: str, draw: Draw) -> None:
    """Raises NoSuchExample where no school is found on which the draw does not keep the invariant."""
    check, schools = INVARIANTS[invariant]

    def broken(market: Market) -> bool:
        try:
            check(market, draw)
        except (AssertionError, ValueError):
            return True
        return False

    find(schools, broken, settings=settings(phases=(Phase.generate,), max_examples=2_000))
