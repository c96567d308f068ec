"""A form that is sent twice is one draft, and the second time leaves it as the first is reading it."""

import pytest

from shuangjian.homework.operations import save_draft
from shuangjian.homework.rules import Form
from tests.apps.homework.test_publishing import send, to, work
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def save(cast: Cast, key: str = "form", **more):
    return save_draft(by=cast.actor("maths"), at=cast.at, spec=work(**more), key=key)


def test_the_same_form_again_changes_nothing(cast: Cast) -> None:
    first = save(cast, content=" 画座位图。\n")
    again = save(cast, content=" 画座位图。\n")
    assert (again.pk, again.revision, again.content) == (first.pk, 1, "画座位图。")
    assert again.tiers.count() == 1


@pytest.mark.parametrize("more", [{"content": "另一样。"}, {"minutes": 21}, {"form": Form.READING}])
def test_other_words_under_the_key_are_written_over_it(cast: Cast, more) -> None:
    first, again = save(cast), save(cast, **more)
    assert (again.pk, again.revision) == (first.pk, 2)


def test_after_it_was_published_the_same_form_is_a_draft_beside_it(cast: Cast) -> None:
    first = save(cast)
    assert send(cast, first, to(cast.five_one)).published
    assert save(cast).pk != first.pk
