"""Publishing: one act, an outcome per class, nothing beyond the cap, nothing twice."""

import datetime as dt

import pytest

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.homework.models import Entry, Evening, Publication
from shuangjian.homework.operations import Target, amend, amending, publish, publishing, save_draft, withdraw
from shuangjian.homework.operations.entering import Changed, DoesNotFit
from shuangjian.homework.queries import items_on, ledger_faults
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.kernel.refusal import KeyReused, NotAllowed, NotVisible, Refused
from shuangjian.kernel.subject import Subject
from tests.cast import TODAY

SUNDAY = dt.date(2026, 9, 20)


def work(subject=Subject.MATHEMATICS, minutes=20, form=Form.WRITTEN, **more):
    tiers = more.pop("tiers", (TierSpec("", minutes),))
    content = more.pop("content", "画座位图，用数对写三个位置。")
    return AssignmentSpec(subject, "位置", "会用数对", form, content, tiers, **more)


def draft(cast, who="maths", **more):
    return save_draft(by=cast.actor(who), at=cast.at, spec=work(**more))


def to(*classes, grade=5, dates=(TODAY,)):
    return [Target(c.pk, grade, tuple(dates)) for c in classes]


def send(cast, assignment, targets, *, who="maths", key="k1", **more):
    return publish(
        by=cast.actor(who),
        at=cast.at,
        assignment_id=assignment.pk,
        targets=targets,
        request=Request.of(key, assignment=assignment.pk, targets=[str(t) for t in targets]),
        **more,
    )


def committed(school_class, date=TODAY, grade=5):
    return Evening.objects.get(school_class=school_class, date=date, grade=grade).committed


def test_one_act_publishes_to_several_classes_and_is_recorded_once(cast):
    outcome = send(cast, draft(cast), to(cast.five_one, cast.five_two))
    assert [c.published for c in outcome.classes] == [True, True]
    assert committed(cast.five_one) == committed(cast.five_two) == 20
    assert Act.objects.filter(name="homework.publish").count() == 1
    assert ledger_faults() == []


def test_where_it_does_not_fit_it_is_refused_and_the_other_class_still_gets_it(cast):
    send(cast, draft(cast, "chinese", subject=Subject.CHINESE, minutes=50), to(cast.five_one), who="chinese")
    outcome = send(cast, draft(cast), to(cast.five_one, cast.five_two))
    refused, published = outcome.refused[0], outcome.published[0]
    assert (refused.class_id, published.class_id) == (cast.five_one.pk, cast.five_two.pk)
    assert refused.refusals[0].code == "OVER_CAP"
    assert "多10分" in refused.refusals[0].staff
    assert refused.refusals[0].clauses[0].rule == "homework/written_minutes"
    assert {"FEWER_MINUTES", "OTHER_EVENING", "OPTIONAL"} <= {w.act for w in refused.refusals[0].ways}
    assert committed(cast.five_one) == 50


def test_all_or_none_publishes_nothing_when_one_class_is_full(cast):
    send(cast, draft(cast, "chinese", subject=Subject.CHINESE, minutes=50), to(cast.five_one), who="chinese")
    outcome = send(cast, draft(cast), to(cast.five_one, cast.five_two), all_or_none=True)
    assert [c.published for c in outcome.classes] == [False, False]
    assert outcome.classes[1].refusals[0].code == "HELD_BACK"
    assert committed(cast.five_two) == 0
    assert ledger_faults() == []


def test_the_same_request_twice_acts_once_and_is_told_the_same(cast):
    assignment = draft(cast)
    first = send(cast, assignment, to(cast.five_one))
    second = send(cast, assignment, to(cast.five_one))
    assert second.repeated
    assert second.classes == first.classes
    assert Publication.objects.count() == 1
    assert committed(cast.five_one) == 20


def test_the_refusals_of_a_repeated_request_are_told_again_with_their_ways(cast):
    send(cast, draft(cast, "chinese", subject=Subject.CHINESE, minutes=60), to(cast.five_one), who="chinese")
    assignment = draft(cast)
    first = send(cast, assignment, to(cast.five_one), key="again")
    assert send(cast, assignment, to(cast.five_one), key="again").classes == first.classes


def test_one_key_for_two_different_requests_is_told_apart(cast):
    send(cast, draft(cast), to(cast.five_one), key="same")
    with pytest.raises(KeyReused):
        send(cast, draft(cast), to(cast.five_two), key="same")


def test_publishing_the_same_assignment_again_under_a_new_key_does_nothing_twice(cast):
    assignment = draft(cast)
    send(cast, assignment, to(cast.five_one), key="one")
    outcome = send(cast, assignment, to(cast.five_one, cast.five_two), key="two")
    assert [c.published for c in outcome.classes] == [False, True]
    assert outcome.refused[0].refusals[0].code == "ALREADY_PUBLISHED"
    assert committed(cast.five_one) == 20


def test_grade_one_gets_no_written_homework_and_is_told_what_it_may_get(cast):
    outcome = send(
        cast, draft(cast, "lower", subject=Subject.CHINESE, minutes=5), to(cast.one_one, grade=1), who="lower"
    )
    assert outcome.classes[0].refusals[0].code == "NO_WRITTEN_WORK"
    oral = draft(cast, "lower", subject=Subject.CHINESE, form=Form.ORAL, content="读课文，说说喜欢哪一句。")
    assert send(cast, oral, to(cast.one_one, grade=1), who="lower", key="oral").published


def test_optional_and_unwritten_work_goes_onto_a_full_evening(cast):
    send(cast, draft(cast, "chinese", subject=Subject.CHINESE, minutes=60), to(cast.five_one), who="chinese")
    optional = draft(cast, tiers=(TierSpec("", 15, required=False),))
    assert send(cast, optional, to(cast.five_one)).published
    assert committed(cast.five_one) == 60


def test_a_mixed_class_has_an_evening_per_grade(cast):
    assignment = draft(cast, "villager", minutes=60)
    targets = [Target(cast.mixed.pk, grade, (TODAY,)) for grade in (3, 4)]
    outcome = send(cast, assignment, targets, who="villager")
    assert len(outcome.published) == 2
    assert committed(cast.mixed, grade=3) == committed(cast.mixed, grade=4) == 60


def test_long_work_is_set_to_all_its_evenings_or_to_none(cast):
    evenings = (TODAY, SUNDAY)
    send(
        cast,
        draft(cast, "chinese", subject=Subject.CHINESE, minutes=50),
        to(cast.five_one, dates=[SUNDAY]),
        who="chinese",
    )
    long_work = draft(cast, minutes=31)
    outcome = send(cast, long_work, to(cast.five_one, dates=evenings))
    assert not outcome.published
    assert committed(cast.five_one, SUNDAY) == 50
    assert not Entry.objects.filter(evening__date=TODAY).exists()
    shorter = draft(cast, minutes=20)
    assert send(cast, shorter, to(cast.five_one, dates=evenings), key="shorter").published
    assert (committed(cast.five_one), committed(cast.five_one, SUNDAY)) == (10, 60)


def test_a_saturday_has_no_evening_of_its_own_and_friday_is_offered(cast):
    outcome = send(cast, draft(cast), to(cast.five_one, dates=[dt.date(2026, 9, 19)]))
    (refusal,) = outcome.classes[0].refusals
    assert refusal.code == "NOT_A_SCHOOL_DAY"
    assert refusal.ways[0].values == {"evening": "2026-09-18"}


def test_a_past_evening_is_refused(cast):
    outcome = send(cast, draft(cast), to(cast.five_one, dates=[dt.date(2026, 9, 16)]))
    assert outcome.classes[0].refusals[0].code == "EVENING_PAST"


def test_a_class_that_is_no_longer_ones_own_is_told_so_and_the_draft_is_kept(cast):
    outcome = send(
        cast, draft(cast, "science", subject=Subject.SCIENCE), to(cast.five_one, cast.five_two), who="science"
    )
    assert outcome.refused[0].refusals[0].code == "NOT_TEACHING"
    assert outcome.published[0].class_id == cast.five_two.pk


def test_a_class_of_another_school_cannot_be_told_from_one_that_does_not_exist(cast):
    for class_id in (cast.seven_one.pk, 999_999):
        with pytest.raises(NotVisible):
            send(cast, draft(cast), [Target(class_id, 7, (TODAY,))])


def test_anothers_draft_cannot_be_published(cast):
    with pytest.raises(NotVisible):
        send(cast, draft(cast), to(cast.five_one), who="chinese")


def test_who_no_longer_teaches_cannot_draft(cast):
    with pytest.raises(NotAllowed):
        draft(cast, "former")


def test_withdrawing_gives_the_minutes_back_and_keeps_both_entries(cast):
    outcome = send(cast, draft(cast), to(cast.five_one))
    pk = outcome.published[0].publication_id
    request = Request.of("w1", publication=pk)
    withdraw(by=cast.actor("maths"), at=cast.at, publication_id=pk, reason="印错了页码", request=request)
    withdraw(by=cast.actor("maths"), at=cast.at, publication_id=pk, reason="印错了页码", request=request)
    assert committed(cast.five_one) == 0
    assert sorted(Entry.objects.values_list("minutes", flat=True)) == [-20, 20]
    assert items_on([cast.five_one.pk], [TODAY]) == []
    assert ledger_faults() == []


def test_a_homeroom_teacher_may_withdraw_and_a_colleague_may_not(cast):
    pk = send(cast, draft(cast), to(cast.five_one)).published[0].publication_id
    with pytest.raises(NotAllowed):
        withdraw(by=cast.actor("english"), at=cast.at, publication_id=pk, reason="", request=Request.of("e"))
    withdraw(by=cast.actor("chinese"), at=cast.at, publication_id=pk, reason="太多", request=Request.of("h"))
    assert committed(cast.five_one) == 0


def test_amending_replaces_the_minutes_in_one_act(cast):
    assignment = draft(cast)
    send(cast, assignment, to(cast.five_one, cast.five_two))
    outcome = amend(
        by=cast.actor("maths"), at=cast.at, assignment_id=assignment.pk, spec=work(minutes=35), request=Request.of("a")
    )
    assert len(outcome.published) == 2
    assert committed(cast.five_one) == committed(cast.five_two) == 35
    assert [item.minutes for item in items_on([cast.five_one.pk], [TODAY])] == [35]
    assert ledger_faults() == []


def test_an_amendment_may_use_the_minutes_that_it_gives_back(cast):
    assignment = draft(cast, minutes=50)
    send(cast, assignment, to(cast.five_one))
    amend(
        by=cast.actor("maths"), at=cast.at, assignment_id=assignment.pk, spec=work(minutes=60), request=Request.of("a")
    )
    assert committed(cast.five_one) == 60


def test_an_amendment_that_does_not_fit_somewhere_changes_nothing_anywhere(cast):
    assignment = draft(cast)
    send(cast, assignment, to(cast.five_one, cast.five_two))
    send(cast, draft(cast, "chinese", subject=Subject.CHINESE, minutes=40), to(cast.five_two), who="chinese", key="c")
    with pytest.raises(Refused) as refused:
        amend(
            by=cast.actor("maths"),
            at=cast.at,
            assignment_id=assignment.pk,
            spec=work(minutes=30),
            request=Request.of("a"),
        )
    assert refused.value.refusals[0].code == "OVER_CAP"
    assert (committed(cast.five_one), committed(cast.five_two)) == (20, 60)
    assert ledger_faults() == []


def test_what_keeps_changing_while_it_is_published_is_refused_in_words(cast, monkeypatch):
    assignment = draft(cast)

    def changed(*arguments):
        raise Changed

    monkeypatch.setattr(publishing, "conclude", changed)
    with pytest.raises(Refused) as refused:
        send(cast, assignment, to(cast.five_one))
    assert refused.value.refusals[0].code == "KEEPS_CHANGING"
    assert committed(cast.five_one) == 0


@pytest.mark.parametrize("times", [1, 2, 100])
def test_an_amendment_looks_again_where_a_day_is_closed_at_that_moment_and_not_for_ever(cast, monkeypatch, times):
    assignment = draft(cast)
    send(cast, assignment, to(cast.five_one))
    closed, really = iter(range(times)), amending.opened

    def opened(planned, at):
        if next(closed, None) is not None:
            raise DoesNotFit
        return really(planned, at)

    monkeypatch.setattr(amending, "opened", opened)
    asked = {"by": cast.actor("maths"), "at": cast.at, "assignment_id": assignment.pk, "request": Request.of("a")}
    if times < amending.TRIES:
        assert amend(**asked, spec=work(minutes=35)).published
    else:
        with pytest.raises(Refused) as refused:
            amend(**asked, spec=work(minutes=35))
        assert refused.value.refusals[0].code == "KEEPS_CHANGING"
    assert committed(cast.five_one) == (35 if times < amending.TRIES else 20)
    assert ledger_faults() == []


def test_query_counts_do_not_grow_with_what_is_on_the_evening(cast, django_assert_max_num_queries):
    for n in range(5):
        optional = draft(cast, tiers=(TierSpec("", 5, required=False),))
        send(cast, optional, to(cast.five_one), key=f"o{n}")
    with django_assert_max_num_queries(2):
        assert len(items_on([cast.five_one.pk, cast.five_two.pk], [TODAY])) == 5
