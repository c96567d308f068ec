"""Academic affairs and the principal set the same minutes at once: one of them does, and the other is told."""

import pytest

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.homework.models import MinutesRuling
from shuangjian.homework.operations import ask_for_minutes, save_draft, set_minutes
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec, corrected
from shuangjian.kernel.refusal import Refused
from shuangjian.kernel.subject import Subject
from tests.cast import AT
from tests.races.crowd import at_once

pytestmark = pytest.mark.race
SPEC = AssignmentSpec(Subject.MATHEMATICS, "位置", "会用数对", Form.WRITTEN, "三个位置。", (TierSpec("", 20),))


def test_minutes_are_asked_for_once_and_set_once(committed_cast):
    cast = committed_cast
    by = cast.actor("maths")
    draft = save_draft(by=by, at=AT, spec=corrected(SPEC, 1.35))

    def asking(n):
        form = {"by": by, "at": AT, "assignment_id": draft.pk, "reason": "只有三题", "request": Request.of(f"ask-{n}")}
        return lambda: ask_for_minutes(**form)

    asked = at_once([asking(n) for n in range(6)])
    assert [type(one) for one in asked if isinstance(one, Exception)] == [Refused] * 5
    row = MinutesRuling.objects.get()

    def setting(who, minutes):
        form = {"by": cast.actor(who), "at": AT, "ruling_id": row.pk, "why": "题少"}
        return lambda: set_minutes(**form, minutes=minutes, request=Request.of(f"set-{who}-{minutes}"))

    answers = at_once([setting(who, minutes) for who in ("academic", "principal") for minutes in (20, 22, 25)])
    told = [one for one in answers if not isinstance(one, Exception)]
    assert ([type(one) for one in answers if isinstance(one, Exception)], len(told)) == ([Refused] * 5, 1)
    row.refresh_from_db()
    assert row.minutes == told[0].minutes
    assert Act.objects.filter(name="homework.set_minutes").count() == 1
