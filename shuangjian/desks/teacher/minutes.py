"""What a draft counts, in words: as written, as predicted and why, or as academic affairs has set it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages

from shuangjian.audit.operations import Request
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.homework.operations import ask_for_minutes
from shuangjian.homework.rules import AssignmentSpec, Basis
from shuangjian.journeys.predict_minutes import MinutesMoved, Predicted
from shuangjian.kernel.day import date_label, shanghai_date
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.kernel.subject import Subject
from shuangjian.timing.rules import Interval


@dataclass(frozen=True)
class Counting:
    """One line, and what stands folded beneath it. `ruling` is what academic affairs was asked, or has set; `may_ask`
    whether it may be asked; `lapsed` what it said of other words or minutes; `earlier` what was shown of it another
    time and is not so any more."""

    declared: int
    counted: int
    basis: Basis
    span: Interval | None
    why: str
    as_of: dt.date | None
    ruling: Any
    may_ask: bool
    lapsed: Any = None
    earlier: str = ""

    @property
    def is_set(self) -> bool:
        return self.basis is Basis.SET

    @property
    def is_predicted(self) -> bool:
        return self.basis is Basis.PREDICTED


def counting(predicted: Predicted, act: str = "publish", earlier: str = "") -> Counting:
    """A draft's minutes as they stand beside its form. Academic affairs is asked about drafts, not about amendments."""
    spec, prediction = predicted.spec, predicted.prediction
    basis = spec.correction.basis
    return Counting(
        declared=spec.declared,
        counted=spec.counted,
        basis=basis,
        span=predicted.span if prediction.is_known and spec.declared else None,
        why=prediction.words(Subject(spec.subject).label) if spec.declared else "",
        as_of=prediction.as_of,
        ruling=predicted.ruling,
        may_ask=act == "publish" and basis is Basis.PREDICTED and predicted.ruling is None,
        lapsed=predicted.lapsed,
        earlier=earlier,
    )


def moved_words(moved: MinutesMoved, today: dt.date, verb: str = "发布") -> str:
    """Why nothing was published yet: what it would count, and what was seen before."""
    now = moved.now.spec
    if moved.shown_at is None:
        seen = f"您写{now.declared}分，会按{now.counted}分计入"
    else:
        seen = _since(moved.shown_at, moved.before, now.counted, today)
    return f"还没有{verb}：{seen}。看看没问题，再按一次。"


def earlier_words(kept: AssignmentSpec, shown_at: dt.datetime | None, now: Predicted, today: dt.date) -> str:
    """What a draft was shown to count, where it counts something else now; "" where it does not, or never was."""
    if shown_at is None or kept.counted == now.spec.counted:
        return ""
    return f"{_since(shown_at, kept.counted, now.spec.counted, today)}。"


def _since(shown_at: dt.datetime, before: int, now: int, today: dt.date) -> str:
    date = shanghai_date(shown_at)
    day = "刚才" if date == today else date_label(date)
    return f"{day}给您看的是按{before}分计，现在是{now}分"


def send_for_minutes(desk: DeskRequest, draft_id: int, key: str) -> None:
    """Ask academic affairs to set what a draft counts. Raises as the operation does."""
    reason = desk.POST.get("ruling", "")
    request = Request.of(f"{key[:180]}-minutes", draft=draft_id, reason=reason)
    try:
        sent = ask_for_minutes(by=desk.actor, at=desk.at, assignment_id=draft_id, reason=reason, request=request)
    except InvalidInput as invalid:
        raise InvalidInput({"ruling": invalid.errors["reason"]}) from invalid
    if sent is None:
        messages.warning(desk, "这一份的分钟刚才已经送过教务处，没有再送一次。")
    else:
        messages.success(desk, "送教务处了，草稿存好了。定了以后写在“我的作业”里，从那里接着发布。")
