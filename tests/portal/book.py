"""A small book with what the real one does not have now: a rule that ended, and one that nobody has confirmed."""

from pathlib import Path

from shuangjian.rulebook import Rulebook, load_from
from tests.unit.rulebook.books import LATER, cap, duty, entry, write


def small_book(folder: Path) -> Rulebook:
    """homework/ended stood until LATER, homework/unsure never bound anybody, homework/cap has an unsure entry too."""
    unsure = {"confidence": "unsure", "binding": False}
    (stands,) = duty()["history"]
    ends = stands | {"from": LATER, "value": None}
    parameters = {
        "homework/ended": duty() | {"title": "停了的一条", "history": [stands, ends]},
        "homework/unsure": duty(**unsure) | {"title": "没有核实的一条"},
        "homework/cap": cap(entry(), entry(LATER, 45, 60, **unsure)),
    }
    return load_from(write(folder, parameters))
