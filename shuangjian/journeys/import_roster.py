"""A roster comes in: previewed, then applied whole or not at all.

What the preview showed is what applying writes: the comparison with the database is made again under a lock, and
refused when anything has moved in between.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, outcome_of, record
from shuangjian.homework.operations import ensure_sheet_addresses
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import Refusal, Refused
from shuangjian.people.access import get_import_place_for, get_upload_for
from shuangjian.people.operations.comparison import Comparison, compare, compare_reading, handback
from shuangjian.people.operations.rosters import load_roster, sort_keys
from shuangjian.people.operations.uploads import (
    ROSTER_RULE,
    discard_upload,
    ended,
    keep_upload,
    mark_applied,
    subject_of,
)
from shuangjian.people.roster import BadCell, Cell
from shuangjian.people.roster.planning import Plan
from shuangjian.schools.operations import (
    NewClass,
    end_classes,
    gain_cohorts,
    load_classes,
    load_points,
    lock_schools,
    lose_cohorts,
)
from shuangjian.schools.queries import places_of_classes

LISTED = 300  # bad cells kept with a preview; the workbook handed back has all of them
_MOVED = "从预览到现在，名册里的人、班级或任课有了变动，所以没有更新，什么都没有改。请按现在的情况重新比较。"
MOVED = Refusal("ROSTER_MOVED", _MOVED, _MOVED, (ROSTER_RULE,))


@dataclass(frozen=True)
class Preview:
    """What an uploaded file would change: `counts` in words, `samples` names of each kind, `rows` read of each kind.

    With any bad cell it cannot be applied; `bad` lists the first of them, `bad_total` says how many there are.
    """

    upload_id: int
    counts: dict[str, int]
    samples: dict[str, tuple[str, ...]]
    rows: dict[str, int]
    bad: tuple[BadCell, ...]
    bad_total: int
    notes: tuple[str, ...]
    ignored: tuple[tuple[str, str, str], ...] = ()

    @property
    def can_apply(self) -> bool:
        return not self.bad_total and bool(self.counts)


@dataclass(frozen=True)
class Outcome:
    """What applying changed, by the words of the preview. `repeated`: the same form had done it before."""

    upload_id: int
    counts: dict[str, int]
    repeated: bool = False


def preview_roster(
    *, by: Actor, at: dt.datetime, place_id: int, filename: str, content: bytes, request: Request | None = None
) -> Preview:
    """Read a file and keep it with what it would change. Nothing else is written.

    The same request a second time is told its first preview. Raises UnreadableFile for a file that cannot be read at
    all, NotVisible and NotAllowed as access says, KeyReused as the record does.
    """
    place = get_import_place_for(by, place_id)
    done = outcome_of(by, request) if request else None
    if done is not None:
        return _kept_before(by, done)
    found = compare(by=by, at=at, place=place, content=content)
    try:
        upload = keep_upload(
            by=by,
            at=at,
            place_id=place_id,
            filename=_one_line(filename),
            content=content,
            plan=_kept(found),
            digest=found.plan.digest(),
            request=request,
        )
    except IntegrityError:  # a twin of this request was faster
        done = outcome_of(by, request) if request else None
        if done is None:
            raise
        return _kept_before(by, done)
    return preview_of(upload.pk, upload.plan)


def preview_of(upload_id: int, kept: dict[str, Any]) -> Preview:
    """The preview that is kept with an upload."""
    return Preview(
        upload_id,
        kept.get("counts", {}),
        {words: tuple(names) for words, names in kept.get("samples", {}).items()},
        kept.get("rows", {}),
        tuple(BadCell(Cell(**bad["where"]), bad["value"], bad["reason"]) for bad in kept.get("bad", ())),
        kept.get("bad_total", 0),
        tuple(kept.get("notes", ())),
        tuple((sheet, header, reason) for sheet, header, reason in kept.get("ignored", ())),
    )


def _kept_before(by: Actor, done: dict[str, Any]) -> Preview:
    upload = get_upload_for(by, done["upload"])
    return preview_of(upload.pk, upload.plan)


def preview_again(*, by: Actor, at: dt.datetime, upload_id: int) -> Preview:
    """Compare a kept file with the database as it is now; the earlier preview is discarded.

    Raises Refused when the file is no longer kept.
    """
    upload = get_upload_for(by, upload_id)
    content = _content(upload.content, upload)
    again = preview_roster(by=by, at=at, place_id=upload.place_id, filename=upload.filename, content=content)
    discard_upload(by=by, at=at, upload_id=upload_id)
    return again


def apply_roster(
    *,
    by: Actor,
    at: dt.datetime,
    upload_id: int,
    request: Request,
    choose: Callable[[str], str],
) -> Outcome:
    """Write what the preview showed: all of it in one transaction, or nothing. `choose` makes addresses of new classes.

    The same form a second time is told its first outcome. Raises Refused when the file has bad cells, was applied or
    discarded, or when the database has moved since the preview; KeyReused as the record does.
    """
    upload = get_upload_for(by, upload_id)
    done = outcome_of(by, request)
    if done is not None:
        return Outcome(upload_id, done["counts"], repeated=True)
    place = get_import_place_for(by, upload.place_id)
    found = compare(by=by, at=at, place=place, content=_content(upload.content, upload))
    _check_as_previewed(found, upload.plan_digest)
    keys = sort_keys(found.plan)  # slow, so before the transaction
    try:
        with transaction.atomic():
            lock_schools(found.school_ids)
            mark_applied(upload, at=at)
            now = compare_reading(by=by, at=at, place=place, reading=found.reading)
            _check_as_previewed(now, upload.plan_digest)
            _write(now.plan, at, keys, choose)
            counts = now.plan.counts
            record(
                by=by,
                at=at,
                name="people.apply_roster",
                on=subject_of(place.pk),
                after=counts,
                request=request,
                outcome={"counts": counts},
            )
    except (IntegrityError, Refused) as stopped:  # by a twin of this form, or by whatever was written meanwhile
        done = outcome_of(by, request)
        if done is not None:
            return Outcome(upload_id, done["counts"], repeated=True)
        raise stopped if isinstance(stopped, Refused) else Refused(MOVED) from stopped
    return Outcome(upload_id, counts)


def discard_roster(*, by: Actor, at: dt.datetime, upload_id: int) -> None:
    """Drop a file that was previewed. Raises Refused when it has been applied."""
    discard_upload(by=by, at=at, upload_id=upload_id)


def bad_cells_of(*, by: Actor, at: dt.datetime, upload_id: int) -> bytes:
    """The workbook to hand back, compared anew: every bad cell listed, and tinted in its own sheet.

    Raises Refused when the file is no longer kept.
    """
    upload = get_upload_for(by, upload_id)
    content = _content(upload.content, upload)
    place = get_import_place_for(by, upload.place_id)
    return handback(compare(by=by, at=at, place=place, content=content), content)


def _content(content: Any, upload: Any) -> bytes:
    if content is None:
        raise Refused(ended(upload))
    return bytes(content)


def _check_as_previewed(found: Comparison, digest: str) -> None:
    if found.bad:
        words = f"名册里还有{len(found.bad)}格要改，所以没有更新，什么都没有改。请改好再上传。"
        raise Refused(Refusal("ROSTER_BAD_CELLS", words, words, (ROSTER_RULE,)))
    if found.plan.digest() != digest:
        raise Refused(MOVED)


def _write(plan: Plan, at: dt.datetime, keys: dict[str, str], choose: Callable[[str], str]) -> None:
    """Everything of a plan, inside the caller's transaction. What ends goes first, so that its numbers are free."""
    on = shanghai_date(at)
    points = load_points([(point.school_id, point.name) for point in plan.new_points])
    lose_cohorts(plan.lost_cohorts, on)
    end_classes(plan.ended_classes, on)
    gain_cohorts(plan.gained_cohorts, on)
    places = [c.place if c.place > 0 else points[-c.place - 1].pk for c in plan.new_classes]
    made = load_classes(
        [
            NewClass(c.school_id, place, c.stage, c.number, tuple(sorted(c.cohorts)), c.name)
            for c, place in zip(plan.new_classes, places, strict=True)
        ],
        on,
    )

    def class_of(ref: int) -> int:
        return ref if ref > 0 else made[-ref - 1].pk

    place_of = places_of_classes(class_of(post.class_ref) for post in plan.new_homerooms)
    load_roster(plan, on=on, keys=keys, class_of=class_of, place_of=place_of)
    ensure_sheet_addresses(at=at, classes=[(c.school_id, c.pk) for c in made], choose=choose)


def _kept(found: Comparison) -> dict[str, Any]:
    """A comparison as it is kept with its file: names and values go with the file when that is dropped."""
    reading, plan = found.reading, found.plan
    rows = {"学生": len(reading.pupils), "老师": len(reading.teachers), "任课": len(reading.teachings)}
    return {
        "counts": plan.counts,
        "samples": plan.said,
        "rows": {words: n for words, n in rows.items() if n},
        "bad": [asdict(bad) for bad in found.bad[:LISTED]],
        "bad_total": len(found.bad),
        "notes": [*reading.notes, *plan.notes],
        "ignored": [(column.sheet, column.header, column.reason) for column in reading.ignored_columns],
    }


def _one_line(filename: str) -> str:
    return "".join(sign for sign in filename if sign.isprintable())[-200:] or "名册"
