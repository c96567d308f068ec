"""The table of docs/algorithms/draw.md is what the draw of its school comes to."""

from pathlib import Path

from shuangjian.afterschool.draw import build_file, digest, lottery_key, receipt
from tests.unit.draw.schools import ENTRIES, MENU, PUBLIC, SECRET, VALUE, school_file

PAGE = (Path(__file__).parents[3] / "docs/algorithms/draw.md").read_text(encoding="utf-8")
DAYS = {1: "Mon", 2: "Tue", 3: "Wed"}


def told(unit: int | None) -> str:
    return "reading" if unit is None else str(unit)


def test_the_menu_stands_on_the_page() -> None:
    for unit in MENU.units:
        days = ", ".join(DAYS[day] for day in unit.days)
        grades = f"{unit.grades[0]}–{unit.grades[-1]}"
        assert f"| {unit.number} {unit.name} | {days} | {grades} | {unit.capacity} | {unit.minimum} |" in PAGE


def test_every_childs_row_stands_on_the_page() -> None:
    file, result = build_file(MENU, ENTRIES, secret=SECRET, public=PUBLIC, public_value=VALUE)
    for child in ENTRIES:
        key = lottery_key(file["seed"], MENU.term, MENU.school, child.opaque)
        place = result.by_id[child.id]
        turns = [str(place.turns.get(block[0], "")) for block in MENU.blocks]
        got = [told(place.units[day]) if day in place.units else "" for day in MENU.days]
        cells = [
            child.id,
            f"{key:016x}"[:4] + "…",
            f"{child.band:+d}" if child.band else "0",
            str(child.grade),
            " > ".join(map(str, child.wishes)),
            *turns,
            *got,
            f"{place.credit:,}".replace("-", "−"),
            receipt(child),
        ]
        assert "| " + " | ".join(cells).replace("|  |", "| |").replace("|  |", "| |") + " |" in PAGE, cells


def test_digests_and_closings_stand_on_the_page() -> None:
    file = school_file()
    for value in (digest(file["commitment"]), file["sealed"], file["seed"], file["digest"]):
        assert f"`{value[:8]}…`" in PAGE
    (closed,) = file["result"]["closed"]
    assert (
        f"Unit {closed['number']} is closed in round {closed['round']}: {closed['takers']} of {closed['minimum']}"
        in PAGE
    )
