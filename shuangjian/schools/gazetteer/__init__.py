"""Names and codes of counties and towns, as cited tables: the facts from which a city's tree of places starts."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True)
class Division:
    """An administrative division: its statistical code, name, and the code of the one above it ("" for the city)."""

    code: str
    name: str
    parent: str


@lru_cache(maxsize=8)
def divisions(city: str) -> tuple[Division, ...]:
    """The divisions of a city by its table's name (`puyang`), parents before children.

    Raises FileNotFoundError where no table of that city is kept.
    """
    text = resources.files(__package__).joinpath(f"{city}.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(Division(row["code"], row["name"], row["parent"]) for row in rows)


def below(city: str, code: str) -> tuple[Division, ...]:
    """The divisions directly below one: the counties of a city, the towns of a county."""
    return tuple(division for division in divisions(city) if division.parent == code)
