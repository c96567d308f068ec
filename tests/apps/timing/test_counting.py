"""One number a class: by whoever teaches it, on the day itself."""

import datetime as dt

import pytest

from shuangjian.audit.models import Act
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, Refused
from shuangjian.timing.operations import count_class
from shuangjian.timing.queries import class_counts
from tests.apps.timing.panel import FIVE, FRIDAY, key
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def count(
    cast: Cast,
    who: str = "maths",
    present: int | None = 2,
    finished: int | None = 1,
    date: dt.date = TODAY,
    at: dt.datetime = FIVE,
) -> None:
    klass = cast.class_now(cast.five_one)
    count_class(
        by=cast.actor(who, at),
        at=at,
        klass=klass,
        grade=5,
        date=date,
        present=present,
        finished=finished,
        request=key(),
    )


def test_a_class_is_counted_once_and_corrected_the_same_day_by_a_colleague(cast: Cast) -> None:
    count(cast)
    count(cast, "chinese", 2, 2)
    (found,) = class_counts([cast.five_one.pk], [TODAY]).values()
    assert (found.finished, found.present, found.counted_by) == (2, 2, "毕小满")
    first, second = Act.objects.filter(name="timing.count_class").order_by("pk")
    assert (first.before, second.before, second.after["finished"]) == ({}, {"present": 2, "finished": 1}, 2)
    assert (first.actor_role, second.class_id) == ("SUBJECT_TEACHER", cast.five_one.pk)


@pytest.mark.parametrize("who", ["grade_head", "principal", "county_officer", "lower"])
def test_who_does_not_teach_the_class_does_not_count_it(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        count(cast, who)


@pytest.mark.parametrize(("date", "days"), [(FRIDAY, 0), (TODAY, 1), (dt.date(2026, 9, 19), 2)])
def test_it_is_done_on_the_day_itself_and_on_a_school_day(cast: Cast, date: dt.date, days: int) -> None:
    with pytest.raises(Refused) as refused:
        count(cast, date=date, at=FIVE + dt.timedelta(days=days))
    assert refused.value.refusals[0].code == "NOT_COUNTED_TODAY"


@pytest.mark.parametrize(
    ("present", "finished", "fields"),
    [
        (3, 1, ["present"]),
        (0, 0, ["present"]),
        (2, 3, ["finished"]),
        (None, None, ["present", "finished"]),
        (2, -1, ["finished"]),
    ],
)
def test_numbers_that_cannot_be_are_asked_again(
    cast: Cast, present: int | None, finished: int | None, fields: list[str]
) -> None:
    with pytest.raises(InvalidInput) as unread:
        count(cast, present=present, finished=finished)
    assert list(unread.value.errors) == fields
