"""The minutes model in an invented city at the panel's density: how far off, how sure, what it finds and misses."""

import time
from dataclasses import replace

import duckdb
import numpy as np

from bench.figure import Figure
from bench.timing_signals import Row, found_and_missed, power
from bench.timing_weeks import ANSWERING, CAP, SHAPE, Weeks, only
from shuangjian.timing.estimator import Variances, fit
from shuangjian.timing.estimator.by_groups import fit_by_groups
from shuangjian.timing.estimator.calibration import together
from shuangjian.timing.estimator.conformal import scores
from shuangjian.timing.estimator.daily import days
from shuangjian.timing.estimator.data import Floats, Ints
from shuangjian.timing.estimator.group_engines import OnDuckDB
from shuangjian.timing.estimator.morning import Known, State
from shuangjian.timing.estimator.nightly import state_after
from shuangjian.timing.estimator.planning import DayTotals
from shuangjian.timing.estimator.simulated import EASY, HARD, MIDDLE, UNTIERED, Flags, Shape
from shuangjian.timing.estimator.simulated_panel import Answering
from shuangjian.timing.estimator.totals import evening_totals

SEED = 7
TIERS = {"untiered": UNTIERED, "easy": EASY, "middle": MIDDLE, "hard": HARD}
TEN_DAYS = 10
BANDS = 2


def measure(database: str) -> list[Figure]:
    """Every row that docs/bench.md says of the model; no database is asked anything."""
    weeks = Weeks.invented(SHAPE, ANSWERING, SEED)
    rows = [*_tiers(), *_answers(), *_over_the_cap(weeks), *_planning(weeks), *found_and_missed(weeks), *power(SEED)]
    return [_figure(database, *row) for row in (*rows, *_one_pass(), _group_form())]


def _figure(database: str, name: str, value: str, detail: str = "", limit: str = "", met: object = None) -> Figure:
    return Figure(name, database, value, detail, limit, bool(met) if limit else None)


def _tiers() -> list[Row]:
    """Everybody honest, minutes rounded; who answers nonsense stands with the other ways of answering."""
    weeks = Weeks.invented(SHAPE, replace(ANSWERING, nonsense=0.0), SEED)
    true, tier = weeks.city.m, weeks.city.tier
    plain = fit(weeks.reports, weeks.items, weeks.city.pupils, seed=1).median
    rows: list[Row] = []
    for name, code in TIERS.items():
        mine = tier == code
        ours, without, raw = (_percent(_bias(m[mine], true[mine])) for m in (weeks.fit.median, plain, weeks.raw))
        bias = abs(_bias(weeks.fit.median[mine], true[mine]))
        rows.append((f"bias, {name}", ours, f"raw median {raw}, without streams {without}", "≤ 2.5 %", bias <= 0.025))
    low, high = weeks.fit.interval()
    held = (low < np.exp(true)) & (np.exp(true) < high)
    by_tier = ", ".join(f"{name} {held[tier == code].mean():.1%}" for name, code in TIERS.items())
    rows.append(("90 % intervals that hold", f"{held.mean():.1%}", by_tier, "88–92.5 %", 0.88 <= held.mean() <= 0.925))
    return rows


def _answers() -> list[Row]:
    """The same city answering in other ways, beside clean minutes."""
    shape = Shape(days=30, subjects=5)
    ways = {
        "clean": Answering(),
        "heaped": Answering(heaped=1.0),
        "four answers": Answering(bucketed=1.0),
        "4 % nonsense": Answering(nonsense=0.04),
        "given up at 25 min": Answering(stops_at=25.0),
        "silent on bad evenings": Answering(silence=1.0),
    }
    rows: list[Row] = []
    clean = np.nan
    for name, answering in ways.items():
        weeks = Weeks.invented(shape, answering, SEED)
        off = weeks.fit.median - weeks.city.m
        error = float(np.sqrt(np.mean(off**2)))
        clean = error if name == "clean" else clean
        detail = f"bias {_percent(float(np.expm1(off.mean())))}, of clean {error / clean:.2f}"
        rows.append((f"error, {name}", f"{error:.3f}", detail))
    return rows


def _over_the_cap(weeks: Weeks) -> list[Row]:
    told, measured = weeks.measured
    both = np.log(weeks.items.declared)
    both[told] = together(measured, weeks.items.declared[told], weeks.factors)[0]
    minutes = {
        "fitted": np.exp(weeks.fit.median),
        "fitted and declared together": np.exp(both),
        "raw median, declared where none": np.where(np.isnan(weeks.raw), weeks.items.declared, np.exp(weeks.raw)),
        "sum of declared": weeks.items.declared,
    }
    truth = weeks.total(np.exp(weeks.city.m))
    some, over = truth > 0, truth > CAP
    rows: list[Row] = []
    for name, each in minutes.items():
        called = weeks.total(each) > CAP
        right = (called == over)[some].mean()
        detail = f"of those over {called[over].mean():.1%} found; of those called {over[called].mean():.1%} over"
        rows.append((f"evenings called rightly, {name}", f"{right:.1%}", detail))
    return rows


def _planning(weeks: Weeks) -> list[Row]:
    """Ten days ahead from what was known before, with the ten days before those as the past of each band; twice."""
    ahead = [_ahead(weeks, now) for now in (SHAPE.days - 2 * TEN_DAYS, SHAPE.days - TEN_DAYS)]
    bare, scored, over, under, band = (np.concatenate(columns) for columns in zip(*ahead, strict=True))
    off, held = _calibration_error(scored, over), [under[band == b].mean() for b in range(BANDS)]
    alone = f"by the model alone {_calibration_error(bare, over):.3f}"
    shares = ", ".join(f"{share:.1%}" for share in held)
    fair = all(0.88 <= share <= 0.92 for share in held)
    return [
        ("P(over the cap), error of calibration", f"{off:.3f}", alone, "≤ .03", off <= 0.03),
        ("evenings under their 90 % bound, by band", shares, f"{over.size:,} evenings", "88–92 %", fair),
    ]


def _ahead(weeks: Weeks, now: int) -> tuple[Floats, Floats, Flags, Flags, Ints]:
    """Of the evenings of ten days from `now`: P(over) by the model and by scores, what came of it, and the band."""
    evening = np.arange(weeks.evenings)
    day, band = evening % SHAPE.days, (evening // SHAPE.days // SHAPE.classes % BANDS).astype(np.int32)
    truth = weeks.total(np.exp(weeks.city.m))
    known = weeks.until(now)
    learnt = (now - TEN_DAYS <= day) & (day < now) & (truth > 0)
    fitted = evening_totals(known.fit, known.items, *known.city.evenings(), known.evenings)
    past = scores(
        _of(weeks.until(now - TEN_DAYS).planned(), learnt),
        fitted.log_total[learnt],
        fitted.variance[learnt],
        band[learnt],
        BANDS,
    )
    to_come = (now <= day) & (day < now + TEN_DAYS) & (truth > 0)
    new, taken, its = _of(known.planned(), to_come), truth[to_come], band[to_come]
    scored, bound = past.probability_over(new, its, CAP), past.bound(new, its)
    return new.probability_over(CAP), scored, taken > CAP, taken < bound, its


def _one_pass() -> list[Row]:
    """Thirty days one after another from nothing, with what a full fit of the first twenty knew: the last ten beside
    the full fit of all thirty. Then the intervals of the ten days after that fit, as the city's nights go on from it.
    Half of the reports are one of four answers."""
    weeks = Weeks.invented(Shape(schools=10, days=30), Answering(bucketed=0.5), SEED)
    before = weeks.until(20)
    known = Known.of(before.fit)
    on, given = weeks.city.day[weeks.reports.item], (weeks.city.rank, weeks.items, weeks.city.pupils)
    by_day = [only(weeks.reports, on == day) for day in range(30)]
    empty = State.empty(weeks.city.speed.size, weeks.city.kappa.size)
    begun = time.perf_counter()
    done = [day for _, day in days(empty, known, by_day, *given)][20:]
    each = (time.perf_counter() - begun) / 30
    item = np.concatenate([day.item for day in done])
    once, full = (m - weeks.city.m[item] for m in (np.concatenate([d.m for d in done]), weeks.fit.median[item]))
    ratio = float(np.sqrt(np.mean(once**2) / np.mean(full**2)))
    detail = f"{each * 1000:.1f} ms a day"
    state = state_after(before.fit, known, before.reports, weeks.city.rank, weeks.city.pupils)
    on_from = [day for _, day in days(state, known, by_day[20:], *given)]
    held = np.concatenate([np.abs(d.m - weeks.city.m[d.item]) < 1.645 * np.sqrt(d.variance) for d in on_from]).mean()
    return [
        ("one pass, error as a part of the full fit's", f"{ratio:.3f}", detail, "≤ 1.05", ratio <= 1.05),
        ("90 % intervals of a day that hold", f"{held:.1%}", "", "88–92.5 %", 0.88 <= held <= 0.925),
    ]


def _group_form() -> Row:
    weeks = Weeks.invented(Shape(schools=4, days=20), Answering(), SEED)
    variances = Variances(teacher=2.0, item=6.0, pupil=8.0, klass=2.0, report=12.0)  # so large that nothing is calmed
    exact = fit(weeks.reports, weeks.items, weeks.city.pupils, variances=variances)
    with duckdb.connect() as connection:
        engine = OnDuckDB(connection)
        engine.load(weeks.reports, weeks.items, weeks.city.pupils)
        begun = time.perf_counter()
        sweeps = fit_by_groups(engine, variances)
        seconds = time.perf_counter() - begun
        m, variance = engine.contrasts()
    off = float(np.sqrt(np.mean((m - exact.median) ** 2)))
    errors = np.mean(np.sqrt(variance) / exact.error)
    detail = f"{sweeps.count} sweeps, {seconds:.1f} s; standard errors {errors:.3f} of the exact ones"
    return "group-bys, rms from the exact engine", f"{off:.1e}", detail, "≤ 1e-3", off <= 1e-3


def _bias(minutes: Floats, true: Floats) -> float:
    return float(np.expm1(np.nanmean(minutes - true)))


def _percent(share: float) -> str:
    return f"{share:+.1%}"


def _calibration_error(probability: Floats, happened: Flags) -> float:
    tenth = np.minimum((probability * 10).astype(int), 9)
    said, was = (np.bincount(tenth, values, 10) for values in (probability, happened))
    return float(np.abs(said - was).sum() / probability.size)


def _of(totals: DayTotals, chosen: Flags) -> DayTotals:
    return DayTotals(*(column[chosen] for column in vars(totals).values()))
