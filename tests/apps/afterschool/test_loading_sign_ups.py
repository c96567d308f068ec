"""Answers in bulk come out as if each family had given its own."""

import pytest

from shuangjian.afterschool.models import SignUp
from shuangjian.afterschool.operations import PastAnswer, load_sign_ups
from shuangjian.afterschool.rules.kinds import Answer
from tests.apps.afterschool.signing import BASKETBALL, CHOIR, announced, join
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db


def test_a_loaded_answer_equals_one_that_was_handed_in(cast: Cast) -> None:
    programme = announced(cast)
    join(cast, BASKETBALL, CHOIR, days=(1, 2, 4), with_siblings=True)
    columns = [field.name for field in SignUp._meta.concrete_fields if field.name not in ("id", "said_by")]
    (handed_in,) = SignUp.objects.values(*columns)
    SignUp.objects.all().delete()
    child = cast.pupils["左小禾"].pk
    past = PastAnswer(child, 5, AT, Answer.JOIN, (1, 2, 4), (BASKETBALL, CHOIR), with_siblings=True)
    assert load_sign_ups(programme, [past]) == 1
    assert list(SignUp.objects.values(*columns)) == [handed_in]


def test_a_no_is_loaded_without_days_and_without_a_receipt(cast: Cast) -> None:
    programme = announced(cast)
    load_sign_ups(programme, [PastAnswer(cast.pupils["白䶮"].pk, 5, AT, Answer.NO)])
    row = SignUp.objects.get()
    assert (row.answer, row.weekdays, row.wishes, row.receipt) == ("NO", 0, [], "")
