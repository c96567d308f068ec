"""Tags and filters of every template. Registered as builtins: no template loads them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template

from shuangjian.desks.common.bars import Bar
from shuangjian.desks.common.forms import way_value
from shuangjian.desks.common.lanes import Lane
from shuangjian.kernel import day
from shuangjian.kernel.actor import Role
from shuangjian.kernel.grade import grade_label as label_of_grade
from shuangjian.kernel.refusal import Clause, Refusal, Way
from shuangjian.kernel.subject import Subject

register = template.Library()

MARKS = ("ok", "warn", "look", "stop", "hold", "unknown")


@register.inclusion_tag("common/evening_bar.html")
def evening_bar(bar: Bar, size: str = "l", calm: bool = False, lane: Lane | None = None) -> dict[str, Any]:
    """The evening bar of desks.common.bars; `size` is l or s, `calm` the family form without a list. A `lane` beneath
    a large one says what was measured."""
    return {"bar": bar, "size": size, "calm": calm, "lane": lane}


@register.inclusion_tag("common/mark.html")
def mark(kind: str, words: str) -> dict[str, str]:
    """A status: shape, word and colour. `kind` is one of MARKS."""
    if kind not in MARKS:
        raise template.TemplateSyntaxError(f"no such mark: {kind}")
    return {"kind": kind, "words": words}


@register.inclusion_tag("common/refusal_box.html")
def refusal_box(
    refusal: Refusal,
    form_id: str = "",
    family: bool = False,
    autofocus: bool = False,
    action: str = "",
    live: bool = False,
) -> dict[str, Any]:
    """Why not, under which clause, and what can be done now.

    Ways are submit buttons of the form `form_id`, sent to `action` where it is not the form's own; a way without a
    label is a sentence only. `live` ways renew the page in place where JavaScript runs.
    """
    words = refusal.family if family and refusal.family else refusal.staff
    return {
        "refusal": refusal,
        "words": words,
        "form_id": form_id,
        "autofocus": autofocus,
        "action": action,
        "live": live,
        "ways": [(way, way_value(way)) for way in refusal.ways],
    }


@register.inclusion_tag("common/clauses.html")
def clauses(clauses: tuple[Clause, ...]) -> dict[str, Any]:
    """The clauses a thing rests on, each with a link to the page that explains it."""
    return {"clauses": clauses}


@register.inclusion_tag("common/figure.html")
def figure(
    label: str,
    n: int,
    of: int | None = None,
    href: str = "",
    date: dt.date | str = "",
    note: str = "",
    unit: str = "",
) -> dict[str, Any]:
    """A number that never travels alone: numerator／denominator as a link to the rows, its date, and a note."""
    return {"label": label, "n": n, "of": of, "href": href, "date": date, "note": note, "unit": unit}


@register.inclusion_tag("common/field_error.html")
def field_error(errors: Mapping[str, str] | None, field: str) -> dict[str, str]:
    """The sentence about one field, beside it; its id is `error-<field>`."""
    return {"field": field, "words": (errors or {}).get(field, "")}


@register.filter
def way_of(way: Way) -> str:
    """The value of a way's button."""
    return way_value(way)


@register.filter
def date_label(moment: dt.date | dt.datetime | None) -> str:
    """11月24日　星期二."""
    return day.date_label(_date(moment)) if moment else ""


@register.filter
def weekday_short(moment: dt.date | dt.datetime | None) -> str:
    """周二."""
    return day.weekday_short(_date(moment)) if moment else ""


@register.filter
def day_short(moment: dt.date | dt.datetime | None) -> str:
    """9月17日."""
    if not moment:
        return ""
    date = _date(moment)
    return f"{date.month}月{date.day}日"


@register.filter
def hhmm(moment: dt.datetime | dt.time | None) -> str:
    """15:30, in Shanghai."""
    if moment is None:
        return ""
    local = moment.astimezone(day.SHANGHAI) if isinstance(moment, dt.datetime) else moment
    return f"{local:%H:%M}"


@register.filter
def moment(then: dt.datetime, now: dt.datetime) -> str:
    """15:30 for later today, 9月18日15:30 for another day."""
    return hhmm(then) if _date(then) == _date(now) else f"{day_short(then)}{hhmm(then)}"


@register.filter
def grouped(n: int) -> str:
    """13,523: what is read as a number of many."""
    return f"{n:,}"


@register.filter
def subject_label(subject: str) -> str:
    """数学 for MATHEMATICS."""
    return Subject(subject).label


@register.filter
def role_label(role: str) -> str:
    """班主任 for HOMEROOM."""
    return Role(role).label if role else ""


@register.filter
def grade_label(grade: int) -> str:
    """五年级 for 5."""
    return label_of_grade(int(grade))


@register.filter
def entry(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """The entry of a mapping under a key that is only known in the template; empty where there is none."""
    return (mapping or {}).get(key, "")


def _date(moment: dt.date | dt.datetime) -> dt.date:
    return day.shanghai_date(moment) if isinstance(moment, dt.datetime) else moment
