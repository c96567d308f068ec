"""What families said is deleted ninety days after the term's programme; what draws carry over, ninety after leaving."""

import datetime as dt

import pytest

from shuangjian.afterschool.models import Credit, Offer, Placement, Programme, SignUp, Unit
from shuangjian.afterschool.operations.retention import KEPT_DAYS
from shuangjian.journeys.keep_promises import due_for_erasure, erase_expired
from shuangjian.kernel.actor import operator
from shuangjian.kernel.day import SHANGHAI
from shuangjian.people.models import Pupil
from tests.apps.afterschool.signing import BASKETBALL, announced, join
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
ANSWERS, CARRIED = "课后服务的报名和去处", "抽签带到下学期的"
OPERATOR = operator("测试")
DAY = dt.timedelta(days=1)


def placed(cast: Cast) -> Programme:
    """A child with a place and an offer."""
    programme = announced(cast)
    join(cast, BASKETBALL)
    said, unit = SignUp.objects.get(), Unit.objects.get(number=BASKETBALL)
    of = {"programme": programme, "school": cast.school, "sign_up": said}
    Placement.objects.create(**of, pupil=said.pupil, weekday=1, unit=unit, origin="DRAW", turn=1, since=AT)
    Offer.objects.create(**of, unit=unit, offered_at=AT, until=AT + DAY)
    return programme


def test_answers_and_places_go_ninety_days_after_the_programme_and_not_a_day_before(cast: Cast) -> None:
    ended = placed(cast).until
    day = dt.datetime(ended.year, ended.month, ended.day, 2, tzinfo=SHANGHAI) + KEPT_DAYS * DAY
    assert due_for_erasure(at=day - DAY)[ANSWERS] == 0
    assert erase_expired(by=OPERATOR, at=day)[ANSWERS] == 1
    assert [model.objects.count() for model in (SignUp, Placement, Offer)] == [0, 0, 0]
    assert Programme.objects.count() == 1
    assert erase_expired(by=OPERATOR, at=day)[ANSWERS] == 0


def test_what_is_carried_over_goes_with_the_child(cast: Cast) -> None:
    pupil = cast.pupils["左小禾"]
    for child in (pupil, cast.pupils["白䶮"]):
        Credit.objects.create(school=cast.school, pupil=child, value=5)
    Pupil.objects.filter(pk=pupil.pk).update(left_on=AT.date())
    assert due_for_erasure(at=AT + 89 * DAY)[CARRIED] == 0
    assert erase_expired(by=OPERATOR, at=AT + 90 * DAY)[CARRIED] == 1
    assert Credit.objects.get().pupil == cast.pupils["白䶮"]
