"""到点就睡: from the hour of the stage on, without a reason, for the family alone unless it wishes otherwise."""

import datetime as dt

import pytest

from shuangjian.audit.models import Act
from shuangjian.audit.queries import acts_of_class, acts_of_school
from shuangjian.homework.models import Publication
from shuangjian.homework.rules import Form
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.refusal import NotVisible, Refused
from shuangjian.timing.models import Stop
from shuangjian.timing.operations import end_evening, take_back_stop
from shuangjian.timing.queries import (
    StopRow,
    Told,
    endings_tonight,
    stop_of,
    stops_counted,
    stops_for,
    told_stops,
)
from tests.apps.timing.panel import BEDTIME, CLOSED, FRIDAY, MIDNIGHT, NINE, child, guardian, homework, key, known
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def end(cast: Cast, at: dt.datetime = BEDTIME, who: str = "guardian", name: str = "左小禾", **more: object) -> bool:
    given = {"unfinished": [], "tell_teacher": False} | more
    return end_evening(by=cast.actor(who, at), at=at, pupil_id=cast.pupils[name].pk, request=key(), **given)


def works() -> list[int]:
    return list(Publication.objects.order_by("pk").values_list("pk", flat=True))


def code(cast: Cast, at: dt.datetime, **more: object) -> str:
    with pytest.raises(Refused) as refused:
        end(cast, at, **more)
    (refusal,) = refused.value.refusals
    assert refusal.clauses
    return refusal.code


def test_at_bedtime_an_evening_can_be_ended_and_not_before(cast: Cast) -> None:
    homework(cast)
    assert endings_tonight(cast.actor("guardian"), NINE) == {}
    assert code(cast, NINE) == "NOT_BEDTIME"
    assert list(endings_tonight(cast.actor("guardian"), BEDTIME)) == [cast.pupils["左小禾"].pk]
    assert end(cast)


def test_half_past_midnight_is_still_the_same_evening_and_five_in_the_morning_is_not(cast: Cast) -> None:
    homework(cast)
    assert end(cast, MIDNIGHT)
    assert Stop.objects.get().date == TODAY
    with pytest.raises(Refused):
        take_back_stop(by=cast.actor("guardian"), at=CLOSED, pupil_id=cast.pupils["左小禾"].pk, request=key())
    assert endings_tonight(cast.actor("guardian"), CLOSED) == {}


def test_on_a_night_before_a_day_off_there_is_nothing_to_end(cast: Cast) -> None:
    friday = dt.datetime.combine(FRIDAY, dt.time(22), SHANGHAI)
    homework(cast, at=friday.replace(hour=15), date=FRIDAY)
    assert code(cast, friday) == "EVENING_GOES_ON"
    assert end(cast, friday + dt.timedelta(days=1))
    assert Stop.objects.get().date == FRIDAY


def test_only_written_work_of_the_evening_is_left_over(cast: Cast) -> None:
    homework(cast)
    homework(cast, form=Form.READING)
    homework(cast, date=FRIDAY)
    end(cast, unfinished=[*works(), 99_999])
    row = StopRow(cast.pupils["左小禾"].pk, cast.five_one.pk, 5, cast.school.pk, works()[0])
    assert list(stops_for(TODAY)) == [row]


def test_the_first_of_two_guardians_ends_it_and_the_second_changes_nothing(cast: Cast) -> None:
    homework(cast)
    known(cast, "father", guardian(cast, cast.pupils["左小禾"]))
    assert end(cast, unfinished=works())
    assert not end(cast, who="father", tell_teacher=True)
    seen = stop_of(cast.pupils["左小禾"].pk, TODAY)
    assert seen is not None
    assert (seen.told, [subject for subject, _ in seen.works]) == (False, ["数学"])


def test_it_can_be_taken_back_until_five_and_leaves_nothing(cast: Cast) -> None:
    homework(cast)
    end(cast, unfinished=works())
    child_id, by = cast.pupils["左小禾"].pk, cast.actor("guardian")
    assert take_back_stop(by=by, at=MIDNIGHT, pupil_id=child_id, request=key())
    assert not take_back_stop(by=by, at=MIDNIGHT, pupil_id=child_id, request=key())
    assert not Stop.objects.exists()
    assert end(cast, MIDNIGHT)  # there is no quota


@pytest.mark.parametrize("who", ["village_guardian", "chinese", "principal"])
def test_nobody_else_ends_a_childs_evening(cast: Cast, who: str) -> None:
    homework(cast)
    with pytest.raises(NotVisible):
        end(cast, who=who)


def test_no_record_of_the_school_tells_of_it(cast: Cast) -> None:
    homework(cast)
    end(cast)
    act = Act.objects.get(name="timing.end_evening")
    assert act not in [*acts_of_school(cast.school.pk), *acts_of_class(cast.five_one.pk)]
    assert (act.school_id, act.class_id, act.on_id, act.after) == (None, None, None, {})


def test_the_homeroom_teacher_is_told_a_name_only_where_the_family_wished_it(cast: Cast) -> None:
    homework(cast)
    known(cast, "father", guardian(cast, cast.pupils["𠅤·阿依古丽"]))
    end(cast, tell_teacher=True, unfinished=works())
    end(cast, who="father", name="𠅤·阿依古丽", unfinished=works())
    unit = Publication.objects.get().assignment.unit
    before, five_one = CLOSED - dt.timedelta(minutes=1), cast.five_one.pk
    assert told_stops(cast.actor("chinese"), five_one, TODAY, before) == []  # it may still be taken back
    assert told_stops(cast.actor("chinese"), five_one, TODAY, CLOSED) == [Told("左小禾", 5, (("数学", unit),))]
    for who in ("maths", "lower", "grade_head", "academic", "principal", "county_officer", "guardian"):
        assert told_stops(cast.actor(who), five_one, TODAY, CLOSED) == []


def test_how_many_there_were_is_told_from_five_families_up(cast: Cast) -> None:
    homework(cast)
    for number in range(5):
        assert stops_counted([cast.five_one.pk], [TODAY], CLOSED) == {}
        name = f"童{number}"
        cast.pupils[name] = child(cast, cast.five_one, name)
        known(cast, name, guardian(cast, cast.pupils[name]))
        end(cast, who=name, name=name, unfinished=works())
    assert stops_counted([cast.five_one.pk], [TODAY], CLOSED - dt.timedelta(minutes=1)) == {}
    assert stops_counted([cast.five_one.pk], [TODAY], CLOSED) == {(cast.five_one.pk, 5, TODAY): 5}
