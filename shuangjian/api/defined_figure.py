"""A number under the definition of its figure, whatever is counted: the words, the rule and the way to its rows."""

from typing import Any, Self

from shuangjian.api.values import Answer
from shuangjian.figures import Figure


class DefinedFigure(Answer):
    """`numerator` of `denominator` in `unit`, and what each counts; `part` is "" where a figure has none."""

    figure: str
    part: str
    label: str
    numerator: int
    numerator_words: str
    denominator: int
    denominator_words: str
    unit: str
    note: str
    rule: str | None
    rows: str | None

    @classmethod
    def defined(cls, figure: Figure[Any], part: str, label: str, n: int, of: int, rows: str | None) -> Self:
        """`rows` is the whole address of the rows."""
        return cls(
            figure=figure.id,
            part=part,
            label=label,
            numerator=n,
            numerator_words=figure.numerator,
            denominator=of,
            denominator_words=figure.denominator,
            unit=figure.unit,
            note=figure.note,
            rule=f"/rules/{figure.rule}/" if figure.rule else None,
            rows=rows,
        )


def asking_for(figure: Figure[Any], part: str) -> dict[str, str]:
    """The query by which the rows of a figure, or of one part of it, are asked for."""
    return {"figure": figure.id} | ({"part": part} if part else {})
