"""名册: upload a file, see what it would change, then update or discard."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import Page, pages_of
from shuangjian.journeys.import_roster import (
    Preview,
    apply_roster,
    bad_cells_of,
    discard_roster,
    preview_again,
    preview_of,
    preview_roster,
)
from shuangjian.kernel.refusal import NotVisible, Refusal, Refused
from shuangjian.people.access import can_read_upload, check_can_import_roster, get_upload_for, uploads_for
from shuangjian.people.roster import UnreadableFile, limits, template_workbook
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.roster.planning import COUNTED
from shuangjian.schools.queries import SchoolFacts, known_school

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_UPLOADS = 10
_GROUPS = (("学生", 0, 7), ("班级", 7, 12), ("老师", 12, 16), ("任课和班主任", 16, 20))


@dataclass(frozen=True)
class Change:
    """One kind of change: 新来的学生, 3, 人, and up to a few of their names."""

    words: str
    count: int
    unit: str
    names: tuple[str, ...]


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view()
def roster(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: how a roster comes in, and the latest ones. POST: a file, which leads to its preview."""
    desk = cast(DeskRequest, request)
    school = _school(desk, school_id)
    if request.method != "POST":
        return _show_uploads(desk, school)
    try:
        upload_id = _preview(desk, school)
    except UnreadableFile as problem:
        return _show_uploads(desk, school, {"file": problem.words}, status=422)
    return redirect("school:roster_upload", school.id, upload_id)


@require_GET
@desk_view()
def template(request: HttpRequest, school_id: int) -> HttpResponse:
    """The workbook to fill in."""
    _school(cast(DeskRequest, request), school_id)
    return _workbook("名册模板.xlsx", template_workbook())


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view()
def upload(request: HttpRequest, school_id: int, upload_id: int) -> HttpResponse:
    """GET: what a file would change, or has changed. POST `act`: apply, discard, or compare again."""
    desk = cast(DeskRequest, request)
    school = _school(desk, school_id)
    _check_of_school(desk, school, upload_id)
    if request.method != "POST":
        return _show_upload(desk, school, upload_id)
    acts: dict[str, Callable[[], HttpResponse]] = {
        "apply": lambda: _apply(desk, school, upload_id),
        "discard": lambda: _discard(desk, school, upload_id),
        "again": lambda: _again(desk, school, upload_id),
    }
    act = acts.get(request.POST.get("act", ""))
    try:
        return act() if act else _show_upload(desk, school, upload_id)
    except Refused as refused:
        return _show_upload(desk, school, upload_id, refused.refusals, status=409)


@never_cache
@require_GET
@desk_view()
def bad_cells(request: HttpRequest, school_id: int, upload_id: int) -> HttpResponse:
    """The workbook to hand back, with every cell to mend marked."""
    desk = cast(DeskRequest, request)
    school = _school(desk, school_id)
    _check_of_school(desk, school, upload_id)
    kept = get_upload_for(desk.actor, upload_id)
    if not can_read_upload(desk.actor, kept):
        raise NotVisible(f"names of upload {upload_id}")
    try:
        content = bad_cells_of(by=desk.actor, at=desk.at, upload_id=upload_id)
    except Refused as refused:
        return _show_upload(desk, school, upload_id, refused.refusals, status=409)
    stem = kept.filename.rsplit(".", 1)[0][:60] or "名册"
    return _workbook(f"{stem}-要改的格.xlsx", content)


def _school(desk: DeskRequest, school_id: int) -> SchoolFacts:
    school = known_school(school_id)
    check_can_import_roster(desk.actor, school.id, school.path)
    return school


def _pages(desk: DeskRequest, school: SchoolFacts) -> list[Page]:
    """The school's pages; all of a roster's own are under 名册."""
    return [
        replace(page, current=desk.path.startswith(page.href)) if page.label == "名册" else page
        for page in pages_of(desk, school)
    ]


def _check_of_school(desk: DeskRequest, school: SchoolFacts, upload_id: int) -> None:
    if not uploads_for(desk.actor, school.id).filter(pk=upload_id).exists():
        raise NotVisible(f"upload {upload_id}")


def _preview(desk: DeskRequest, school: SchoolFacts) -> int:
    """Raises UnreadableFile, also when no file came at all."""
    file = desk.FILES.get("file")
    if file is None:
        raise UnreadableFile("NO_FILE", "没有收到文件。请选一个文件，再按“看看会改什么”。")
    if (file.size or 0) > limits.UPLOAD_BYTES:
        raise unreadable("TOO_LARGE")
    preview = preview_roster(
        by=desk.actor, at=desk.at, place_id=school.id, filename=file.name or "", content=file.read()
    )
    return preview.upload_id


def _apply(desk: DeskRequest, school: SchoolFacts, upload_id: int) -> HttpResponse:
    request = Request.of(key_of(desk.POST), upload=upload_id)
    outcome = apply_roster(by=desk.actor, at=desk.at, upload_id=upload_id, request=request, choose=secrets.choice)
    if outcome.repeated:
        messages.warning(desk, "这份名册刚才已经更新好了，没有再做一遍。下面是那一次的结果。")
    return redirect("school:roster_upload", school.id, upload_id)


def _discard(desk: DeskRequest, school: SchoolFacts, upload_id: int) -> HttpResponse:
    discard_roster(by=desk.actor, at=desk.at, upload_id=upload_id)
    messages.success(desk, "这份文件已放弃，什么都没有改。文件也已删去。")
    return redirect("school:roster", school.id)


def _again(desk: DeskRequest, school: SchoolFacts, upload_id: int) -> HttpResponse:
    preview = preview_again(by=desk.actor, at=desk.at, upload_id=upload_id)
    return redirect("school:roster_upload", school.id, preview.upload_id)


def _show_uploads(
    desk: DeskRequest, school: SchoolFacts, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    latest = uploads_for(desk.actor, school.id)[:SHOWN_UPLOADS]
    context: dict[str, Any] = {
        "school": school,
        "pages": _pages(desk, school),
        "uploads": [(u, _total(u.plan), u.plan.get("bad_total", 0)) for u in latest],
        "errors": errors or {},
    }
    return render(desk, "school/roster.html", context, status=status)


def _show_upload(
    desk: DeskRequest, school: SchoolFacts, upload_id: int, refusals: Sequence[Refusal] = (), status: int = 200
) -> HttpResponse:
    kept = get_upload_for(desk.actor, upload_id)
    preview = preview_of(kept.pk, kept.plan)
    reads = can_read_upload(desk.actor, kept)
    context: dict[str, Any] = {
        "school": school,
        "pages": _pages(desk, school),
        "upload": kept,
        "preview": preview,
        "total": _total(kept.plan),
        "groups": _groups(preview, with_names=reads),
        "reads": reads,
        "refusals": refusals,
        "is_stale": any(refusal.code == "ROSTER_MOVED" for refusal in refusals),
        "key": new_key(),
    }
    return render(desk, "school/roster_upload.html", context, status=status)


def _groups(preview: Preview, *, with_names: bool) -> list[tuple[str, list[Change]]]:
    """What changes, under 学生, 班级, 老师, 任课; groups in which nothing changes are left out."""
    kinds = list(COUNTED.values())
    groups = []
    for title, since, until in _GROUPS:
        changes = [
            Change(words, count, unit, preview.samples.get(words, ()) if with_names else ())
            for words, unit in kinds[since:until]
            if (count := preview.counts.get(words, 0))
        ]
        if changes:
            groups.append((title, changes))
    return groups


def _total(plan: dict[str, Any]) -> int:
    return sum(plan.get("counts", {}).values())


def _workbook(filename: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response
