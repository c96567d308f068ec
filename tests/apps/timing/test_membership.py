"""Whether we may ask: once, by whoever may say so; a no is final, and everything that hangs on it goes."""

import datetime as dt

import pytest

from shuangjian.audit.models import Act
from shuangjian.journeys.keep_promises import PROMISES, due_for_erasure, erase_expired
from shuangjian.journeys.leave_family import leave_family
from shuangjian.kernel.refusal import NotAllowed, NotVisible, Refused
from shuangjian.people.models import Guardianship
from shuangjian.people.rules import Relation
from shuangjian.timing.models import Answer, Ask, Forgotten, PanelMember, Stop
from shuangjian.timing.operations import decline_panel, note_forgotten
from shuangjian.timing.queries import panel_seen, pupils_to_forget
from shuangjian.timing.rules import NOTICE, Reply
from tests.apps.timing.panel import CLOSED, NINE, OPERATOR, answer, asked, guardian, join, key, known
from tests.apps.timing.test_answering import publication
from tests.apps.timing.test_bedtime import end
from tests.cast import AT, TODAY, Cast

pytestmark = pytest.mark.django_db
WEEKS = dt.timedelta(weeks=10)


def leave(cast: Cast, who: str = "guardian", at: dt.datetime = CLOSED) -> None:
    decline_panel(by=cast.actor(who, at), at=at, request=key())


def answered(cast: Cast) -> Ask:
    ask = asked(cast)
    answer(cast, ask, {publication(): Reply(choice="1")})
    return ask


def test_who_agrees_does_so_under_the_words_of_that_day_and_once(cast: Cast) -> None:
    assert panel_seen(cast.actor("guardian"), AT).may_join
    join(cast)
    join(cast)
    member = PanelMember.objects.get()
    assert (member.notice, member.agreed_at, member.left_at) == (NOTICE, AT, None)
    assert Act.objects.filter(name="timing.agree_to_panel").count() == 1
    seen = panel_seen(cast.actor("guardian"), AT)
    assert (seen.may_join, seen.is_member) == (False, True)


@pytest.mark.parametrize("agreed", [False, True], ids=["said no", "left"])
def test_a_no_is_final_and_nobody_asks_again(cast: Cast, agreed: bool) -> None:
    if agreed:
        join(cast)
    leave(cast)
    leave(cast)
    member = PanelMember.objects.get()
    assert (member.agreed_at, member.left_at) == (AT if agreed else None, CLOSED)
    assert panel_seen(cast.actor("guardian"), CLOSED) == panel_seen(cast.actor("maths"), CLOSED)
    with pytest.raises(Refused) as refused:
        join(cast, at=CLOSED)
    assert refused.value.refusals[0].code == "PANEL_DECIDED"
    names = set(Act.objects.filter(name__startswith="timing.").values_list("name", flat=True))
    assert names == ({"timing.agree_to_panel", "timing.leave_panel"} if agreed else {"timing.decline_panel"})


def test_a_carer_decides_nothing_for_the_child_and_staff_have_nothing_to_decide(cast: Cast) -> None:
    known(cast, "carer", guardian(cast, cast.pupils["左小禾"], relation=Relation.ENTRUSTED_CARER))
    assert not panel_seen(cast.actor("carer"), AT).may_join
    with pytest.raises(NotAllowed):
        join(cast, "carer")
    with pytest.raises(NotVisible):
        join(cast, "chinese")


def test_the_estimators_copy_is_told_whom_to_forget_until_it_has(cast: Cast) -> None:
    answered(cast)
    leave(cast)
    child = cast.pupils["左小禾"].pk
    assert pupils_to_forget() == {child: CLOSED}
    assert note_forgotten(by=OPERATOR, pupil_ids={child}, through=NINE) == 0  # a refit from before
    assert note_forgotten(by=OPERATOR, pupil_ids={child}, through=CLOSED) == 1
    assert pupils_to_forget() == {}


def test_who_was_asked_and_did_not_answer_leaves_nothing_to_forget(cast: Cast) -> None:
    asked(cast)
    leave(cast)
    assert not Forgotten.objects.exists()


def test_what_an_asked_family_left_undone_at_bedtime_is_forgotten_too(cast: Cast) -> None:
    asked(cast)
    end(cast)
    leave(cast)
    assert pupils_to_forget() == {cast.pupils["左小禾"].pk: CLOSED}


def test_leaving_a_childs_page_takes_the_answers_along(cast: Cast) -> None:
    answered(cast)
    leave_family(by=cast.actor("guardian"), at=CLOSED, pupil_id=cast.pupils["左小禾"].pk)
    assert not Answer.objects.exists()
    assert pupils_to_forget() == {cast.pupils["左小禾"].pk: CLOSED}
    assert erase_expired(by=OPERATOR, at=CLOSED)["答过用时的家庭"] == 1
    assert not PanelMember.objects.exists()


def test_whose_tie_ended_otherwise_is_dropped_at_night_with_what_was_answered(cast: Cast) -> None:
    answered(cast)
    Guardianship.objects.filter(guardian=cast.people["guardian"]).update(until=TODAY)
    assert due_for_erasure(at=CLOSED)["答过用时的家庭"] == 1
    erase_expired(by=OPERATOR, at=CLOSED)
    assert (PanelMember.objects.count(), Answer.objects.count(), Ask.objects.get().pupil) == (0, 0, None)


def test_after_ten_weeks_nobody_knows_whose_an_answer_or_a_stop_was(cast: Cast) -> None:
    ask = answered(cast)
    Stop.objects.create(
        school=cast.school,
        school_class=cast.five_one,
        grade=5,
        date=TODAY,
        pupil=cast.pupils["左小禾"],
        stopped_by=cast.people["guardian"],
        at=NINE,
    )
    day = AT + WEEKS
    assert not any(due_for_erasure(at=day - dt.timedelta(days=1)).values())
    counts = erase_expired(by=OPERATOR, at=day)
    assert {label: n for label, n in counts.items() if n} == {"用时问的是谁": 1, "到点就睡的是谁": 1}
    ask.refresh_from_db()
    stop = Stop.objects.get()
    assert (ask.pupil, ask.member, stop.pupil, stop.stopped_by, Answer.objects.count()) == (None, None, None, None, 1)
    assert not any(erase_expired(by=OPERATOR, at=day).values())
    assert "答过用时的家庭" in PROMISES
