"""What the frame of every page needs: place, tabs, who is here and at which school, the sample city's clock."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from shuangjian.desks.common.tabs import place_of, tabs_of, who_is
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.schools.access import STAFF


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Costs one query for whoever has signed in, none for the public."""
    at = getattr(request, "at", None)
    found: dict[str, Any] = {}
    if at is not None and not settings.SHUANGJIAN_CLOCK.startswith(("shuangjian.config.", "tests.")):
        found["sample_clock"] = at
    actor: Actor | None = getattr(request, "actor", None)
    if at is None or actor is None or actor.person_id is None:
        return found
    return found | {
        "desk_place": place_of(actor),
        "desk_tabs": tabs_of(actor, request.path, shanghai_date(at)),
        "desk_who": who_is(actor) or actor.name,
        "desk_school": next((held.school_id for held in actor.holds(*STAFF) if held.school_id), None),
    }
