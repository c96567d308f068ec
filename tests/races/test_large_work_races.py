"""Announcing, moving, withdrawing, objecting and setting at once: large work is set once, and only as it stands."""

import datetime as dt

import pytest
from django.db import transaction

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.homework.models import Announcement, Objection, Publication
from shuangjian.homework.operations import (
    change_announcement,
    noticing,
    object_to,
    settle_announcement,
    withdraw_announcement,
)
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import AnnouncementState
from shuangjian.kernel.refusal import Refused
from shuangjian.kernel.subject import Subject
from tests.apps.homework.announcing import MONDAY, NEXT_TUESDAY, NEXT_WEDNESDAY, announced, large, set_large, three_days
from tests.races.crowd import at_once

pytestmark = pytest.mark.race


def unexpected(results):
    return [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]


def move(cast, row, date, key):
    return lambda: change_announcement(
        by=cast.actor("chinese"), at=cast.at, announcement_id=row.pk, date=date, evenings=1, minutes=30,
        request=Request.of(key),
    )  # fmt: skip


def test_one_announcement_is_set_once_however_many_press(committed_cast):
    cast = committed_cast
    three_days(cast)
    announced(cast, MONDAY)
    results = at_once([lambda: set_large(cast, large(5), MONDAY)] * 6)
    assert unexpected(results) == []
    assert len([r for r in results if r.published]) == 1
    assert Publication.objects.count() == 1
    assert ledger_faults() == []


def test_setting_and_moving_never_both_happen_to_one_date(committed_cast):
    cast = committed_cast
    three_days(cast)
    row = announced(cast, MONDAY)
    acts = [lambda: set_large(cast, large(5), MONDAY)] * 3
    acts += [move(cast, row, NEXT_TUESDAY, "a"), move(cast, row, NEXT_WEDNESDAY, "b")]
    acts += [
        lambda: withdraw_announcement(
            by=cast.actor("chinese"), at=cast.at, announcement_id=row.pk, request=Request.of("w")
        )
    ]
    assert unexpected(at_once(acts)) == []
    row.refresh_from_db()
    if row.publication_id is not None:
        assert (row.date, row.state) == (MONDAY, AnnouncementState.STANDING)
        assert Publication.objects.count() == 1
    else:
        assert not Publication.objects.exists()
    assert ledger_faults() == []


def test_the_same_work_announced_by_many_presses_is_announced_once(committed_cast):
    cast = committed_cast
    results = at_once(
        [lambda: announced(cast, MONDAY)] * 5 + [lambda n=n: announced(cast, MONDAY, key=n) for n in "ab"]
    )
    assert unexpected(results) == []
    assert Announcement.objects.count() == 1
    assert Act.objects.filter(name="homework.announce").count() == 1


def test_a_settlement_and_its_teacher_leave_one_date_and_the_record_of_each_that_was_done(committed_cast):
    cast = committed_cast
    row = announced(cast, MONDAY)
    announced(cast, MONDAY, "maths", subject=Subject.MATHEMATICS, title="第一单元")
    settle = lambda: settle_announcement(  # noqa: E731
        by=cast.actor("grade_head"), at=cast.at, announcement_id=row.pk, date=NEXT_WEDNESDAY, reason="错开",
        request=Request.of("s"),
    )  # fmt: skip
    say = lambda: object_to(  # noqa: E731
        by=cast.actor("english"), at=cast.at, announcement_id=row.pk, reason="那天检测", request=Request.of("o")
    )
    results = at_once([settle, say, move(cast, row, NEXT_TUESDAY, "t"), say])
    assert unexpected(results) == []
    done = Act.objects.filter(name__in=["homework.settle_announcement", "homework.change_announcement"])
    row.refresh_from_db()
    assert done.count() == len([r for r in (results[0], results[2]) if not isinstance(r, Exception)])
    assert str(row.date) == done.order_by("-pk")[0].after["date"]
    assert Objection.objects.count() <= 1


def test_with_the_condition_off_an_announcement_would_be_set_twice(committed_cast, monkeypatch):
    """Only then does it mean something that it holds."""
    cast = committed_cast
    three_days(cast)
    announced(cast, MONDAY)

    def look_then_take(publication, spec, evenings):
        return Announcement.objects.filter(date=evenings[0][0].date, state=AnnouncementState.STANDING).exists()

    assert noticing.take_notice
    monkeypatch.setattr("shuangjian.homework.operations.entering.take_notice", look_then_take)
    results = at_once([lambda: set_large(cast, large(5), MONDAY)] * 4)
    assert len([r for r in results if not isinstance(r, Exception) and r.published]) > 1


def test_what_was_withdrawn_at_that_moment_refuses_and_says_why(committed_cast):
    cast = committed_cast
    three_days(cast)
    row = announced(cast, MONDAY)
    with transaction.atomic():
        Announcement.objects.filter(pk=row.pk).update(state=AnnouncementState.WITHDRAWN)
    outcome = set_large(cast, large(5), MONDAY)
    assert [r.code for r in outcome.classes[0].refusals] == ["LARGE_WORK_WITHOUT_NOTICE"]
    assert dt.date.fromisoformat(outcome.classes[0].refusals[0].ways[0].values["announce"].split("-", 2)[2]) == MONDAY
