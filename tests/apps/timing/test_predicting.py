"""What is predicted, on whose past it rests, and how long an evening will be."""

import math

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.rules import Form
from shuangjian.kernel.grade import Stage
from shuangjian.timing.queries import Ahead, Writer, outlooks_of, prediction_of, predictions_of
from shuangjian.timing.rules import NOTHING_KNOWN, Source
from tests.cast import Cast
from tests.desks.factors import city_knows, evenings_vary, school_knows, teacher_takes

pytestmark = pytest.mark.django_db
MATHS = "MATHEMATICS"


def writer(cast: Cast, who: str = "maths", subject: str = MATHS) -> Writer:
    return Writer(cast.people[who].pk, cast.school.pk, subject)


def test_what_nobody_knows_is_asked_once_and_is_nothing(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert prediction_of(writer(cast), Form.WRITTEN, [5]) == NOTHING_KNOWN
    assert len(captured) == 1
    assert prediction_of(writer(cast), Form.READING, [5]) == NOTHING_KNOWN


def test_the_nearest_past_is_taken_and_said(cast: Cast) -> None:
    def source() -> tuple[Source, float, int]:
        found = prediction_of(writer(cast), Form.WRITTEN, [5])
        return found.source, found.factor, found.works

    city_knows(1.1, schools=3)
    assert source() == (Source.CITY, 1.1, 300)
    school_knows(cast, 1.2)
    assert source() == (Source.SCHOOL, 1.32, 60)
    teacher_takes(cast, 1.5, works=2)  # known, and mostly the school's still
    assert source() == (Source.SCHOOL, 1.65, 60)
    teacher_takes(cast, 1.5, works=4)
    assert source() == (Source.OWN, 1.65, 4)


def test_what_two_schools_are_used_to_binds_no_third(cast: Cast) -> None:
    city_knows(1.5, schools=2)
    assert prediction_of(writer(cast), Form.WRITTEN, [5]) == NOTHING_KNOWN
    school_knows(cast, 1.2)
    assert prediction_of(writer(cast), Form.WRITTEN, [5]).source is Source.SCHOOL


def test_a_new_teacher_is_known_less_well_than_one_of_long_standing(cast: Cast) -> None:
    school_knows(cast, 1.2)
    city_knows(1.0)
    new = prediction_of(writer(cast), Form.WRITTEN, [5])
    teacher_takes(cast, 1.2)
    known = prediction_of(writer(cast), Form.WRITTEN, [5])
    assert new.of(20).high - new.of(20).low > known.of(20).high - known.of(20).low


def test_no_factor_goes_beyond_what_a_past_may_say(cast: Cast) -> None:
    teacher_takes(cast, 9.0)
    assert prediction_of(writer(cast), Form.WRITTEN, [5]).factor == 4.0


def test_many_teachers_are_asked_about_in_three_statements(cast: Cast) -> None:
    teacher_takes(cast, 1.5)
    teacher_takes(cast, 1.2, "chinese", "CHINESE")
    school_knows(cast, 0.9, "ENGLISH")
    city_knows(subject="ENGLISH")
    asked = [
        writer(cast, who, subject)
        for who, subject in (("maths", MATHS), ("chinese", "CHINESE"), ("english", "ENGLISH"))
    ]
    with CaptureQueriesContext(connection) as captured:
        found = predictions_of((one, Stage.PRIMARY) for one in asked)
    assert [found[one, Stage.PRIMARY].factor for one in asked] == [1.5, 1.2, 0.9]
    assert len(captured) == 3


def test_an_evening_of_one_work_is_that_work_and_its_day(cast: Cast) -> None:
    teacher_takes(cast, 1.5)
    evenings_vary()
    (one,) = outlooks_of([Ahead(Stage.PRIMARY, 60, ((writer(cast), 20.0),))])
    assert one is not None
    spread = math.sqrt(0.0025 + 0.15**2 + 0.1**2)
    assert (one.median, one.medians) == (30, 30)
    assert (one.low, one.high) == (round(30 * math.exp(-1.6449 * spread)), round(30 * math.exp(1.6449 * spread)))
    assert one.chance == 0


def test_past_evenings_widen_the_interval_and_two_works_of_a_teacher_share_its_doubt(cast: Cast) -> None:
    row = teacher_takes(cast, 1.5)
    row.variance = 0.04
    row.save()
    teacher_takes(cast, 1.5, "chinese", "CHINESE")
    twice = Ahead(Stage.PRIMARY, 60, ((writer(cast), 20.0), (writer(cast), 20.0)))
    (narrow,) = outlooks_of([twice])
    evenings_vary(conformal=1.5)
    (wide,) = outlooks_of([twice])
    assert narrow is not None
    assert wide is not None
    assert (narrow.medians, wide.medians) == (60, 60)
    assert wide.high - wide.low > narrow.high - narrow.low
    assert 8 <= narrow.chance <= 12


def test_what_academic_affairs_has_set_is_taken_at_its_word(cast: Cast) -> None:
    teacher_takes(cast, 1.5)
    evenings_vary()
    (one,) = outlooks_of([Ahead(Stage.PRIMARY, 60, ((writer(cast), 20.0),), ruled=(22.0,))])
    assert one is not None
    assert one.medians == 30 + 22
    assert outlooks_of([Ahead(Stage.PRIMARY, 60, (), ruled=(22.0,))]) == [None]


def test_an_evening_of_which_nothing_is_known_has_no_outlook(cast: Cast) -> None:
    ahead = Ahead(Stage.PRIMARY, 60, ((writer(cast), 20.0),))
    assert outlooks_of([ahead, Ahead(Stage.PRIMARY, 60, ())]) == [None, None]
    assert outlooks_of([]) == []
