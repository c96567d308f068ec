"""A day that is over is counted once, and a city's page tells that count without counting again."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.afterschool.figures import SchoolFact, Scope, facts_of, facts_told, is_counted, scope_on
from shuangjian.afterschool.models import ClosedTerm, CountedDay, Placement
from shuangjian.afterschool.operations import count_day, terms_to_count
from shuangjian.afterschool.operations.retention import KEPT_DAYS
from shuangjian.journeys.keep_promises import erase_expired
from shuangjian.kernel.actor import operator
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.refusal import NotAllowed
from tests.apps.afterschool.offered import ENDS, TERM, offer
from tests.cast import AT, TODAY, Cast

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)
ROWS = ("afterschool_signup", "afterschool_placement", "people_enrolment")


def yesterday(cast: Cast, at: dt.datetime = AT) -> Scope:
    return scope_on(cast.city.path, TERM, TODAY - A_DAY, at=at)


def counted(cast: Cast, at: dt.datetime = AT) -> list[SchoolFact]:
    """What is counted from the rows, and kept."""
    offer(cast)
    assert terms_to_count(at) == [TERM]
    assert count_day(by=operator("定时"), at=at, term=TERM) == 3
    return facts_of(yesterday(cast))


def test_what_is_kept_of_a_day_is_what_its_rows_say_at_every_place(cast: Cast) -> None:
    found = counted(cast)
    assert sum(school.joined for school in found) > 0
    assert facts_told(yesterday(cast)) == found
    for place in (cast.county, cast.school.place):
        below = Scope(place.path, TERM, yesterday(cast).at)
        assert facts_told(below) == [school for school in found if school.path.startswith(place.path)]


def test_a_day_that_is_kept_is_told_without_looking_at_a_child(cast: Cast) -> None:
    counted(cast)
    with CaptureQueriesContext(connection) as said:
        facts_told(yesterday(cast))
    assert len(said) == 10
    assert not [query["sql"] for query in said if any(table in query["sql"] for table in ROWS)]


def test_what_is_learnt_afterwards_does_not_change_a_day_that_is_kept_and_does_change_today(cast: Cast) -> None:
    before = counted(cast)
    Placement.objects.filter(weekday=3).delete()
    assert facts_of(yesterday(cast)) != before
    assert facts_told(yesterday(cast)) == before
    now = Scope(cast.city.path, TERM, AT)
    assert not is_counted(now)
    assert facts_told(now) == facts_of(now)


def test_each_day_takes_the_place_of_the_one_before_and_is_counted_once(cast: Cast) -> None:
    counted(cast)
    assert terms_to_count(AT) == []
    assert terms_to_count(AT + A_DAY) == [TERM]
    count_day(by=operator("定时"), at=AT + A_DAY, term=TERM)
    assert set(CountedDay.objects.values_list("on_date", flat=True)) == {TODAY}
    assert not is_counted(yesterday(cast))
    assert is_counted(scope_on(cast.city.path, TERM, TODAY, at=AT + A_DAY))


def test_the_last_day_of_a_term_stays_until_what_families_said_is_deleted(cast: Cast) -> None:
    at = dt.datetime.combine(ENDS, dt.time(1), SHANGHAI)
    counted(cast, at)
    assert terms_to_count(at + A_DAY) == []
    assert CountedDay.objects.filter(on_date=ENDS - A_DAY).count() == 3
    erase_expired(by=operator("测试"), at=at + dt.timedelta(days=KEPT_DAYS))
    closed = set(ClosedTerm.objects.values_list("school_id", flat=True))
    assert closed
    assert not CountedDay.objects.filter(school_id__in=closed).exists()


def test_only_the_system_counts(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        count_day(by=cast.actor("city_officer"), at=AT, term=TERM)
