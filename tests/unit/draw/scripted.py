"""`verify_draw.py` started as a family does; and its draw in the shape of ours, as it is or with one piece replaced."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from shuangjian.afterschool.draw import Closed, Entry, Menu, Place, Result, UnitFacts, verify_draw
from tests.unit.draw.markets import Draw

SCRIPT = Path(verify_draw.__file__)


def started(text: str, folder: Path, *options: str) -> tuple[int, str]:
    """Exit code and what was said."""
    path = folder / "draw.json"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", "-X", "utf8", str(SCRIPT), str(path), *options]
    alone = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=alone, check=False)
    return done.returncode, done.stdout + done.stderr


def scripted(old: str = "", new: str = "") -> Draw:
    """Raises AssertionError where `old` does not stand in the script exactly once: a mutant that changes nothing."""
    text = SCRIPT.read_text(encoding="utf-8")
    assert not old or text.count(old) == 1, old
    names: dict[str, Any] = {"__name__": "mutant"}
    exec(compile(text.replace(old, new) if old else text, str(SCRIPT), "exec"), names)

    def draw(menu: Menu, entries: list[Entry], seed: str) -> Result:
        return told(names["draw"](menu.as_json(), [entry.as_json() for entry in entries], seed))

    return draw


def told(result: dict[str, Any]) -> Result:
    closed = tuple(Closed(**row) for row in result["closed"])
    by_number = {one.number: one for one in closed}
    places = tuple(
        Place(
            row["id"],
            {int(day): unit for day, unit in row["units"].items()},
            {int(day): turn for day, turn in row["turns"].items()},
            row["credit"],
        )
        for row in result["places"]
    )
    units = tuple(UnitFacts(**row, closed=by_number.get(row["number"])) for row in result["units"])
    return Result(closed, places, units, mean_open=0)
