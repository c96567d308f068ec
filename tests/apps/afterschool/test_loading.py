"""Programmes in bulk, as a city is built: the same rows that planning and announcing would have written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.afterschool.models import Programme, Round, Unit
from shuangjian.afterschool.operations import NewProgramme, load_programmes, load_round
from shuangjian.afterschool.queries import hours_of
from tests.apps.afterschool.programmes import NUMBER, ROUND, SECRET, UNITS, YEAR, announced
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
SET_BY_PEOPLE = {"id", "planned_by_id", "announced_by_id", "round_id"}


def facts(row: Programme) -> dict[str, object]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in SET_BY_PEOPLE}


def test_what_is_loaded_is_what_would_have_been_announced(cast: Cast) -> None:
    by_hand = announced(cast)
    expected, units = facts(by_hand), list(by_hand.units.order_by("number").values("number", "name", "weekdays"))
    hours = hours_of(by_hand)
    Unit.objects.all().delete()
    Programme.objects.all().delete()
    Round.objects.all().delete()
    its_round = load_round(cast.city.pk, YEAR, NUMBER, ROUND, AT)
    schools = [cast.school.pk, cast.other_school.pk, cast.village.pk]
    new = [NewProgramme(pk, YEAR, NUMBER, hours, UNITS, AT, AT, SECRET) for pk in schools]
    with CaptureQueriesContext(connection) as queries:
        rows = load_programmes(new, its_round, schools)
    assert len(queries) <= 2
    row = Programme.objects.get(pk=rows[0].pk)
    assert facts(row) == expected
    assert list(row.units.order_by("number").values("number", "name", "weekdays")) == units
    assert len({row.commitment for row in rows}) == len(rows)  # a school's number is in its menu


def test_without_a_secret_a_programme_is_only_planned(cast: Cast) -> None:
    hours = hours_of(announced(cast))
    (row,) = load_programmes([NewProgramme(cast.village.pk, YEAR, NUMBER, hours, UNITS, AT)])
    assert (row.announced_at, row.secret, row.units.count()) == (None, "", len(UNITS))
