"""Weighing an assignment without publishing it: the same plan that publishing makes, and nothing written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian.homework.operations.checking import Said, check_content, refusals_in
from shuangjian.homework.operations.planning import Ground, Planned, Target, plan
from shuangjian.homework.queries.evenings import Segment
from shuangjian.homework.rules import AssignmentSpec, Room, check_spec
from shuangjian.homework.rules.notice_refusals import Advice
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import Refusal


@dataclass(frozen=True)
class PreviewedEvening:
    """One evening of a target: `minutes` is what the assignment would count on it."""

    room: Room
    segments: tuple[Segment, ...]
    minutes: int


@dataclass(frozen=True)
class Preview:
    """One grade of a class: its evenings as they are now, and every reason why it would be refused; `said` is all that
    the checks say of the words, what only a person can weigh included, `advice` what is only said of large work."""

    target: Target
    label: str
    evenings: tuple[PreviewedEvening, ...]
    refusals: tuple[Refusal, ...]
    said: tuple[Said, ...] = ()
    advice: Advice | None = None

    @property
    def fits(self) -> bool:
        return not self.refusals


def preview(
    *,
    by: Actor,
    at: dt.datetime,
    spec: AssignmentSpec,
    targets: Sequence[Target],
    assignment_id: int | None = None,
) -> list[Preview]:
    """What publishing would say at this moment, per class and grade. Writes nothing, so somebody may be faster.

    Raises InvalidInput for a spec that cannot stand, NotVisible for a class that the actor may not know.
    """
    check_spec(spec)
    ground = Ground({t.class_id for t in targets}, at)
    planned = plan(by=by, ground=ground, spec=spec, targets=targets, assignment_id=assignment_id)
    said = check_content(ground, spec, targets, lately=True, besides=assignment_id)
    return [
        Preview(p.target, p.label, _evenings(p), p.refusals + refusals_in(said[p.target]), said[p.target], p.advice)
        for p in planned
    ]


def _evenings(planned: Planned) -> tuple[PreviewedEvening, ...]:
    return tuple(
        PreviewedEvening(evening.room, evening.segments, minutes)
        for evening, minutes in zip(planned.evenings, planned.minutes, strict=True)
    )
