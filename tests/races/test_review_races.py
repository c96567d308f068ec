"""Passing, returning and withdrawing the same work at once: one of them, and the evening as that one leaves it."""

import pytest

from shuangjian.audit.operations import Request
from shuangjian.homework.models import Evening, Publication, Review
from shuangjian.homework.operations import amend, pass_works, return_work, withdraw
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import PublicationState, ReviewState
from shuangjian.kernel.refusal import Refused
from tests.apps.homework.reviewing import TWO, asked, set_at, spec
from tests.races.crowd import at_once

pytestmark = pytest.mark.race


def passing(cast, work, who, key):
    by, school = cast.actor(who), cast.facts()
    return lambda: pass_works(by=by, at=TWO, school=school, work_ids=[work], request=Request.of(key))


def returning(cast, work, who, key):
    by, school = cast.actor(who), cast.facts()
    return lambda: return_work(by=by, at=TWO, school=school, work_id=work, reason="写清楚", request=Request.of(key))


def withdrawing(cast, publication, who, key):
    by = cast.actor(who)
    return lambda: withdraw(by=by, at=TWO, publication_id=publication, reason="换一份", request=Request.of(key))


@pytest.mark.parametrize("turn", range(3))
def test_a_work_is_passed_returned_or_withdrawn_and_never_two_of_these(committed_cast, turn):
    cast = committed_cast
    asked(cast)
    work = set_at(cast, TWO, cast.five_one, cast.five_two).assignment_id
    first, second = Publication.objects.order_by("school_class_id").values_list("pk", flat=True)
    acts = [
        passing(cast, work, "grade_head", "p1"),
        returning(cast, work, "academic", "r1"),
        withdrawing(cast, first, "maths", "w1"),
        withdrawing(cast, second, "maths", "w2") if turn else passing(cast, work, "principal", "p2"),
        returning(cast, work, "principal", "r2"),
    ]
    results = at_once(acts[turn:] + acts[:turn])
    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)] == []
    for review in Review.objects.select_related("publication"):
        state = review.publication.state
        assert (review.state, state) in {
            (ReviewState.PASSED, PublicationState.PUBLISHED),
            (ReviewState.PASSED, PublicationState.WITHDRAWN),  # passed, then withdrawn by the teacher
            (ReviewState.RETURNED, PublicationState.WITHDRAWN),
            (ReviewState.WAITING, PublicationState.WITHDRAWN),
        }
        ends = review.publication.ended_at
        assert review.state != ReviewState.RETURNED or (review.publication.reason == "写清楚" and ends == TWO)
    standing = Publication.objects.filter(state=PublicationState.PUBLISHED).count()
    assert sum(Evening.objects.values_list("committed", flat=True)) == 20 * standing
    assert ledger_faults() == []


def test_an_amendment_and_a_pass_at_once_leave_one_work_that_was_looked_at_or_waits(committed_cast):
    cast = committed_cast
    asked(cast)
    work = set_at(cast, TWO, cast.five_one, cast.five_two).assignment_id
    by, new = cast.actor("maths"), spec(content="画教室图，写四个位置。")
    change = lambda: amend(by=by, at=TWO, assignment_id=work, spec=new, request=Request.of("a"))  # noqa: E731
    results = at_once([change, passing(cast, work, "grade_head", "p"), returning(cast, work, "academic", "r")])
    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)] == []
    changed = Review.objects.filter(publication__assignment__amends_id=work)
    assert {review.state for review in changed} <= {ReviewState.WAITING}
    assert ledger_faults() == []
