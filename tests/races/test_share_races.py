"""Publishing, lending, settling and releasing at once: the shares and the cap hold together under any interleaving."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F

from shuangjian.audit.operations import Request
from shuangjian.homework.models import Evening, Loan, Share, TermPlan
from shuangjian.homework.operations import agree_plan, answer_loan, ask_loan, propose_plan, settle_loan, settling
from shuangjian.homework.operations import evenings as ledger
from shuangjian.homework.operations import opening as opening_room
from shuangjian.homework.operations.evenings import release
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import LoanState
from shuangjian.journeys.set_school_rule import state_choice
from shuangjian.kernel.refusal import InvalidInput, Refused
from shuangjian.kernel.subject import Subject
from tests.apps.homework.planning import AFTER, COHORT, MORNING, agreed, opened, set_by
from tests.cast import TODAY
from tests.races.crowd import at_once

pytestmark = pytest.mark.race
CHINESE, MATHS, ENGLISH = Subject.CHINESE, Subject.MATHEMATICS, Subject.ENGLISH
TEACHERS = {CHINESE: "chinese", MATHS: "maths", ENGLISH: "english"}
TOMORROW_BUT_ONE = TODAY.replace(day=21)


def asked(cast, lender, borrower, minutes):
    return ask_loan(
        by=cast.actor(TEACHERS[borrower]), at=MORNING, class_id=cast.five_one.pk, grade=5, date=TODAY, lender=lender,
        borrower=borrower, minutes=minutes, reason="", request=Request.of(f"{lender}{borrower}"),
    )  # fmt: skip


def grant(cast, loan, granted=True, key="", at=MORNING):
    request = Request.of(key or f"grant {loan.pk}", granted=granted)
    by = cast.actor(TEACHERS[Subject(loan.lender)])
    return lambda: answer_loan(by=by, at=at, loan_id=loan.pk, granted=granted, request=request)


def settle(cast, lender, borrower, minutes, key):
    return lambda: settle_loan(
        by=cast.actor("grade_head"), at=MORNING, class_id=cast.five_one.pk, grade=5, date=TODAY, lender=lender,
        borrower=borrower, minutes=minutes, reason="这样才都放得下", request=Request.of(key),
    )  # fmt: skip


def publisher(cast, subject, minutes, at=MORNING):
    return lambda: set_by(cast, TEACHERS[subject], subject, minutes, at)


def unexpected(results):
    return [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]


def test_whoever_opens_an_evening_at_the_same_moment_finds_one_evening_with_its_rights_once(committed_cast):
    cast = committed_cast
    agreed(cast)
    results = at_once([publisher(cast, subject, 5) for subject in TEACHERS] * 3)
    assert unexpected(results) == []
    evening = Evening.objects.get()
    assert (evening.committed, evening.obligated) == (45, 20 + 20 + 15)
    assert dict(Share.objects.values_list("subject", "right")) == {CHINESE: 20, MATHS: 20, ENGLISH: 10}
    assert ledger_faults() == []


def test_publishing_lending_settling_and_releasing_at_once_keep_the_cap_and_the_sums(committed_cast):
    cast = committed_cast
    agreed(cast)
    opened(cast)
    loans = [
        asked(cast, *pair, 5) for pair in ((ENGLISH, CHINESE), (MATHS, ENGLISH), (CHINESE, MATHS), (MATHS, CHINESE))
    ]
    acts = [grant(cast, loan) for loan in loans]
    acts += [settle(cast, ENGLISH, MATHS, 3, "s1"), settle(cast, CHINESE, ENGLISH, 4, "s2")]
    acts += [publisher(cast, subject, minutes) for subject, minutes in ((CHINESE, 15), (MATHS, 20), (ENGLISH, 10)) * 2]
    acts += [publisher(cast, MATHS, 10, AFTER), lambda: release(Evening.objects.get().pk)]
    assert unexpected(at_once(acts)) == []
    evening = Evening.objects.get()
    assert evening.released
    assert evening.committed == evening.obligated <= 60
    assert ledger_faults() == []


def test_before_the_release_no_crowd_eats_a_right(committed_cast):
    cast = committed_cast
    agreed(cast)
    opened(cast)
    crowd = [publisher(cast, CHINESE, 5) for _ in range(8)] + [publisher(cast, MATHS, 5) for _ in range(6)]
    assert unexpected(at_once(crowd)) == []
    assert set_by(cast, "english", ENGLISH, 10, MORNING).published
    assert Evening.objects.get().committed == 60
    assert ledger_faults() == []


def test_of_two_answers_to_one_ask_one_counts(committed_cast):
    cast = committed_cast
    agreed(cast)
    loan = asked(cast, ENGLISH, CHINESE, 5)
    results = at_once([grant(cast, loan, granted, f"{n}") for n, granted in enumerate((True, False) * 4)])
    assert unexpected(results) == []
    assert len([r for r in results if not isinstance(r, Exception)]) == 1
    loan.refresh_from_db()
    lent = 5 if loan.state == LoanState.GRANTED else 0
    assert Share.objects.get(subject=ENGLISH).right == 10 - lent
    assert ledger_faults() == []


def test_the_same_ask_granted_by_two_taps_moves_the_minutes_once(committed_cast):
    cast = committed_cast
    agreed(cast)
    loan = asked(cast, ENGLISH, CHINESE, 5)
    results = at_once([grant(cast, loan)] * 8)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert dict(Share.objects.values_list("subject", "right")) == {CHINESE: 25, MATHS: 20, ENGLISH: 5}


def test_a_right_is_lent_only_as_often_as_it_is_there(committed_cast):
    cast = committed_cast
    agreed(cast)
    first, second = asked(cast, ENGLISH, CHINESE, 7), asked(cast, ENGLISH, MATHS, 7)
    results = at_once([grant(cast, first), grant(cast, second), publisher(cast, ENGLISH, 10)])
    assert unexpected(results) == []
    share = Share.objects.get(subject=ENGLISH)
    assert share.committed in (0, 10)
    assert Loan.objects.filter(state=LoanState.GRANTED).count() <= 1
    assert ledger_faults() == []


def test_lending_back_and_forth_does_not_deadlock(committed_cast):
    cast = committed_cast
    agreed(cast)
    opened(cast)

    def back_and_forth(lender, borrower):
        def act():
            for _ in range(6):
                with transaction.atomic():
                    assert ledger.lend(Evening.objects.get(), lender, borrower, 1)

        return act

    assert unexpected(at_once([back_and_forth(CHINESE, MATHS), back_and_forth(MATHS, CHINESE)] * 2)) == []
    assert dict(Share.objects.values_list("subject", "right")) == {CHINESE: 20, MATHS: 20, ENGLISH: 10}
    assert ledger_faults() == []


def state_cap(cast, value):
    return lambda: state_choice(
        by=cast.actor("academic"), at=MORNING, school=cast.facts(), name="homework/written_minutes", value=value,
        title="作业管理办法", article="", since=TOMORROW_BUT_ONE,
    )  # fmt: skip


def comes_in_between(seconds):
    """How long to wait for what comes in between where nothing keeps it out, however slow the machine: on PostgreSQL
    alone. Where it is kept out it cannot come, and a moment is enough."""
    return 60 if connection.vendor == "postgresql" else seconds


def lowered_while_somebody_publishes(cast, monkeypatch, patience=0.3):
    """A lower cap cuts the rights of an evening while a publisher is between its share and the evening. The publisher
    waits so long for the other to hold the evening, which the shares keep it from."""
    agreed(cast)
    opened(cast, date=TOMORROW_BUT_ONE)
    between, evening_is_held = threading.Event(), threading.Event()
    claim, hold = ledger._claim, settling._hold

    def slowly(*arguments):
        between.set()
        evening_is_held.wait(timeout=patience)
        return claim(*arguments)

    def hold_then(evening):
        held = hold(evening)
        evening_is_held.set()
        return held

    monkeypatch.setattr(ledger, "_claim", slowly)
    monkeypatch.setattr(settling, "_hold", hold_then)

    def lower():
        assert between.wait(timeout=30)
        state_cap(cast, 30)()

    publish = lambda: set_by(cast, "chinese", CHINESE, 12, MORNING, TOMORROW_BUT_ONE)  # noqa: E731
    return at_once([publish, lower])


def test_lowering_a_cap_with_rights_and_publishing_do_not_deadlock(committed_cast, monkeypatch):
    results = lowered_while_somebody_publishes(committed_cast, monkeypatch)
    assert [r for r in results if isinstance(r, Exception)] == []
    evening = Evening.objects.get()
    assert (evening.cap, evening.committed) == (30, 12)
    assert ledger_faults() == []


def opened_while_a_rule_changes(cast, monkeypatch, patience=1.5):
    """One opens the evening and has read its limit; the other states a stricter one, and is waited for a while."""
    read, stated = threading.Event(), threading.Event()
    limits = opening_room.limits_for

    def slowly(wanted):
        found = limits(wanted)
        read.set()
        stated.wait(timeout=patience)
        return found

    monkeypatch.setattr(opening_room, "limits_for", slowly)

    def lower():
        assert read.wait(timeout=30)
        state_cap(cast, 30)()
        stated.set()

    results = at_once([lambda: opened(cast, date=TOMORROW_BUT_ONE), lower])
    assert [r for r in results if isinstance(r, Exception)] == []
    return Evening.objects.get(date=TOMORROW_BUT_ONE)


def test_an_evening_that_is_opened_while_its_limit_changes_has_the_new_limit(committed_cast, monkeypatch):
    agreed(committed_cast)
    assert opened_while_a_rule_changes(committed_cast, monkeypatch).cap == 30
    assert ledger_faults() == []


def test_of_two_who_agree_the_same_plan_one_counts(committed_cast):
    cast = committed_cast
    before = MORNING - dt.timedelta(days=1)
    plan = propose_plan(by=cast.actor("grade_head"), at=before, school=cast.facts(), cohort=COHORT)

    def agree(who, since):
        return lambda: agree_plan(by=cast.actor(who), at=before, plan_id=plan.pk, since=since)

    results = at_once([agree("grade_head", TODAY), agree("academic", TOMORROW_BUT_ONE)] * 3)
    assert len([r for r in results if not isinstance(r, Exception)]) == 1
    assert {type(r) for r in results if isinstance(r, Exception)} == {InvalidInput}
    assert TermPlan.objects.get().agreed_at is not None


class TestWithoutTheGuards:
    """Each guard is what holds: without it the same crowd does harm. SQLite has one writer at a time, so that nobody
    gets between: only PostgreSQL shows what a lock is for."""

    def test_without_the_schools_lock_an_evening_keeps_a_limit_that_has_changed(self, committed_cast, monkeypatch):
        monkeypatch.setattr(opening_room, "lock_rules", lambda ids: None)
        agreed(committed_cast)
        stale = connection.vendor == "postgresql"
        opened = opened_while_a_rule_changes(committed_cast, monkeypatch, comes_in_between(1.5))
        assert opened.cap == (60 if stale else 30)

    def test_settling_that_holds_the_evening_before_its_shares_deadlocks(self, committed_cast, monkeypatch):
        monkeypatch.setattr(settling, "lock_shares", lambda evening_id: None)
        results = lowered_while_somebody_publishes(committed_cast, monkeypatch, comes_in_between(0.3))
        failed = [r for r in results if isinstance(r, OperationalError)]
        assert bool(failed) == (connection.vendor == "postgresql")

    def test_without_the_condition_a_right_is_lent_twice_and_the_table_refuses(self, committed_cast):
        cast = committed_cast
        agreed(cast)
        opened(cast)
        with pytest.raises(IntegrityError), transaction.atomic():
            Share.objects.filter(subject=ENGLISH).update(right=F("right") - 14)

    def test_looking_before_lending_lends_the_same_minutes_more_than_once(self, committed_cast):
        """With the condition and the locks gone, in a table of the test's own without a constraint."""
        with connection.cursor() as cursor:
            cursor.execute('CREATE TABLE scratch_share (id integer PRIMARY KEY, "right" integer)')
            cursor.execute("INSERT INTO scratch_share VALUES (1, 10)")
        looked = threading.Barrier(6)

        def lend():
            with connection.cursor() as cursor:
                cursor.execute('SELECT "right" FROM scratch_share')
                left = cursor.fetchone()[0]
                looked.wait(timeout=60)
                if left >= 7:
                    cursor.execute('UPDATE scratch_share SET "right" = "right" - 7')

        try:
            at_once([lend] * 6)
            with connection.cursor() as cursor:
                cursor.execute('SELECT "right" FROM scratch_share')
                assert cursor.fetchone()[0] < 0
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE scratch_share")
