"""How long an evening will be for a middle-level pupil, from what stands on it and what is about to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shuangjian.kernel.grade import Stage
from shuangjian.timing.models import BandFactor
from shuangjian.timing.queries.predicting import Writer, predictions_of
from shuangjian.timing.rules.prediction import Outlook, Prediction


@dataclass(frozen=True)
class Ahead:
    """An evening of a class: its stage, its cap, and the written work on it, each with who set it and the minutes that
    were declared. `ruled`: the minutes of work that academic affairs has set, which nobody's past says more about."""

    stage: Stage
    cap: int
    works: tuple[tuple[Writer, float], ...]
    ruled: tuple[float, ...] = ()


def outlooks_of(evenings: Sequence[Ahead]) -> list[Outlook | None]:
    """The outlook of each of these evenings; None where nothing is known of any of its subjects, or nothing is set.
    Four queries, however many; one where nothing is known."""
    asked = {(writer, evening.stage) for evening in evenings for writer, _ in evening.works}
    found = predictions_of(asked) if asked else {}
    if not any(one.is_known for one in found.values()):
        return [None] * len(evenings)
    bands = {row.stage: row for row in BandFactor.objects.all()}
    return [_outlook(evening, found, bands.get(evening.stage)) for evening in evenings]


def _outlook(ahead: Ahead, found: Mapping[tuple[Writer, Stage], Prediction], band: BandFactor | None) -> Outlook | None:
    """The day total of the planning module, its spread widened by what past evenings of the stage say of it."""
    # The estimator's package compiles loops with numba, whose import takes a second that no other page should.
    import numpy as np

    from shuangjian.timing.estimator.planning import Planned, day_totals

    works = [(writer, minutes, found[writer, ahead.stage]) for writer, minutes in ahead.works if minutes > 0]
    if not any(one.is_known for _, _, one in works):
        return None
    codes = {writer: code for code, writer in enumerate(dict.fromkeys(writer for writer, _, _ in works))}
    teachers = [codes[writer] for writer, _, _ in works]
    as_set = [0.0] * len(ahead.ruled)
    totals = day_totals(
        Planned(
            evening=np.zeros(len(works) + len(as_set), np.int32),
            teacher=np.array(teachers + [len(codes) + n for n in range(len(as_set))], np.int32),
            minutes=np.array([minutes for _, minutes, _ in works] + list(ahead.ruled)),
            factor=np.array([one.log_factor for _, _, one in works] + as_set),
            uncertainty=np.array([one.variance for _, _, one in works] + as_set),
        ),
        1,
        item_variance=sum(one.of_a_work for _, _, one in works) / len(works),
        evening_variance=band.spread_of_days**2 if band else 0.0,
    )
    if band:  # few evenings that resemble each other would promise more than the model itself dares
        totals = replace(totals, spread=totals.spread * max(band.conformal, 1.0))
    low, high = totals.interval()
    return Outlook(
        median=round(float(totals.median[0])),
        low=round(float(low[0])),
        high=round(float(high[0])),
        medians=round(float(totals.sum_of_medians[0])),
        over=float(totals.probability_over(float(ahead.cap))[0]),
    )
