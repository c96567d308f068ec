"""Appeals against checks: what waits, what was answered, which checks were found wrong, what is allowed of a text."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from shuangjian.homework.content import Kind
from shuangjian.homework.models import Appeal
from shuangjian.homework.rules import AppealState


@dataclass(frozen=True)
class CheckAppealed:
    """How often a check was appealed at a school; of those, how many texts were allowed, and how many still wait."""

    kind: Kind
    appealed: int
    allowed: int
    waiting: int


def appeals_waiting(school_id: int) -> QuerySet[Appeal]:
    """What academic affairs still has to look at, oldest first."""
    return _told(Appeal.objects.filter(school_id=school_id, state=AppealState.OPEN)).order_by("pk")


def appeals_answered(
    school_id: int, *, kind: str = "", before_id: int | None = None, limit: int = 20
) -> QuerySet[Appeal]:
    """What was answered, newest first, of one check or of all; `before_id` pages on."""
    found = _told(Appeal.objects.filter(school_id=school_id).exclude(state=AppealState.OPEN)).order_by("-pk")
    if kind:
        found = found.filter(check_kind=kind)
    return found.filter(pk__lt=before_id)[:limit] if before_id else found[:limit]


def appeals_by_check(school_id: int) -> list[CheckAppealed]:
    """Every check that was ever appealed at a school, the most often allowed first. One query."""
    rows = (
        Appeal.objects.filter(school_id=school_id)
        .values("check_kind")
        .annotate(
            appealed=Count("pk"),
            allowed=Count("pk", filter=Q(state=AppealState.ALLOWED)),
            waiting=Count("pk", filter=Q(state=AppealState.OPEN)),
        )
    )
    found = [CheckAppealed(Kind(r["check_kind"]), r["appealed"], r["allowed"], r["waiting"]) for r in rows]
    return sorted(found, key=lambda check: (-check.allowed, -check.appealed, check.kind))


def appeals_of(person_id: int, *, before_id: int | None = None, limit: int = 10) -> QuerySet[Appeal]:
    """A teacher's own appeals, newest first; `before_id` pages on."""
    found = _told(Appeal.objects.filter(appealed_by_id=person_id)).order_by("-pk")
    return found.filter(pk__lt=before_id)[:limit] if before_id else found[:limit]


def appeals_of_text(school_ids: Iterable[int], digest: str) -> QuerySet[Appeal]:
    """Every appeal against a check of this very text at these schools, oldest first."""
    return _told(Appeal.objects.filter(school_id__in=set(school_ids), digest=digest)).order_by("pk")


def _told(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    return appeals.select_related("appealed_by", "answered_by")
