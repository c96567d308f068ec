"""Weighing an assignment without publishing it: the same plan that publishing makes, and nothing written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian.homework.operations.planning import Ground, Planned, Target, plan
from shuangjian.homework.queries.evenings import Key, Segment, evenings_of_classes, segments_of
from shuangjian.homework.rules import AssignmentSpec, Room, check_spec
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import Refusal


@dataclass(frozen=True)
class PreviewedEvening:
    """One evening of a target: `minutes` is what the assignment would count on it."""

    room: Room
    segments: tuple[Segment, ...]
    minutes: int


@dataclass(frozen=True)
class Preview:
    """One grade of a class: its evenings as they are now, and every reason why it would be refused."""

    target: Target
    label: str
    evenings: tuple[PreviewedEvening, ...]
    refusals: tuple[Refusal, ...]

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
    ground = Ground({t.class_id for t in targets}, shanghai_date(at))
    planned = plan(by=by, ground=ground, spec=spec, targets=targets, assignment_id=assignment_id)
    opened = evenings_of_classes((t.class_id for t in targets), (date for t in targets for date in t.dates))
    segments = {key: tuple(segments_of(evening)) for key, evening in opened.items()}
    return [Preview(p.target, p.label, _evenings(p, segments), p.refusals) for p in planned]


def _evenings(planned: Planned, segments: dict[Key, tuple[Segment, ...]]) -> tuple[PreviewedEvening, ...]:
    return tuple(
        PreviewedEvening(room, segments.get((room.class_id, room.grade, room.date), ()), minutes)
        for room, minutes in zip(planned.rooms, planned.minutes, strict=True)
    )
