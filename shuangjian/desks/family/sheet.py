"""/t/<token>/: the evening sheet of a class, for whoever has its address. No sign-in, no pupil, one A4 in print."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from shuangjian.desks.common.asked import asked_date
from shuangjian.desks.common.evenings import day_for_families, evening_words
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.family.tonight import Read, Tonight, read, tonight_of
from shuangjian.homework.queries import class_of_sheet
from shuangjian.homework.rules import canonical_token
from shuangjian.kernel.day import shanghai_date
from shuangjian.schools.rules import EveningSpan

WINDOW = dt.timedelta(days=10)
ONE_DAY = dt.timedelta(days=1)
KEPT_SECONDS = 60
# How many lines of homework, as `_lines` counts them, one A4 page holds at each step of the print. Measured.
STEPS = ((25, ""), (33, "close"), (54, "closer"), (84, "closest"))
SMALLEST = "tiny"


@dataclass(frozen=True)
class QrCode:
    """A QR code as one path of unit squares, `size` a side."""

    path: str
    size: int


@require_safe
def sheet(request: HttpRequest, token: str) -> HttpResponse:
    """Tonight; `?date=` within ten days. 404 for an address that is not, or no longer, given out."""
    desk = cast(DeskRequest, request)
    canonical = canonical_token(token)
    class_id = class_of_sheet(canonical)
    today = shanghai_date(desk.at)
    asked, wrong = asked_date(request.GET, "date")
    if asked and abs(asked - today) > WINDOW:
        wrong, asked = "作业单上只有前后十天的。下面是今天的。", None
    found = read([class_id], asked or today, desk.at) if class_id is not None else None
    if class_id is not None and found is not None and asked and not found.ahead:
        wrong, asked = "那一天还没有这个班。下面是今天的。", None
        found = read([class_id], today, desk.at)
    if class_id is None or found is None or class_id not in found.ahead:
        return _quiet(render(request, "family/sheet_gone.html", _NOBODY, status=404))
    if canonical != token:
        return _quiet(redirect("family:sheet", canonical))
    return _quiet(render(request, "family/sheet.html", _NOBODY | _context(desk, canonical, found, asked, wrong)))


def _context(desk: DeskRequest, token: str, found: Read, asked: dt.date | None, wrong: str) -> dict[str, object]:
    a = next(iter(found.ahead.values()))
    today = shanghai_date(desk.at)
    evenings = [e for _, grade in a.klass.grades if (e := tonight_of(found, a.klass.id, grade))]
    span = evenings[0].span if evenings else None
    address = desk.build_absolute_uri(reverse("family:sheet", args=[token]))
    return {
        "school": found.schools[a.klass.school_id],
        "klass": a.klass,
        "evenings": evenings,
        "span": span,
        "words": evening_words(span.date, today) if span else "",
        "notices": [wrong, *day_for_families(a, asked or today)] if wrong else day_for_families(a, asked or today),
        "is_other_day": asked is not None and asked != today,
        "earlier": _near(span.date - ONE_DAY, today) if span else None,
        "later": _later(span, today),
        "address": address.split("://", 1)[1],
        "code": qr_code(address),
        "density": _density(evenings),
    }


# The head of the page is the same for everybody: no name, no tabs, and no form that would need a referrer.
_NOBODY: dict[str, object] = {"desk_tabs": [], "desk_who": "", "desk_place": "", "desk_school": None}


def _quiet(response: HttpResponse) -> HttpResponse:
    """Found by no search engine, told to no other site, kept a minute and by no proxy."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    return response


def _near(date: dt.date, today: dt.date) -> dt.date | None:
    return date if abs(date - today) <= WINDOW else None


def _later(span: EveningSpan | None, today: dt.date) -> dt.date | None:
    return _near(span.until, today) if span and not span.is_vacation else None


def _density(evenings: list[Tonight]) -> str:
    """How close the print must be set so that one A4 page holds it: "" for an ordinary evening."""
    lines = sum(_lines(evening) for evening in evenings)
    return next((name for most, name in STEPS if lines <= most), SMALLEST)


def _lines(evening: Tonight) -> int:
    """About how many lines of print the homework takes, at 40 characters a line and two for a heading."""
    sections = (evening.written, evening.optional, evening.unwritten, evening.in_school, evening.later, evening.coming)
    lines = 2 + 2 * sum(1 for section in sections if section) + len(evening.later) + len(evening.coming)
    for item in (*evening.written, *evening.optional, *evening.unwritten, *evening.in_school):
        lines += 2 + sum(1 + len(part) // 40 for part in item.spec.content.splitlines())
        if len(item.spec.tiers) > 1:
            lines += 1 + sum(1 + len(tier.content) // 40 for tier in item.spec.tiers)
    return lines


def qr_code(address: str) -> QrCode:
    """The address for a camera, for whoever likes to; nothing asks for it."""
    made = segno.make(address, error="m", micro=False)
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(made.matrix) for x, dark in enumerate(row) if dark)
    return QrCode(squares, len(made.matrix))
