"""What an evening lays down of a family: one report of a piece of homework, and of all of it."""

import datetime as dt
from pathlib import Path

import pytest

from shuangjian.homework.models import Publication
from shuangjian.homework.rules import TierSpec
from shuangjian.lake import Lake
from shuangjian.lake.laying import lay_down
from shuangjian.lake.pseudonyms import pseudonym
from shuangjian.lake.tables import REPORTS
from shuangjian.timing.models import Answer, Ask, Stop, StoppedWork
from shuangjian.timing.rules import Reply
from tests.apps.timing.panel import answer, draw, homework, join
from tests.cast import AT, TODAY, Cast
from tests.journeys import measured

pytestmark = pytest.mark.django_db
DATE = measured.EVENINGS[0]
WEDNESDAY = AT.replace(day=16)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.mark.parametrize("stopped_first", [True, False])
def test_of_minutes_and_a_stop_of_one_family_the_minutes_count_whichever_came_first(
    cast: Cast, lake: Lake, stopped_first: bool
) -> None:
    measured.evenings(cast, [DATE])
    said = Answer.objects.select_related("ask").order_by("pk").first()
    assert said is not None
    when = measured.at(DATE, 21, 30)
    Ask.objects.filter(pk=said.ask_id).update(answered_at=when + dt.timedelta(minutes=10 if stopped_first else -10))
    before = _of(lake, said)
    stop = Stop.objects.create(
        school=cast.school, school_class_id=said.ask.school_class_id, grade=5, date=DATE,
        pupil_id=said.ask.pupil_id, at=when,
    )  # fmt: skip
    StoppedWork.objects.create(school=cast.school, stop=stop, publication_id=said.publication_id)
    assert _of(lake, said) == before
    assert len(before) == 1


def _of(lake: Lake, said: Answer) -> list[tuple[float, bool]]:
    """What an evening's reports say of a piece of homework that was answered: from which minutes on, and finished."""
    lay_down(lake, DATE)
    rows = lake.read(REPORTS, [DATE])
    is_it = (rows["pupil"] == pseudonym(said.ask.pupil_id or 0)) & (
        rows["assignment"] == said.publication.assignment_id
    )
    return list(zip(rows["low"][is_it].tolist(), rows["finished"][is_it].tolist(), strict=True))


def test_work_of_several_evenings_is_one_report_of_the_whole_and_a_stop_before_its_last_is_none(
    cast: Cast, lake: Lake
) -> None:
    first, last = WEDNESDAY.date(), TODAY
    homework(cast, at=WEDNESDAY, dates=(first, last), tiers=(TierSpec("", 40),))
    join(cast)
    draw()
    ask, publication = Ask.objects.get(), Publication.objects.get()
    answer(cast, ask, {publication.pk: Reply(minutes="70")})
    asked_before = Ask.objects.create(
        school=cast.school, school_class=cast.five_one, grade=5, date=first, pupil=ask.pupil,
        asked_at=WEDNESDAY, closes_at=AT,
    )  # fmt: skip
    stop = Stop.objects.create(
        school=cast.school, school_class=cast.five_one, grade=5, date=first, pupil=asked_before.pupil, at=WEDNESDAY
    )
    StoppedWork.objects.create(school=cast.school, stop=stop, publication=publication)
    assert (lay_down(lake, first).reports, lay_down(lake, last).reports) == (0, 1)
    rows = lake.read(REPORTS, [last])
    assert [rows[name].tolist() for name in ("low", "declared", "counted")] == [[70.0], [40], [40]]
