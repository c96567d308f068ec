"""A teacher says that a check is wrong of a text; academic affairs upholds it or lets this text out."""

import datetime as dt

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, Subject, once, outcome_of, record
from shuangjian.homework.access import get_appeal_to_answer, teaches
from shuangjian.homework.content import Finding, Kind
from shuangjian.homework.models import Appeal
from shuangjian.homework.operations.checking import Said, check_content
from shuangjian.homework.operations.planning import Ground, Target
from shuangjian.homework.operations.wording import one_sentence
from shuangjian.homework.rules import AppealState, AssignmentSpec, check_spec, parts_of, text_digest
from shuangjian.homework.rules.refusals import appeal_answered, appeal_waits, nothing_to_appeal
from shuangjian.kernel import subject as subjects
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible, Refused
from shuangjian.schools.queries import ClassNow


def appeal(
    *,
    by: Actor,
    at: dt.datetime,
    spec: AssignmentSpec,
    class_id: int,
    grade: int,
    kind: Kind,
    reason: str,
    request: Request,
) -> Appeal | None:
    """Put one check of this text, as it would be set to a class of one's own, before academic affairs; None where this
    request did so before.

    Raises NotVisible for a class that is not one's own, InvalidInput without a reason, Refused where the check refuses
    nothing here, or the same was appealed and nobody has looked yet.
    """
    return once(by, request, lambda: _appeal(by, at, spec, Target(class_id, grade, ()), kind, reason, request))


def _appeal(
    by: Actor, at: dt.datetime, spec: AssignmentSpec, target: Target, kind: Kind, reason: str, request: Request
) -> Appeal:
    check_spec(spec)
    reason = one_sentence(reason, f"appeal-{kind}", "请用一句话写这条哪里不对。")
    if not teaches(by, target.class_id, spec.subject):
        raise NotVisible(f"class {target.class_id}")
    ground = Ground({target.class_id}, at)
    klass = ground.classes.get(target.class_id)
    if klass is None:
        raise NotVisible(f"class {target.class_id}")
    said = _refusing(check_content(ground, spec, [target])[target], kind)
    if said.answer is not None and said.answer.state is AppealState.OPEN:
        raise Refused(appeal_waits(kind.label))
    row = _row(by, at, spec, klass, target.grade, said.finding, reason)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _record(by, at, "homework.appeal", row, klass.place_path, request, {"reason": reason}, Role.SUBJECT_TEACHER)
    except IntegrityError as faster:  # somebody with the same text
        raise Refused(appeal_waits(kind.label)) from faster
    return row


def answer_appeal(*, by: Actor, at: dt.datetime, appeal_id: int, allow: bool, why: str, request: Request) -> Appeal:
    """Uphold the refusal, or allow this text; either with a word why. Once answered it stays so.

    Raises NotVisible, NotAllowed (also for one's own appeal), InvalidInput without a word why, Refused where a
    colleague was faster.
    """
    row, path = get_appeal_to_answer(by, appeal_id)
    if outcome_of(by, request) is not None:
        return row
    if row.appealed_by_id == by.person_id:
        raise NotAllowed("自己提的申诉，请另一位教务处老师或校长看。")
    why = one_sentence(why, f"why-{row.pk}", "请用一句话写为什么，老师会看到。")
    state = AppealState.ALLOWED if allow else AppealState.UPHELD
    with transaction.atomic():
        answered = Appeal.objects.filter(pk=row.pk, state=AppealState.OPEN).update(
            state=state, answer=why, answered_at=at, answered_by_id=by.somebody
        )
        if not answered:
            raise Refused(appeal_answered())
        name = "homework.allow_text" if allow else "homework.uphold_check"
        _record(by, at, name, row, path, request, {"why": why})
    row.refresh_from_db()
    return row


def _refusing(said: tuple[Said, ...], kind: Kind) -> Said:
    found = next((one for one in said if one.finding.kind is kind and one.refuses), None)
    if found is None:
        raise Refused(nothing_to_appeal(kind.label))
    return found


def _row(
    by: Actor, at: dt.datetime, spec: AssignmentSpec, klass: ClassNow, grade: int, finding: Finding, reason: str
) -> Appeal:
    text = "\n".join(text if label == "内容" else f"{label}：{text}" for label, text in parts_of(spec))
    return Appeal(
        school_id=klass.school_id,
        school_class_id=klass.id,
        grade=grade,
        subject=spec.subject,
        unit=spec.unit,
        text=text,
        digest=text_digest(spec),
        check_kind=finding.kind,
        quoted=finding.quoted[:500],
        words=finding.words[:800],
        reason=reason,
        appealed_at=at,
        appealed_by_id=by.somebody,
    )


def _record(
    by: Actor,
    at: dt.datetime,
    name: str,
    row: Appeal,
    path: str,
    request: Request,
    after: dict[str, str],
    role: Role | None = None,
) -> None:
    record(
        by=by,
        at=at,
        name=name,
        on=Subject("appeal", row.pk, row.unit, path, row.school_id),
        after={"check": Kind(row.check_kind).label, "subject": subjects.Subject(row.subject).label} | after,
        request=request,
        outcome={"appeal": row.pk},
        role=role,
    )
