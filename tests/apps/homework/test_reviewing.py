"""Review before publication: held until it is passed, shown at the release whether anybody has looked or not."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.homework.models import Evening, Publication, Review, ReviewRule
from shuangjian.homework.operations import (
    RuleSpec,
    amend,
    ask_for_review,
    end_review_rule,
    pass_works,
    return_work,
    withdraw,
)
from shuangjian.homework.queries import count_waiting, items_on, ledger_faults, works_waiting
from shuangjian.homework.rules import PublicationState, ReviewKind, ReviewState, is_drawn
from shuangjian.journeys.set_school_rule import state_choice
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from shuangjian.kernel.subject import Subject
from tests.apps.homework.reviewing import RELEASE, SECOND, TWO, asked, only, set_at, spec
from tests.cast import TODAY

TOMORROW = TODAY + dt.timedelta(days=1)


def seen(cast, at, *classes, date=TODAY):
    """What families see of these evenings at a moment."""
    return [item.publication_id for item in items_on([c.pk for c in classes or (cast.five_one,)], [date], shown_at=at)]


def passed(cast, *outcomes, who="grade_head", at=TWO, key="pass"):
    works = [outcome.assignment_id for outcome in outcomes]
    return pass_works(by=cast.actor(who), at=at, school=cast.facts(), work_ids=works, request=Request.of(key))


def returned(cast, outcome, who="grade_head", at=TWO, reason="写清每题做什么", key="return"):
    return return_work(
        by=cast.actor(who),
        at=at,
        school=cast.facts(),
        work_id=outcome.assignment_id,
        reason=reason,
        request=Request.of(key),
    )


def changed(cast, outcome, at=TWO, key="amend", **more):
    return amend(
        by=cast.actor("maths"), at=at, assignment_id=outcome.assignment_id, spec=spec(**more), request=Request.of(key)
    )


@pytest.mark.parametrize("kind", ReviewKind)
def test_work_that_the_school_asks_to_review_is_held_with_its_minutes_taken(cast, kind):
    asked(cast, kind)
    outcome = set_at(cast)
    assert outcome.held[0].held_until == RELEASE
    assert Evening.objects.get().committed == 20
    assert seen(cast, TWO) == []
    assert len(items_on([cast.five_one.pk], [TODAY])) == 1  # who works with the class sees it
    assert Act.objects.get(name="homework.publish").after["held"] == ["五（1）班"]
    assert ledger_faults() == []


def test_held_work_is_shown_at_its_release_by_the_time_alone(cast):
    asked(cast)
    set_at(cast)
    assert seen(cast, RELEASE - SECOND) == []
    assert seen(cast, RELEASE) == [only().pk]
    assert Review.objects.get().state == ReviewState.WAITING


def test_what_nobody_asks_for_is_not_held(cast):
    asked(cast)
    outcome = set_at(cast, who="chinese", subject=Subject.CHINESE)
    assert not outcome.held
    assert seen(cast, TWO) == [only().pk]


def test_from_the_release_on_nothing_is_held(cast):
    asked(cast)
    assert not set_at(cast, RELEASE).held
    assert seen(cast, RELEASE) == [only().pk]


def test_work_for_an_evening_to_come_is_held_until_that_evenings_release_at_the_latest(cast):
    asked(cast)
    outcome = set_at(cast, RELEASE, date=TOMORROW)
    assert outcome.held[0].held_until == RELEASE + dt.timedelta(days=1)


def test_passing_shows_it_at_once_in_every_class(cast):
    asked(cast)
    outcome = set_at(cast, TWO, cast.five_one, cast.five_two)
    later = TWO + dt.timedelta(minutes=10)
    assert len(passed(cast, outcome, at=later)) == 2
    assert len(seen(cast, later, cast.five_one, cast.five_two)) == 2
    assert set(Review.objects.values_list("state", "reviewer", "shown_from")) == {
        ("PASSED", cast.people["grade_head"].pk, later)
    }
    assert Act.objects.filter(name="homework.pass_review").count() == 2


def test_several_works_are_passed_by_one_act(cast):
    asked(cast)
    first, second = set_at(cast), set_at(cast, TWO, cast.five_two)
    assert len(passed(cast, first, second)) == 2
    assert works_waiting(cast.school.pk, TWO, None) == []


def test_returning_ends_the_work_gives_the_minutes_back_and_says_why(cast):
    asked(cast)
    outcome = set_at(cast)
    returned(cast, outcome)
    publication = only()
    assert publication.state == PublicationState.WITHDRAWN
    assert publication.reason == "写清每题做什么"
    assert publication.ended_by == cast.people["grade_head"]
    assert Evening.objects.get().committed == 0
    assert seen(cast, RELEASE) == []
    assert ledger_faults() == []


def test_a_return_needs_a_reason(cast):
    asked(cast)
    outcome = set_at(cast)
    with pytest.raises(InvalidInput):
        returned(cast, outcome, reason="  ")


def test_what_was_decided_withdrawn_or_shown_waits_no_more(cast):
    asked(cast)
    outcome = set_at(cast)
    passed(cast, outcome)
    with pytest.raises(Refused):
        returned(cast, outcome)
    withdrawn = set_at(cast, TWO, cast.five_two)
    withdraw(
        by=cast.actor("maths"),
        at=TWO,
        publication_id=Publication.objects.get(school_class=cast.five_two).pk,
        reason="换一份",
        request=Request.of("w"),
    )
    with pytest.raises(Refused):
        passed(cast, withdrawn, key="second")
    late = set_at(cast, TWO, cast.five_two)
    with pytest.raises(Refused):
        passed(cast, late, at=RELEASE, key="third")
    assert works_waiting(cast.school.pk, RELEASE, None) == []


def test_nobody_reviews_their_own_work(cast):
    asked(cast, subject=Subject.CHINESE)
    outcome = set_at(cast, who="chinese", subject=Subject.CHINESE)
    cast.people["grade_head"], cast.people["chinese"] = cast.people["chinese"], cast.people["grade_head"]
    cast.people["grade_head"].roles.create(
        role="GRADE_HEAD", place=cast.school.place, school=cast.school, cohort=2022, since=TODAY
    )
    with pytest.raises(NotAllowed):
        passed(cast, outcome)


def test_a_grade_head_reviews_the_grade_and_nobody_elses_work(cast):
    asked(cast)
    outcome = set_at(cast)
    Publication.objects.update(grade=4)
    with pytest.raises(Refused):
        passed(cast, outcome)
    assert len(passed(cast, outcome, who="principal")) == 1


def test_who_reviews_nothing_is_told_so_and_who_knows_nothing_finds_nothing(cast):
    asked(cast)
    outcome = set_at(cast)
    for who in ("maths", "english", "county_officer"):
        with pytest.raises(NotAllowed):
            passed(cast, outcome, who=who)
    for who in ("stranger", "guardian", "other_principal"):
        with pytest.raises(NotVisible):
            returned(cast, outcome, who=who)


def test_an_amendment_of_what_was_passed_is_held_again(cast):
    asked(cast)
    outcome = set_at(cast)
    passed(cast, outcome)
    assert changed(cast, outcome, content="画教室图，写四个位置。").held
    assert seen(cast, TWO) == []
    assert len(seen(cast, RELEASE)) == 1


def test_the_same_words_with_fewer_minutes_need_no_new_look(cast):
    asked(cast)
    outcome = set_at(cast)
    passed(cast, outcome)
    assert not changed(cast, outcome, minutes=15).held
    assert len(seen(cast, TWO)) == 1


def test_fewer_minutes_do_not_slip_out_of_a_look_that_has_not_come(cast):
    asked(cast)
    outcome = set_at(cast)
    assert changed(cast, outcome, minutes=15).held
    assert len(works_waiting(cast.school.pk, TWO, None)) == 1


def test_more_minutes_are_looked_at_again(cast):
    asked(cast)
    outcome = set_at(cast)
    passed(cast, outcome)
    assert changed(cast, outcome, minutes=25).held


def test_what_was_drawn_once_stays_drawn_when_it_is_amended(cast):
    rule = asked(cast, ReviewKind.SHARE)
    outcome = set_at(cast)
    passed(cast, outcome)
    ReviewRule.objects.filter(pk=rule.pk).update(percent=1)
    key = next(f"{n}" for n in range(100) if not is_drawn("盐", f"{n}", 1))
    assert changed(cast, outcome, key=key, content="画教室图，写四个位置。").held


def test_the_draw_follows_from_the_forms_key_and_a_salt_that_nobody_reads(cast):
    asked(cast, ReviewKind.SHARE, percent=30)
    held = {key: bool(set_at(cast, minutes=1, key=f"form {key}").held) for key in range(12)}
    assert held == {key: is_drawn("盐", f"form {key}", 30) for key in range(12)}
    assert len(set(held.values())) == 2


def test_a_probation_ends_by_its_date(cast):
    asked(cast, ReviewKind.PROBATION, until=TODAY)
    assert not set_at(cast).held
    assert set_at(cast, TWO - dt.timedelta(days=1), cast.five_two, date=TODAY).held


def test_a_rule_that_is_ended_asks_no_more_and_what_waits_waits_on(cast):
    rule = asked(cast)
    set_at(cast)
    end_review_rule(
        by=cast.actor("principal"), at=TWO, school=cast.facts(), rule_id=rule.pk, until=TODAY, request=Request.of("end")
    )
    assert not set_at(cast, TWO, cast.five_two).held
    assert len(works_waiting(cast.school.pk, TWO, None)) == 1


def test_the_same_is_not_asked_for_twice_and_history_stays(cast):
    asked(cast)
    with pytest.raises(Refused):
        asked(cast, key="again")
    assert ReviewRule.objects.count() == 1


@pytest.mark.parametrize("who", ["grade_head", "maths"])
def test_only_those_who_lead_the_school_say_what_is_reviewed(cast, who):
    with pytest.raises(NotAllowed):
        ask_for_review(
            by=cast.actor(who),
            at=TWO,
            school=cast.facts(),
            spec=RuleSpec(ReviewKind.SUBJECT, "办法", TODAY, subject=Subject.ENGLISH),
            salt="",
            request=Request.of("x"),
        )


@pytest.mark.parametrize(
    ("field", "about"),
    [
        ("title", {"title": " "}),
        ("since", {"since": TODAY - dt.timedelta(days=1)}),
        ("subject", {"subject": "ALCHEMY"}),
        ("percent", {"kind": ReviewKind.SHARE, "subject": "", "percent": 0}),
        ("person", {"kind": ReviewKind.PROBATION, "subject": "", "until": TOMORROW, "person_id": 0}),
        ("until", {"kind": ReviewKind.PROBATION, "subject": "", "until": None}),
    ],
)
def test_what_cannot_be_asked_for_is_named(cast, field, about):
    typed = {"kind": ReviewKind.SUBJECT, "title": "办法", "since": TODAY, "subject": Subject.ENGLISH} | about
    with pytest.raises(InvalidInput) as wrong:
        ask_for_review(
            by=cast.actor("academic"),
            at=TWO,
            school=cast.facts(),
            spec=RuleSpec(**typed),
            salt="盐",
            request=Request.of("x"),
        )
    assert field in wrong.value.errors


def test_a_release_that_moves_forward_takes_what_waits_with_it(cast):
    from tests.apps.homework.planning import agreed

    agreed(cast)
    asked(cast)
    set_at(cast, date=TOMORROW)
    state_choice(
        by=cast.actor("principal"),
        at=TWO,
        school=cast.facts(),
        name="homework/release_time",
        value=14 * 60,
        title="办法",
        article="",
        since=TOMORROW,
    )
    assert Review.objects.get().shown_from == TWO + dt.timedelta(days=1)


def test_publishing_costs_no_statement_more_where_the_school_asks_for_nothing(cast):
    set_at(cast, TWO, minutes=1)
    with CaptureQueriesContext(connection) as quiet:
        set_at(cast, TWO, minutes=1)
    asked(cast, subject=Subject.CHINESE)
    with CaptureQueriesContext(connection) as asking:
        set_at(cast, TWO, minutes=1)
    assert not any('FROM "homework_reviewrule" WHERE' in q["sql"] and "EXISTS" not in q["sql"] for q in quiet)
    assert len(asking) == len(quiet) + 1


def test_the_queue_costs_the_same_however_long_it_is(cast):
    asked(cast)
    set_at(cast, minutes=1)
    with CaptureQueriesContext(connection) as one:
        works_waiting(cast.school.pk, TWO, None)
    for _ in range(4):
        set_at(cast, TWO, cast.five_one, cast.five_two, minutes=1)
    with CaptureQueriesContext(connection) as five:
        assert len(works_waiting(cast.school.pk, TWO, None)) == 5
    assert len(one) == len(five) == 4
    with CaptureQueriesContext(connection) as counted:
        assert count_waiting(cast.school.pk, TWO, {5}).works == 5
    assert len(counted) == 1
