"""What a publication counts, asked of the database as little as may be."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.audit.operations import Request
from shuangjian.homework.models import Entry, Publication
from shuangjian.homework.operations import Target, publish, save_draft, withdraw
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.journeys.keep_draft import keep_draft
from shuangjian.journeys.predict_minutes import MinutesMoved, as_shown, predict_minutes
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.journeys.shown_minutes import read_shown, signed
from shuangjian.kernel.grade import Stage
from shuangjian.kernel.subject import Subject
from tests.cast import AT, TODAY, Cast
from tests.desks.factors import city_knows, teacher_takes

pytestmark = pytest.mark.django_db
SPEC = AssignmentSpec(Subject.MATHEMATICS, "位置", "会用数对", Form.WRITTEN, "三个位置。", (TierSpec("", 20),))


def targets(cast: Cast) -> list[Target]:
    return [Target(cast.five_one.pk, 5, (TODAY,))]


def test_what_is_not_known_costs_publishing_one_statement(cast: Cast) -> None:
    by = cast.actor("maths")
    with CaptureQueriesContext(connection) as captured:
        spec, _ = as_shown(by=by, at=AT, spec=SPEC, targets=targets(cast), token="")
    assert (spec, len(captured)) == (SPEC, 1)


def test_what_was_shown_today_costs_publishing_none(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    by = cast.actor("maths")
    now = predict_minutes(by=by, at=AT, spec=SPEC, targets=targets(cast))
    with CaptureQueriesContext(connection) as captured:
        spec, shown_at = as_shown(by=by, at=AT, spec=SPEC, targets=targets(cast), token=now.token)
    assert (spec.counted, shown_at, len(captured)) == (27, AT, 0)


def test_what_was_shown_is_of_one_person_and_of_these_tiers(cast: Cast) -> None:
    by = cast.actor("maths")
    token = signed(by, SPEC, AT)
    assert read_shown(token, by, SPEC) is not None
    assert read_shown(token, cast.actor("science"), SPEC) is None
    more = AssignmentSpec(Subject.MATHEMATICS, "位置", "会用数对", Form.WRITTEN, "三个位置。", (TierSpec("", 21),))
    assert read_shown(token, by, more) is None
    assert read_shown(token[:-1] + "-", by, SPEC) is None


def test_a_program_is_told_what_it_would_count_and_nothing_is_kept(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    form = {"by": cast.actor("maths"), "at": AT, "spec": SPEC, "targets": targets(cast), "key": "key"}
    with pytest.raises(MinutesMoved) as moved:
        publish_homework(**form)
    assert (moved.value.before, moved.value.now.spec.counted) == (20, 27)
    outcome = publish_homework(**form, token=moved.value.now.token)
    assert outcome.published[0].minutes == 27
    assert publish_homework(**form).repeated  # although this time nothing was shown
    assert list(Entry.objects.values_list("minutes", "basis")) == [(27, "PREDICTED")]


def test_a_draft_that_a_program_keeps_remembers_what_it_was_told_until_midnight(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    by = cast.actor("maths")
    draft = keep_draft(by=by, at=AT, spec=SPEC, targets=targets(cast), intent={}, key="draft")
    teacher_takes(cast, 1.6)
    form = {"by": by, "spec": SPEC, "key": "key", "draft_id": draft.pk}
    tomorrow = AT + dt.timedelta(days=1)
    friday = [Target(cast.five_one.pk, 5, (tomorrow.date(),))]
    with pytest.raises(MinutesMoved) as moved:
        publish_homework(**form, at=tomorrow, targets=friday)
    assert (moved.value.before, moved.value.shown_at) == (27, AT)
    assert publish_homework(**form, at=AT, targets=targets(cast)).published[0].minutes == 27


def test_work_for_two_stages_counts_by_the_greater_factor(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    city_knows(1.2, stage=Stage.JUNIOR)
    both = [Target(cast.five_one.pk, 5, (TODAY,)), Target(cast.seven_one.pk, 7, (TODAY,))]
    now = predict_minutes(by=cast.actor("maths"), at=AT, spec=SPEC, targets=both)
    assert now.prediction.factor == 1.62


def test_what_is_withdrawn_gives_back_what_it_counted(cast: Cast) -> None:
    teacher_takes(cast, 1.35)
    by = cast.actor("maths")
    now = predict_minutes(by=by, at=AT, spec=SPEC, targets=targets(cast))
    draft = save_draft(by=by, at=AT, spec=now.spec)
    publish(by=by, at=AT, assignment_id=draft.pk, targets=targets(cast), request=Request.of("publish"))
    withdraw(by=by, at=AT, publication_id=Publication.objects.get().pk, reason="停电", request=Request.of("back"))
    assert list(Entry.objects.order_by("pk").values_list("minutes", "basis")) == [(27, "PREDICTED"), (-27, "PREDICTED")]
    assert ledger_faults() == []


def test_who_does_not_teach_the_subject_is_predicted_nothing_whatever_the_grade(cast: Cast) -> None:
    city_knows(1.5)
    sixth = [Target(cast.five_one.pk, 6, (TODAY,))]
    assert predict_minutes(by=cast.actor("science"), at=AT, spec=SPEC, targets=sixth).spec == SPEC
    assert predict_minutes(by=cast.actor("maths"), at=AT, spec=SPEC, targets=sixth).spec.counted == 30
