"""填的和实测的: what a piece of homework took beside what was declared and counted, and a teacher's last twenty."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.homework.rules import AssignmentSpec, TierSpec
from shuangjian.kernel.actor import Role
from shuangjian.timing.access import can_see_ratio
from shuangjian.timing.queries import fits_of, in_order, latest_together, latest_works, own_factors
from shuangjian.timing.rules.showing import LAST_WORKS, Fit, Ratio


@dataclass(frozen=True)
class GradeTook:
    """A piece of homework in one grade: each tier with what was fitted to it, None where nothing was."""

    grade: int
    tiers: tuple[tuple[TierSpec, Fit | None], ...]

    @property
    def is_shown(self) -> bool:
        return all(fit is not None and fit.is_shown for _, fit in self.tiers)

    @property
    def any_fit(self) -> Fit:
        """For what all tiers have in common: who was asked."""
        return next(fit for _, fit in self.tiers if fit is not None)


@dataclass(frozen=True)
class WorkTook:
    """`stand_in` are the teacher's last works of the kind, where this one is known too little, for those who may see
    that; `is_own` for the words."""

    grades: tuple[GradeTook, ...]
    stand_in: Ratio | None
    is_own: bool
    last: int = LAST_WORKS


def work_took(desk: DeskRequest, assignment: Any, spec: AssignmentSpec) -> WorkTook:
    """Of an assignment that the actor may see. Two queries at most."""
    fits = fits_of([assignment.pk])
    grades = tuple(
        GradeTook(grade, tuple(zip(spec.tiers, in_order(spec, tiers), strict=True)))
        for (_, grade), tiers in sorted(fits.items())
    )
    own = assignment.author_id == desk.actor.person_id
    stands_in = not all(one.is_shown for one in grades) or not grades
    seen = stands_in and can_see_ratio(desk.actor, assignment.author_id, assignment.school_id)
    stand_in = latest_together(assignment.author_id, assignment.subject, assignment.form) if seen else None
    return WorkTook(grades, stand_in if stand_in and stand_in.is_shown else None, own)


@require_GET
@desk_view(Role.SUBJECT_TEACHER)
def measured(request: HttpRequest) -> HttpResponse:
    """One's own last twenty works, declared and measured, and the factors they are planned with. Nobody else's."""
    desk = cast(DeskRequest, request)
    person_id = desk.actor.person_id or 0
    works = latest_works(person_id)
    context = {
        "works": works,
        "any_shown": any(work.is_shown for work in works),
        "factors": own_factors(person_id, works),
    }
    return render(request, "teacher/measured.html", context)
