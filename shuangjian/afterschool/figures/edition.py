"""Which words the figures have: an answer names the edition, docs/figures.md holds its text."""

import hashlib

from shuangjian.afterschool.figures.coverage import FIGURES
from shuangjian.afterschool.figures.definition import Figure

DIGITS = 8


def edition() -> str:
    """Changes with any word of a definition."""
    text = "\n".join("\t".join(_said(figure)) for figure in FIGURES)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def as_markdown() -> str:
    """The table of docs/figures.md."""
    lines = [f"Edition `{edition()}`.", ""]
    lines += ["| figure | a bureau reads | n counts | of | rests on | read from |", "|---|---|---|---|---|---|"]
    for figure in FIGURES:
        tables = ", ".join(f"`{table}`" for table in figure.tables)
        rule = f"`{figure.rule}`" if figure.rule else "no rule"
        words = f"{figure.words}{'，分开说' if figure.parts else ''}（{figure.unit}）"
        lines.append(f"| `{figure.id}` | {words} | {figure.numerator} | {figure.denominator} | {rule} | {tables} |")
    return "\n".join(lines) + "\n"


def _said(figure: Figure) -> tuple[str, ...]:
    return (
        figure.id,
        figure.words,
        figure.rule or "",
        figure.numerator,
        figure.denominator,
        figure.unit,
        *figure.tables,
    )
