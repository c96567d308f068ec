"""服务模式: what a bureau asks of the programmes below it, part by part, and which schools keep each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.operations import state_service_model
from shuangjian.afterschool.queries import model_at, model_below, models_of_place
from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.afterschool.rules.model_parts import Requirement
from shuangjian.afterschool.rules.service_model import StatedPart
from shuangjian.afterschool.rules.stating_models import MOST_PARTS
from shuangjian.audit import operations as audit
from shuangjian.audit.operations import Request
from shuangjian.desks.bureau.rows import OVERSEERS
from shuangjian.desks.bureau.service_entrance import Asked, place_in_term
from shuangjian.desks.common.asked import read_date, read_id, read_time
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput

REPEATED = "这张表单已经用过一次，没有再做一遍。下面是现在的样子。"
PART = ("name", "requirement", "kind", "least", "by", "words")


@require_http_methods(["GET", "POST"])
@desk_view(*OVERSEERS)
def model(request: HttpRequest, place_id: int) -> HttpResponse:
    """GET `?term=`, `?part=2` (the schools that do not keep it). POST: state a model from a date on."""
    desk = cast(DeskRequest, request)
    asked = place_in_term(desk, place_id)
    if request.method != "POST":
        return _show(desk, asked)
    typed = {name: request.POST.get(name, "")[:200].strip() for name in ("name", "source", "since")}
    rows = _rows_typed(request.POST)
    sent = Request.of(key_of(request.POST), place=place_id, rows=rows, **typed)
    try:
        words = audit.once(desk.actor, sent, lambda: _state(desk, asked, typed, rows, sent))
    except InvalidInput as invalid:
        return _show(desk, asked, typed, rows, errors=invalid.errors, status=422)
    messages.success(request, words or REPEATED)
    return redirect(f"{reverse('bureau:service_model', args=[place_id])}?term={asked.code}")


def _rows_typed(posted: QueryDict) -> list[dict[str, str]]:
    """The rows that have a name, as they were typed."""
    rows = [{field: posted.get(f"{field}-{n}", "")[:200].strip() for field in PART} for n in range(1, MOST_PARTS + 1)]
    return [row for row in rows if row["name"]]


def _state(
    desk: DeskRequest, asked: Asked, typed: Mapping[str, str], rows: Sequence[Mapping[str, str]], sent: Request
) -> str:
    since, errors = read_date(typed["since"]), {}
    if since is None:
        errors["since"] = "请选从哪一天起，比如2026-10-08。"
    for number, row in enumerate(rows, 1):
        if row["requirement"] not in set(Requirement):
            errors[f"part-{number}"] = f"{row['name']}：请选要求什么。"
    if errors or since is None:
        raise InvalidInput(errors)
    state_service_model(
        by=desk.actor,
        at=desk.at,
        place_id=asked.here.id,
        name=typed["name"],
        source=typed["source"],
        since=since,
        parts=[_part(row) for row in rows],
        request=sent,
    )
    return f"定好了：{typed['name']}，{len(rows)}条，从{since.month}月{since.day}日起。"


def _part(row: Mapping[str, str]) -> StatedPart:
    requirement = Requirement(row["requirement"])
    kind = UnitKind(row["kind"]) if requirement is Requirement.KIND_ON_DAYS and row["kind"] in set(UnitKind) else None
    ends = requirement is Requirement.ENDS_AT_OR_AFTER
    in_words = requirement is Requirement.IN_WORDS
    return StatedPart(
        row["name"],
        requirement,
        kind,
        None if ends or in_words else read_id(row["least"]),
        read_time(row["by"]) if ends else None,
        row["words"] if in_words else "",
    )


def _show(
    desk: DeskRequest,
    asked: Asked,
    typed: Mapping[str, str] | None = None,
    rows: Sequence[Mapping[str, str]] | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    here, today = asked.here, shanghai_date(desk.at)
    on = max(today, asked.term.since) if asked.term else today
    counts = model_at(here.path, on)
    versions = models_of_place(here.id)
    below = model_below(counts, here.path, asked.term.year, asked.term.number, on) if counts and asked.term else None
    part = read_id(desk.GET.get("part", ""))
    latest = versions[0] if versions else None
    context = {
        "here": here,
        "asked": asked,
        "counts": counts,
        "own": counts is not None and counts.place_id == here.id,
        "versions": versions,
        "below": below,
        "shown": next((p for p in below.parts if p.number == part), None) if below else None,
        "requirements": list(Requirement),
        "kinds": list(UnitKind),
        "typed": typed or _typed(latest, today),
        "rows": _blank_after(_rows_of(latest) if rows is None else rows),
        "errors": errors or {},
        "key": new_key(),
        "today": today,
    }
    return render(desk, "bureau/service_model.html", context, status=status)


def _typed(row: Any, today: dt.date) -> dict[str, str]:
    begun = {"name": row.name, "source": row.source} if row is not None else {}
    return begun | {"since": today.isoformat()}


def _rows_of(row: Any) -> list[dict[str, str]]:
    parts = row.parts.all() if row is not None else ()
    return [
        {
            "name": part.name,
            "requirement": part.requirement,
            "kind": part.kind,
            "least": str(part.least or ""),
            "by": f"{part.by:%H:%M}" if part.by else "",
            "words": part.words,
        }
        for part in parts
    ]


def _blank_after(rows: Sequence[Mapping[str, str]]) -> list[tuple[int, str, Mapping[str, str]]]:
    """Each row with its number and the field its mistake stands under, and the empty ones after it."""
    blank: dict[str, str] = dict.fromkeys(PART, "")
    shown = [*rows, *[blank] * MOST_PARTS][:MOST_PARTS]
    return [(number, f"part-{number}", row) for number, row in enumerate(shown, 1)]
