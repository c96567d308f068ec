"""What comes of a draw: a place for each child and day, and the facts of each unit that explain it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shuangjian.afterschool.draw.digests import digest


@dataclass(frozen=True, slots=True)
class Closed:
    """A unit that did not come about: in which round of the draw, with how many takers of the minimum."""

    number: int
    round: int
    takers: int
    minimum: int

    def as_json(self) -> dict[str, int]:
        return {"number": self.number, "round": self.round, "takers": self.takers, "minimum": self.minimum}


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """`last_turn`: in its block, of the last who got a seat; None where nobody did."""

    number: int
    takers: int
    last_turn: int | None
    closed: Closed | None

    def as_json(self) -> dict[str, int | None]:
        return {"number": self.number, "takers": self.takers, "last_turn": self.last_turn}


@dataclass(frozen=True, slots=True)
class Place:
    """What a child got. `units`: by joined weekday, None for the reading place. `turns`: by the first weekday of each
    block of which the child joined a day, from 1. `credit`: of this draw alone, in millionths."""

    id: str
    units: dict[int, int | None]
    turns: dict[int, int]
    credit: int

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "units": {str(day): number for day, number in self.units.items()},
            "turns": {str(day): turn for day, turn in self.turns.items()},
            "credit": self.credit,
        }


@dataclass(frozen=True)
class Result:
    """`closed`: in the order of closing. `places`: by id, ascending. `units`: of the whole menu, by number.
    `mean_open`: what children found open on average, in millionths: the next term's reference."""

    closed: tuple[Closed, ...]
    places: tuple[Place, ...]
    units: tuple[UnitFacts, ...]
    mean_open: int

    def as_json(self) -> dict[str, Any]:
        return {
            "closed": [one.as_json() for one in self.closed],
            "places": [place.as_json() for place in self.places],
            "units": [unit.as_json() for unit in self.units],
        }

    @cached_property
    def digest(self) -> str:
        return digest(self.as_json())

    @cached_property
    def facts(self) -> dict[int, UnitFacts]:
        return {unit.number: unit for unit in self.units}

    @cached_property
    def by_id(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}
