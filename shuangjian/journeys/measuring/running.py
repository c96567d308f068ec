"""One run: the minutes of an evening, or of the last eight weeks, and everything that follows from them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from shuangjian.journeys.measuring import told
from shuangjian.journeys.measuring.evenings import lay_totals
from shuangjian.journeys.measuring.knowledge import Knowledge, pupils_of, teacher_keys
from shuangjian.journeys.measuring.learnt import NOTHING, Learnt, Minutes, learn_anew, learn_more
from shuangjian.journeys.measuring.over import classes_over
from shuangjian.journeys.measuring.rows import cell_rows, fitted_rows, school_rows, teacher_rows
from shuangjian.lake import Lake
from shuangjian.lake.reading import Reading, read_reports
from shuangjian.lake.tables import REPORTS
from shuangjian.timing.estimator import Variances
from shuangjian.timing.estimator.daily import after_day
from shuangjian.timing.estimator.data import Floats, Reports
from shuangjian.timing.estimator.morning import KEPT as REMEMBERED
from shuangjian.timing.estimator.morning import Known, State
from shuangjian.timing.estimator.nightly import state_after
from shuangjian.timing.estimator.streams import fit_in_streams
from shuangjian.timing.operations import Found

Say = Callable[[str], None]
EVENINGS = 40  # eight weeks of school
SETTLED = 5  # evenings that a refit tells anew; what was said of those before them stands
FEWEST_REPORTS = 800  # from which variances are estimated; below it those of a like city are taken
USUAL = Variances(teacher=0.0225, item=0.0625, pupil=0.1225, klass=0.01, report=0.1225)
MODES = 2
SEED = 20260901
ONE_DAY = dt.timedelta(days=1)


def run_evening(lake: Lake, date: dt.date, say: Say) -> Found:
    """The evening that was laid down, in one pass over what was known before it. Before the first refit there is
    nothing to go on from, and each evening is a refit of all there is."""
    before = Knowledge.before(lake, date)
    if before is None or not before.cells.size:
        return run_refit(lake, date, say, evenings=EVENINGS)
    reading = read_reports(lake, [date], before.pupils)
    state, minutes = _evening(before, reading)
    say(f"{reading.reports.pupil.size:,}份回答，{minutes.median.size:,}份作业")
    learnt = learn_more(before.learnt, minutes)
    teachers = np.union1d(before.teachers, teacher_keys(reading))
    after = replace(
        before,
        learnt=learnt,
        pupils=pupils_of(reading),
        teachers=teachers,
        state=_grown(before, reading, state, teachers),
    )
    lay_totals(lake, date, minutes, learnt, before.learnt)
    return _finish(lake, date, date, minutes, after)


def run_refit(lake: Lake, date: dt.date, say: Say, *, evenings: int = EVENINGS, since: dt.date | None = None) -> Found:
    """The last evenings through `date`, or all from `since`, fitted at once: what was known is replaced."""
    days = lake.days(REPORTS, since or dt.date.min, date + ONE_DAY)
    days = days if since else days[-evenings:]
    before = Knowledge.before(lake, date)
    reading = read_reports(lake, days)
    count = reading.reports.pupil.size
    say(f"{len(days)}晚，{count:,}份回答，{reading.item['assignment'].size:,}份作业")
    variances = None if count >= FEWEST_REPORTS else USUAL
    evening_variance = before.evening_variance if before else 0.0
    if not count:
        return Found(days[-1] if days else date, 0, 0, {})
    found = fit_in_streams(reading.reports, reading.rank, reading.items, reading.pupils, variances=variances, seed=SEED)
    known = Known.of(found)
    say("已经拟合")
    of_teacher = found.teacher_error[reading.items.teacher] ** 2
    minutes = Minutes(reading, found.median, found.error, found.unshrunken, found.unshrunken_variance, of_teacher)
    learnt = learn_anew(minutes)
    state = state_after(found, known, reading.reports, reading.rank, reading.pupils)
    after = Knowledge(
        learnt, pupils_of(reading), teacher_keys(reading), state, reading.cell, found.cell, known.cell_unsure,
        _modes(known.mode), known.stream, known.stream_unsure, found.variances, evening_variance,
    )  # fmt: skip
    settled = days[-SETTLED:]
    for day in days[-told.LEARNT_FROM :]:
        lay_totals(lake, day, minutes, learnt, _unseen(before, day, date))
    say("每晚合计已经写好")
    return _finish(lake, settled[0], date, minutes, after)


def _modes(of_fit: Floats) -> Floats:
    """The effect of every way of reporting; of one that nobody used, none."""
    modes = np.zeros(MODES)
    modes[: of_fit.size] = np.nan_to_num(of_fit)
    return modes


def _unseen(before: Knowledge | None, day: dt.date, date: dt.date) -> Learnt | None:
    """What was known before the evening itself; of the evenings before it, what was expected stands as it was told."""
    return (before.learnt if before else NOTHING) if day == date else None


def _evening(before: Knowledge, reading: Reading) -> tuple[State, Minutes]:
    """The evening's items by what was known. Work of a kind that the last refit did not know waits for the next."""
    known = before.known_for(reading)
    reports = _of(reading.reports, np.isfinite(known.cell[reading.items.cell])[reading.reports.item])
    state, day = after_day(before.state_for(reading), known, reports, reading.rank, reading.items, reading.pupils)
    median, error, own, own_variance = np.full((4, reading.items.cell.size), np.nan)
    median[day.item], error[day.item] = day.m, np.sqrt(day.variance)
    own[day.item], own_variance[day.item] = day.unshrunken, day.unshrunken_variance
    of_teacher = 1 / (state.teacher_precision + 1 / max(before.variances.teacher, 1e-12))
    return state, Minutes(reading, median, error, own, own_variance, of_teacher[reading.items.teacher])


def _of(reports: Reports, some: NDArray[np.bool_]) -> Reports:
    return reports if some.all() else Reports(*(values[some] for values in vars(reports).values()))


def _grown(before: Knowledge, reading: Reading, state: State, teachers: NDArray[np.int64]) -> State:
    """The state after the evening by the keys of all teachers: who set nothing keeps what was known, discounted."""
    found = {}
    ours, theirs = np.searchsorted(teachers, before.teachers), np.searchsorted(teachers, teacher_keys(reading))
    for name, values in vars(state).items():
        if name.startswith("pupil"):
            found[name] = values
            continue
        whole = np.zeros(teachers.size)
        whole[ours] = REMEMBERED * getattr(before.state, name)
        whole[theirs] = values
        found[name] = whole
    return State(**found)


def _finish(lake: Lake, since: dt.date, date: dt.date, minutes: Minutes, after: Knowledge) -> Found:
    after = replace(after, evening_variance=told.variance_of_evenings(lake, date, after.evening_variance))
    after.keep(lake, date)
    learnt = after.learnt
    return Found(
        since=since,
        reports=minutes.reading.reports.pupil.size,
        items=minutes.median.size,
        variances=vars(after.variances),
        fitted=fitted_rows(lake, since, date, minutes),
        teachers=teacher_rows(learnt, date),
        schools=school_rows(learnt, date),
        cells=cell_rows(learnt, date),
        bands=told.bands(lake, date, after.evening_variance),
        signals=[*classes_over(lake, date, after.variances), *told.unlisted_work(lake, date)],
    )
