"""Closed evenings are measured: the same result however often, in whatever order, and wherever it was broken off."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.journeys import measure as measuring
from shuangjian.journeys.measure import evenings_due, is_due, measure_again, measure_due, refit
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import InvalidInput, NotAllowed
from shuangjian.lake import Busy, Lake
from shuangjian.lake.laying import lay_down
from shuangjian.lake.pseudonyms import pseudonym
from shuangjian.lake.tables import REPORTS
from shuangjian.timing.models import (
    Answer,
    Ask,
    BandFactor,
    CellFactor,
    ClassSignal,
    Fitted,
    Forgotten,
    Run,
    SchoolFactor,
    Stop,
    StoppedWork,
    TeacherFactor,
)
from shuangjian.timing.operations import Found, NightTaken, begin_run, end_run
from shuangjian.timing.operations.retention import KEPT_WEEKS
from shuangjian.timing.rules import RunKind, SignalKind
from tests.cast import Cast
from tests.journeys import measured
from tests.journeys.measured import AT, EVENINGS, OPERATOR

pytestmark = pytest.mark.django_db
RESULTS = (Fitted, TeacherFactor, SchoolFactor, CellFactor, BandFactor, ClassSignal, Run)
SOME = EVENINGS[:6]  # a Friday among them, and two evenings after it
KILLED = ((RunKind.DAY, SOME[2]), (RunKind.FULL, SOME[3]), (RunKind.DAY, SOME[5]))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def silent(words: str) -> None:
    """Nobody listens."""


def run(lake: Lake, at: dt.datetime = AT) -> list[dt.date]:
    return measure_due(lake, by=OPERATOR, at=at, say=silent)


def results() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every result, without its id; numbers to nine digits, because databases print them so."""
    found = {}
    for table in RESULTS:
        names = [field.attname for field in table._meta.concrete_fields if field.name != "id"]
        rows = table.objects.values_list(*names)
        found[table.__name__] = sorted(str([_shown(value) for value in row]) for row in rows)
    return found  # type: ignore[return-value]


def _shown(value: Any) -> Any:
    return f"{value:.9g}" if isinstance(value, float) else value


def factor(teacher: TeacherFactor) -> float:
    return float(np.exp(CellFactor.objects.get(subject=teacher.subject).alpha + teacher.kappa))


def test_a_teacher_who_declares_three_fifths_is_found_out_and_the_others_are_not(cast: Cast, lake: Lake) -> None:
    measured.evenings(cast)
    assert evenings_due(AT) == list(EVENINGS)
    assert run(lake) == list(EVENINGS)
    maths = TeacherFactor.objects.get(person=cast.people["maths"])
    assert 1.4 < factor(maths) < 1.9
    assert 0.8 < factor(TeacherFactor.objects.get(person=cast.people["chinese"])) < 1.2
    assert (maths.works, maths.school_id, maths.as_of) == (len(EVENINGS), cast.school.pk, EVENINGS[-1])
    fitted = Fitted.objects.filter(assignment__author=cast.people["maths"], date=EVENINGS[-1]).get()
    assert fitted.low < 25 < fitted.high
    assert (fitted.declared, fitted.reports, fitted.asked, fitted.answered) == (15, 12, 12, 12)
    assert Fitted.objects.count() == len(EVENINGS) * 3
    kinds = list(Run.objects.order_by("date", "kind").values_list("kind", "date"))
    fridays = [("FULL", date) for date in EVENINGS if date.weekday() == 4]
    assert sorted(kinds) == sorted([("DAY", date) for date in EVENINGS] + fridays)


def test_work_on_no_sheet_that_several_families_name_is_told_of_the_class(cast: Cast, lake: Lake) -> None:
    measured.evenings(cast, SOME)
    run(lake)
    told = ClassSignal.objects.get(kind=SignalKind.UNLISTED, as_of=SOME[-1])
    assert (told.school_class_id, told.subject, told.p) == (cast.five_one.pk, "HISTORY", None)
    assert (told.seen, told.evenings, told.since) == (6, 36, SOME[0])


def test_what_was_measured_is_not_due_and_again_it_comes_to_the_same(cast: Cast, lake: Lake) -> None:
    measured.evenings(cast, SOME)
    run(lake)
    once = results()
    assert run(lake) == []
    assert measure_again(lake, by=OPERATOR, at=AT, date=SOME[3], say=silent) == list(SOME[3:])
    assert results() == once


def test_an_evening_of_which_nobody_knows_who_answered_is_not_laid_down_again(cast: Cast, lake: Lake) -> None:
    measured.evenings(cast, SOME[:2])
    run(lake)
    file = lake.file(REPORTS, SOME[0]).read_bytes()
    assert measuring.LOOKED_BACK < 7 * KEPT_WEEKS
    later = measured.at(SOME[0], 5, 10) + dt.timedelta(days=measuring.LOOKED_BACK + 1)
    with pytest.raises(InvalidInput):
        measure_again(lake, by=OPERATOR, at=later, date=SOME[0], say=silent)
    assert lake.file(REPORTS, SOME[0]).read_bytes() == file


def test_a_night_that_was_broken_off_anywhere_ends_with_the_same(
    cast: Cast, lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured.evenings(cast, SOME)
    run(Lake(tmp_path / "straight"))
    straight = results()
    for table in RESULTS:
        table.objects.all().delete()

    class Killed(BaseException):
        pass

    killed: list[tuple[RunKind, dt.date]] = []

    def ends(**found: Any) -> None:
        run = found["kind"], found["date"]
        if run in KILLED and run not in killed:
            killed.append(run)
            raise Killed
        end_run(**found)

    monkeypatch.setattr(measuring, "end_run", ends)
    for _ in KILLED:
        with pytest.raises(Killed):
            run(lake)
        assert Run.objects.filter(ended_at=None).count() == 1
    run(lake)
    assert results() == straight


def test_neither_the_order_of_rows_nor_their_ids_matter(cast: Cast, lake: Lake, tmp_path: Path) -> None:
    classes = measured.evenings(cast, SOME[:3])
    run(lake)
    once, files = results(), [lake.file(REPORTS, date).read_bytes() for date in SOME[:3]]
    answers = list(Answer.objects.order_by("-pk"))
    Answer.objects.all().delete()
    for answer in answers:
        answer.pk = None
        answer.save()
    for table in RESULTS:
        table.objects.all().delete()
    other = Lake(tmp_path / "other")
    run(other)
    assert [other.file(REPORTS, date).read_bytes() for date in SOME[:3]] == files
    assert results() == once
    assert classes


def test_an_answer_that_comes_late_has_its_evening_and_those_after_it_done_again(cast: Cast, lake: Lake) -> None:
    measured.evenings(cast, SOME[:4])
    run(lake)
    late = Ask.objects.filter(date=SOME[1]).order_by("pk").first()
    assert late is not None
    Ask.objects.filter(pk=late.pk).update(closes_at=AT + dt.timedelta(hours=3))
    Answer.objects.filter(ask=late).update(least=90, most=90)
    assert evenings_due(AT + dt.timedelta(hours=2)) == []
    before = Fitted.objects.filter(date=SOME[1]).order_by("pk").values_list("minutes", flat=True)[0]
    assert run(lake, AT + dt.timedelta(hours=4)) == list(SOME[1:4])
    assert Fitted.objects.filter(date=SOME[1]).order_by("pk").values_list("minutes", flat=True)[0] > before
    assert run(lake, AT + dt.timedelta(hours=5)) == []


def test_a_family_that_left_is_in_nothing_after_the_next_refit(cast: Cast, lake: Lake) -> None:
    (gone, *_), _ = measured.evenings(cast, SOME[:3])
    run(lake)
    assert pseudonym(gone.pk) in lake.read(REPORTS, SOME[:3])["pupil"]
    Forgotten.objects.create(pupil=gone, through=AT)
    measured.evening(cast, SOME[3])
    assert lay_down(lake, SOME[3]).reports == 0
    refit(lake, by=OPERATOR, at=AT, say=silent, since=None, until=None)
    assert pseudonym(gone.pk) not in lake.read(REPORTS, SOME[:4])["pupil"]
    assert not Forgotten.objects.exists()
    (known,) = (lake.root / "known").iterdir()
    with np.load(known) as arrays:
        assert pseudonym(gone.pk) not in arrays["pupil_pupil"]


def left(pupil: Any, through: dt.datetime) -> None:
    """The family of a child left at a moment: nothing in the database says any more that it answered."""
    Answer.objects.filter(ask__pupil=pupil).delete()
    Ask.objects.filter(pupil=pupil).update(pupil=None)
    Forgotten.objects.create(pupil=pupil, through=through)


def stands(lake: Lake, pupil: Any) -> bool:
    """Whether anything of a child is in the lake, or in what is known from it."""
    named = [lake.read(REPORTS, lake.days(REPORTS))["pupil"]]
    for path in (lake.root / "known").iterdir():
        with np.load(path) as arrays:
            named.append(arrays["pupil_pupil"])
    return bool(np.isin(pseudonym(pupil.pk), np.concatenate(named)))


def test_in_holidays_a_family_that_left_waits_for_the_weekend_and_no_longer(cast: Cast, lake: Lake) -> None:
    (gone, *_), _ = measured.evenings(cast, SOME)
    run(lake)
    left(gone, AT)  # a Thursday, and no school is held on it or after it
    sunday = AT + dt.timedelta(days=3)
    assert (run(lake, sunday), is_due(sunday), stands(lake, gone)) == ([], False, True)
    monday = AT + dt.timedelta(days=4)
    assert is_due(monday)
    assert (run(lake, monday), is_due(monday), stands(lake, gone)) == ([], False, False)


def test_the_last_family_that_left_leaves_nothing_known(cast: Cast, lake: Lake) -> None:
    classes = measured.evenings(cast, SOME[:2])
    run(lake)
    for pupil in (pupil for pupils in classes for pupil in pupils):
        left(pupil, AT)
    run(lake, AT + dt.timedelta(days=4))
    assert list((lake.root / "known").iterdir()) == []
    assert not Forgotten.objects.exists()


def test_a_refit_of_earlier_evenings_forgets_nobody_whom_later_ones_know(cast: Cast, lake: Lake) -> None:
    (gone, *_), _ = measured.evenings(cast, SOME[:3])
    run(lake)
    left(gone, AT)
    refit(lake, by=OPERATOR, at=AT, say=silent, since=None, until=SOME[1])
    assert stands(lake, gone)
    assert Forgotten.objects.exists()


def test_where_nothing_was_ever_laid_down_there_is_nobody_to_forget(cast: Cast, lake: Lake) -> None:
    Forgotten.objects.create(pupil=cast.pupils["左小禾"], through=AT)
    run(lake, AT + dt.timedelta(days=4))
    assert not Forgotten.objects.exists()


def test_a_pace_stands_in_one_kind_of_file_and_no_pupil_by_name_or_id_in_any(cast: Cast, lake: Lake) -> None:
    classes = measured.evenings(cast, SOME[:3])
    ids = {pupil.pk for pupils in classes for pupil in pupils}
    run(lake)
    paces = []
    for path in (lake.root / "known").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
        with np.load(path) as arrays:
            assert not ids & set(arrays["pupil_pupil"].tolist())
            paces += arrays["state_pupil_weighted"].tolist()
    assert any(paces)
    for date in SOME[:3]:
        assert not ids & set(lake.read(REPORTS, [date])["pupil"].tolist())
    written = {f"{value:.6g}" for rows in results().values() for row in rows for value in _floats(row)}
    assert not written & {f"{pace:.6g}" for pace in paces if pace}


def _floats(row: Any) -> list[float]:
    return [float(word.strip("'")) for word in str(row).strip("[]").split(", ") if "." in word and word[1:2].isdigit()]


def test_what_was_not_finished_at_bedtime_counts_where_the_family_was_asked(cast: Cast, lake: Lake) -> None:
    classes = measured.evenings(cast, SOME[:1])
    asked = Ask.objects.filter(date=SOME[0], school_class=cast.five_one).order_by("pk").first()
    assert asked is not None
    Answer.objects.filter(ask=asked).delete()
    works = measured.Publication.objects.filter(school_class=cast.five_one).order_by("pk")
    beside = next(pupil for pupil in classes[0] if not Ask.objects.filter(pupil=pupil).exists())
    for pupil_id in (asked.pupil_id, beside.pk):
        stop = Stop.objects.create(
            school=cast.school, school_class=cast.five_one, grade=5, date=SOME[0], pupil_id=pupil_id,
            at=measured.at(SOME[0], 21, 30),
        )  # fmt: skip
        StoppedWork.objects.create(school=cast.school, stop=stop, publication=works[0])
    lay_down(lake, SOME[0])
    rows = lake.read(REPORTS, SOME[:1])
    stopped = np.flatnonzero(~rows["finished"])
    assert rows["pupil"][stopped].tolist() == [pseudonym(asked.pupil_id or 0)]
    assert (rows["low"][stopped].tolist(), np.isnan(rows["high"][stopped]).tolist()) == ([15.0], [True])
    # It is a report, and nobody's answer: the number of those who answered would tell how many stopped, however few.
    run(lake)
    fitted = Fitted.objects.get(assignment=works[0].assignment_id)
    assert (fitted.asked, fitted.answered, fitted.reports, fitted.unfinished) == (12, 12, 11, 0)


def test_an_evening_that_nobody_answered_changes_nothing_and_the_next_goes_on(cast: Cast, lake: Lake) -> None:
    measured.evenings(cast, SOME)
    Answer.objects.filter(ask__date=SOME[4]).delete()
    assert run(lake) == list(SOME)
    assert not Fitted.objects.filter(date=SOME[4]).exists()
    assert Fitted.objects.filter(date=SOME[5]).count() == 3
    assert Run.objects.get(kind=RunKind.DAY, date=SOME[4]).reports == 0


def test_statements_do_not_grow_with_answers(cast: Cast, lake: Lake) -> None:
    classes = measured.families(cast)
    for turn, date in enumerate(SOME[:2]):
        measured.evening(cast, date)
        measured.night(cast, classes, date, turn)
    counts = []
    Answer.objects.filter(ask__date=SOME[0], ask__pupil__in=classes[0][1:]).delete()
    for date in SOME[:2]:
        with CaptureQueriesContext(connection) as queries:
            measure_again(lake, by=OPERATOR, at=AT, date=date, say=silent)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_one_process_measures_at_a_time_and_a_night_ended_by_another_is_left(cast: Cast, lake: Lake) -> None:
    with lake.held(), pytest.raises(Busy):
        run(lake)
    begin_run(by=OPERATOR, at=AT, kind=RunKind.DAY, date=SOME[0])
    nothing = Found(SOME[0], 0, 0, {})
    end_run(by=OPERATOR, at=AT, kind=RunKind.DAY, date=SOME[0], found=nothing)
    with pytest.raises(NightTaken):
        end_run(by=OPERATOR, at=AT, kind=RunKind.DAY, date=SOME[0], found=nothing)


@pytest.mark.parametrize("act", [begin_run, end_run])
def test_only_an_operator_measures(cast: Cast, act: Any) -> None:
    more = {"found": Found(SOME[0], 0, 0, {})} if act is end_run else {}
    by: Actor = cast.actor("city_officer")
    with pytest.raises(NotAllowed):
        act(by=by, at=AT, kind=RunKind.DAY, date=SOME[0], **more)
