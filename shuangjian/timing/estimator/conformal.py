"""What past evenings say of a prediction's spread: split-conformal, one factor for each band of grades.

A model's own intervals are too short on real data. A past evening's score is how many spreads its fitted total lay
above the predicted median; the factor is the score that nine evenings in ten stay under. Only evenings that the
prediction did not learn from may be given.
"""

from dataclasses import dataclass

import numpy as np

from shuangjian.timing.estimator.data import Floats, Ints
from shuangjian.timing.estimator.planning import DayTotals

FEWEST = 20  # evenings; a band with fewer uses all bands together


@dataclass(frozen=True)
class Scores:
    """Scores of past evenings, sorted, for each of B bands, and of all bands together."""

    of_band: tuple[Floats, ...]
    of_all: Floats

    def factor(self, band: Ints, level: float = 0.9) -> Floats:
        """(E,) spreads above the median that hold `level` of the totals: with n past evenings, the ⌈level·(n+1)⌉-th
        smallest score. Exchangeable evenings lie under it with probability between level and level + 1/(n+1)."""
        factors = np.array([_quantile(self._scores(b), level) for b in range(len(self.of_band))])
        return factors[band]

    def bound(self, totals: DayTotals, band: Ints, level: float = 0.9) -> Floats:
        """(E,) minutes that the total stays under with probability `level`."""
        return np.exp(totals.log_median + self.factor(band, level) * totals.spread)

    def probability_over(self, totals: DayTotals, band: Ints, cap: Floats | float) -> Floats:
        """(E,) P(total > cap): the share of the band's past evenings whose score was beyond the cap's."""
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = np.where(totals.expected > 0, (np.log(cap) - totals.log_median) / totals.spread, np.inf)
        over = np.zeros(totals.expected.size)
        for b in range(len(self.of_band)):
            scores, mine = self._scores(b), band == b
            beyond = scores.size - np.searchsorted(scores, distance[mine], side="right")
            over[mine] = (beyond + 0.5) / (scores.size + 1)
        over[totals.expected <= 0] = 0.0
        return over

    def _scores(self, band: int) -> Floats:
        own = self.of_band[band]
        return own if own.size >= FEWEST else self.of_all


def scores(totals: DayTotals, fitted: Floats, variance: Floats, band: Ints, bands: int) -> Scores:
    """Scores of past evenings: what was predicted, `fitted` (E,) log minutes of the total, and their `band` (E,).

    `variance` (E,) is that of the fitted totals' own error, half of which is taken out of the scores. Were all that
    surprised the prediction a slip in declaring, it would be all of it, for the fit's error only adds to such scores;
    were it all unusual work, as much again would be missing, for a fit draws what is unusual towards the usual."""
    with np.errstate(invalid="ignore", divide="ignore"):
        score, noise = (fitted - totals.log_median) / totals.spread, variance / totals.spread**2
    usable = np.isfinite(score)
    of_bands = (usable & (band == b) for b in range(bands))
    return Scores(
        tuple(_without_error(score[mine], noise[mine]) for mine in of_bands),
        _without_error(score[usable], noise[usable]),
    )


def _without_error(score: Floats, noise: Floats) -> Floats:
    """Sorted scores, drawn together about their mean until half of this noise is gone from their variance."""
    if score.size < 2 or not score.var() > 0:
        return np.sort(score)
    left = max(0.1, 1 - noise.mean() / (2 * score.var()))
    return np.sort(score + (score - score.mean()) * (np.sqrt(left) - 1))  # to the bit where there is no noise


def _quantile(sorted_scores: Floats, level: float) -> float:
    place = int(np.ceil(level * (sorted_scores.size + 1) - 1e-9))
    return float(sorted_scores[place - 1]) if 0 < place <= sorted_scores.size else np.inf
