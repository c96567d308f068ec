"""Announcing: what stands in its way, what is committed to, and what can be done afterwards."""

import datetime as dt
from dataclasses import replace

import pytest

from shuangjian.afterschool.draw import FIRST_REFERENCE, commitment_of, digest
from shuangjian.afterschool.models import Programme, SignUp
from shuangjian.afterschool.operations import (
    announce_programme,
    raise_capacity,
    withdraw_announcement,
)
from shuangjian.afterschool.queries import announced_programmes, current_programme, menu_of, progress_below
from shuangjian.afterschool.rules.kinds import Stage
from shuangjian.audit.models import Act
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from tests.apps.afterschool.programmes import (
    BALLS,
    CLOSES,
    DUE,
    OPENS,
    RESULTS,
    ROUND,
    SECRET,
    announced,
    drawn,
    planned,
    stated,
)
from tests.apps.afterschool.rows import key
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def announce(cast: Cast, row: Programme, who: str = "coordinator", at: dt.datetime = AT) -> Programme:
    return announce_programme(by=cast.actor(who), at=at, programme_id=row.pk, secret=SECRET, request=key())


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def test_an_announced_programme_is_committed_to_before_anybody_signs_up(cast: Cast) -> None:
    row = announced(cast)
    menu = menu_of(row, row.units.all()).as_json()
    commitment = commitment_of(SECRET, menu, ROUND.public)
    assert (row.menu_digest, row.commitment) == (commitment["menu"], digest(commitment))
    assert (menu["term"], menu["school"], menu["reference"]) == ("2026-1", str(cast.school.pk), FIRST_REFERENCE)
    assert (row.opens_at, row.closes_at, row.results_at) == (OPENS, CLOSES, RESULTS)
    act = Act.objects.get(name="afterschool.announce")
    assert act.after["commitment"] == row.commitment
    assert SECRET not in str(act.after)


@pytest.mark.parametrize(
    ("at", "stage"),
    [(AT, Stage.ANNOUNCED), (OPENS, Stage.OPEN), (CLOSES - MINUTE, Stage.OPEN), (CLOSES, Stage.CLOSED)],
)
def test_its_stage_follows_from_the_hour(cast: Cast, at: dt.datetime, stage: Stage) -> None:
    announced(cast)
    seen = current_programme(cast.school.pk, at)
    assert seen is not None
    assert seen.stage is stage


def test_it_is_drawn_and_then_told_and_gone_when_it_has_ended(cast: Cast) -> None:
    row = announced(cast)
    drawn(row)
    assert [p.stage for p in announced_programmes(cast.school.pk, DUE)] == [Stage.DRAWN]
    assert [p.stage for p in announced_programmes(cast.school.pk, RESULTS)] == [Stage.TOLD]
    assert announced_programmes(cast.school.pk, RESULTS + dt.timedelta(days=200)) == []


@pytest.mark.parametrize(
    ("who", "error"),
    [("maths", NotAllowed), ("city_officer", NotAllowed), ("stranger", NotVisible), ("guardian", NotVisible)],
)
def test_nobody_else_announces(cast: Cast, who: str, error: type[Exception]) -> None:
    row = planned(cast)
    stated(cast)
    with pytest.raises(error):
        announce(cast, row, who)


def test_all_reasons_against_it_are_said_at_once(cast: Cast) -> None:
    row = planned(cast, (replace(BALLS, name="英语新课"),))
    with pytest.raises(Refused) as refused:
        announce(cast, row)
    assert codes(refused) == {"NO_ROUND", "SERVICE_TEACHES_NEW_LESSONS"}
    assert all(refusal.clauses and refusal.ways for refusal in refused.value.refusals)
    row.refresh_from_db()
    assert (row.announced_at, row.secret) == (None, "")


def test_a_menu_without_a_unit_is_not_announced(cast: Cast) -> None:
    row = planned(cast, ())
    stated(cast)
    with pytest.raises(Refused) as refused:
        announce(cast, row)
    assert codes(refused) == {"PROGRAMME_WITHOUT_UNITS"}


def test_it_is_too_late_in_the_very_moment_sign_up_opens(cast: Cast) -> None:
    row = planned(cast)
    stated(cast)
    with pytest.raises(Refused) as refused:
        announce(cast, row, at=OPENS)
    assert codes(refused) == {"ROUND_PASSED"}
    announce(cast, row, at=OPENS - MINUTE)


def test_a_second_announcement_changes_nothing(cast: Cast) -> None:
    row = announced(cast)
    with pytest.raises(Refused) as refused:
        announce(cast, row)
    assert codes(refused) == {"MENU_FROZEN"}


def test_an_announcement_is_taken_back_before_sign_up_and_made_anew_with_another_secret(cast: Cast) -> None:
    row = announced(cast)
    first = row.commitment
    taken = {"by": cast.actor("coordinator"), "programme_id": row.pk}
    withdraw_announcement(**taken, at=OPENS - MINUTE, request=key())
    assert current_programme(cast.school.pk, AT) is None
    with pytest.raises(Refused) as refused:
        withdraw_announcement(**taken, at=AT, request=key())
    assert codes(refused) == {"NOT_ANNOUNCED"}
    again = announce_programme(**taken, at=AT, secret="7a" * 32, request=key())
    assert again.commitment != first
    assert Act.objects.get(name="afterschool.withdraw").before == {"commitment": first}


def test_it_is_not_taken_back_once_sign_up_has_opened_or_somebody_is_in(cast: Cast) -> None:
    row, by = announced(cast), cast.actor("coordinator")
    with pytest.raises(Refused) as refused:
        withdraw_announcement(by=by, at=OPENS, programme_id=row.pk, request=key())
    assert codes(refused) == {"SIGN_UP_HAS_BEGUN"}
    SignUp.objects.create(
        programme=row, school=cast.school, pupil=cast.pupils["左小禾"], answer="NO", grade=5, opaque="f" * 16,
        said_at=AT, notice="1",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        withdraw_announcement(by=by, at=AT, programme_id=row.pk, request=key())
    assert codes(refused) == {"SIGN_UP_HAS_BEGUN"}


def test_carry_over_is_measured_against_the_last_draw(cast: Cast) -> None:
    row = announced(cast)
    drawn(row, mean_open=654_321)
    Programme.objects.filter(pk=row.pk).update(year=2025, number=2)
    again = planned(cast)
    assert announce(cast, again).reference == 654_321


def test_seats_are_added_after_the_draw_and_never_before(cast: Cast) -> None:
    row, by = announced(cast), cast.actor("coordinator")
    more = {"by": by, "at": RESULTS, "programme_id": row.pk, "number": 1}
    with pytest.raises(Refused) as refused:
        raise_capacity(**more, more=5, request=key())
    assert codes(refused) == {"NOT_DRAWN_YET"}
    drawn(row)
    assert raise_capacity(**more, more=5, request=key()).capacity == 29
    for wrong in (0, -1, 2000):
        with pytest.raises(InvalidInput):
            raise_capacity(**more, more=wrong, request=key())
    row.units.filter(number=1).update(closed_at=DUE)
    with pytest.raises(Refused) as refused:
        raise_capacity(**more, more=5, request=key())
    assert codes(refused) == {"UNIT_WAS_CLOSED"}
    with pytest.raises(NotAllowed):
        raise_capacity(**more | {"by": cast.actor("maths")}, more=5, request=key())


def test_the_progress_of_a_round_is_told_school_by_school(cast: Cast) -> None:
    row = announced(cast)
    progress = {one.school.id: one for one in progress_below(cast.city.path, 2026, 1)}
    own = progress[cast.school.pk]
    assert (own.planned, own.announced, own.sealed, own.drawn, own.is_open(OPENS)) == (True, True, False, False, True)
    assert not progress[cast.village.pk].planned
    drawn(row)
    own = next(one for one in progress_below(cast.county.path, 2026, 1))
    assert (own.sealed, own.drawn, own.is_open(CLOSES)) == (True, True, False)
