"""Timing by turns: what is compared takes turns within short rounds, so that a slow minute slows all of it alike."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Act = Callable[[], object]


@dataclass(frozen=True)
class Pace:
    """Seconds per act, one figure per round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def per_second(self) -> float:
        return 1 / self.median


@dataclass(frozen=True)
class Ratio:
    """How many times as fast `this` is as `other`, round by round: the median and the middle half."""

    median: float
    low: float
    high: float

    @property
    def words(self) -> str:
        return f"{self.median:.2f} (middle half {self.low:.2f}–{self.high:.2f})"


def by_turns(acts: Mapping[str, Act], *, rounds: int, each: int, warm_up: int = 2) -> dict[str, Pace]:
    """Run every act `each` times in a round, in an order that turns by one from round to round.

    The first `warm_up` rounds are not counted.
    """
    names = list(acts)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + warm_up):
        gc.collect()
        for name in names[number % len(names) :] + names[: number % len(names)]:
            act = acts[name]
            started = time.perf_counter()
            for _ in range(each):
                act()
            if number >= warm_up:
                found[name].append((time.perf_counter() - started) / each)
    return {name: Pace(tuple(seconds)) for name, seconds in found.items()}


def ratio(this: Pace, other: Pace) -> Ratio:
    """The pace of `this` over the pace of `other`."""
    each = [b / a for a, b in zip(this.seconds, other.seconds, strict=True)]
    low, middle, high = statistics.quantiles(each, n=4)
    return Ratio(middle, low, high)
