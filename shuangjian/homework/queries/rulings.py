"""Minutes that academic affairs sets: what waits, what was set, and what holds for an assignment."""

from collections.abc import Iterable

from django.db.models import QuerySet

from shuangjian.homework.models import Assignment, MinutesRuling
from shuangjian.homework.rules import AssignmentSpec, Basis, counting_digest


def rulings_waiting(school_id: int) -> QuerySet[MinutesRuling]:
    """What academic affairs still has to set, oldest first."""
    return _told(MinutesRuling.objects.filter(school_id=school_id, minutes=None)).order_by("pk")


def rulings_answered(school_id: int, *, before_id: int | None = None, limit: int = 20) -> QuerySet[MinutesRuling]:
    """What was set, newest first; `before_id` pages on."""
    found = _told(MinutesRuling.objects.filter(school_id=school_id, minutes__isnull=False)).order_by("-pk")
    return found.filter(pk__lt=before_id)[:limit] if before_id else found[:limit]


def rulings_of(person_id: int, limit: int = 10) -> QuerySet[MinutesRuling]:
    """What a teacher has asked, newest first."""
    return _told(MinutesRuling.objects.filter(asked_by_id=person_id)).order_by("-pk")[:limit]


def ruling_on(spec: AssignmentSpec, assignment_ids: Iterable[int]) -> MinutesRuling | None:
    """What was asked, or set, of one of these assignments with the very tiers of `spec`. One query."""
    asked = MinutesRuling.objects.filter(assignment_id__in=set(assignment_ids), digest=counting_digest(spec))
    return _told(asked).order_by("-pk").first()


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


def _told(rulings: QuerySet[MinutesRuling]) -> QuerySet[MinutesRuling]:
    return rulings.select_related("asked_by", "answered_by")
