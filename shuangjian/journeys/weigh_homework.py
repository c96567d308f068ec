"""Looking before publishing: whether it fits, what it counts and why, and how long the evening will be."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from shuangjian.homework.operations import Preview, Target, preview
from shuangjian.homework.queries import items_on
from shuangjian.homework.rules import AssignmentSpec, Basis
from shuangjian.journeys.predict_minutes import Predicted, as_kept, predict_minutes
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.grade import Stage
from shuangjian.timing.queries import Ahead, Writer, outlooks_of, stage_in
from shuangjian.timing.rules import Outlook

Key = tuple[int, int, dt.date]
Work = tuple[Writer, AssignmentSpec, int]  # who set it, what it is, and its minutes of that evening


@dataclass(frozen=True)
class Weighed:
    """What publishing would say at this moment. `outlooks` by class, grade and date, of the evenings of which something
    is known."""

    predicted: Predicted
    previews: tuple[Preview, ...]
    outlooks: Mapping[Key, Outlook]


def weigh_homework(
    *,
    by: Actor,
    at: dt.datetime,
    spec: AssignmentSpec,
    targets: Sequence[Target],
    draft_ids: Collection[int] = (),
    token: str = "",
) -> Weighed:
    """Writes nothing, so somebody may be faster. `token`: a draft is opened again, and counts what it was shown to
    count earlier today. Raises InvalidInput and NotVisible as `preview` does."""
    predicted = predict_minutes(by=by, at=at, spec=spec, targets=targets, draft_ids=draft_ids)
    predicted = as_kept(predicted, token, by, at)
    previews = tuple(preview(by=by, at=at, spec=predicted.spec, targets=targets))
    outlooks = _outlooks(by, predicted, previews) if predicted.prediction.is_known else {}
    return Weighed(predicted, previews, outlooks)


def _outlooks(by: Actor, predicted: Predicted, previews: Sequence[Preview]) -> dict[Key, Outlook]:
    """Of the evenings that may hold written work, with the draft on them. Six queries, and two for a grade 6."""
    spec = predicted.spec
    rooms = {(e.room.class_id, e.room.grade, e.room.date): e for one in previews for e in one.evenings if e.room.cap}
    schools = {h.class_id: h.school_id or 0 for h in by.holds(Role.SUBJECT_TEACHER) if h.class_id is not None}
    works: dict[Key, list[Work]] = {
        key: [(Writer(by.somebody, schools[key[0]], str(spec.subject)), spec, e.minutes)] for key, e in rooms.items()
    }
    for item in items_on({class_id for class_id, _, _ in rooms}, {date for _, _, date in rooms}):
        key = item.class_id, item.grade, item.date
        if key in works and item.minutes:
            writer = Writer(item.author_id, schools[item.class_id], item.spec.subject)
            works[key].append((writer, item.spec, item.minutes))
    grades = {(schools[class_id], grade) for class_id, grade, _ in rooms}
    stages = {(school_id, grade): stage_in(grade, school_id) for school_id, grade in grades}
    ahead = [_ahead(stages[schools[key[0]], key[1]], e.room.cap or 0, works[key]) for key, e in rooms.items()]
    whole = {key: e.room.cap or 0 for key, e in rooms.items() if e.minutes == spec.counted}
    expected = predicted.expected
    return {
        key: found.weighed_with(whole[key], spec.declared, expected) if key in whole and expected else found
        for key, found in zip(rooms, outlooks_of(ahead), strict=True)
        if found
    }


def _ahead(stage: Stage, cap: int, works: Sequence[Work]) -> Ahead:
    """Predicted from what was declared, except where academic affairs has said how long it takes."""
    return Ahead(
        stage,
        cap,
        tuple(
            (writer, spec.declared * minutes / spec.counted)
            for writer, spec, minutes in works
            if spec.correction.basis is not Basis.SET
        ),
        tuple(float(minutes) for _, spec, minutes in works if spec.correction.basis is Basis.SET),
    )
