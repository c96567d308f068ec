"""What an assignment counts: as declared, as predicted from earlier work, or as academic affairs has set it; and
whether its teacher has seen that number."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shuangjian.homework.access import get_own_assignment
from shuangjian.homework.operations import Target
from shuangjian.homework.queries import ruled_on, ruling_on, spec_of
from shuangjian.homework.rules import AS_DECLARED, AssignmentSpec, Basis, corrected, set_to, shown_digest
from shuangjian.journeys.shown_minutes import Shown, read_shown, signed
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.timing.queries import Writer, prediction_of
from shuangjian.timing.rules import NOTHING_KNOWN, Interval, Prediction

if TYPE_CHECKING:
    from shuangjian.homework.models import MinutesRuling


@dataclass(frozen=True)
class Predicted:
    """`spec` counts what it would count if it were published now. `ruling` is what academic affairs was asked of these
    very words and tiers, or has set; `lapsed` what it was of others, where of these it was nothing; `token` says what
    is shown here, for the form to bring back."""

    spec: AssignmentSpec
    prediction: Prediction
    ruling: "MinutesRuling | None"
    token: str
    lapsed: "MinutesRuling | None" = None

    @property
    def span(self) -> Interval:
        """What a middle-level pupil will need for it."""
        return self.prediction.of(self.spec.declared)

    @property
    def expected(self) -> float:
        """What it is taken for where an evening is foreseen: what academic affairs has set, else what was predicted."""
        spec = self.spec
        return float(spec.counted) if spec.correction.basis is Basis.SET else spec.declared * self.prediction.factor


class MinutesMoved(Exception):
    """It would count other minutes than its teacher was shown last (`before`): nothing is done, and they are shown.
    `shown_at` is None where only the declared ones were seen."""

    def __init__(self, now: Predicted, before: int, shown_at: dt.datetime | None) -> None:
        super().__init__(f"{before} → {now.spec.counted}")
        self.now, self.before, self.shown_at = now, before, shown_at


def predict_minutes(
    *,
    by: Actor,
    at: dt.datetime,
    spec: AssignmentSpec,
    targets: Sequence[Target],
    draft_ids: Collection[int] = (),
) -> Predicted:
    """What it counts now. `draft_ids`: the draft that it is, if it is one. One query where nothing is known of the
    subject."""
    writer = _writer(by, spec, targets)
    grades = {target.grade for target in targets}
    prediction = prediction_of(writer, spec.form, grades) if spec.declared and writer else NOTHING_KNOWN
    ruling, lapsed = ruled_on(spec, draft_ids) if prediction.is_known and draft_ids else (None, None)
    if ruling is not None and ruling.minutes is not None:
        spec = set_to(spec, ruling.minutes)
    else:
        spec = corrected(spec, prediction.factor) if prediction.is_known else replace(spec, correction=AS_DECLARED)
    return Predicted(spec, prediction, ruling, signed(by, spec, at), lapsed)


def as_kept(now: Predicted, token: str, by: Actor, at: dt.datetime) -> Predicted:
    """What stands now, except that what `token` says was shown earlier today still counts, as publishing has it."""
    seen = read_shown(token, by, now.spec)
    if seen is None or not _still_holds(seen, now.ruling, at):
        return now
    return replace(now, spec=seen.of(now.spec), token=token)


def as_shown(
    *,
    by: Actor,
    at: dt.datetime,
    spec: AssignmentSpec,
    targets: Sequence[Target],
    token: str,
    draft_ids: Collection[int] = (),
) -> tuple[AssignmentSpec, dt.datetime]:
    """The assignment with the minutes that its teacher was shown, and when: today's stand, whatever a night has made of
    them meanwhile. Without a `token` of today they are looked up.

    Raises MinutesMoved where it counts others than were shown last, or than were declared where none were.
    """
    if not spec.declared:
        return spec, at
    seen = read_shown(token, by, spec)
    if seen and _still_holds(seen, _asked_of(spec, draft_ids), at):
        return seen.of(spec), seen.at
    now = predict_minutes(by=by, at=at, spec=spec, targets=targets, draft_ids=draft_ids)
    if now.spec.counted != spec.declared and not token:
        seen = _kept(by, spec, draft_ids)
        if seen and _still_holds(seen, now.ruling, at):
            return seen.of(spec), seen.at
    before = seen.of(spec).counted if seen else spec.declared
    if now.spec.counted != before:
        raise MinutesMoved(now, before, seen.at if seen else None)
    return now.spec, at


def _kept(by: Actor, spec: AssignmentSpec, draft_ids: Collection[int]) -> Shown | None:
    """What the draft itself remembers of the same tiers, and of the same words where its minutes were set."""
    for draft_id in draft_ids:
        draft = get_own_assignment(by, draft_id)
        kept = spec_of(draft)
        if draft.shown_at is None:
            continue
        shown = Shown(kept.correction, draft.shown_at)
        if shown_digest(kept) == shown_digest(shown.of(spec)):
            return shown
    return None


def _asked_of(spec: AssignmentSpec, draft_ids: Collection[int]) -> "MinutesRuling | None":
    return ruling_on(spec, draft_ids) if draft_ids else None


def _still_holds(seen: Shown, ruling: "MinutesRuling | None", at: dt.datetime) -> bool:
    """Whether it was shown today, and academic affairs says of it what it said then: nothing, or the same minutes."""
    if not seen.holds_on(shanghai_date(at)):
        return False
    is_set = ruling is not None and ruling.minutes is not None
    return seen.correction.minutes == ruling.minutes if ruling and is_set else seen.correction.basis is not Basis.SET


def _writer(by: Actor, spec: AssignmentSpec, targets: Iterable[Target]) -> Writer | None:
    """The teacher in the school of the classes it is for; where they are of another, in the first one taught in. None
    for who does not teach the subject now, which publishing refuses."""
    classes = {target.class_id for target in targets}
    held = [(h.class_id, h.school_id) for h in by.holds(Role.SUBJECT_TEACHER) if h.subject == spec.subject]
    schools = [school_id for class_id, school_id in sorted(held, key=lambda one: one[0] not in classes) if school_id]
    return Writer(by.somebody, schools[0], str(spec.subject)) if schools else None
