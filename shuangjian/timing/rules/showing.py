"""What may be shown of measured minutes. No Django; see docs/algorithms/minutes.md.

An answer belongs to one family: nothing is shown that could be told back to it, and no number that is finer than what
is known.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shuangjian.homework.rules import AssignmentSpec
from shuangjian.timing.rules.prediction import WITHIN_90

FEWEST_REPORTS = 5  # of which a raw share or median is told
FEWEST_ANSWERING = 5  # one in five of those who were asked
FEWEST_FAMILIES = 3  # on which anything rests that is told of a piece of homework or of a class
WIDEST = 1.5  # the upper end of a 90 % interval over the lower
SMALLEST_DIFFERENCE = 5  # minutes: reports are heaped on fives
LAST_WORKS = 20
LAST_EVENINGS = 10


@dataclass(frozen=True)
class Response:
    """Of the `asked` families `answered` did. Whoever was asked is in the denominator."""

    asked: int
    answered: int

    @property
    def words(self) -> str:
        return f"问了{self.asked}家，答了{self.answered}家" if self.asked else "没有问到哪家"

    @property
    def is_thin(self) -> bool:
        """Whether too few answered for anything raw to be told."""
        return self.answered < FEWEST_REPORTS or self.answered * FEWEST_ANSWERING < self.asked

    def __add__(self, other: "Response") -> "Response":
        return Response(self.asked + other.asked, self.answered + other.answered)


NOBODY_ASKED = Response(0, 0)


class Verdict(StrEnum):
    """What measured minutes say beside the counted ones: about the same, more, fewer; or they are not shown."""

    SAME = "SAME"
    MORE = "MORE"
    FEWER = "FEWER"
    UNSHOWN = "UNSHOWN"


@dataclass(frozen=True)
class Fit:
    """The minutes of a middle-level pupil of one grade of a school, fitted, with their 90 % interval; and the teacher's
    own number for the same, `declared`. `reports` are those of this tier, `unfinished` those of them that were not."""

    minutes: float
    low: float
    high: float
    declared: int
    reports: int
    unfinished: int
    response: Response

    @property
    def is_shown(self) -> bool:
        """Whether enough is known, from enough families."""
        return self.reports >= FEWEST_FAMILIES and self.high <= WIDEST * self.low

    @property
    def verdict(self) -> Verdict:
        return verdict(self.minutes, self.declared) if self.is_shown else Verdict.UNSHOWN

    @property
    def unfinished_shown(self) -> bool:
        """Whether the share of those who did not finish may be told: it is raw."""
        return self.reports >= FEWEST_REPORTS and not self.response.is_thin

    @property
    def words(self) -> str:
        """约27分（十有八九在23–32分）; beside what was declared where that is about the same; why not, where it is not
        shown."""
        if not self.is_shown:
            return "测得不够"
        return beside(self.minutes, self.low, self.high, "填的", self.declared)


@dataclass(frozen=True)
class Measured:
    """Minutes that several fits add up to, with the interval that they certainly have: as if all erred together."""

    minutes: float
    low: float
    high: float

    def beside(self, counted: int) -> str:
        """约82分（十有八九在75–91分），比计入的多7分."""
        return beside(self.minutes, self.low, self.high, "计入的", counted)

    def scaled(self, part: float) -> "Measured":
        return Measured(self.minutes * part, self.low * part, self.high * part)


@dataclass(frozen=True)
class Ratio:
    """How many times the declared minutes a teacher's latest `works` of a kind took, with its 90 % interval."""

    ratio: float
    low: float
    high: float
    works: int

    @property
    def is_shown(self) -> bool:
        return self.high <= WIDEST * self.low

    @property
    def words(self) -> str:
        interval = f"十有八九在{self.low:.1f}–{self.high:.1f}倍"
        if not self.is_shown:
            return f"还说不准（{interval}）"
        if self.low <= 1 <= self.high:
            return f"和填的差不多（{interval}）"
        return f"大约是填的{round(self.ratio, 2):g}倍（{interval}）"


def whole(minutes: float) -> int:
    """To the minute, halves upwards."""
    return math.floor(minutes + 0.5)


def verdict(minutes: float, against: int) -> Verdict:
    """What is less than five minutes apart, in whole minutes, is about the same."""
    apart = whole(minutes) - against
    if abs(apart) < SMALLEST_DIFFERENCE:
        return Verdict.SAME
    return Verdict.MORE if apart > 0 else Verdict.FEWER


def beside(minutes: float, low: float, high: float, what: str, against: int) -> str:
    """Minutes with their interval beside another number, which stands for both where less than five minutes
    lie between."""
    interval = f"十有八九在{whole(low)}–{whole(high)}分"
    told = verdict(minutes, against)
    if told is Verdict.SAME:
        return f"和{what}{against}分相差不到{SMALLEST_DIFFERENCE}分（{interval}）"
    more = "多" if told is Verdict.MORE else "少"
    return f"约{whole(minutes)}分（{interval}），比{what}{more}{abs(whole(minutes) - against)}分"


def longest_way(spec: AssignmentSpec, fits: Sequence[Fit | None]) -> Measured | None:
    """What a piece of homework took, by the rule that counts it: the `choose` longest of its required tiers. `fits` are
    in the order of the tiers; None as long as a required tier may not be shown, for it could be the longest."""
    required = [fit for tier, fit in zip(spec.tiers, fits, strict=True) if tier.required]
    shown = [fit for fit in required if fit is not None and fit.is_shown]
    if not required or len(shown) < len(required):
        return None
    longest = sorted(shown, key=lambda fit: fit.minutes, reverse=True)[: spec.choose]
    return added(Measured(fit.minutes, fit.low, fit.high) for fit in longest)


def added(parts: Iterable[Measured]) -> Measured:
    """The sum of medians, as the limit is counted."""
    parts = list(parts)
    return Measured(
        sum(part.minutes for part in parts), sum(part.low for part in parts), sum(part.high for part in parts)
    )


def together(fits: Iterable[Fit]) -> Ratio | None:
    """What a teacher's works of a kind say together: the mean of log(fitted) − log(declared), each weighed by what is
    known of it and by how much works differ from one another (DerSimonian–Laird). None of fewer than three works, and
    of none that anybody answered. Whatever is common to all who answer is in it and cannot be told apart."""
    rows = [
        (math.log(fit.minutes / fit.declared), (math.log(fit.high / fit.low) / (2 * WITHIN_90)) ** 2)
        for fit in fits
        if fit.reports and fit.declared
    ]
    if len(rows) < FEWEST_FAMILIES:
        return None
    weights = [1 / max(variance, 1e-6) for _, variance in rows]
    mean = sum(w * y for w, (y, _) in zip(weights, rows, strict=True)) / sum(weights)
    spread = sum(w * (y - mean) ** 2 for w, (y, _) in zip(weights, rows, strict=True)) - (len(rows) - 1)
    between = max(spread / (sum(weights) - sum(w * w for w in weights) / sum(weights)), 0.0)
    weights = [1 / (max(variance, 1e-6) + between) for _, variance in rows]
    mean = sum(w * y for w, (y, _) in zip(weights, rows, strict=True)) / sum(weights)
    half = WITHIN_90 / math.sqrt(sum(weights))
    return Ratio(math.exp(mean), math.exp(mean - half), math.exp(mean + half), len(rows))
