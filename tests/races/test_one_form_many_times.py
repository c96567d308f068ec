"""One form sent by many threads at once, as a phone does that lost its connection: one act, one answer for all."""

import pytest

from shuangjian.homework.models import Assignment, Evening, Publication
from shuangjian.homework.operations import Target
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.kernel.subject import Subject
from tests.cast import TODAY
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
