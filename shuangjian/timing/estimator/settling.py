"""A fit at given variances, gone over until what it expects of every report no longer moves."""

from dataclasses import dataclass, field

import numpy as np

from shuangjian.timing.estimator.blocks import Blocks, Effects
from shuangjian.timing.estimator.compiled import compiled
from shuangjian.timing.estimator.data import Floats, Reports
from shuangjian.timing.estimator.fixed import Fixed, Sums
from shuangjian.timing.estimator.layout import Layout
from shuangjian.timing.estimator.working import first_guess, working

# A fit has settled once no report's expectation moves by more than this, in log minutes: a hundredth of a percent.
STILL = 1e-4
MOST_ROUNDS = 60
# The part of a step that the next one is taken to be, at most.
KEPT = 0.4


@dataclass
class Settling:
    """Reports in the order of a layout, and the engine they are worked with in.

    `expected` (N,): log minutes that the next round works with, after a last `step` (N,); `squares`: the sum of squared
    errors about those before, in units of a report's variance; `known`: the part of them that the fit has followed.
    `moved`: by how much the last round moved any expectation.
    """

    blocks: Blocks
    low: Floats
    high: Floats
    weight: Floats
    expected: Floats = field(default_factory=lambda: np.zeros(0))
    step: Floats = field(default_factory=lambda: np.zeros(0))
    squares: float = 0.0
    known: float = 0.0
    moved: float = np.inf
    rounds: int = 0

    def first(self, rows: int) -> "Settling | None":
        """The first blocks' reports, so many or a few more, to be settled by themselves; None where those are most."""
        blocks = self.blocks.first(rows)
        if blocks is None:
            return None
        rows = len(blocks.y)
        return Settling(blocks, self.low[:rows], self.high[:rows], self.weight[:rows])

    def settle(self, ratios: Floats, report: float, rounds: int = MOST_ROUNDS) -> tuple[Fixed, Effects, float]:
        """Fixed effects, effects and deviance at `ratios` (F + 1,) and a report's variance; `moved` says how still."""
        for _ in range(rounds):
            self._work(report)
            _, fixed, deviance = self.blocks.solve(ratios)
            effects = self.blocks.effects(fixed, fitted=True)
            self._moved_to(effects.fitted)
            if self.moved < STILL:
                break
        return fixed, effects, deviance

    def follow(self, fixed: Fixed, ratios: Floats, report: float, rounds: int) -> tuple[Sums, Effects]:
        """So many rounds with fixed effects that are given; the sums of the last one, and the effects."""
        for _ in range(rounds):
            self._work(report)
            sums = self.blocks.sums_at(ratios)
            effects = self.blocks.effects(fixed, fitted=True)
            self._moved_to(effects.fitted)
        return sums, effects

    def _moved_to(self, fitted: Floats) -> None:
        if len(self.expected):
            self.moved = _onward(fitted, self.expected, self.step)
        else:
            self.expected, self.step = fitted, np.zeros_like(fitted)
        self.rounds += 1

    def _work(self, report: float) -> None:
        if len(self.expected):
            now = working(self.low, self.high, self.weight, self.expected, report, self.known)
            self.blocks.y[:, 0], self.blocks.weight, self.squares = now.value, now.weight, now.squares


@compiled
def _onward(fitted: Floats, expected: Floats, step: Floats) -> float:
    """How far a round has moved any expectation (N,). Each goes on as it would if its steps kept their ratio to the
    last `step` (N,): Aitken's rule, with a limit.
    """
    furthest = 0.0
    for row in range(len(fitted)):
        last, step[row] = step[row], fitted[row] - expected[row]
        furthest = max(furthest, abs(step[row]))
        ratio = min(max(step[row] / last, 0.0), KEPT) if last != 0.0 else 0.0
        expected[row] = fitted[row] + ratio / (1 - ratio) * step[row]
    return furthest


def settling(reports: Reports, layout: Layout, fixed: int, threads: int | None = None) -> Settling:
    """Reports made ready; `fixed`: how many fixed effects there are."""
    low, high, weight = (np.asarray(part, float)[layout.row] for part in (reports.low, reports.high, reports.weight))
    return Settling(Blocks(layout, first_guess(low, high)[:, None], weight, fixed, threads), low, high, weight)
