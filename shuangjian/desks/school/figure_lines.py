"""Figures as a check or a report shows them: under their themes, each with its denominator, its rule and its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian.homework.figures import BY_ID, Figure, Measured, Scope, Theme, measured, rows_behind

PAGE = 100
Numbers = Mapping[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True)
class Line:
    """One number. `now` is what it is today, where that is no longer what was signed; `href` opens its rows."""

    words: str
    n: int
    of: int
    href: str
    now: tuple[int, int] | None = None


@dataclass(frozen=True)
class Told:
    """A figure: told whole, or in parts with their own lines."""

    figure: Figure[Any]
    lines: tuple[Line, ...]

    @property
    def in_parts(self) -> bool:
        return self.figure.parts is not None


def now_of(found: Iterable[Measured]) -> dict[tuple[str, str], tuple[int, int]]:
    """n and of, by figure and part."""
    return {(one.figure.id, one.part): (one.n, one.of) for one in found}


def themes(
    numbers: Numbers, rows: str, query: Mapping[str, str], now: Numbers | None = None
) -> list[tuple[str, list[Told]]]:
    """The figures under their themes. `rows` is the address of their rows, to which `query` belongs; `now` is given
    where `numbers` were signed. What was signed under a definition that is gone is not shown here."""

    def line(figure: Figure[Any], part: str) -> Line:
        n, of = numbers[figure.id, part]
        asked = urlencode({"figure": figure.id} | ({"part": part} if part else {}) | dict(query))
        today = now.get((figure.id, part), (0, of)) if now is not None else (n, of)
        return Line(figure.label_of(part), n, of, f"{rows}?{asked}" if n else "", today if today != (n, of) else None)

    told = [
        Told(figure, tuple(line(figure, part) for id, part in numbers if id == figure.id))
        for figure in BY_ID.values()
        if any(id == figure.id for id, _ in numbers)
    ]
    return [(Theme(theme).label, list(its)) for theme, its in groupby(told, key=lambda one: one.figure.theme)]


def figure_asked(request: HttpRequest) -> Figure[Any]:
    """The figure of `?figure=`. Raises Http404 for one that is not defined."""
    figure = BY_ID.get(request.GET.get("figure", ""))
    if figure is None:
        raise Http404
    return figure


def rows_page(request: HttpRequest, figure: Figure[Any], scope: Scope, context: dict[str, Any]) -> HttpResponse:
    """The rows of a figure and its `?part=`, a page at a time, as they are now."""
    part = request.GET.get("part", "")
    rows = rows_behind(scope, figure, part)
    found = measured(scope, [figure])
    n, of = now_of(found).get((figure.id, part), (0, found[0].of))
    page, pages = _page(request.GET.get("page", "")), max(-(-len(rows) // PAGE), 1)
    page = min(page, pages)
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "school/figure_rows.html",
        context
        | {
            "figure": figure,
            "label": f"{figure.words}：{figure.label_of(part)}" if part else figure.words,
            "n": n,
            "of": of,
            "rows": rows[(page - 1) * PAGE : page * PAGE],
            "count": len(rows),
            "page": page,
            "pages_of_rows": pages,
            "query": query.urlencode(),
        },
    )


def _page(typed: str) -> int:
    return max(int(typed), 1) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
