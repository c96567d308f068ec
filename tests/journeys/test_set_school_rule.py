"""A rule of a school, or its calendar, changes together with the evenings that are open already, or nothing does."""

import datetime as dt
from typing import Any

import pytest

from shuangjian.audit.models import Act
from shuangjian.homework.models import Evening, Share
from shuangjian.homework.queries import ledger_faults
from shuangjian.journeys.set_school_rule import EveningsInTheWay, end_choice, state_choice, state_local_day
from shuangjian.kernel.actor import operator
from shuangjian.kernel.refusal import NotAllowed, NotVisible, Refused
from shuangjian.policy.models import SchoolChoice
from shuangjian.schools.models import LocalDay, SchoolClass
from tests.cast import AT, TODAY, Cast
from tests.desks.publishing import fill, send

pytestmark = pytest.mark.django_db

CAP, WEEKEND, WEEKDAY = "homework/written_minutes", "homework/weekend_total", "homework/no_homework_weekday"
FRIDAY, SUNDAY, MONDAY, TUESDAY = (dt.date(2026, 9, n) for n in (18, 20, 21, 22))


def state(
    cast: Cast, value: int, *, by: str = "academic", name: str = CAP, since: dt.date = FRIDAY, **more: Any
) -> Any:
    return state_choice(
        by=cast.actor(by), at=AT, school=cast.facts(), name=name, value=value, title="作业管理办法", article="第8条",
        since=since, **more,
    )  # fmt: skip


def close(cast: Cast, date: dt.date, *, by: Any = None, place: Any = None, held: bool = False) -> LocalDay:
    return state_local_day(
        by=by or cast.actor("academic"),
        at=AT,
        place=place or cast.school.place,
        date=date,
        is_school_day=held,
        reason="暴雪",
    )


def set_on(cast: Cast, date: dt.date, minutes: int = 20, **more: str) -> None:
    """沈岚 sets mathematics to 五（1）班."""
    send(
        cast.client("maths"),
        cast,
        classes=[cast.five_one],
        evening=date.isoformat(),
        **{"minutes-0": str(minutes)} | more,
    )


def evening(cast: Cast, date: dt.date) -> Evening:
    return Evening.objects.get(school_class=cast.five_one, date=date)


def test_opened_evenings_take_the_new_cap_from_its_day_on_and_not_before(cast: Cast) -> None:
    set_on(cast, TODAY)
    set_on(cast, MONDAY, key="monday")
    state(cast, 45, since=MONDAY)
    assert (evening(cast, TODAY).cap, evening(cast, MONDAY).cap) == (60, 45)
    assert ledger_faults() == []


def test_a_no_homework_day_closes_an_evening_that_was_opened_and_holds_nothing(cast: Cast) -> None:
    set_on(cast, TUESDAY, form="READING")
    state(cast, TUESDAY.isoweekday(), name=WEEKDAY)
    assert evening(cast, TUESDAY).cap == 0


def test_the_refusal_names_the_assignments_and_leaves_everything_as_it_was(cast: Cast) -> None:
    set_on(cast, MONDAY, 50)
    with pytest.raises(EveningsInTheWay) as blocked:
        state(cast, 45)
    (refusal,) = blocked.value.refusals
    assert refusal.code == "MORE_THAN_THE_NEW_CAP"
    assert "五（1）班9月21日数学《位置》50分" in refusal.staff
    assert refusal.clauses
    assert refusal.ways[0].act == "WITHDRAW_FIRST"
    (standing,) = blocked.value.standing
    assert (standing.date, standing.committed, standing.cap, standing.is_held) == (MONDAY, 50, 45, True)
    assert [item.minutes for item in standing.items] == [50]
    assert (evening(cast, MONDAY).cap, SchoolChoice.objects.count()) == (60, 0)
    assert not Act.objects.filter(name="policy.state_choice").exists()


def test_more_evenings_than_can_be_named_are_counted(cast: Cast) -> None:
    days = [dt.date(2026, 9, n) for n in (18, 20, 21, 22, 23, 24)]
    for date in days:
        send(cast.client("maths"), cast, evening=date.isoformat(), key=str(date), **{"minutes-0": "50"})
    with pytest.raises(EveningsInTheWay, match=r"有12个班晚.*数学《位置》50分等。"):
        state(cast, 45)


def test_ending_a_choice_brings_the_law_back(cast: Cast) -> None:
    state(cast, 45)
    set_on(cast, MONDAY)
    end_choice(by=cast.actor("principal"), at=AT, school=cast.facts(), name=CAP, until=MONDAY)
    assert evening(cast, MONDAY).cap == 60


def test_ending_a_generous_weekend_is_refused_while_more_stands_on_it(cast: Cast) -> None:
    state(cast, 100, name=WEEKEND)
    set_on(cast, FRIDAY, 90)
    assert evening(cast, FRIDAY).cap == 100
    state(cast, 95, name=WEEKEND)
    assert evening(cast, FRIDAY).cap == 95
    with pytest.raises(EveningsInTheWay):
        end_choice(by=cast.actor("academic"), at=AT, school=cast.facts(), name=WEEKEND, until=FRIDAY)
    assert evening(cast, FRIDAY).cap == 95


def test_what_is_kept_for_a_subject_is_cut_so_that_nothing_is_owed_beyond_the_cap(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    one = evening(cast, TODAY)
    Evening.objects.filter(pk=one.pk).update(date=MONDAY, until=TUESDAY, obligated=50, released=False)
    Share.objects.create(school_id=one.school_id, evening=one, subject="MATHEMATICS", right=30)
    state(cast, 35)
    one = evening(cast, MONDAY)
    assert (one.cap, one.committed, one.obligated) == (35, 20, 35)
    assert Share.objects.get(subject="MATHEMATICS").right == 15
    assert ledger_faults() == []


def test_evenings_of_a_class_that_is_gone_do_not_stand_in_the_way(cast: Cast) -> None:
    set_on(cast, MONDAY, 50)
    SchoolClass.objects.filter(pk=cast.five_one.pk).update(until=FRIDAY)
    state(cast, 45)
    assert evening(cast, MONDAY).cap == 60


def test_a_looser_choice_is_refused_before_anything_is_written(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        state(cast, 90)
    assert not isinstance(refused.value, EveningsInTheWay)
    assert refused.value.refusals[0].ways[0].values == {"value": "60"}
    assert not SchoolChoice.objects.exists()


@pytest.mark.parametrize(
    ("who", "error"), [("maths", NotAllowed), ("county_officer", NotAllowed), ("stranger", NotVisible)]
)
def test_only_the_schools_leaders_state_its_rules(cast: Cast, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        state(cast, 45, by=who)


def test_a_closure_moves_the_end_of_the_evening_before_it(cast: Cast) -> None:
    set_on(cast, SUNDAY)
    close(cast, MONDAY)
    assert (evening(cast, SUNDAY).until, evening(cast, SUNDAY).kind) == (TUESDAY, "BREAK")
    close(cast, MONDAY, held=True)
    assert (evening(cast, SUNDAY).until, evening(cast, SUNDAY).kind) == (MONDAY, "NIGHT")


@pytest.mark.parametrize("form", ["WRITTEN", "READING"])
def test_work_on_a_day_that_is_to_be_closed_is_named_whatever_its_form(cast: Cast, form: str) -> None:
    set_on(cast, MONDAY, form=form)
    with pytest.raises(EveningsInTheWay, match="数学《位置》") as blocked:
        close(cast, MONDAY)
    assert blocked.value.refusals[0].code == "WORK_ON_A_DAY_WITHOUT_SCHOOL"
    assert not LocalDay.objects.exists()


def test_a_countys_closure_holds_for_all_its_schools_or_for_none(cast: Cast) -> None:
    officer = cast.actor("county_officer")
    set_on(cast, MONDAY)
    with pytest.raises(EveningsInTheWay):
        close(cast, MONDAY, by=officer, place=cast.county)
    close(cast, TUESDAY, by=officer, place=cast.county)
    assert evening(cast, MONDAY).until == dt.date(2026, 9, 23)


@pytest.mark.parametrize("who", ["maths", "county_officer", "other_principal"])
def test_nobody_closes_what_they_do_not_lead(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        close(cast, MONDAY, by=cast.actor(who), place=cast.village.place)


def test_an_operator_may_do_all_of_it(cast: Cast) -> None:
    close(cast, MONDAY, by=operator("命令行"), place=cast.city)
    assert Act.objects.get(name="schools.state_local_day").actor_role == "OPERATOR"
