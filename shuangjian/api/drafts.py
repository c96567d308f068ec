"""Drafts: one's own assignments that are not published yet."""

from django.http import HttpResponse
from ninja import Router

from shuangjian.api.caller import ApiRequest, Bearer, act_key
from shuangjian.api.draft_shapes import DraftIn, DraftOut, intent_of
from shuangjian.api.homework_shapes import targets_of
from shuangjian.api.paging import Cursor, Limit, Page, of_id, page
from shuangjian.api.values import Id, Key
from shuangjian.homework.operations import discard_draft
from shuangjian.homework.queries import drafts_of
from shuangjian.journeys.keep_draft import keep_draft
from shuangjian.people.rules import Scope

router = Router(tags=["草稿"], auth=Bearer(Scope.WRITE_HOMEWORK))


@router.get("/homework/drafts", response=Page[DraftOut], operation_id="list_drafts", summary="我的草稿")
def drafts(request: ApiRequest, cursor: Cursor = "", limit: Limit = 20) -> Page[DraftOut]:
    """按编号排，新的在前。"""
    found = drafts_of(request.actor.somebody)
    return page(found, lambda row: of_id(row.pk), DraftOut.told, cursor=cursor, limit=limit, descending=True)


@router.post("/homework/drafts", response=DraftOut, operation_id="save_draft", summary="存一份草稿")
def save(request: ApiRequest, body: DraftIn, key: Key) -> DraftOut:
    return _keep(request, body, act_key("draft", key))


@router.put("/homework/drafts/{draft_id}", response=DraftOut, operation_id="replace_draft", summary="改一份草稿")
def replace(request: ApiRequest, draft_id: Id, body: DraftIn, key: Key) -> DraftOut:
    """已经发布了的不会改，改成另存一份新的草稿，答的是新的编号。"""
    return _keep(request, body, act_key(f"draft-{draft_id}", key), draft_id)


@router.delete("/homework/drafts/{draft_id}", response={204: None}, operation_id="discard_draft", summary="删一份草稿")
def discard_kept(request: ApiRequest, draft_id: Id, key: Key) -> HttpResponse:
    """再删一次答 404：已经没有了。"""
    discard_draft(by=request.actor, assignment_id=draft_id)
    return HttpResponse(status=204)


def _keep(request: ApiRequest, body: DraftIn, key: str, draft_id: int | None = None) -> DraftOut:
    targets = targets_of(body.targets)
    row = keep_draft(
        by=request.actor,
        at=request.at,
        spec=body.assignment.spec(),
        targets=targets,
        intent=intent_of(targets),
        key=key,
        draft_id=draft_id,
    )
    return DraftOut.told(row)
