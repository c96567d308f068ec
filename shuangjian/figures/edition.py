"""Which words figures have: whoever signs or answers names the edition, docs/figures.md holds its text."""

import hashlib
from collections.abc import Sequence
from typing import Any

from shuangjian.figures.definition import Figure

DIGITS = 8


def edition(figures: Sequence[Figure[Any]]) -> str:
    """Changes with any word of a definition."""
    text = "\n".join("\t".join(_said(figure)) for figure in figures)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def as_markdown(figures: Sequence[Figure[Any]], reader: str) -> str:
    """The table of docs/figures.md for who reads these figures."""
    lines = [f"Edition `{edition(figures)}`.", ""]
    lines += [f"| figure | {reader} reads | n counts | of | rests on | read from |", "|---|---|---|---|---|---|"]
    for figure in figures:
        tables = ", ".join(f"`{table}`" for table in figure.tables)
        rule = f"`{figure.rule}`" if figure.rule else "no rule"
        words = f"{figure.words}{'，分开说' if figure.parts else ''}（{figure.unit}）"
        lines.append(f"| `{figure.id}` | {words} | {figure.numerator} | {figure.denominator} | {rule} | {tables} |")
    return "\n".join(lines) + "\n"


def _said(figure: Figure[Any]) -> tuple[str, ...]:
    return (
        figure.id,
        figure.words,
        figure.rule or "",
        figure.numerator,
        figure.denominator,
        figure.unit,
        *figure.tables,
    )
