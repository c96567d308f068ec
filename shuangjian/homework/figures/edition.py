"""Which words the figures had: a signed report names the edition, docs/figures.md holds its text."""

import hashlib
from typing import Any

from shuangjian.homework.figures.definition import Figure
from shuangjian.homework.figures.measure import FIGURES

DIGITS = 8


def edition() -> str:
    """Changes with any word of a definition."""
    text = "\n".join("\t".join(_said(figure)) for figure in FIGURES)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def as_markdown() -> str:
    """The table of docs/figures.md."""
    lines = [f"Edition `{edition()}`.", ""]
    lines += ["| figure | a principal reads | n counts | of | rests on | read from |", "|---|---|---|---|---|---|"]
    for figure in FIGURES:
        tables = ", ".join(f"`{table}`" for table in figure.source.tables)
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
        *figure.source.tables,
    )
