"""The rows behind a figure: class evenings with what was set, schools that stand grey, classes without a homeroom
teacher."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.desks.bureau.counting import (
    HOMEROOM,
    NO_RULES,
    OF_SCHOOLS,
    OTHER_KINDS,
    QUIET,
    RULES,
    schools_counted,
    total,
)
from shuangjian.desks.bureau.entrance import day_shown, place_seen
from shuangjian.desks.common.bars import Bar, bar
from shuangjian.desks.common.evenings import label_of
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.homework.queries import EveningCount, EveningNow, Item, class_evenings, items_on
from shuangjian.kernel.actor import Role
from shuangjian.schools.access import OVERSIGHT
from shuangjian.schools.queries import schools_facts

PAGE = 50
OVERSEERS = tuple(role for role in OVERSIGHT if role is not Role.OPERATOR)


@dataclass(frozen=True)
class Row:
    """A class evening with its bar and what was set for it, as `common/evening_rows.html` shows it."""

    class_id: int
    label: str
    school_id: int
    school: str
    evening: EveningNow
    bar: Bar
    items: tuple[Item, ...]

    @property
    def date(self) -> dt.date:
        return self.evening.span.date


@require_GET
@desk_view(*OVERSEERS)
def evenings(request: HttpRequest, place_id: int) -> HttpResponse:
    """GET `?kind=full&date=2026-09-17&page=2`."""
    desk = cast(DeskRequest, request)
    here = place_seen(desk, place_id)
    kind = request.GET.get("kind", EveningCount.ALL.value)
    if kind not in (*EveningCount, *OTHER_KINDS, *OF_SCHOOLS):
        raise Http404
    day = day_shown(desk, here.path)
    schools = schools_counted(here.path, day.date)
    sums = total(schools)
    found: Sequence[Any]
    if kind == QUIET:
        found, of, of_label = [school for school in schools if school.quiet], sums.schools, "学校"
    elif kind == HOMEROOM:
        found = [(school, klass) for school in schools for klass in school.without_homeroom]
        of, of_label = sums.classes, "在读的班"
    elif kind in OF_SCHOOLS:
        found, of, of_label = [school for school in schools if school.is_of(kind)], sums.schools, "学校"
    else:
        counted = EveningCount(kind)
        found = counted.among([evening for school in schools for evening in school.evenings])
        of, of_label = sums.by_kind[counted.of], counted.of.label
    pages = max((len(found) + PAGE - 1) // PAGE, 1)
    page = min(_page(request), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    context = {
        "here": here,
        "day": day,
        "kind": kind,
        "label": (OTHER_KINDS | OF_SCHOOLS).get(kind) or EveningCount(kind).label,
        "n": len(found),
        "of": of,
        "of_label": of_label,
        "of_schools": kind in OF_SCHOOLS,
        "other": {RULES: (NO_RULES, OF_SCHOOLS[NO_RULES]), NO_RULES: (RULES, OF_SCHOOLS[RULES])}.get(kind),
        "rows": shown if kind in (*OTHER_KINDS, *OF_SCHOOLS) else evening_rows(shown),
        "page": page,
        "last_page": pages,
    }
    return render(request, "bureau/evenings.html", context)


def evening_rows(evenings: Sequence[EveningNow]) -> list[Row]:
    """A page of class evenings with bars and items. The number of queries does not grow with them."""
    if not evenings:
        return []
    schools = schools_facts({evening.klass.school_id for evening in evenings})
    drawn = class_evenings(((evening.klass, evening.span) for evening in evenings), schools)
    items: dict[tuple[int, int, dt.date], list[Item]] = {}
    for item in items_on({e.klass.id for e in evenings}, {e.span.date for e in evenings}):
        items.setdefault((item.class_id, item.grade, item.date), []).append(item)
    return [
        Row(
            class_id=evening.klass.id,
            label=(label := label_of(evening.klass, evening.grade)),
            school_id=evening.klass.school_id,
            school=schools[evening.klass.school_id].name,
            evening=evening,
            bar=bar(drawn[key].room, drawn[key].segments, title=label),
            items=tuple(items.get(key, ())),
        )
        for evening in evenings
        for key in [(evening.klass.id, evening.grade, evening.span.date)]
    ]


def _page(request: HttpRequest) -> int:
    typed = request.GET.get("page", "")
    return max(int(typed), 1) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
