"""One measured figure, and the table they stand in."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One row: what was measured on which database, what came of it, and the limit if one is stated.

    `met` is None where no limit is stated: such a row informs and can not fail.
    """

    name: str
    database: str
    value: str
    detail: str = ""
    limit: str = ""
    met: bool | None = None


def table(figures: Sequence[Figure]) -> str:
    """The rows under their headings, columns aligned as a terminal shows them."""
    head = ("measured", "database", "value", "limit", "", "detail")
    rows = [head, *((f.name, f.database, f.value, f.limit, _verdict(f), f.detail) for f in figures)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(head) - 1)]
    lines = []
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, [*widths, 0], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _verdict(figure: Figure) -> str:
    return {None: "", True: "ok", False: "MISSED"}[figure.met]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
