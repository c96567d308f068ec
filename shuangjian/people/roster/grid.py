"""A sheet as raw cells: what every format is turned into before anyone asks what the cells mean."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Stored(StrEnum):
    """How a cell that is not text was stored."""

    NUMBER = "NUMBER"
    DATE = "DATE"
    BOOLEAN = "BOOLEAN"
    FORMULA = "FORMULA"
    ERROR = "ERROR"


class Value(NamedTuple):
    """A cell that is not plain text: `text` is its number, an ISO date, TRUE/FALSE, the error or cached value."""

    stored: Stored
    text: str


RawCell = str | Value | None


@dataclass(slots=True)
class RawRow:
    number: int  # 1-based, as Excel shows it
    cells: list[RawCell]  # from column A on, without trailing empty cells


@dataclass(slots=True)
class RawSheet:
    name: str
    rows: list[RawRow] = field(default_factory=list)  # rows with at least one filled cell, ascending
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row, column, last row, column
    hidden_rows: set[int] = field(default_factory=set)
    hidden: bool = False


def shown(cell: RawCell) -> str:
    """A raw cell as text, for showing and for handing back."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else cell.text


def column_letter(index: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """1 for A, 27 for AA; 0 for no letters."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index
