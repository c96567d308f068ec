"""One form sent by many threads at once, as a phone does that lost its connection: one act, one answer for all."""

import pytest

from shuangjian.homework.models import Assignment, Evening, Publication
from shuangjian.homework.operations import Target
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.journeys.predict_minutes import MinutesMoved
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.kernel.subject import Subject
from tests.cast import TODAY
from tests.desks.factors import teacher_takes
from tests.races.crowd import at_once

pytestmark = pytest.mark.race
TWINS = 12
ROUNDS = 4


def test_twins_of_one_form_are_all_told_the_one_outcome_and_leave_no_second_draft(committed_cast):
    cast = committed_cast
    by = cast.actor("maths")
    targets = [Target(c.pk, 5, (TODAY,)) for c in (cast.five_one, cast.five_two)]
    for turn in range(ROUNDS):
        spec = AssignmentSpec(Subject.MATHEMATICS, "单元", "练一练", Form.WRITTEN, f"第{turn}题。", (TierSpec("", 10),))
        form = {"by": by, "at": cast.at, "spec": spec, "targets": targets, "key": f"form-{turn}"}
        outcomes = at_once([lambda form=form: publish_homework(**form) for _ in range(TWINS)])
        assert [o for o in outcomes if isinstance(o, Exception)] == []
        assert len({o.assignment_id for o in outcomes}) == 1
        assert Publication.objects.filter(assignment__content=f"第{turn}题。").count() == len(targets)
        assert Assignment.objects.filter(published_at=None).count() == 0
    assert {e.committed for e in Evening.objects.filter(date=TODAY)} == {10 * ROUNDS}
    assert ledger_faults() == []


def test_twins_that_were_shown_what_it_counts_commit_it_once_and_those_that_were_not_keep_nothing(committed_cast):
    cast = committed_cast
    teacher_takes(cast, 1.35)
    by, targets = cast.actor("maths"), [Target(cast.five_one.pk, 5, (TODAY,))]
    spec = AssignmentSpec(Subject.MATHEMATICS, "单元", "练一练", Form.WRITTEN, "一题。", (TierSpec("", 20),))
    form = {"by": by, "at": cast.at, "spec": spec, "targets": targets, "key": "form"}
    unseen = at_once([lambda: publish_homework(**form) for _ in range(TWINS)])
    assert {type(one) for one in unseen} == {MinutesMoved}
    assert not Assignment.objects.exists()
    token = unseen[0].now.token
    outcomes = at_once([lambda: publish_homework(**form, token=token) for _ in range(TWINS)])
    assert [o for o in outcomes if isinstance(o, Exception)] == []
    assert {e.committed for e in Evening.objects.filter(date=TODAY)} == {27}
    assert (Assignment.objects.count(), ledger_faults()) == (1, [])
