"""抽查: works drawn by lot from what was published, read one by one; who wrote them is not shown while reading."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_date, read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import acted, pages_of, school_led
from shuangjian.homework.access import get_spot_check_for
from shuangjian.homework.operations import draw_spot_check, record_finding
from shuangjian.homework.queries import (
    counts_of_spot_checks,
    monday_of,
    redrawn,
    spec_of,
    spot_checks_of,
    works_of_spot_check,
)
from shuangjian.homework.rules import MOST_DRAWN, AssignmentSpec, SpotFinding
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_label
from shuangjian.kernel.refusal import InvalidInput, Refusal
from shuangjian.schools.queries import SchoolFacts, known_school

ONE_DAY = dt.timedelta(days=1)
USUAL_NUMBER = "10"


@dataclass(frozen=True)
class Shown:
    """One drawn work, as it is read."""

    row: Any
    spec: AssignmentSpec
    grades: str
    own: bool


@require_http_methods(["GET", "POST"])
@desk_view()
def spot_checks(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: the draws so far. POST: draw `wanted` works published from `since` through `last`."""
    desk = cast(DeskRequest, request)
    school = school_led(desk, school_id)
    if request.method != "POST":
        return _list(desk, school)
    typed = {name: request.POST.get(name, "")[:10] for name in ("since", "last", "wanted")}
    asked = Request.of(key_of(request.POST), school=school.id, **typed)
    drawn: list[int] = []

    def to() -> str:
        if drawn:
            return reverse("school:spot_check", args=[school.id, drawn[0]])
        return reverse("school:spot_checks", args=[school.id])

    act = partial(_draw, desk, school, typed, asked, drawn)
    return acted(desk, asked, act, partial(_list, desk, school, typed), to)


@require_http_methods(["GET", "POST"])
@desk_view()
def spot_check(request: HttpRequest, school_id: int, check_id: int) -> HttpResponse:
    """GET: the drawn works. POST: what was found in one (`work`, `finding`, `note`)."""
    desk = cast(DeskRequest, request)
    school = known_school(school_id)
    check = get_spot_check_for(desk.actor, school.id, school.path, check_id)
    if request.method != "POST":
        return _read(desk, school, check)
    work_id, finding = read_id(request.POST.get("work", "")), request.POST.get("finding", "")
    note = request.POST.get("note", "")
    if work_id is None:
        raise Http404
    asked = Request.of(key_of(request.POST), check=check_id, work=work_id, finding=finding, note=note)
    typed = {"work": work_id, "finding": finding, "note": note}
    return acted(
        desk,
        asked,
        partial(_find, desk, school, check_id, typed, asked),
        partial(_read, desk, school, check, typed),
        lambda: reverse("school:spot_check", args=[school.id, check_id]),
    )


def _draw(desk: DeskRequest, school: SchoolFacts, typed: Mapping[str, str], asked: Request, drawn: list[int]) -> str:
    since, last, wanted = read_date(typed["since"]), read_date(typed["last"]), read_id(typed["wanted"])
    errors = {}
    if since is None:
        errors["since"] = "请选从哪一天起，比如2026-09-14。"
    if last is None:
        errors["last"] = "请选到哪一天，比如2026-09-18。"
    if errors or since is None or last is None:
        raise InvalidInput(errors)
    try:
        check = draw_spot_check(
            by=desk.actor,
            at=desk.at,
            school=school,
            since=since,
            until=last + ONE_DAY,
            wanted=wanted or 0,
            seed=secrets.token_hex(8),
            request=asked,
        )
    except InvalidInput as invalid:
        raise InvalidInput({"last" if f == "until" else f: words for f, words in invalid.errors.items()}) from invalid
    drawn.append(check.pk)
    return f"抽好了，从{check.published}份里抽的。看一份，记一份。"


def _find(desk: DeskRequest, school: SchoolFacts, check_id: int, typed: Mapping[str, Any], asked: Request) -> str:
    if typed["finding"] not in set(SpotFinding):
        raise InvalidInput({f"finding-{typed['work']}": "请选看到了什么。"})
    finding = SpotFinding(typed["finding"])
    row = record_finding(
        by=desk.actor,
        at=desk.at,
        school=school,
        check_id=check_id,
        work_id=typed["work"],
        finding=finding,
        note=typed["note"],
        request=asked,
    )
    return f"记下了：第{row.position + 1}份，{finding.label}。布置的老师看得到。"


def _list(
    desk: DeskRequest,
    school: SchoolFacts,
    typed: Mapping[str, str] | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    today = shanghai_date(desk.at)
    blank = {"since": monday_of(today).isoformat(), "last": today.isoformat(), "wanted": USUAL_NUMBER}
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "today": today,
        "checks": [(one, one.check.until - ONE_DAY) for one in spot_checks_of(school.id)],
        "most": MOST_DRAWN,
        "typed": typed or blank,
        "errors": errors or {},
        "refusals": refusals,
        "key": new_key(),
    }
    return render(desk, "school/spot_checks.html", context, status=status)


def _read(
    desk: DeskRequest,
    school: SchoolFacts,
    check: Any,
    typed: Mapping[str, Any] | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    rows = list(works_of_spot_check(check.pk))
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "check": check,
        "last": check.until - ONE_DAY,
        "counts": counts_of_spot_checks(check.pk),
        "same": redrawn(check) == [row.assignment_id for row in rows],
        "works": [_shown(desk, row) for row in rows],
        "findings": list(SpotFinding),
        "typed": typed or {},
        "errors": errors or {},
        "refusals": refusals,
        "key": new_key(),
    }
    return render(desk, "school/spot_check.html", context, status=status)


def _shown(desk: DeskRequest, row: Any) -> Shown:
    grades = sorted({p.grade for p in row.assignment.publications.all()})
    words = "、".join(grade_label(grade) for grade in grades)
    return Shown(row, spec_of(row.assignment), words, row.author_id == desk.actor.person_id)
