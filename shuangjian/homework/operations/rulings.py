"""Minutes that academic affairs sets for a draft, when its teacher says that it takes others than are predicted."""

import datetime as dt

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, Subject, once, outcome_of, record
from shuangjian.homework.access import get_own_assignment, get_ruling_to_answer
from shuangjian.homework.models import MinutesRuling
from shuangjian.homework.operations.wording import one_sentence
from shuangjian.homework.queries.assignments import spec_of
from shuangjian.homework.rules import LONGEST_TIER_MINUTES, AssignmentSpec, Basis, parts_of, ruling_digest
from shuangjian.homework.rules.refusals import (
    minutes_asked_already,
    minutes_set_already,
    nothing_to_set,
    ruled_words_changed,
)
from shuangjian.kernel import subject as subjects
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, Refused


def ask_for_minutes(
    *, by: Actor, at: dt.datetime, assignment_id: int, reason: str, request: Request
) -> MinutesRuling | None:
    """Put a draft of one's own before academic affairs, so that they set its minutes; None where this request did so
    before.

    Raises NotVisible for a draft that is not one's own, InvalidInput without a reason, Refused where its declared
    minutes count anyway, or were asked for already.
    """
    return once(by, request, lambda: _ask(by, at, assignment_id, reason, request))


def _ask(by: Actor, at: dt.datetime, assignment_id: int, reason: str, request: Request) -> MinutesRuling:
    draft = get_own_assignment(by, assignment_id)
    spec = spec_of(draft)
    if spec.correction.basis is not Basis.PREDICTED or draft.published_at is not None:
        raise Refused(nothing_to_set())
    row = MinutesRuling(
        school_id=draft.school_id,
        assignment=draft,
        digest=ruling_digest(spec),
        subject=spec.subject,
        unit=spec.unit,
        text=_text(spec),
        declared=spec.declared,
        predicted=spec.counted,
        reason=one_sentence(reason, "reason", "请用一句话写为什么用不了这么久。"),
        asked_at=at,
        asked_by_id=by.somebody,
    )
    held = next((h for h in by.roles if h.school_id == draft.school_id), None)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _record(
                by, at, "homework.ask_for_minutes", row, held.place_path if held else "/", request,
                {"reason": row.reason}, Role.SUBJECT_TEACHER,
            )  # fmt: skip
    except IntegrityError as asked:
        raise Refused(minutes_asked_already()) from asked
    return row


def set_minutes(
    *, by: Actor, at: dt.datetime, ruling_id: int, minutes: int, why: str, request: Request
) -> MinutesRuling:
    """Set what a draft counts, with a word why. Once set it stays so; the draft, and what amends it, counts them as
    long as its words and its minutes are those that were asked about.

    Raises NotVisible, NotAllowed (also for one's own), InvalidInput for minutes that cannot be, or without a word why;
    Refused where a colleague was faster, or the teacher has changed the draft since.
    """
    row, path = get_ruling_to_answer(by, ruling_id)
    if outcome_of(by, request) is not None:
        return row
    if row.asked_by_id == by.person_id:
        raise NotAllowed("自己的作业，请另一位教务处老师或校长定。")
    wrong = {}
    if not 1 <= minutes <= LONGEST_TIER_MINUTES:
        wrong["minutes"] = f"分钟要在1到{LONGEST_TIER_MINUTES}之间。"
    try:
        why = one_sentence(why, "why", "请用一句话写为什么，老师会看到。")
    except InvalidInput as invalid:
        wrong |= invalid.errors
    if wrong:
        raise InvalidInput(wrong)
    if row.digest != ruling_digest(spec_of(row.assignment)):
        raise Refused(ruled_words_changed())
    with transaction.atomic():
        if not MinutesRuling.objects.filter(pk=row.pk, minutes=None).update(
            minutes=minutes, answer=why, answered_at=at, answered_by_id=by.somebody
        ):
            raise Refused(minutes_set_already())
        _record(by, at, "homework.set_minutes", row, path, request, {"minutes": minutes, "why": why})
    row.refresh_from_db()
    return row


def _text(spec: AssignmentSpec) -> str:
    """What is looked at: the words, and the tiers with the minutes that were declared."""
    words = [text if label == "内容" else f"{label}：{text}" for label, text in parts_of(spec)]
    tiers = [f"{t.name}{t.minutes}分{'' if t.required else '（选做）'}" for t in spec.tiers]
    done = f"，每人做{spec.choose}项" if spec.choose > 1 else ""
    return "\n".join([*words, f"用时：{'、'.join(tiers)}{done}"])


def _record(
    by: Actor,
    at: dt.datetime,
    name: str,
    row: MinutesRuling,
    path: str,
    request: Request,
    after: dict[str, str | int],
    role: Role | None = None,
) -> None:
    record(
        by=by,
        at=at,
        name=name,
        on=Subject("ruling", row.pk, row.unit, path, row.school_id),
        before={"declared": row.declared, "predicted": row.predicted},
        after={"subject": subjects.Subject(row.subject).label} | after,
        request=request,
        outcome={"ruling": row.pk},
        role=role,
    )
