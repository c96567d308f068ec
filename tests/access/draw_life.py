"""The draw of an earlier term at the school of the access table's city: told, and over since the summer."""

import datetime as dt
from typing import Any

from django.db.models import F

from shuangjian.afterschool.models import Programme, Round, Unit
from tests.apps.afterschool.term import drawn, joins, programme_of, tutoring
from tests.cast import Cast

TERM = (2025, 2)
A_LIST = "the list of a unit"
EARLIER = dt.timedelta(days=200)  # what happened in this term's weeks happened in February
OF_ALL = ("opens_at", "closes_at", "results_at")


def what_was_drawn(cast: Cast) -> dict[str, dict[str, Any]]:
    """Three children joined and the guardian's is tutored; the coordinator led the unit whose list is read."""
    programme = programme_of(cast, term=TERM)
    unit = Unit.objects.get(programme=programme, number=1)
    Unit.objects.filter(pk=unit.pk).update(leader=cast.people["coordinator"])
    for name, grade in (("左小禾", 5), ("𠅤·阿依古丽", 5), ("查朵", 1)):
        joins(programme, cast.pupils[name], (1, 2, 3), (1, 3), grade=grade)
    tutoring(cast, programme, cast.pupils["左小禾"], weekday=2)
    drawn(programme)
    over = {"since": dt.date(2026, 2, 23), "until": dt.date(2026, 7, 4)}
    Programme.objects.filter(pk=programme.pk).update(**over, **_earlier("announced_at", *OF_ALL))
    dates = _earlier("stated_at", "public_due_at", "value_entered_at", *OF_ALL)
    Round.objects.filter(pk=programme.round_id).update(**dates)
    return {A_LIST: {"school_id": cast.school.pk, "unit_id": unit.pk}}


def _earlier(*moments: str) -> dict[str, Any]:
    return {name: F(name) - EARLIER for name in moments}
