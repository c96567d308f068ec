"""Setting homework: weigh, publish, amend, withdraw, and what came of it."""

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any

from ninja import Router
from pydantic import StringConstraints

from shuangjian.api.caller import ApiRequest, Bearer, act_key, act_request
from shuangjian.api.draft_shapes import intent_of
from shuangjian.api.homework_shapes import AssignmentIn, AssignmentOut, Targets, WeighedClass, targets_of
from shuangjian.api.minutes_shapes import Shown
from shuangjian.api.outcomes import OutcomeOut
from shuangjian.api.paging import Cursor, Limit, Page, newest, read_id
from shuangjian.api.problems import NothingPublished
from shuangjian.api.values import Answer, Body, Id, Key, Line, Moment
from shuangjian.audit.queries import outcome_under
from shuangjian.homework.access import get_assignment_for
from shuangjian.homework.operations import Outcome, withdraw
from shuangjian.homework.queries import history_of, publications_of, spec_of
from shuangjian.journeys.amend_homework import amend_homework
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.journeys.weigh_homework import weigh_homework
from shuangjian.kernel.refusal import NotVisible
from shuangjian.people.rules import Scope

router = Router(tags=["布置作业"])
READS, WRITES = Bearer(Scope.READ_EVENINGS), Bearer(Scope.WRITE_HOMEWORK)


class HomeworkIn(Body):
    """An assignment and the class evenings it is for. `all_or_none`: publish only if it fits everywhere; otherwise each
    class is an outcome of its own. `draft_id` names the draft that it was, if it was one. `shown` says that the minutes
    which it counts were seen: as weighing it told, or the problem `minutes-moved`."""

    assignment: AssignmentIn
    targets: Targets
    all_or_none: bool = False
    draft_id: Id | None = None
    shown: Shown = ""


class AmendIn(AssignmentIn):
    """Other words or minutes; `shown` as in publishing. The same minutes count as they did."""

    shown: Shown = ""


class WeighIn(Body):
    assignment: AssignmentIn
    targets: Targets


class WithdrawIn(Body):
    reason: Annotated[Line, StringConstraints(min_length=1, strip_whitespace=True)]


class PublicationOut(Answer):
    """Where an assignment was published. `state` is PUBLISHED, WITHDRAWN, or AMENDED: replaced by another."""

    id: int
    assignment_id: int
    class_id: int
    grade: int
    dates: list[dt.date]
    minutes: int
    state: str
    published_at: Moment
    ended_at: Moment | None
    reason: str

    @classmethod
    def told(cls, publication: Any) -> "PublicationOut":
        entries = (entry for entry in publication.entries.all() if entry.reverses_id is None)
        return cls(
            id=publication.pk,
            assignment_id=publication.assignment_id,
            class_id=publication.school_class_id,
            grade=publication.grade,
            dates=sorted(entry.evening.date for entry in entries),
            minutes=publication.minutes,
            state=publication.state,
            published_at=publication.published_at,
            ended_at=publication.ended_at,
            reason=publication.reason,
        )


class SetHomework(Answer):
    """An assignment with everywhere it was published; `amends` names the one it replaced."""

    id: int
    amends: int | None
    published_at: Moment | None
    assignment: AssignmentOut
    publications: list[PublicationOut]

    @classmethod
    def told(cls, row: Any, publications: Any) -> "SetHomework":
        return cls(
            id=row.pk,
            amends=row.amends_id,
            published_at=row.published_at,
            assignment=AssignmentOut.told(spec_of(row)),
            publications=[PublicationOut.told(publication) for publication in publications],
        )


@router.post(
    "/homework/weigh", response=list[WeighedClass], auth=WRITES, operation_id="weigh", summary="先看看放不放得下"
)
def weigh(request: ApiRequest, body: WeighIn) -> list[WeighedClass]:
    """和发布算得一样，什么都不写。"""
    targets = targets_of(body.targets)
    found = weigh_homework(by=request.actor, at=request.at, spec=body.assignment.spec(), targets=targets)
    return [WeighedClass.told(one, found) for one in found.previews]


@router.post("/homework", response=OutcomeOut, auth=WRITES, operation_id="publish", summary="发布作业")
def publish(request: ApiRequest, body: HomeworkIn, key: Key) -> OutcomeOut:
    """每个班各有结果；有一个班发布了，就答 200。每个班都没放下，答 409，原因都在，草稿留着。
    按预计计入的分钟和写的不一样、还没有看过，也答 409（minutes-moved），什么都没有做：看过 minutes，
    带上其中的 shown 再发。"""
    targets = targets_of(body.targets)
    outcome = publish_homework(
        by=request.actor,
        at=request.at,
        spec=body.assignment.spec(),
        targets=targets,
        key=act_key("publish", key),
        intent=intent_of(targets, all_or_none=body.all_or_none),
        draft_id=body.draft_id,
        all_or_none=body.all_or_none,
        token=body.shown,
    )
    return _told(outcome)


@router.get(
    "/homework/outcomes/{key}",
    response=OutcomeOut,
    auth=READS,
    operation_id="get_outcome",
    summary="用这个键发布或改的，结果怎样",
)
def outcome(request: ApiRequest, key: Annotated[str, StringConstraints(max_length=200)]) -> OutcomeOut:
    """没有收到答复的时候用：没做过就是 404。"""
    for act in ("publish", "amend"):
        kept = outcome_under(request.actor.somebody, act_key(act, key))
        if kept:
            return OutcomeOut.told(Outcome.from_json(kept))
    raise NotVisible(f"outcome under {key}")


@router.get(
    "/homework/assignments",
    response=Page[SetHomework],
    auth=READS,
    operation_id="list_my_assignments",
    summary="我布置过的作业",
)
def assignments(request: ApiRequest, cursor: Cursor = "", limit: Limit = 20) -> Page[SetHomework]:
    """新的在前。"""
    found = list(history_of(request.actor.somebody, before_id=read_id(cursor), limit=limit + 1))
    return newest(found, lambda row: row.pk, lambda row: SetHomework.told(row, row.publications.all()), limit=limit)


@router.get(
    "/homework/assignments/{assignment_id}",
    response=SetHomework,
    auth=READS,
    operation_id="get_assignment",
    summary="一份作业，和它发布到哪里",
)
def assignment(request: ApiRequest, assignment_id: Id) -> SetHomework:
    return SetHomework.told(get_assignment_for(request.actor, assignment_id), publications_of(assignment_id))


@router.post(
    "/homework/assignments/{assignment_id}/amend",
    response=OutcomeOut,
    auth=WRITES,
    operation_id="amend",
    summary="改一份发布了的作业",
)
def change(request: ApiRequest, assignment_id: Id, body: AmendIn, key: Key) -> OutcomeOut:
    """在原来的班和晚上，换成新的一份：都放得下才换，否则原来的照旧。"""
    spec = body.spec()
    outcome = amend_homework(
        by=request.actor,
        at=request.at,
        assignment_id=assignment_id,
        spec=spec,
        request=act_request("amend", key, assignment=assignment_id, spec=asdict(spec)),
        token=body.shown,
    )
    return OutcomeOut.told(outcome)


@router.post(
    "/homework/publications/{publication_id}/withdraw",
    response=PublicationOut,
    auth=WRITES,
    operation_id="withdraw",
    summary="从一个班撤回",
)
def take_back(request: ApiRequest, publication_id: Id, body: WithdrawIn, key: Key) -> PublicationOut:
    """分钟还给那一晚。已经撤回或改过的，答它现在的样子，不再做什么。"""
    publication = withdraw(
        by=request.actor,
        at=request.at,
        publication_id=publication_id,
        reason=body.reason,
        request=act_request("withdraw", key, publication=publication_id, reason=body.reason),
    )
    return PublicationOut.told(publication)


def _told(outcome: Outcome) -> OutcomeOut:
    told = OutcomeOut.told(outcome)
    if not outcome.published:
        raise NothingPublished(told)
    return told
