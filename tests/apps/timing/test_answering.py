"""Answering: by whoever of the family is first, in part or in whole, about what really was set."""

import pytest

from shuangjian.audit.models import Act
from shuangjian.audit.operations import once
from shuangjian.homework.models import Publication
from shuangjian.homework.operations import withdraw
from shuangjian.homework.rules import Form, TierSpec
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.people.models import Enrolment
from shuangjian.timing.models import Answer, Ask, Unlisted
from shuangjian.timing.operations import Replies, answer_ask, decline_panel
from shuangjian.timing.queries import (
    AnswerRow,
    AskedRow,
    UnlistedRow,
    answers_for,
    ask_seen,
    asked_for,
    evenings_closed,
    evenings_closed_since,
    panel_seen,
    unlisted_for,
)
from shuangjian.timing.rules import Reply, chips
from tests.apps.timing.panel import (
    CLOSED,
    FIVE,
    FRIDAY,
    NINE,
    answer,
    asked,
    draw,
    guardian,
    homework,
    join,
    key,
    known,
)
from tests.cast import AT, TODAY, Cast

pytestmark = pytest.mark.django_db
WEDNESDAY = AT.replace(day=16)
TIERS = (TierSpec("基础", 10), TierSpec("提高", 30))


def publication() -> int:
    return Publication.objects.order_by("pk").values_list("pk", flat=True)[0]


@pytest.mark.parametrize(
    ("reply", "least", "most", "finished"),
    [
        (Reply(choice="0"), 1, 10, True),
        (Reply(choice="1"), 10, 20, True),
        (Reply(choice="2"), 20, 30, True),
        (Reply(choice="3"), 30, None, True),
        (Reply(choice="no"), 20, None, False),
        (Reply(minutes=" 25分 "), 25, 25, True),
        (Reply(choice="0", minutes="25"), 25, 25, True),
    ],
)
def test_a_chip_or_minutes_stand_for_a_span(
    cast: Cast, reply: Reply, least: int, most: int | None, finished: bool
) -> None:
    ask = asked(cast)
    answer(cast, ask, {publication(): reply})
    row = AnswerRow(
        cast.pupils["左小禾"].pk, cast.five_one.pk, 5, cast.school.pk, publication(), 0, least, most, finished
    )
    assert list(answers_for(TODAY)) == [row]
    assert list(asked_for(TODAY)) == [AskedRow(cast.five_one.pk, 5, cast.school.pk, 1, 1)]


@pytest.mark.parametrize(
    ("declared", "edges"), [(0, (10, 20, 30)), (5, (5, 10, 15)), (15, (10, 15, 25)), (45, (25, 45, 70))]
)
def test_the_chips_follow_the_declared_minutes_in_steps_of_five(declared: int, edges: tuple[int, ...]) -> None:
    found = chips(declared)
    assert tuple(chip.span.most for chip in found[:3]) == edges
    assert [chip.span.least for chip in found] == [1, *edges]
    assert found[3].span.most is None


def test_where_there_are_tiers_it_is_asked_which_and_each_has_the_chips_of_its_own_minutes(cast: Cast) -> None:
    ask = asked(cast, tiers=TIERS)
    (question,) = ask_seen(cast.actor("guardian"), ask.pk, NINE).questions
    assert question.tiers == (("基础", 10), ("提高", 30))
    assert [chip.words for chip in question.chips_of(0)] == ["5分以内", "5到10分", "10到15分", "15分以上"]
    assert [chip.words for chip in question.chips_of(1)] == ["15分以内", "15到30分", "30到45分", "45分以上"]
    with pytest.raises(InvalidInput) as unread:
        answer(cast, ask, {publication(): Reply(choice="1")})
    assert list(unread.value.errors) == [f"t-{publication()}"]
    answer(cast, ask, {publication(): Reply(tier="0", choice="no")})
    (row,) = answers_for(TODAY)
    assert (row.position, row.least, row.finished) == (0, 10, False)


def test_a_chip_of_a_tier_stands_for_the_span_of_that_tier(cast: Cast) -> None:
    ask = asked(cast, tiers=TIERS)
    answer(cast, ask, {publication(): Reply(tier="0", choice="2")})
    assert [(row.position, row.least, row.most) for row in answers_for(TODAY)] == [(0, 10, 15)]


@pytest.mark.parametrize("form", [Form.WRITTEN, Form.READING])
def test_work_of_several_evenings_is_asked_about_whole_on_its_last(cast: Cast, form: Form) -> None:
    join(cast)
    homework(cast, at=WEDNESDAY, dates=(WEDNESDAY.date(), TODAY), tiers=(TierSpec("", 40),), form=form)
    assert (draw(WEDNESDAY.replace(hour=17)).asked, draw().asked) == (0, 1)  # the first evening leaves the family alone
    ask = Ask.objects.get()
    (question,) = ask_seen(cast.actor("guardian"), ask.pk, NINE).questions
    assert (question.evenings, question.declared, question.counted) == (2, 40, 40)
    assert [chip.words for chip in question.chips_of(0)] == ["20分以内", "20到40分", "40到60分", "60分以上"]
    answer(cast, ask, {publication(): Reply(choice="no")})
    assert [(row.least, row.finished) for row in answers_for(TODAY)] == [(40, False)]


def test_on_an_evening_before_its_last_the_other_work_alone_is_asked_about(cast: Cast) -> None:
    homework(cast, dates=(TODAY, FRIDAY), tiers=(TierSpec("", 40),))
    ask = asked(cast)
    (question,) = ask_seen(cast.actor("guardian"), ask.pk, NINE).questions
    assert question.publication_id == Publication.objects.latest("pk").pk


def test_work_that_began_more_than_a_week_before_is_not_asked_about(cast: Cast) -> None:
    long_ago = WEDNESDAY.replace(day=9)
    homework(cast, at=long_ago, dates=(long_ago.date(), TODAY), tiers=(TierSpec("", 40),))
    ask = asked(cast)
    assert len(ask_seen(cast.actor("guardian"), ask.pk, NINE).questions) == 1


def test_of_several_pieces_one_may_be_answered_and_none_may_not(cast: Cast) -> None:
    homework(cast)
    ask = asked(cast)
    with pytest.raises(InvalidInput) as nothing:
        answer(cast, ask, {publication(): Reply(tier="0")})
    assert list(nothing.value.errors) == ["answers"]
    answer(cast, ask, {publication(): Reply(choice="1")})
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("typed", ["0", "301", "半小时", "-5", "1.5"])
def test_minutes_that_cannot_be_are_asked_again(cast: Cast, typed: str) -> None:
    ask = asked(cast)
    with pytest.raises(InvalidInput) as unread:
        answer(cast, ask, {publication(): Reply(minutes=typed)})
    assert list(unread.value.errors) == [f"m-{publication()}"]
    assert Ask.objects.get().answered_at is None


def test_work_that_no_sheet_had_is_a_subject_and_a_time_and_no_words(cast: Cast) -> None:
    ask = asked(cast)
    for wrong in ({"HISTORY": "1"}, {"ENGLISH": ""}, {"": "1"}):
        with pytest.raises(InvalidInput):
            answer(cast, ask, {}, unlisted=wrong)
    answer(cast, ask, {}, unlisted={"ENGLISH": "2"})
    row = UnlistedRow(cast.pupils["左小禾"].pk, cast.five_one.pk, 5, cast.school.pk, "ENGLISH", 20, 30)
    assert list(unlisted_for(TODAY)) == [row]
    assert Unlisted.objects.count() == 1


def test_the_first_of_two_guardians_answers_and_the_second_is_told(cast: Cast) -> None:
    known(cast, "father", guardian(cast, cast.pupils["左小禾"]))
    join(cast, "father")
    ask = asked(cast)
    answer(cast, ask, {publication(): Reply(choice="1")}, "father")
    with pytest.raises(Refused) as refused:
        answer(cast, ask, {publication(): Reply(choice="2")})
    assert refused.value.refusals[0].code == "QUESTION_ANSWERED"
    assert "谢谢" in refused.value.refusals[0].family
    ask.refresh_from_db()
    assert ask.member is not None
    assert ask.member.person == cast.people["father"]
    assert panel_seen(cast.actor("guardian"), NINE).asks[cast.pupils["左小禾"].pk].answered


def test_a_double_tap_is_one_answer(cast: Cast) -> None:
    ask, same = asked(cast), key()

    def tap() -> None:
        answer(cast, ask, {publication(): Reply(choice="1")}, request=same)

    for _ in range(2):
        once(cast.actor("guardian"), same, tap)
    assert Answer.objects.count() == 1


def test_opening_the_page_uses_nothing_up(cast: Cast) -> None:
    ask = asked(cast)
    for _ in range(3):
        assert ask_seen(cast.actor("guardian"), ask.pk, NINE).questions
    assert Ask.objects.get().answered_at is None


def test_from_five_in_the_morning_it_is_too_late_and_nothing_is_to_be_done(cast: Cast) -> None:
    ask = asked(cast)
    with pytest.raises(Refused) as refused:
        answer(cast, ask, {publication(): Reply(choice="1")}, at=CLOSED)
    assert refused.value.refusals[0].code == "QUESTION_CLOSED"
    assert panel_seen(cast.actor("guardian"), CLOSED).asks == {}
    assert evenings_closed([TODAY], NINE) == set()
    assert evenings_closed([TODAY], CLOSED) == evenings_closed_since(FIVE, CLOSED) == {TODAY}
    assert evenings_closed_since(CLOSED, CLOSED.replace(hour=12)) == set()


def test_what_was_withdrawn_meanwhile_is_asked_no_more_and_may_have_been_done(cast: Cast) -> None:
    ask = asked(cast)
    withdraw(by=cast.actor("maths"), at=FIVE, publication_id=publication(), reason="换一份", request=key())
    assert ask_seen(cast.actor("guardian"), ask.pk, NINE).questions == ()
    answer(cast, ask, {publication(): Reply(choice="1")})  # from a page that was opened before
    assert len(list(answers_for(TODAY))) == 1


def test_a_child_that_moved_is_answered_for_as_of_its_evening(cast: Cast) -> None:
    ask = asked(cast)
    seat = Enrolment.objects.get(pupil=cast.pupils["左小禾"])
    Enrolment.objects.filter(pk=seat.pk).update(school_class=cast.five_two)
    answer(cast, ask, {publication(): Reply(choice="1")})
    assert [row.class_id for row in answers_for(TODAY)] == [cast.five_one.pk]


@pytest.mark.parametrize("who", ["village_guardian", "maths", "chinese", "principal", "city_officer"])
def test_nobody_else_knows_of_the_question(cast: Cast, who: str) -> None:
    ask = asked(cast)
    with pytest.raises(NotVisible):
        answer(cast, ask, {publication(): Reply(choice="1")}, who)


def test_a_guardian_who_is_not_on_the_panel_is_not_asked(cast: Cast) -> None:
    known(cast, "father", guardian(cast, cast.pupils["左小禾"]))
    ask = asked(cast)
    assert panel_seen(cast.actor("father"), NINE).asks == {}
    assert panel_seen(cast.actor("father"), NINE).may_join
    with pytest.raises(NotVisible):
        answer(cast, ask, {publication(): Reply(choice="1")}, "father")


def test_an_answer_is_recorded_on_no_school_no_class_no_child_and_without_what_was_said(cast: Cast) -> None:
    ask = asked(cast)
    answer(cast, ask, {publication(): Reply(minutes="77")})
    for name in ("timing.agree_to_panel", "timing.answer"):
        act = Act.objects.get(name=name)
        assert (act.school_id, act.class_id, act.on_id, act.on_label, act.actor_role) == (None, None, None, "", "")
        assert (act.actor_name, act.before, act.after, act.outcome) == ("家长", {}, {}, {})


def test_leaving_deletes_the_answers_and_leaves_the_counts(cast: Cast) -> None:
    ask = asked(cast)
    answer(cast, ask, {publication(): Reply(choice="1")}, unlisted={"ENGLISH": "2"})
    decline_panel(by=cast.actor("guardian"), at=CLOSED, request=key())
    assert (Answer.objects.count(), Unlisted.objects.count()) == (0, 0)
    assert list(answers_for(TODAY)) == []
    assert list(asked_for(TODAY)) == [AskedRow(cast.five_one.pk, 5, cast.school.pk, 1, 1)]
    ask.refresh_from_db()
    assert (ask.pupil, ask.member) == (None, None)
    with pytest.raises(NotVisible):
        answer_ask(by=cast.actor("guardian"), at=NINE, ask_id=ask.pk, replies=Replies(), request=key())


def test_homework_of_another_evening_is_not_asked_about(cast: Cast) -> None:
    homework(cast, date=FRIDAY)
    ask = asked(cast)
    questions = ask_seen(cast.actor("guardian"), ask.pk, NINE).questions
    assert [question.publication_id for question in questions] == [Publication.objects.latest("pk").pk]
