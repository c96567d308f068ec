"""Rosters, out as a workbook or as OneRoster 1.2, and in: looked at first, then applied whole or not at all."""

import hashlib
import secrets
from typing import Any

from django.http import HttpResponse
from ninja import Router, UploadedFile

from shuangjian.api.caller import ApiRequest, Bearer, act_request
from shuangjian.api.paging import Cursor, Limit, Page, of_id, page
from shuangjian.api.values import Answer, Id, Key, Moment
from shuangjian.journeys.import_roster import Preview, apply_roster, discard_roster, preview_of, preview_roster
from shuangjian.people.access import can_read_upload, get_upload_for, uploads_for
from shuangjian.people.operations.roster_export import export_oneroster, export_roster
from shuangjian.people.roster import BadCell, limits
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.rules import Scope

router = Router(tags=["名册"])
READS, WRITES = Bearer(Scope.READ_ROSTERS), Bearer(Scope.WRITE_ROSTERS)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"


class BadCellOut(Answer):
    """A cell that cannot be taken as it stands, and what to do with it."""

    sheet: str
    row: int
    column: str
    header: str
    value: str
    reason: str

    @classmethod
    def told(cls, bad: BadCell) -> "BadCellOut":
        return cls.model_validate(bad)


class UploadOut(Answer):
    """A roster that was uploaded. `counts` are the changes it makes, in words; `samples` name some of those concerned,
    and `bad` the first cells to mend, for whoever may read names. `state` is PREVIEWED, APPLIED or DISCARDED."""

    id: int
    place_id: int
    filename: str
    state: str
    uploaded_at: Moment
    applied_at: Moment | None
    can_apply: bool
    rows: dict[str, int]
    counts: dict[str, int]
    samples: dict[str, list[str]]
    bad_total: int
    bad: list[BadCellOut]
    notes: list[str]

    @classmethod
    def told(cls, upload: Any, preview: Preview, *, with_names: bool) -> "UploadOut":
        return cls(
            id=upload.pk,
            place_id=upload.place_id,
            filename=upload.filename,
            state=upload.state,
            uploaded_at=upload.uploaded_at,
            applied_at=upload.applied_at,
            can_apply=preview.can_apply and upload.state == "PREVIEWED",
            rows=preview.rows,
            counts=preview.counts,
            samples={words: list(names) for words, names in preview.samples.items()} if with_names else {},
            bad_total=preview.bad_total,
            bad=[BadCellOut.told(bad) for bad in preview.bad] if with_names else [],
            notes=list(preview.notes),
        )


class Applied(Answer):
    """What applying changed, in the words of the preview. `repeated`: the key had done it before."""

    upload_id: int
    counts: dict[str, int]
    repeated: bool


def _file(*types: str) -> dict[str, Any]:
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in types}
    return {"responses": {200: {"description": "文件", "content": content}}}


@router.get(
    "/places/{place_id}/roster.xlsx",
    auth=READS,
    operation_id="download_roster_workbook",
    summary="名册，Excel",
    openapi_extra=_file(WORKBOOK),
)
def workbook(request: ApiRequest, place_id: Id) -> HttpResponse:
    """一校现在的学生、教师、任课。学籍号和工号不留原号，写的是系统编号；改好了可以再送回来。"""
    content = export_roster(by=request.actor, at=request.at, place_id=place_id)
    return HttpResponse(content, content_type=WORKBOOK)


@router.get(
    "/places/{place_id}/roster.zip",
    auth=READS,
    operation_id="download_roster_oneroster",
    summary="名册，OneRoster 1.2 CSV",
    openapi_extra=_file(ZIP),
)
def oneroster(request: ApiRequest, place_id: Id) -> HttpResponse:
    content = export_oneroster(by=request.actor, at=request.at, place_id=place_id)
    return HttpResponse(content, content_type=ZIP)


@router.get(
    "/places/{place_id}/roster/uploads",
    response=Page[UploadOut],
    auth=WRITES,
    operation_id="list_uploads",
    summary="上传过的名册",
)
def uploads(request: ApiRequest, place_id: Id, cursor: Cursor = "", limit: Limit = 20) -> Page[UploadOut]:
    """新的在前。"""
    found = uploads_for(request.actor, place_id)
    return page(
        found,
        lambda upload: of_id(upload.pk),
        lambda upload: _told(request, upload),
        cursor=cursor,
        limit=limit,
        descending=True,
    )


@router.post(
    "/places/{place_id}/roster/uploads",
    response=UploadOut,
    auth=WRITES,
    operation_id="preview_roster",
    summary="送一份名册来，先看看会改什么",
)
def upload(request: ApiRequest, place_id: Id, key: Key, file: UploadedFile) -> UploadOut:
    """Excel、CSV 或 OneRoster 压缩包。什么都没有改；改要另外 apply。"""
    if (file.size or 0) > limits.UPLOAD_BYTES:
        raise unreadable("TOO_LARGE")
    content = file.read()
    preview = preview_roster(
        by=request.actor,
        at=request.at,
        place_id=place_id,
        filename=file.name or "",
        content=content,
        request=act_request("upload", key, place=place_id, content=hashlib.sha256(content).hexdigest()),
    )
    return _told(request, get_upload_for(request.actor, preview.upload_id))


@router.get(
    "/roster-uploads/{upload_id}", response=UploadOut, auth=WRITES, operation_id="get_upload", summary="一份上传的名册"
)
def one_upload(request: ApiRequest, upload_id: Id) -> UploadOut:
    return _told(request, get_upload_for(request.actor, upload_id))


@router.post(
    "/roster-uploads/{upload_id}/apply", response=Applied, auth=WRITES, operation_id="apply_roster", summary="照它更新"
)
def apply_upload(request: ApiRequest, upload_id: Id, key: Key) -> Applied:
    """全部成功，或者什么都不改。预览以后名册有了变动，答 409：请再送一次。"""
    outcome = apply_roster(
        by=request.actor,
        at=request.at,
        upload_id=upload_id,
        request=act_request("apply", key, upload=upload_id),
        choose=secrets.choice,
    )
    return Applied.model_validate(outcome)


@router.post(
    "/roster-uploads/{upload_id}/discard",
    response=UploadOut,
    auth=WRITES,
    operation_id="discard_roster",
    summary="放弃，删去文件",
)
def discard_upload(request: ApiRequest, upload_id: Id, key: Key) -> UploadOut:
    """放弃过的再放弃一次，什么都不发生。"""
    discard_roster(by=request.actor, at=request.at, upload_id=upload_id)
    return _told(request, get_upload_for(request.actor, upload_id))


def _told(request: ApiRequest, upload: Any) -> UploadOut:
    preview = preview_of(upload.pk, upload.plan)
    return UploadOut.told(upload, preview, with_names=can_read_upload(request.actor, upload))
