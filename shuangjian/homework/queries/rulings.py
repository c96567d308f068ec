"""Minutes that academic affairs sets: what waits, what was set, and what holds for an assignment."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from shuangjian.homework.models import Assignment, MinutesRuling
from shuangjian.homework.queries.assignments import spec_of
from shuangjian.homework.rules import AssignmentSpec, Basis, ruling_digest


@dataclass(frozen=True)
class RulingSeen:
    """What was asked, or set; `has_changed`: the draft is other words or minutes by now, for which it does not
    count."""

    row: MinutesRuling
    has_changed: bool


def ruling_seen(row: MinutesRuling) -> RulingSeen:
    """One row; its assignment is read from it. One query for the tiers where they were not fetched."""
    return RulingSeen(row, row.digest != ruling_digest(spec_of(row.assignment)))


def rulings_waiting(school_id: int) -> list[RulingSeen]:
    """What academic affairs still has to set, oldest first, the latest of each draft. Two queries."""
    later = MinutesRuling.objects.filter(assignment=OuterRef("assignment"), pk__gt=OuterRef("pk"))
    return _seen(MinutesRuling.objects.filter(~Exists(later), school_id=school_id, minutes=None).order_by("pk"))


def rulings_answered(school_id: int, *, before_id: int | None = None, limit: int = 20) -> list[RulingSeen]:
    """What was set, newest first; `before_id` pages on. Two queries."""
    found = MinutesRuling.objects.filter(school_id=school_id, minutes__isnull=False).order_by("-pk")
    return _seen((found.filter(pk__lt=before_id) if before_id else found)[:limit])


def rulings_of(person_id: int, *, before_id: int | None = None, limit: int = 10) -> list[RulingSeen]:
    """What a teacher has asked, newest first; `before_id` pages on. Two queries."""
    found = MinutesRuling.objects.filter(asked_by_id=person_id).order_by("-pk")
    return _seen((found.filter(pk__lt=before_id) if before_id else found)[:limit])


def ruled_on(spec: AssignmentSpec, assignment_ids: Iterable[int]) -> tuple[MinutesRuling | None, MinutesRuling | None]:
    """What was asked, or set, of one of these assignments with the very words and tiers of `spec`; where nothing was,
    the latest that was of other ones. One query."""
    asked = list(_told(MinutesRuling.objects.filter(assignment_id__in=set(assignment_ids))).order_by("-pk"))
    digest = ruling_digest(spec)
    ruling = next((row for row in asked if row.digest == digest), None)
    return ruling, None if ruling or not asked else asked[0]


def ruling_on(spec: AssignmentSpec, assignment_ids: Iterable[int]) -> MinutesRuling | None:
    """The first of the two."""
    return ruled_on(spec, assignment_ids)[0]


def ruling_behind(assignment: Assignment, spec: AssignmentSpec) -> MinutesRuling | None:
    """By whose word an assignment counts what it counts: its own ruling, or that of one it amends. None for what nobody
    has set; otherwise a query, and one for each amendment."""
    if spec.correction.basis is not Basis.SET:
        return None
    line, before = [assignment.pk], assignment.amends_id
    while before is not None:
        line.append(before)
        before = Assignment.objects.filter(pk=before).values_list("amends_id", flat=True).first()
    return ruling_on(spec, line)


def _seen(rulings: QuerySet[MinutesRuling]) -> list[RulingSeen]:
    rows = _told(rulings).select_related("assignment").prefetch_related("assignment__tiers")
    return [ruling_seen(row) for row in rows]


def _told(rulings: QuerySet[MinutesRuling]) -> QuerySet[MinutesRuling]:
    return rulings.select_related("asked_by", "answered_by")
