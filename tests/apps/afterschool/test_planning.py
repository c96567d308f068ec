"""A term's programme: who plans it, how it begins, and what its units may be."""

import datetime as dt
from dataclasses import replace

import pytest

from shuangjian.afterschool.models import Programme, Unit
from shuangjian.afterschool.operations import add_units, change_unit, remove_unit, set_hours, start_programme
from shuangjian.afterschool.queries import (
    current_programme,
    findings_of,
    plan_seen,
    programme_in_term,
    seats_by_day,
)
from shuangjian.afterschool.rules.finding import Check
from shuangjian.afterschool.rules.hours import Hours
from shuangjian.afterschool.rules.kinds import Stage
from shuangjian.afterschool.rules.units import UnitSpec
from shuangjian.audit.models import Act
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from shuangjian.people.models import Person
from shuangjian.schools.queries import school_facts
from tests.apps.afterschool.programmes import BALLS, CHOIR, NUMBER, READING, UNITS, YEAR, announced, planned
from tests.apps.afterschool.rows import key
from tests.cast import AT, SINCE, TODAY, Cast

pytestmark = pytest.mark.django_db
HOURS = Hours(
    dt.date(2026, 10, 12), dt.date(2027, 1, 23), (1, 2, 4), dt.time(16, 30), dt.time(17, 20), dt.time(17, 30),
    dt.time(18, 40), None, dt.time(16, 20),
)  # fmt: skip
NOT_THEIRS = {"maths": NotAllowed, "county_officer": NotAllowed, "stranger": NotVisible, "guardian": NotVisible}


@pytest.mark.parametrize("who", ["coordinator", "academic", "principal"])
def test_a_programme_begins_with_the_term_and_the_usual_hours(cast: Cast, who: str) -> None:
    row = planned(cast, (), by=who)
    assert (row.since, row.until, row.weekdays) == (SINCE, dt.date(2027, 1, 23), 31)
    assert (row.planned_by_id, row.announced_at) == (cast.people[who].pk, None)
    seen = programme_in_term(cast.school.pk, row.year, row.number, AT)
    assert seen is not None
    assert (seen.stage, seen.units) == (Stage.PLANNED, ())
    assert seen.slots == (("写作业", "16:30到17:20"), ("活动", "17:30到18:30"))
    assert current_programme(cast.school.pk, AT) is None
    school = school_facts(cast.school.pk)
    assert Check.HOURS not in {finding.check for finding in findings_of(plan_seen(seen, school), school)}


@pytest.mark.parametrize(("who", "error"), NOT_THEIRS.items())
def test_nobody_else_plans(cast: Cast, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        planned(cast, by=who)
    row = planned(cast)
    by = cast.actor(who)
    with pytest.raises(error):
        set_hours(by=by, at=AT, programme_id=row.pk, hours=HOURS, request=key())
    with pytest.raises(error):
        add_units(by=by, at=AT, programme_id=row.pk, specs=[replace(BALLS, name="足球")], request=key())
    with pytest.raises(error):
        remove_unit(by=by, at=AT, programme_id=row.pk, number=1, request=key())
    assert Unit.objects.count() == len(UNITS)


def test_a_term_is_planned_once_and_only_if_it_is_stated(cast: Cast) -> None:
    planned(cast, ())
    with pytest.raises(Refused) as refused:
        planned(cast, ())
    assert [r.code for r in refused.value.refusals] == ["PROGRAMME_STANDS"]
    with pytest.raises(InvalidInput) as invalid:
        planned(cast, (), year=2025)
    assert set(invalid.value.errors) == {"term"}


def test_last_terms_programme_is_copied_whole_and_only_leaders_who_still_work_here_lead(cast: Cast) -> None:
    old = planned(cast)
    Programme.objects.filter(pk=old.pk).update(year=2025, number=2, weekdays=15, homework_from=dt.time(16))
    leaders = [cast.people["english"], cast.people["former"], None]
    Person.objects.filter(pk=cast.people["former"].pk).update(left_on=TODAY)
    for unit, leader in zip(old.units.order_by("number"), leaders, strict=True):
        Unit.objects.filter(pk=unit.pk).update(leader=leader, taken=3, number=unit.number + 4)
    row = start_programme(
        by=cast.actor("coordinator"), at=AT, school_id=cast.school.pk, year=YEAR, number=NUMBER, copied=True,
        request=key(),
    )  # fmt: skip
    units = list(row.units.order_by("number"))
    assert [(u.number, u.name, u.leader_id, u.taken) for u in units] == [
        (1, "篮球", cast.people["english"].pk, 0), (2, "合唱团", None, 0), (3, "整本书阅读", None, 0),
    ]  # fmt: skip
    assert (row.since, row.weekdays, row.homework_from) == (SINCE, 15, dt.time(16))
    assert [(u.weekdays, u.capacity, u.minimum, u.room_need) for u in units] == [
        (u.weekdays, u.capacity, u.minimum, u.room_need) for u in old.units.order_by("number")
    ]
    assert Act.objects.get(name="afterschool.start_programme", on_id=row.pk).after["copied"] == "2025学年第二学期"


def test_hours_are_set_and_what_cannot_stand_is_said_field_by_field(cast: Cast) -> None:
    row = planned(cast)
    set_hours(by=cast.actor("coordinator"), at=AT, programme_id=row.pk, hours=HOURS, request=key())
    seen = programme_in_term(cast.school.pk, YEAR, NUMBER, AT)
    assert seen is not None
    assert seen.hours == HOURS
    wrong = Hours(HOURS.until, HOURS.since, (), dt.time(17, 20), dt.time(16, 30), dt.time(16), dt.time(15), dt.time(14))
    with pytest.raises(InvalidInput) as invalid:
        set_hours(by=cast.actor("coordinator"), at=AT, programme_id=row.pk, hours=wrong, request=key())
    assert set(invalid.value.errors) == {
        "last", "weekdays", "homework_until", "activity_from", "activity_until", "extended_until",
    }  # fmt: skip


def test_the_days_of_a_programme_lie_in_its_term(cast: Cast) -> None:
    row, by = planned(cast), cast.actor("coordinator")
    far = replace(HOURS, since=dt.date(2099, 1, 1), until=dt.date(2099, 6, 1))
    late = replace(HOURS, until=HOURS.until + dt.timedelta(1))
    for wrong, fields in ((far, {"since", "last"}), (late, {"last"})):
        with pytest.raises(InvalidInput) as invalid:
            set_hours(by=by, at=AT, programme_id=row.pk, hours=wrong, request=key())
        assert set(invalid.value.errors) == fields
        assert "2027年1月22日" in invalid.value.errors["last"]


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        (replace(BALLS, name=" "), "name"),
        (replace(BALLS, name="球" * 31), "name"),
        (replace(BALLS, weekdays=()), "weekdays"),
        (replace(BALLS, first_grade=5, last_grade=3), "grades"),
        (replace(BALLS, last_grade=7), "grades"),
        (replace(BALLS, capacity=0), "capacity"),
        (replace(BALLS, minimum=25), "minimum"),
        (replace(BALLS, outside_leader="孙" * 41), "outside_leader"),
        (replace(BALLS, leader_id=1, outside_leader="市体校孙老师"), "outside_leader"),
        (replace(BALLS, leader_id=10**9), "leader"),
        (CHOIR, "name"),
    ],
)
def test_a_unit_that_cannot_stand_is_not_added_and_not_changed_to(cast: Cast, spec: UnitSpec, field: str) -> None:
    row = planned(cast, (CHOIR, READING))
    by = cast.actor("coordinator")
    with pytest.raises(InvalidInput) as invalid:
        add_units(by=by, at=AT, programme_id=row.pk, specs=[replace(BALLS, name="足球"), spec], request=key())
    assert field in invalid.value.errors
    with pytest.raises(InvalidInput) as invalid:
        change_unit(by=by, at=AT, programme_id=row.pk, number=2, spec=spec, request=key())
    assert field in invalid.value.errors
    assert sorted(row.units.values_list("name", flat=True)) == sorted(["合唱团", "整本书阅读"])


def test_a_unit_is_changed_and_removed_and_numbers_are_not_given_twice(cast: Cast) -> None:
    row, by = planned(cast), cast.actor("academic")
    spec = replace(BALLS, name=" 小篮球 ", capacity=30, leader_id=cast.people["maths"].pk)
    change_unit(by=by, at=AT, programme_id=row.pk, number=1, spec=spec, request=key())
    remove_unit(by=by, at=AT, programme_id=row.pk, number=2, request=key())
    add_units(by=by, at=AT, programme_id=row.pk, specs=[replace(CHOIR, outside_leader="陈老师")], request=key())
    seen = programme_in_term(cast.school.pk, row.year, row.number, AT)
    assert seen is not None
    assert [(u.number, u.name, u.capacity, u.leader) for u in seen.units] == [
        (1, "小篮球", 30, "沈岚"), (3, "整本书阅读", 60, ""), (4, "合唱团", 36, "陈老师"),
    ]  # fmt: skip
    assert seats_by_day(seen, [1])[1] == {1: 90, 2: 96, 3: 60, 4: 96, 5: 60}
    with pytest.raises(NotVisible):
        remove_unit(by=by, at=AT, programme_id=row.pk, number=2, request=key())


def test_once_announced_nothing_of_the_menu_is_changed(cast: Cast) -> None:
    row, by = announced(cast), cast.actor("coordinator")
    acts = [
        lambda: set_hours(by=by, at=AT, programme_id=row.pk, hours=HOURS, request=key()),
        lambda: add_units(by=by, at=AT, programme_id=row.pk, specs=[replace(BALLS, name="足球")], request=key()),
        lambda: change_unit(by=by, at=AT, programme_id=row.pk, number=1, spec=BALLS, request=key()),
        lambda: remove_unit(by=by, at=AT, programme_id=row.pk, number=1, request=key()),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert [r.code for r in refused.value.refusals] == ["MENU_FROZEN"]
