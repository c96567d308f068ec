"""A school's past evenings in bulk, as if every act of them had been done in its time.

The caller says what was set, and by whom; shares and balances are added up here from the entries, so that the ledger
agrees by construction. Whether they fit is left to `an_evening_never_exceeds_its_cap`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian.homework.models import Assignment, Entry, Evening, Publication, Share, Tier
from shuangjian.homework.rules import AssignmentSpec, EveningKind, PublicationState
from shuangjian.rows import stored, take_ids, write_rows
from shuangjian.schools.rules import EveningSpan


@dataclass(frozen=True, slots=True)
class PastEvening:
    """An evening whose shares were released at `release_at`; nobody has a right to any more of it."""

    class_id: int
    grade: int
    label: str
    span: EveningSpan
    cap: int
    edition: str
    release_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """A publication was withdrawn: when, by whom, why."""

    at: dt.datetime
    by_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PastAssignment:
    """What one teacher set at one moment: a publication of its own to each evening, by its position in the list of
    evenings; no two of them of one class and grade."""

    author_id: int
    spec: AssignmentSpec
    at: dt.datetime
    evenings: Sequence[int]
    ended: Ended | None = None


@dataclass(frozen=True)
class Loaded:
    """How many rows were written; `minutes` are those that still stand."""

    evenings: int
    assignments: int
    entries: int
    minutes: int


@dataclass(frozen=True, slots=True)
class _Ids:
    evenings: Sequence[int]
    assignments: Sequence[int]
    publications: Sequence[int]
    entries: Sequence[int]


def load_homework(school_id: int, evenings: Sequence[PastEvening], assignments: Sequence[PastAssignment]) -> Loaded:
    """Write evenings, and what was set on them, of one school, inside the caller's transaction; the caller records
    the act. Raises IntegrityError for an evening that is set more than its cap, or that exists."""
    published = sum(len(a.evenings) for a in assignments)
    reversals = sum(len(a.evenings) for a in assignments if a.ended)
    ids = _Ids(
        take_ids(Evening, len(evenings)),
        take_ids(Assignment, len(assignments)),
        take_ids(Publication, published),
        take_ids(Entry, published + reversals),
    )
    minutes = [a.spec.counted for a in assignments]
    shares = _shares(assignments, minutes)
    committed = [0] * len(evenings)
    for (position, _), part in shares.items():
        committed[position] += part
    _write_evenings(school_id, ids, evenings, committed)
    rows = ((school_id, ids.evenings[position], subject, n) for (position, subject), n in shares.items() if n)
    write_rows(Share, ("school_id", "evening_id", "subject", "committed"), rows)
    _write_assignments(school_id, ids, assignments)
    _write_publications(school_id, ids, evenings, assignments, minutes)
    _write_entries(school_id, ids, assignments, minutes)
    return Loaded(len(evenings), len(assignments), published + reversals, sum(committed))


def _shares(assignments: Sequence[PastAssignment], minutes: Sequence[int]) -> dict[tuple[int, str], int]:
    """Minutes that stand, by (position of the evening, subject)."""
    shares: dict[tuple[int, str], int] = {}
    for assignment, counted in zip(assignments, minutes, strict=True):
        if assignment.ended is None and counted:
            subject = str(assignment.spec.subject)
            for position in assignment.evenings:
                shares[position, subject] = shares.get((position, subject), 0) + counted
    return shares


def _write_evenings(school_id: int, ids: _Ids, evenings: Sequence[PastEvening], committed: Sequence[int]) -> None:
    names = (
        "id", "school_id", "school_class_id", "grade", "label", "date", "until", "kind", "provisional", "cap",
        "committed", "obligated", "edition", "release_at", "released",
    )  # fmt: skip
    rows = (
        (
            pk, school_id, e.class_id, e.grade, e.label, _date(e.span.date), _date(e.span.until),
            EveningKind.NIGHT.value if e.span.is_night else EveningKind.BREAK.value, e.span.provisional, e.cap,
            minutes, minutes, e.edition, _moment(e.release_at), True,
        )
        for pk, e, minutes in zip(ids.evenings, evenings, committed, strict=True)
    )  # fmt: skip
    write_rows(Evening, names, rows)


def _write_assignments(school_id: int, ids: _Ids, assignments: Sequence[PastAssignment]) -> None:
    names = (
        "id", "school_id", "author_id", "subject", "unit", "aim", "competency", "form", "content", "choose",
        "created_at", "saved_at", "published_at", "basis", "factor", "minutes_set", "shown_at",
    )  # fmt: skip
    rows = (
        (
            pk, school_id, a.author_id, str(a.spec.subject), a.spec.unit, a.spec.aim, a.spec.competency,
            a.spec.form.value, a.spec.content, a.spec.choose, at, at, at, a.spec.correction.basis.value,
            a.spec.correction.factor, a.spec.correction.minutes, at if a.spec.is_corrected else None,
        )
        for pk, a in zip(ids.assignments, assignments, strict=True)
        for at in [_moment(a.at)]
    )  # fmt: skip
    write_rows(Assignment, names, rows)
    tiers = (
        (pk, position, tier.name, tier.content, tier.minutes, tier.required)
        for pk, a in zip(ids.assignments, assignments, strict=True)
        for position, tier in enumerate(a.spec.tiers)
    )
    write_rows(Tier, ("assignment_id", "position", "name", "content", "minutes", "required"), tiers)


def _write_publications(
    school_id: int,
    ids: _Ids,
    evenings: Sequence[PastEvening],
    assignments: Sequence[PastAssignment],
    minutes: Sequence[int],
) -> None:
    names = (
        "id", "school_id", "assignment_id", "school_class_id", "grade", "minutes", "basis", "published_at",
        "published_by_id", "state", "ended_at", "ended_by_id", "reason",
    )  # fmt: skip
    pk = iter(ids.publications)
    stands = (PublicationState.PUBLISHED.value, None, None, "")
    rows = (
        (
            next(pk), school_id, assignment_id, evenings[position].class_id, evenings[position].grade, counted,
            a.spec.correction.basis.value, at, a.author_id, *end,
        )
        for assignment_id, a, counted in zip(ids.assignments, assignments, minutes, strict=True)
        for at, end in [(_moment(a.at), _end(a.ended) if a.ended else stands)]
        for position in a.evenings
    )  # fmt: skip
    write_rows(Publication, names, rows)


def _end(ended: Ended) -> tuple[str, str, int, str]:
    return PublicationState.WITHDRAWN.value, _moment(ended.at), ended.by_id, ended.reason


def _write_entries(school_id: int, ids: _Ids, assignments: Sequence[PastAssignment], minutes: Sequence[int]) -> None:
    """Every publication's minutes, and after all of them what was given back."""
    publication, entry = iter(ids.publications), iter(ids.entries)
    rows: list[tuple[int | str | None, ...]] = []
    ended = []
    for a, counted in zip(assignments, minutes, strict=True):
        subject, at, basis = str(a.spec.subject), _moment(a.at), a.spec.correction.basis.value
        for position in a.evenings:
            whole = next(entry), school_id, ids.evenings[position], next(publication), subject, counted, basis
            rows.append((*whole, None, at))
            if a.ended:
                ended.append((whole, _moment(a.ended.at)))
    for (pk, school, evening, published, subject, counted, basis), at in ended:
        rows.append((next(entry), school, evening, published, subject, -counted, basis, pk, at))
    names = ("id", "school_id", "evening_id", "publication_id", "subject", "minutes", "basis", "reverses_id", "at")
    write_rows(Entry, names, rows)


def _date(date: dt.date) -> str:
    return stored(Evening, "date", date)


def _moment(at: dt.datetime) -> str:
    return stored(Entry, "at", at)
