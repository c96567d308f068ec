"""A grade plans whose minutes are kept on which weekday, and evenings are opened with them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.audit.models import Act
from shuangjian.homework.models import Evening, PlannedShare
from shuangjian.homework.operations import agree_plan, propose_plan, save_plan
from shuangjian.homework.queries import class_evenings, ledger_faults
from shuangjian.homework.rules import PLANNED_WEEKDAYS, proposed_minutes, rights_within
from shuangjian.journeys.set_school_rule import state_choice, state_local_day
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from shuangjian.kernel.subject import Subject
from shuangjian.schools.queries import calendar_at
from tests.apps.homework.planning import AFTER, COHORT, MORNING, RIGHTS, agreed, opened, set_by, shares_of
from tests.cast import AT, TODAY, Cast

FRIDAY, MONDAY, THURSDAY_BEFORE_A_HOLIDAY = dt.date(2026, 9, 18), dt.date(2026, 9, 21), dt.date(2026, 9, 24)


def state_at_school(cast: Cast, name: str, value: int, since: dt.date, at: dt.datetime = MORNING) -> None:
    state_choice(
        by=cast.actor("academic"), at=at, school=cast.facts(), name=f"homework/{name}", value=value,
        title="作业管理办法", article="第8条", since=since,
    )  # fmt: skip


class TestProposing:
    def test_the_proposal_follows_the_lessons_in_steps_of_five_and_leaves_about_a_sixth(self):
        caps = dict.fromkeys(PLANNED_WEEKDAYS, 60)
        minutes = proposed_minutes(caps, [Subject.CHINESE, Subject.MATHEMATICS, Subject.ENGLISH, Subject.MUSIC])
        totals = {day: sum(m for (d, _), m in minutes.items() if d == day) for day in caps}
        assert totals == dict.fromkeys(PLANNED_WEEKDAYS, 50)
        assert all(m % 5 == 0 for m in minutes.values())
        weekly = {s: sum(m for (_, subject), m in minutes.items() if subject == s) for s in Subject}
        assert (weekly[Subject.CHINESE], weekly[Subject.MATHEMATICS], weekly[Subject.ENGLISH]) == (95, 65, 40)
        assert weekly[Subject.MUSIC] == 0

    def test_a_subject_of_few_years_has_its_lessons_closer_together(self):
        caps = dict.fromkeys(PLANNED_WEEKDAYS, 90)
        minutes = proposed_minutes(caps, [Subject.MATHEMATICS, Subject.PHYSICS, Subject.GEOGRAPHY])
        weekly = {s: sum(m for (_, subject), m in minutes.items() if subject == s) for s in Subject}
        # of 34 lessons a week, about five, two and a half, and two
        assert (weekly[Subject.MATHEMATICS], weekly[Subject.PHYSICS], weekly[Subject.GEOGRAPHY]) == (150, 80, 70)

    def test_no_minutes_are_proposed_where_there_are_none(self):
        assert proposed_minutes(dict.fromkeys(PLANNED_WEEKDAYS, 0), [Subject.CHINESE]) == {}
        assert proposed_minutes(dict.fromkeys(PLANNED_WEEKDAYS, 60), [Subject.MUSIC]) == {}

    def test_every_subject_that_somebody_teaches_in_the_grade_is_in_it(self, cast: Cast):
        plan = propose_plan(by=cast.actor("grade_head"), at=AT, school=cast.facts(), cohort=COHORT)
        subjects = set(plan.shares.values_list("subject", flat=True))
        assert subjects == {Subject.CHINESE, Subject.MATHEMATICS, Subject.ENGLISH, Subject.SCIENCE}
        assert plan.agreed_at is None
        again = propose_plan(by=cast.actor("academic"), at=AT, school=cast.facts(), cohort=COHORT)
        assert again.pk == plan.pk

    @pytest.mark.parametrize(("who", "error"), [("maths", NotAllowed), ("stranger", NotVisible)])
    def test_only_who_answers_for_the_grade_proposes(self, cast: Cast, who: str, error: type[Exception]):
        with pytest.raises(error):
            propose_plan(by=cast.actor(who), at=AT, school=cast.facts(), cohort=COHORT)


class TestAgreeing:
    def test_a_weekday_beyond_the_cap_is_refused_and_named(self, cast: Cast):
        by = cast.actor("grade_head")
        plan = propose_plan(by=by, at=AT, school=cast.facts(), cohort=COHORT)
        before = PlannedShare.objects.count()
        with pytest.raises(Refused) as refused:
            save_plan(by=by, at=AT, plan_id=plan.pk, minutes={(2, "CHINESE"): 40, (2, "MATHEMATICS"): 25})
        assert [r.code for r in refused.value.refusals] == ["PLAN_OVER_CAP"]
        assert "合起来65分，星期二的傍晚最多60分，多5分" in refused.value.refusals[0].staff
        assert PlannedShare.objects.count() == before

    def test_it_is_checked_again_when_it_is_agreed(self, cast: Cast):
        by = cast.actor("grade_head")
        plan = propose_plan(by=by, at=AT, school=cast.facts(), cohort=COHORT)
        save_plan(by=by, at=AT, plan_id=plan.pk, minutes={(2, "CHINESE"): 40, (2, "MATHEMATICS"): 20})
        state_at_school(cast, "written_minutes", 50, MONDAY)
        with pytest.raises(Refused):
            agree_plan(by=by, at=AT, plan_id=plan.pk, since=MONDAY)
        plan.refresh_from_db()
        assert plan.agreed_at is None

    def test_the_next_version_ends_the_one_before_and_history_stays(self, cast: Cast):
        first, second = agreed(cast), agreed(cast, {Subject.CHINESE: 30}, MONDAY)
        first.refresh_from_db()
        assert (first.version, first.until) == (1, MONDAY)
        assert (second.version, second.since, second.until) == (2, MONDAY, dt.date(2027, 1, 23))
        assert first.shares.count() == 3 * len(PLANNED_WEEKDAYS)
        assert shares_of(opened(cast)) == {s: (0, m) for s, m in RIGHTS.items()}
        assert shares_of(opened(cast, date=MONDAY)) == {Subject.CHINESE: (0, 30)}

    def test_the_ledger_sees_a_plan_that_was_changed_past_it(self, cast: Cast):
        plan = agreed(cast)
        assert ledger_faults() == []
        plan.shares.filter(weekday=2, subject=Subject.ENGLISH).update(minutes=21)
        assert ledger_faults() == [f"term plan {plan.pk}: 61 minutes on weekday 2, of 60"]

    def test_an_agreed_plan_is_not_changed(self, cast: Cast):
        plan = agreed(cast)
        for act in (
            lambda by: save_plan(by=by, at=AT, plan_id=plan.pk, minutes={}),
            lambda by: agree_plan(by=by, at=AT, plan_id=plan.pk, since=MONDAY),
        ):
            with pytest.raises(InvalidInput):
                act(cast.actor("grade_head"))

    @pytest.mark.parametrize("since", [TODAY, dt.date(2027, 3, 1), dt.date(2027, 8, 2)])
    def test_it_begins_tomorrow_at_the_earliest_and_within_its_term(self, cast: Cast, since: dt.date):
        by = cast.actor("grade_head")
        plan = propose_plan(by=by, at=AT, school=cast.facts(), cohort=COHORT)
        with pytest.raises(InvalidInput):
            agree_plan(by=by, at=AT, plan_id=plan.pk, since=since)

    def test_every_step_is_on_record(self, cast: Cast):
        agreed(cast)
        names = list(Act.objects.filter(on_kind="term_plan").order_by("pk").values_list("name", flat=True))
        assert names == ["homework.propose_plan", "homework.save_plan", "homework.agree_plan"]


class TestOpening:
    def test_an_evening_is_opened_with_the_rights_of_its_weekday(self, cast: Cast):
        agreed(cast)
        evening = opened(cast)
        assert shares_of(evening) == {subject: (0, minutes) for subject, minutes in RIGHTS.items()}
        assert (evening.cap, evening.committed, evening.obligated, evening.released) == (60, 0, 50, False)
        assert evening.release_at == AFTER
        assert ledger_faults() == []

    @pytest.mark.parametrize("at", [AFTER, AT])
    def test_from_the_release_on_it_is_opened_with_none(self, cast: Cast, at: dt.datetime):
        agreed(cast)
        evening = opened(cast, at)
        assert (shares_of(evening), evening.obligated, evening.released) == ({}, 0, True)

    @pytest.mark.parametrize("date", [FRIDAY, THURSDAY_BEFORE_A_HOLIDAY])
    def test_what_is_no_night_has_none(self, cast: Cast, date: dt.date):
        agreed(cast)
        evening = opened(cast, date=date)
        assert (evening.kind, evening.released) == ("BREAK", True)

    def test_a_draft_gives_none(self, cast: Cast):
        propose_plan(by=cast.actor("grade_head"), at=AT, school=cast.facts(), cohort=COHORT)
        assert shares_of(opened(cast)) == {}

    def test_under_a_stricter_cap_the_rights_are_cut_in_proportion(self, cast: Cast):
        agreed(cast)
        state_at_school(cast, "written_minutes", 40, MONDAY)
        evening = opened(cast, date=MONDAY)
        assert shares_of(evening) == {"CHINESE": (0, 16), "MATHEMATICS": (0, 16), "ENGLISH": (0, 8)}
        assert evening.obligated == 40 == evening.cap

    def test_the_school_chooses_the_time_of_release(self, cast: Cast):
        agreed(cast)
        state_at_school(cast, "release_time", 17 * 60, FRIDAY)
        assert opened(cast).release_at == AFTER
        assert opened(cast, date=MONDAY).release_at == dt.datetime(2026, 9, 21, 17, tzinfo=SHANGHAI)

    def test_an_evening_that_is_open_follows_a_new_time_of_release(self, cast: Cast):
        agreed(cast)
        opened(cast, date=MONDAY)
        state_at_school(cast, "release_time", 17 * 60, FRIDAY)
        assert Evening.objects.get(date=MONDAY).release_at == dt.datetime(2026, 9, 21, 17, tzinfo=SHANGHAI)

    def test_a_closure_takes_the_rights_of_an_evening_that_is_open(self, cast: Cast):
        agreed(cast)
        opened(cast, date=MONDAY)
        state_local_day(
            by=cast.actor("academic"), at=MORNING, place=cast.school.place, date=MONDAY, is_school_day=False,
            reason="停水",
        )  # fmt: skip
        evening = Evening.objects.get(date=MONDAY)
        assert (evening.cap, evening.obligated) == (0, 0)
        assert ledger_faults() == []

    def test_it_is_read_with_its_rights_before_anybody_opens_it(self, cast: Cast):
        agreed(cast)
        klass = cast.class_now(cast.five_one)
        (span,) = calendar_at(klass.place_path).evenings(TODAY, FRIDAY)

        def read(at: dt.datetime | None):
            found = class_evenings([(klass, span)], {klass.school_id: cast.facts()}, Subject.CHINESE, at=at)
            return found[klass.id, 5, TODAY]

        before = read(MORNING)
        assert (before.room.free, before.room.own_left, before.room.pool) == (30, 20, 10)
        assert before.room.holders == ((Subject.MATHEMATICS, 20), (Subject.ENGLISH, 10))
        assert [(s.subject, s.kept) for s in before.segments] == list(RIGHTS.items())
        for at in (AFTER, None):
            assert (read(at).room.free, read(at).room.holders, read(at).segments) == (60, (), ())
        opened(cast)
        assert read(MORNING) == before
        for at in (AFTER, None):
            assert (read(at).room.free, read(at).room.holders, read(at).segments) == (60, (), ())
        assert not Evening.objects.get().released, "reading writes nothing"


class TestReleasing:
    def test_the_first_act_after_the_moment_releases_and_takes_what_is_free(self, cast: Cast):
        agreed(cast)
        opened(cast)
        refused = set_by(cast, "english", Subject.ENGLISH, 45, AFTER - dt.timedelta(minutes=1))
        assert not refused.published
        assert set_by(cast, "english", Subject.ENGLISH, 45, AFTER).published
        evening = Evening.objects.get()
        assert (evening.released, evening.committed, evening.obligated) == (True, 45, 45)
        assert shares_of(evening) == {"CHINESE": (0, 0), "MATHEMATICS": (0, 0), "ENGLISH": (45, 0)}

    def test_before_it_nobodys_minutes_are_taken(self, cast: Cast):
        agreed(cast)
        assert set_by(cast, "chinese", Subject.CHINESE, 30, MORNING).published
        assert not set_by(cast, "chinese", Subject.CHINESE, 1, MORNING).published
        assert set_by(cast, "maths", Subject.MATHEMATICS, 20, MORNING).published
        assert set_by(cast, "english", Subject.ENGLISH, 10, MORNING).published

    def test_a_released_evening_costs_no_statement_more(self, cast: Cast):
        """Publishing to an evening without shares, and to one whose shares are gone, costs the same."""
        opened(cast)
        with CaptureQueriesContext(connection) as without:
            assert set_by(cast, "maths", Subject.MATHEMATICS, 5, AT).published
        agreed(cast)
        opened(cast, date=MONDAY)
        later = dt.datetime(2026, 9, 21, 16, tzinfo=SHANGHAI)
        set_by(cast, "maths", Subject.MATHEMATICS, 5, later, MONDAY)
        with CaptureQueriesContext(connection) as after:
            assert set_by(cast, "maths", Subject.MATHEMATICS, 5, later, MONDAY).published
        assert len(after) == len(without)


def test_rights_within_a_cap_are_cut_only_where_they_must_be():
    assert rights_within(60, RIGHTS) == RIGHTS
    assert rights_within(0, RIGHTS) == {}
    assert sum(rights_within(49, RIGHTS).values()) <= 49
