"""No interleaving commits an evening beyond its cap; and each guard is shown to be what holds it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.homework.models import Evening, Publication
from shuangjian.homework.operations import Target, amend, publish, save_draft, withdraw
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.kernel.refusal import Refused
from shuangjian.kernel.subject import Subject
from tests.cast import TODAY
from tests.races.crowd import at_once

pytestmark = pytest.mark.race
CROWD = 16


def spec(subject, minutes):
    return AssignmentSpec(subject, "单元", "练一练", Form.WRITTEN, "第3题。", (TierSpec("", minutes),))


def drafts(cast, who, subject, minutes, count):
    by = cast.actor(who)
    return by, [save_draft(by=by, at=cast.at, spec=spec(subject, minutes)).pk for _ in range(count)]


def sender(cast, by, pk, classes, key=None):
    targets = [Target(c.pk, 5, (TODAY,)) for c in classes]
    request = Request.of(key or f"key-{pk}", assignment=pk)
    return lambda: publish(by=by, at=cast.at, assignment_id=pk, targets=targets, request=request)


def evening(school_class):
    return Evening.objects.get(school_class=school_class, date=TODAY)


def test_colleagues_who_publish_at_the_same_moment_never_exceed_the_cap(committed_cast):
    cast = committed_cast
    teachers = [("maths", Subject.MATHEMATICS), ("chinese", Subject.CHINESE), ("english", Subject.ENGLISH)]
    acts = []
    for who, subject in teachers:
        by, keys = drafts(cast, who, subject, 10, CROWD // 2)
        acts += [sender(cast, by, pk, [cast.five_one, cast.five_two]) for pk in keys]
    outcomes = at_once(acts)
    assert not [o for o in outcomes if isinstance(o, Exception)]
    for school_class in (cast.five_one, cast.five_two):
        assert evening(school_class).committed == 60
        assert Publication.objects.filter(school_class=school_class).count() == 6
    assert Act.objects.filter(name="homework.publish").count() == len(acts)
    assert ledger_faults() == []


def test_what_fits_only_once_is_published_once_and_the_others_are_told_why(committed_cast):
    cast = committed_cast
    by, keys = drafts(cast, "maths", Subject.MATHEMATICS, 40, CROWD)
    outcomes = at_once([sender(cast, by, pk, [cast.five_one]) for pk in keys])
    published = [o for o in outcomes if o.published]
    assert len(published) == 1
    for outcome in outcomes:
        if not outcome.published:
            (refusal,) = outcome.classes[0].refusals
            assert refusal.code == "OVER_CAP"
            assert "最多还能用20分" in refusal.staff


def test_a_double_tap_publishes_once(committed_cast):
    cast = committed_cast
    by, (pk,) = drafts(cast, "maths", Subject.MATHEMATICS, 20, 1)
    outcomes = at_once([sender(cast, by, pk, [cast.five_one], key="tap")] * CROWD)
    assert not [o for o in outcomes if isinstance(o, Exception)]
    assert {o.published[0].publication_id for o in outcomes} == {Publication.objects.get().pk}
    assert sum(not o.repeated for o in outcomes) == 1
    assert evening(cast.five_one).committed == 20


def test_one_draft_published_from_two_tabs_under_two_keys_is_published_once(committed_cast):
    cast = committed_cast
    by, (pk,) = drafts(cast, "maths", Subject.MATHEMATICS, 20, 1)
    outcomes = at_once([sender(cast, by, pk, [cast.five_one], key=f"tab-{n}") for n in range(8)])
    assert not [o for o in outcomes if isinstance(o, Exception)]
    assert sum(bool(o.published) for o in outcomes) == 1
    assert {o.classes[0].refusals[0].code for o in outcomes if not o.published} == {"ALREADY_PUBLISHED"}
    assert evening(cast.five_one).committed == 20


def test_withdrawing_amending_and_publishing_together_leave_sums_that_agree(committed_cast):
    cast = committed_cast
    by, keys = drafts(cast, "maths", Subject.MATHEMATICS, 15, 4)
    first = [sender(cast, by, pk, [cast.five_one])() for pk in keys]
    other, more = drafts(cast, "chinese", Subject.CHINESE, 15, 6)

    def take_back(outcome):
        pk = outcome.published[0].publication_id
        return lambda: withdraw(by=by, at=cast.at, publication_id=pk, reason="", request=Request.of(f"w{pk}", pk=pk))

    def change(pk, minutes):
        return lambda: amend(
            by=by,
            at=cast.at,
            assignment_id=pk,
            spec=spec(Subject.MATHEMATICS, minutes),
            request=Request.of(f"a{pk}", pk=pk),
        )

    acts = [take_back(o) for o in first[:2]] * 2
    acts += [change(keys[2], 25), change(keys[3], 5)]
    acts += [sender(cast, other, pk, [cast.five_one]) for pk in more]
    results = at_once(acts)
    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)] == []
    assert ledger_faults() == []
    assert evening(cast.five_one).committed <= 60


def test_with_the_condition_removed_the_constraint_refuses(committed_cast):
    cast = committed_cast
    by, (pk,) = drafts(cast, "maths", Subject.MATHEMATICS, 50, 1)
    sender(cast, by, pk, [cast.five_one])()
    with pytest.raises(IntegrityError, match="an_evening_never_exceeds_its_cap"), transaction.atomic():
        Evening.objects.filter(pk=evening(cast.five_one).pk).update(
            committed=F("committed") + 20, obligated=F("obligated") + 20
        )


class TestWithConditionAndConstraintBothGone:
    """In a scratch table of the test's own, the same crowd oversells: only so does holding mean something."""

    CAP, EACH = 60, 10

    @pytest.fixture
    def scratch(self, transactional_db):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE scratch_evening (id integer PRIMARY KEY, cap integer, committed integer)")
            cursor.execute(f"INSERT INTO scratch_evening VALUES (1, {self.CAP}, 0)")
        yield
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE scratch_evening")

    def crowd(self, act):
        at_once([act] * CROWD)
        with connection.cursor() as cursor:
            cursor.execute("SELECT committed FROM scratch_evening")
            return cursor.fetchone()[0]

    def test_looking_and_then_writing_oversells(self, scratch):
        import threading

        looked = threading.Barrier(CROWD)

        def act():
            with connection.cursor() as cursor:
                cursor.execute("SELECT committed FROM scratch_evening")
                committed = cursor.fetchone()[0]
                looked.wait(timeout=60)
                if committed + self.EACH <= self.CAP:
                    cursor.execute(f"UPDATE scratch_evening SET committed = committed + {self.EACH}")

        assert self.crowd(act) > self.CAP

    def test_the_conditional_update_does_not(self, scratch):
        def act():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE scratch_evening SET committed = committed + {self.EACH}"
                    f" WHERE committed + {self.EACH} <= cap"
                )

        assert self.crowd(act) == self.CAP


def test_a_draft_saved_over_while_it_is_published_is_published_whole(committed_cast):
    cast = committed_cast
    by, (pk,) = drafts(cast, "maths", Subject.MATHEMATICS, 10, 1)

    def save():
        save_draft(by=by, at=cast.at, spec=spec(Subject.MATHEMATICS, 45), assignment_id=pk)

    outcomes = at_once([sender(cast, by, pk, [cast.five_one]), *[save] * 6])
    assert not [o for o in outcomes if isinstance(o, Exception)]
    publication = Publication.objects.get(school_class=cast.five_one)
    assert publication.minutes == publication.assignment.tiers.get().minutes == evening(cast.five_one).committed
