"""What a reader of the rules asks for in the address: words, a place, a date."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest

from shuangjian.kernel.day import shanghai_date
from shuangjian.rulebook import Rulebook
from shuangjian.rulebook.finding import folded
from shuangjian.rulebook.lookup import places_above
from shuangjian.rulebook.standing import COUNTRY

MOST_SIGNS = 60
CODE_LENGTHS = (6, 9)


class PublicRequest(HttpRequest):
    """A request with the moment it was received."""

    at: dt.datetime


@dataclass(frozen=True)
class Asked:
    """`place` is the code of a place with rules of its own, "" for the country; `today` is Shanghai's date. What could
    not be read stands in `errors` by field, and its default is taken."""

    q: str
    place: str
    where: str
    date: dt.date
    today: dt.date
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.place,) if self.place else ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words to look for, as `folded` folds them."""
        return tuple(folded(self.q).split())

    @property
    def keep(self) -> str:
        """?place=410900&date=2026-09-17, so that a link keeps place and date; "" where both are the default."""
        kept = {"place": self.place} if self.place else {}
        if self.date != self.today:
            kept["date"] = self.date.isoformat()
        return f"?{urlencode(kept)}" if kept else ""


def asked(request: PublicRequest, book: Rulebook) -> Asked:
    """Never refuses: a link with a slip of the pen still opens a page, which then says what it could not read."""
    errors = {}
    today = shanghai_date(request.at)
    date, typed = today, request.GET.get("date", "").strip()
    if typed:
        try:
            date = dt.date.fromisoformat(typed[:10])
        except ValueError:
            errors["date"] = f"日期没有看懂，先按今天（{today.month}月{today.day}日）。请写成2026-09-17这样。"
    code = request.GET.get("place", "").strip()
    names = places_of(book)
    place = next((above for above in places_above((code,)) if above in names), "") if _is_code(code) else ""
    if code and not _is_code(code):
        errors["place"] = "没有看懂是哪个地方，先按全国。请从列表里选。"
    q = " ".join("".join(s for s in request.GET.get("q", "") if s.isprintable() or s.isspace()).split())
    return Asked(q[:MOST_SIGNS], place, names.get(place, COUNTRY), date, today, errors)


def places_of(book: Rulebook) -> dict[str, str]:
    """Every place that has a rule of its own, code by code: 410900 → 濮阳市."""
    found = {overlay.place: overlay.name for parameter in book.parameters() for overlay in parameter.overlays}
    return dict(sorted(found.items()))


def _is_code(code: str) -> bool:
    return code.isascii() and code.isdecimal() and len(code) in CODE_LENGTHS
