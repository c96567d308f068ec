"""The counts of a whole city say what its rows say, on every kind of day."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.desks.bureau.counting import added, schools_counted, schools_summed, total
from shuangjian.homework.queries import counts_on, ledger_faults
from shuangjian.journeys.set_school_rule import state_choice
from shuangjian.schools.models import LocalDay, SchoolClass
from shuangjian.schools.operations import end_classes
from shuangjian.schools.queries import facts_below
from tests.cast import AT, TODAY, Cast
from tests.desks.places import add_school
from tests.desks.publishing import fill

pytestmark = pytest.mark.django_db
DAYS = {
    "a night": TODAY,
    "a break": dt.date(2026, 9, 18),
    "a day without homework": dt.date(2026, 9, 24),
    "a weekend": dt.date(2026, 9, 19),
    "a make-up day": dt.date(2026, 9, 20),
    "a vacation without a total": dt.date(2027, 1, 22),
    "before the classes were there": dt.date(2026, 8, 31),
}


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Full and partly full evenings, a rule of a school's own, a point that is closed, a class that has ended."""
    fill(cast, 60, cast.five_one)
    fill(cast, 20, cast.five_two, key="other")
    state_choice(
        by=cast.actor("academic"), at=AT, school=cast.facts(), name="homework/no_homework_weekday", value=4,
        title="作业管理办法", article="第2条", since=dt.date(2026, 9, 18),
    )  # fmt: skip
    LocalDay.objects.create(place=cast.point, date=TODAY, is_school_day=False, reason="停水")
    ended = SchoolClass.objects.exclude(pk__in=[cast.five_one.pk, cast.five_two.pk]).filter(school=cast.school)
    end_classes([ended[0].pk], dt.date(2026, 9, 19))
    return cast


@pytest.mark.parametrize("date", DAYS.values(), ids=DAYS.keys())
def test_summed_and_listed_are_the_same(busy: Cast, date: dt.date) -> None:
    for place in (busy.city, busy.county, busy.other_county, busy.central):
        listed, summed = schools_counted(place.path, date), schools_summed(place.path, date)
        assert [(s.id, s.name, s.path, s.quiet) for s in summed] == [(s.id, s.name, s.path, s.quiet) for s in listed]
        assert [school.sum for school in summed] == [total([school]) for school in listed]
        assert added(school.sum for school in summed) == total(listed)


def test_the_statements_do_not_grow_with_schools_and_classes(busy: Cast) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            counts_on(busy.city.path, TODAY, facts_below(busy.city.path))
        return len(captured)

    few = statements()
    for number in range(3):
        add_school(busy.county, f"第{number}小学", 5, 4)
    assert statements() == few


def test_a_ledger_of_several_windows_is_verified_to_its_end(busy: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from shuangjian.homework.models import Evening
    from shuangjian.homework.queries import ledger

    monkeypatch.setattr(ledger, "AT_ONCE", 1)
    assert ledger_faults() == []
    last = Evening.objects.order_by("-pk")[0]
    lower = last.committed - 1
    Evening.objects.filter(pk=last.pk).update(committed=lower, obligated=lower)
    assert [fault.split(":")[0] for fault in ledger_faults()] == [f"evening {last.pk}"] * 2
