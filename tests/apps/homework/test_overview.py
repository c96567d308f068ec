"""Evenings over places, and what stands beside the written work."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.models import Evening
from shuangjian.homework.queries import (
    Beside,
    EveningCount,
    evenings_on,
    minutes_beside,
    monday_of,
    school_week,
    schools_with_homework,
)
from shuangjian.schools.models import LocalDay
from tests.cast import TODAY, Cast
from tests.desks.places import add_classes, add_school
from tests.desks.publishing import fill, send

FRIDAY = dt.date(2026, 9, 18)


@pytest.mark.parametrize(
    ("cap", "committed", "kinds"),
    [
        (60, 0, {"all", "open", "room", "blank"}),
        (60, 20, {"all", "open", "room", "written", "partly"}),
        (60, 60, {"all", "open", "written", "full"}),
        (0, 0, {"all", "closed"}),
        (None, 0, {"all", "closed"}),
        (45, 50, {"all", "open", "written", "full"}),  # of old, under a cap that was higher
    ],
)
def test_an_evening_is_of_these_kinds(cap: int | None, committed: int, kinds: set[str]) -> None:
    evening = SimpleNamespace(cap=cap, committed=committed)
    assert {kind.value for kind in EveningCount if kind.holds(evening)} == kinds


def test_every_kind_has_words_and_a_denominator_that_holds_it() -> None:
    evenings = [SimpleNamespace(cap=cap, committed=n) for cap in (None, 0, 60) for n in (0, 20, 60) if n <= (cap or 0)]
    for kind in EveningCount:
        assert kind.label
        assert [e for e in evenings if kind.holds(e) and not kind.of.holds(e)] == []


@pytest.mark.django_db
def test_every_class_evening_of_a_place_is_there_opened_or_not(cast: Cast) -> None:
    fill(cast, 25, cast.five_one)
    below = evenings_on(cast.city.path, TODAY)
    assert {(e.klass.label, e.grade, e.cap, e.committed, e.zero) for e in below.evenings} == {
        ("一（1）班", 1, 0, 0, "GRADE"),
        ("五（1）班", 5, 60, 25, ""),
        ("五（2）班", 5, 60, 0, ""),
        ("七（1）班", 7, 90, 0, ""),
        ("东台教学点三、四年级复式班", 3, 60, 0, ""),
        ("东台教学点三、四年级复式班", 4, 60, 0, ""),
    }
    assert len(below.classes) == 5


@pytest.mark.django_db
def test_a_place_that_is_closed_has_classes_and_no_evening(cast: Cast) -> None:
    LocalDay.objects.create(place=cast.central, date=TODAY, is_school_day=False, reason="暴雪")
    below = evenings_on(cast.central.path, TODAY)
    assert (len(below.classes), below.evenings) == (1, ())


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_schools(cast: Cast) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            evenings_on(cast.city.path, TODAY)
        return len(queries)

    before = count()
    add_school(cast.county, "白杨小学", 1, 3, 5)
    add_classes(cast.school, 3, 4)
    assert count() == before <= 7


@pytest.mark.django_db
def test_a_school_has_homework_on_an_evening_until_it_is_withdrawn(cast: Cast) -> None:
    send(cast.client("maths"), cast, form="READING", classes=[cast.five_one])
    tomorrow = TODAY + dt.timedelta(1)
    assert schools_with_homework(cast.city.path, TODAY, tomorrow) == {cast.school.pk}
    assert schools_with_homework(cast.city.path, tomorrow, tomorrow + dt.timedelta(7)) == set()
    assert schools_with_homework(cast.other_county.path, TODAY, tomorrow) == set()
    publication = cast.people["maths"].pk and Evening.objects.get().entries.get().publication
    typed = {"publication": publication.pk, "reason": "换一天", "key": "w"}
    cast.client("maths").post(f"/homework/{publication.assignment_id}/withdraw/", typed)
    assert schools_with_homework(cast.city.path, TODAY, tomorrow) == set()


@pytest.mark.django_db
def test_minutes_beside_the_written_work_are_counted_by_kind(cast: Cast) -> None:
    send(cast.client("maths"), cast, classes=[cast.five_one])
    send(cast.client("english"), cast, classes=[cast.five_one], subject="ENGLISH", form="READING", key="r")
    optional = {"subject": "CHINESE", "required-0": "", "minutes-0": "15", "key": "o"}
    send(cast.client("chinese"), cast, classes=[cast.five_one], **optional)
    found = minutes_beside([cast.five_one.pk], [TODAY])
    assert found == {(cast.five_one.pk, 5, TODAY): Beside(written=20, optional=15, unwritten=20)}


@pytest.mark.django_db
def test_long_reading_is_shared_among_its_evenings(cast: Cast) -> None:
    also = [FRIDAY.isoformat()]
    send(cast.client("maths"), cast, classes=[cast.five_one], form="READING", also=also, **{"minutes-0": "40"})
    found = minutes_beside([cast.five_one.pk], [TODAY, FRIDAY])
    assert [beside.unwritten for beside in found.values()] == [20, 20]


@pytest.mark.parametrize(
    ("beside", "cap", "looks"),
    [
        (Beside(written=20, optional=10, unwritten=10), 60, False),
        (Beside(written=20, optional=10, unwritten=11), 60, True),
        (Beside(unwritten=1), 60, True),
        (Beside(unwritten=40, in_school=20), 0, False),  # grades 1 and 2: all work is unwritten
        (Beside(optional=5), 0, True),
        (Beside(), 60, False),
    ],
)
def test_more_beside_the_written_work_than_of_it_is_shown_to_academic_affairs(
    beside: Beside, cap: int, looks: bool
) -> None:
    assert beside.outweighs(cap) is looks


@pytest.mark.parametrize(
    ("date", "monday"),
    [(TODAY, "2026-09-14"), (dt.date(2026, 9, 14), "2026-09-14"), (dt.date(2026, 9, 20), "2026-09-14")],
)
def test_a_week_begins_on_its_monday(date: dt.date, monday: str) -> None:
    assert monday_of(date).isoformat() == monday


@pytest.mark.django_db
def test_a_week_shows_a_make_up_sunday_and_leaves_out_a_plain_weekend(cast: Cast) -> None:
    found = school_week(cast.facts(), dt.date(2026, 9, 14), TODAY)
    assert [day.date.day for day in found.days] == [14, 15, 16, 17, 18, 20]
    assert found.until == dt.date(2026, 9, 21)
    assert {key[0] for key in found.evenings} == {cast.five_one.pk, cast.five_two.pk, cast.one_one.pk}


@pytest.mark.django_db
def test_a_later_week_has_the_classes_it_has_then(cast: Cast) -> None:
    cast.five_two.until = dt.date(2026, 9, 21)
    cast.five_two.save()
    assert len(school_week(cast.facts(), dt.date(2026, 9, 14), TODAY).classes) == 3
    assert len(school_week(cast.facts(), dt.date(2026, 9, 21), TODAY).classes) == 2
