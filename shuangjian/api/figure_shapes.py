"""Figures as an API tells them: each with its denominator, its definition and the way to its rows."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import AfterValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from shuangjian.api.defined_figure import DefinedFigure, asking_for
from shuangjian.api.paging import Page, of_id, page
from shuangjian.api.values import Answer, Line
from shuangjian.homework.figures import BY_ID, Fact, Figure, Measured, Scope, WorkFact, rows_behind

ROOT = "/api/v1"


def _known(id: str) -> str:
    if id not in BY_ID:
        raise PydanticCustomError("enum", "not a figure", {"expected": "、".join(BY_ID)})
    return id


FigureId = Annotated[str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(BY_ID)})]
Part = Annotated[Line, StringConstraints(max_length=40)]


class Now(Answer):
    """What a signed number would be today."""

    numerator: int
    denominator: int


class FigureOut(DefinedFigure):
    """`numerator` of `denominator` in `unit`, and what each counts. A figure that is told in parts stands once for each
    `part`, "" otherwise. `rule` is the page of the regulation it rests on; `rows` opens the rows that the numerator
    counts, as they are today. `now` is null unless a signed number has moved since."""

    now: Now | None = None

    @classmethod
    def told(cls, found: Measured, rows: str, asked: Mapping[str, str]) -> "FigureOut":
        """`rows` is the address of rows, to which the query `asked` belongs."""
        query = asking_for(found.figure, found.part) | dict(asked)
        return cls.defined(found.figure, found.part, found.label, found.n, found.of, f"{ROOT}{rows}?{urlencode(query)}")

    @classmethod
    def signed(cls, row: Any, rows: str, now: Mapping[tuple[str, str], tuple[int, int]]) -> "FigureOut":
        """A signed number, in the words it was signed with; without a definition and rows where that is gone."""
        figure = BY_ID.get(row.figure)
        if figure is None:
            return cls(
                figure=row.figure, part=row.part, label=row.words, numerator=row.n, numerator_words="",
                denominator=row.of, denominator_words="", unit="", note="", rule=None, rows=None,
            )  # fmt: skip
        where = f"{ROOT}{rows}?{urlencode(asking_for(figure, row.part))}"
        told = cls.defined(figure, row.part, row.words, row.n, row.of, where)
        n, of = now.get((row.figure, row.part), (0, row.of))
        told.now = Now(numerator=n, denominator=of) if (n, of) != (row.n, row.of) else None
        return told


class FigureRow(Answer):
    """One row behind a numerator; `amount` is what it adds, so that all rows together are the numerator.
    `assignment_id` where it is about one assignment."""

    class_id: int
    label: str
    grade: int
    date: dt.date
    words: str
    amount: int
    assignment_id: int | None

    @classmethod
    def told(cls, figure: Figure[Any], fact: Fact) -> "FigureRow":
        return cls(
            class_id=fact.class_id,
            label=fact.label,
            grade=fact.grade,
            date=fact.date,
            words=fact.words,
            amount=figure.of(fact),
            assignment_id=fact.assignment_id if isinstance(fact, WorkFact) else None,
        )


def figures_told(found: Iterable[Measured], rows: str, asked: Mapping[str, str]) -> list[FigureOut]:
    return [FigureOut.told(one, rows, asked) for one in found]


def rows_page(scope: Scope, id: str, part: str, *, cursor: str, limit: int) -> Page[FigureRow]:
    """The rows of a figure and its part, by date, grade and class."""
    figure = BY_ID[id]
    return page(
        rows_behind(scope, figure, part),
        lambda fact: f"{fact.date}-{fact.grade}-{of_id(fact.class_id)}-{of_id(fact.id)}",
        lambda fact: FigureRow.told(figure, fact),
        cursor=cursor,
        limit=limit,
    )
