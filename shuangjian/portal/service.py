"""`/service/<id>/`: what a school offers after lessons, its days and units, how places are given, and the commitment to
the draw. For anybody; no child is named."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian.afterschool.queries import ProgrammeSeen, announced_programmes
from shuangjian.afterschool.rules.kinds import Stage
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.kernel.day import shanghai_date
from shuangjian.policy.queries import clauses_of
from shuangjian.portal.asked import PublicRequest
from shuangjian.portal.caching import public_page
from shuangjian.schools.queries import known_school

VOLUNTARY = "afterschool/voluntary"


@public_page
def programme(request: HttpRequest, school_id: int) -> HttpResponse:
    """The announced programmes that have not ended, the latest first; `?term=2026-1` opens at one."""
    at = cast(PublicRequest, request).at
    school = known_school(school_id)
    found = list(reversed(announced_programmes(school.id, at)))
    context = {
        "school": school,
        "programmes": [_shown(seen) for seen in found],
        "voluntary": clauses_of(VOLUNTARY, school, school.first_grade, shanghai_date(at)),
        "today": shanghai_date(at),
    }
    return render(request, "portal/service.html", context)


def _shown(seen: ProgrammeSeen) -> dict[str, object]:
    return {
        "seen": seen,
        "week": [(weekdays_label([day]), seen.on(day)) for day in seen.hours.weekdays],
        "is_before": seen.stage is Stage.ANNOUNCED,
        "is_open": seen.stage is Stage.OPEN,
        "commitment": " ".join(seen.commitment[start : start + 8] for start in range(0, 64, 8)),
    }
