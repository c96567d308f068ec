"""Uploaded rosters between preview and application. A file is kept only while somebody may still confirm it."""

import datetime as dt
import hashlib
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import Clause, NotAllowed, Refusal, Refused
from shuangjian.people.access import get_import_place_for, get_upload_for
from shuangjian.people.models import RosterUpload
from shuangjian.schools.queries import place
from shuangjian.schools.rules import PlaceKind

KEPT_DAYS = 7
ROSTER_RULE = Clause("名册更新说明", None, "先看后更新，全成或全不成")


def keep_upload(
    *,
    by: Actor,
    at: dt.datetime,
    place_id: int,
    filename: str,
    content: bytes,
    plan: dict[str, Any],
    digest: str,
    request: Request | None = None,
) -> RosterUpload:
    """Keep a file and what it would change, until somebody confirms or discards it, or KEPT_DAYS have passed."""
    where = get_import_place_for(by, place_id)
    with transaction.atomic():
        upload = RosterUpload.objects.create(
            place_id=place_id,
            filename=filename,
            content=content,
            content_digest=hashlib.sha256(content).hexdigest(),
            plan=plan,
            plan_digest=digest,
            uploaded_at=at,
            uploaded_by_id=by.person_id,
        )
        record(
            by=by,
            at=at,
            name="people.upload_roster",
            on=subject_of(where.pk),
            request=request,
            outcome={"upload": upload.pk},
        )
    return upload


def mark_applied(upload: RosterUpload, *, at: dt.datetime) -> None:
    """Claim an upload for the transaction that applies it. Raises Refused when another has."""
    claimed = RosterUpload.objects.filter(pk=upload.pk, state=RosterUpload.State.PREVIEWED)
    if not claimed.update(state=RosterUpload.State.APPLIED, applied_at=at, content=None, plan=_figures(upload)):
        raise Refused(ended(RosterUpload.objects.get(pk=upload.pk)))


def discard_upload(*, by: Actor, at: dt.datetime, upload_id: int) -> None:
    """Drop a file that was not confirmed. Discarded before: nothing happens. Raises Refused when it was applied."""
    upload = get_upload_for(by, upload_id)
    with transaction.atomic():
        if _drop(upload):
            record(by=by, at=at, name="people.discard_roster", on=subject_of(upload.place_id))
            return
    upload.refresh_from_db()
    if upload.state == RosterUpload.State.APPLIED:
        raise Refused(ended(upload))


def tidy_uploads(*, by: Actor, at: dt.datetime, dry_run: bool = False) -> int:
    """Drop the files that nobody confirmed within KEPT_DAYS; returns how many."""
    if not by.is_operator:
        raise NotAllowed("清理没有确认的名册由系统维护人员在服务器上做。")
    old = old_uploads(at).defer("content")
    if dry_run:
        return old.count()
    with transaction.atomic():
        dropped = [upload for upload in old if _drop(upload)]
        for upload in dropped:
            record(by=by, at=at, name="people.discard_roster", on=subject_of(upload.place_id))
    return len(dropped)


def old_uploads(at: dt.datetime) -> QuerySet[RosterUpload]:
    """Those that nobody confirmed within KEPT_DAYS."""
    uploads = RosterUpload.objects.filter(state=RosterUpload.State.PREVIEWED)
    return uploads.filter(uploaded_at__lte=at - dt.timedelta(days=KEPT_DAYS))


def _drop(upload: RosterUpload) -> int:
    return RosterUpload.objects.filter(pk=upload.pk, state=RosterUpload.State.PREVIEWED).update(
        state=RosterUpload.State.DISCARDED, content=None, plan=_figures(upload)
    )


def _figures(upload: RosterUpload) -> dict[str, Any]:
    """What is kept of a plan once it has ended: how many of what, no names."""
    return {name: upload.plan[name] for name in ("counts", "notes", "rows") if name in upload.plan}


def ended(upload: RosterUpload) -> Refusal:
    """Why an upload that has been applied or discarded cannot be applied."""
    applied = upload.state == RosterUpload.State.APPLIED
    words = (
        "这份名册已经更新过了，没有再做一遍。"
        if applied
        else "这份名册已经放弃，文件也删了，什么都没有改。要更新，请再上传一次。"
    )
    return Refusal("ROSTER_APPLIED" if applied else "ROSTER_DISCARDED", words, words, (ROSTER_RULE,))


def subject_of(place_id: int) -> Subject:
    """The place that a roster is about, for the record."""
    where = place(place_id)
    school_id = where.pk if where.kind == PlaceKind.SCHOOL else None
    return Subject("place", where.pk, where.name, where.path, school_id)
