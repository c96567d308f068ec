"""Measure closed evenings: lay each down in the lake, fit it, and keep what was found.

An evening is one step from what was known before it, and its results are written with its end in one transaction: a
night that was broken off is done again from the start, and a night that is done again comes to the same.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from shuangjian.journeys.measuring.running import Say, run_evening, run_refit
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.lake import Lake
from shuangjian.lake.known import forget_before
from shuangjian.lake.laying import lay_down
from shuangjian.lake.pseudonyms import pseudonyms
from shuangjian.lake.tables import REPORTS
from shuangjian.timing.operations import Found, begin_run, end_run, note_forgotten
from shuangjian.timing.queries import ended_runs, evenings_closed, evenings_closed_since, pupils_to_forget
from shuangjian.timing.rules import RunKind, end_of_weekend

LOOKED_BACK = 60  # days for which a night may wait to be run, fewer than the database knows who answered
KEPT = dt.timedelta(days=400)  # a year's refit, and its winter
FRIDAY = 4
ONE_DAY = dt.timedelta(days=1)


def evenings_due(at: dt.datetime) -> list[dt.date]:
    """Evenings that have closed and are not measured, those of which an answer came in after they were, and those whose
    refit was broken off; with them all that were measured after the first of these. In order."""
    ended, refitted = ended_runs(RunKind.DAY), ended_runs(RunKind.FULL)
    days = (shanghai_date(at) - n * ONE_DAY for n in range(LOOKED_BACK))
    left = [day for day in days if day not in ended or (_is_last_of_week(day) and day not in refitted)]
    due = evenings_closed(left, at)
    if ended:
        due |= evenings_closed_since(max(ended.values()), at) & ended.keys()
    return sorted(due | {date for date in ended if due and date > min(due)})


def is_due(at: dt.datetime) -> bool:
    """Whether an evening is due, or a family that left has waited for a weekend's refit that no evening brought."""
    return bool(evenings_due(at)) or _has_waited(at)


def measure_due(lake: Lake, *, by: Actor, at: dt.datetime, say: Say) -> list[dt.date]:
    """Every evening that is due, and after the last of a week the refit of eight; returns the evenings. In holidays too
    a family that left is in nothing after the next weekend.

    Raises Busy while another process measures."""
    with lake.held():
        due = evenings_due(at)
        _run(lake, due, by, at, say)
        if _has_waited(at):
            _refit_last(lake, by, at, say)
    return due


def measure_again(lake: Lake, *, by: Actor, at: dt.datetime, date: dt.date, say: Say) -> list[dt.date]:
    """One evening, laid down anew from the database, and every measured one after it.

    Raises InvalidInput for one so old that the database may no longer know whose answers were whose: laid down again,
    it would be empty."""
    if date < shanghai_date(at) - LOOKED_BACK * ONE_DAY:
        raise InvalidInput({"date": f"这一晚已经过了{LOOKED_BACK}天，数据库里不再记着是谁答的，重算会把它丢掉。"})
    with lake.held():
        dates = sorted({date, *(later for later in ended_runs(RunKind.DAY) if later > date)})
        _run(lake, dates, by, at, say)
    return dates


def refit(lake: Lake, *, by: Actor, at: dt.datetime, say: Say, since: dt.date | None, until: dt.date | None) -> None:
    """The evenings in the lake through `until`, or the last there is, fitted at once: eight weeks of them, or all from
    `since`. Nothing is laid down."""
    with lake.held():
        _refit_last(lake, by, at, say, since, until)


def _has_waited(at: dt.datetime) -> bool:
    return min(pupils_to_forget().values(), default=at) < end_of_weekend(at)


def _is_last_of_week(date: dt.date) -> bool:
    return date.weekday() >= FRIDAY


def _run(lake: Lake, dates: Iterable[dt.date], by: Actor, at: dt.datetime, say: Say) -> None:
    for date in dates:
        laid = lay_down(lake, date)
        say(f"{date}　问了{laid.asked:,}家，答了{laid.answered:,}家")
        _keep(RunKind.DAY, date, by, at, lambda date=date: run_evening(lake, date, say))  # type: ignore[misc]
        if _is_last_of_week(date):
            _refit(lake, date, by, at, say, None)


def _refit_last(
    lake: Lake, by: Actor, at: dt.datetime, say: Say, since: dt.date | None = None, until: dt.date | None = None
) -> None:
    """Of the last evening that is laid down; where none is, nobody stands anywhere."""
    laid = lake.days(REPORTS)
    days = [date for date in laid if until is None or date <= until]
    if days:
        _refit(lake, days[-1], by, at, say, since)
    elif not laid:
        note_forgotten(by=by, pupil_ids=set(pupils_to_forget()), through=at)


def _refit(lake: Lake, date: dt.date, by: Actor, at: dt.datetime, say: Say, since: dt.date | None) -> None:
    """Whoever is to be forgotten is taken out first, and out of what was known before it; what was known after it
    waits for the next."""
    gone = pupils_to_forget()
    lake.forget(pseudonyms(gone))
    lake.drop_before(date - KEPT)
    found = _keep(RunKind.FULL, date, by, at, lambda: run_refit(lake, date, say, since=since))
    if gone and date == lake.days(REPORTS)[-1]:
        forget_before(lake, date if found.reports else date + ONE_DAY)  # of no reports nothing was written over
        note_forgotten(by=by, pupil_ids=set(gone), through=at)


def _keep(kind: RunKind, date: dt.date, by: Actor, at: dt.datetime, run: Callable[[], Found]) -> Found:
    begin_run(by=by, at=at, kind=kind, date=date)
    found = run()
    end_run(by=by, at=at, kind=kind, date=date, found=found)
    return found
