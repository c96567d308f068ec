"""Two guardians, two windows, two jobs at once: one answer, one draw, one end of an evening."""

import pytest

from shuangjian.kernel.refusal import NotVisible, Refused
from shuangjian.timing.models import Answer, Ask, ClassCount, PanelDay, PanelMember, Stop, StoppedWork
from shuangjian.timing.operations import agree_to_panel, count_class, decline_panel, end_evening
from shuangjian.timing.rules import Reply
from tests.apps.timing.panel import (
    BEDTIME,
    FIVE,
    NINE,
    answer,
    asked,
    child,
    draw,
    guardian,
    homework,
    join,
    key,
    known,
)
from tests.apps.timing.test_answering import publication
from tests.cast import AT, TODAY
from tests.races.crowd import at_once

pytestmark = pytest.mark.race


def unexpected(results):
    return [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]


def test_of_two_guardians_who_answer_at_once_one_does(committed_cast):
    cast = committed_cast
    known(cast, "father", guardian(cast, cast.pupils["左小禾"]))
    join(cast, "father")
    ask, work = asked(cast), publication()

    def answering(who, choice):
        return lambda: answer(cast, ask, {work: Reply(choice=choice)}, who)

    results = at_once([answering("guardian", "0"), answering("father", "3")] * 3)
    assert unexpected(results) == []
    assert (results.count(None), Answer.objects.count()) == (1, 1)


def test_leaving_while_answering_leaves_no_answer_of_a_family_that_left(committed_cast):
    cast = committed_cast
    ask, work = asked(cast), publication()
    by = cast.actor("guardian")
    answering, leaving = at_once(
        [
            lambda: answer(cast, ask, {work: Reply(choice="1")}),
            lambda: decline_panel(by=by, at=NINE, request=key()),
        ]
    )
    assert leaving is None
    assert answering is None or isinstance(answering, NotVisible)  # who has left is asked nothing
    ask.refresh_from_db()
    assert (ask.pupil_id, ask.member_id, Answer.objects.count()) == (None, None, 0)


def test_a_night_that_is_drawn_twice_at_once_is_drawn_once(committed_cast):
    cast = committed_cast
    homework(cast)
    for number in range(6):
        join(cast, known(cast, f"father{number}", guardian(cast, child(cast, cast.five_one, f"童{number}"))))
    results = at_once([lambda n=n: draw(FIVE, f"seed {n}") for n in range(4)])
    assert unexpected(results) == []
    assert [r.before for r in results].count(False) == 1
    assert {r.asked for r in results} == {4}
    assert (PanelDay.objects.count(), Ask.objects.count()) == (1, 4)
    assert sorted(PanelMember.objects.values_list("asks", flat=True)) == [0, 0, 1, 1, 1, 1]


def test_two_windows_agree_and_decline_and_one_of_them_counts(committed_cast):
    by = committed_cast.actor("guardian")
    acts = [lambda: agree_to_panel(by=by, at=AT, request=key()), lambda: decline_panel(by=by, at=AT, request=key())]
    assert unexpected(at_once(acts * 2)) == []
    assert PanelMember.objects.get().left_at is not None  # whichever came first, the no stands


def test_two_guardians_end_an_evening_at_once_and_it_is_ended_once(committed_cast):
    cast = committed_cast
    homework(cast)
    known(cast, "father", guardian(cast, cast.pupils["左小禾"]))
    pupil, work = cast.pupils["左小禾"].pk, publication()

    def ending(who):
        by = cast.actor(who)
        return lambda: end_evening(
            by=by, at=BEDTIME, pupil_id=pupil, unfinished=[work], tell_teacher=False, request=key()
        )

    results = at_once([ending("guardian"), ending("father")] * 2)
    assert unexpected(results) == []
    assert (results.count(True), Stop.objects.count(), StoppedWork.objects.count()) == (1, 1, 1)


def test_two_teachers_count_at_once_and_one_number_stands(committed_cast):
    cast = committed_cast
    klass = cast.class_now(cast.five_one)

    def counting(who, finished):
        by = cast.actor(who)
        more = {"klass": klass, "grade": 5, "date": TODAY, "present": 2, "finished": finished}
        return lambda: count_class(by=by, at=FIVE, request=key(), **more)

    assert unexpected(at_once([counting("maths", 1), counting("chinese", 2)] * 2)) == []
    row = ClassCount.objects.get()
    assert (row.present, row.counted_by_id) == (2, cast.people["maths" if row.finished == 1 else "chinese"].pk)
