"""What declared minutes will take, from what earlier ones took: a factor with its interval, and on whose past it
rests. docs/algorithms/minutes.md has the model."""

import datetime as dt
import math
from dataclasses import dataclass, replace

from shuangjian.timing.rules.kinds import Source

WITHIN_90 = 1.6448536269514722  # standard deviations on either side of a 90 % interval
OWN_FROM = 4  # pieces of homework: before, a teacher's factor is mostly the school's
CITY_FROM = 3  # schools: before, the mean is one school's habit, and binds nobody elsewhere
LEAST_FACTOR, MOST_FACTOR = 0.25, 4.0


@dataclass(frozen=True)
class Interval:
    """Minutes of a middle-level pupil with their 90 % interval, whole."""

    minutes: int
    low: int
    high: int


@dataclass(frozen=True)
class Prediction:
    """How many times as long as declared a kind of homework of a teacher takes: a log factor, its variance P_T, and
    tau_a², by which one piece of homework lies off the next. It rests on `works` pieces of `source`, through
    `as_of`."""

    source: Source
    log_factor: float = 0.0
    variance: float = 0.0
    of_a_work: float = 0.0
    works: int = 0
    as_of: dt.date | None = None

    @property
    def factor(self) -> float:
        """To two decimals, as it is told and used, within what any past may say."""
        return round(min(max(math.exp(self.log_factor), LEAST_FACTOR), MOST_FACTOR), 2)

    @property
    def is_known(self) -> bool:
        return self.source is not Source.NONE

    def words(self, subject: str) -> str:
        """For the teacher, on whose past it rests: 您最近30份数学作业，中等学生用了您写的1.35倍。"""
        times = f"{self.factor:g}倍"
        if self.source is Source.OWN:
            return f"您最近{self.works}份{subject}作业，中等学生用了您写的{times}。"
        if self.source is Source.NONE:
            return "这一科还没有数据，按您填的计。"
        where = "本校" if self.source is Source.SCHOOL else "全市"
        return f"您的{subject}作业还没有几份有数据，先按{where}这一科的平均：中等学生用了老师写的{times}。"

    def of(self, declared: int) -> Interval:
        """One piece of homework of so many declared minutes."""
        middle = declared * self.factor
        reach = math.exp(WITHIN_90 * math.sqrt(self.variance + self.of_a_work))
        return Interval(round(middle), round(middle / reach), round(middle * reach))


NOTHING_KNOWN = Prediction(Source.NONE)


@dataclass(frozen=True)
class Outlook:
    """The written work of one evening of a class as a middle-level pupil will have it: the median of its total with a
    90 % interval, and with what probability it takes longer than the cap. `medians` is the sum of the medians of its
    items, which is what the rule counts; `fits_with` the declared minutes of the piece that is being written with which
    such an evening would rather stay within its cap, where it goes over and they are any."""

    median: int
    low: int
    high: int
    medians: int
    over: float
    fits_with: int | None = None

    def weighed_with(self, cap: int, declared: int, counted: float) -> "Outlook":
        """Told of a piece of `declared` minutes that takes `counted` of this evening's: what would bring it under."""
        less = int(declared * (1 - (self.median - cap) / counted)) if self.median > cap else 0
        return replace(self, fits_with=less if 0 < less < declared else None)

    @property
    def chance(self) -> int:
        """Of twenty such evenings, how many: probabilities are not told finer."""
        return round(self.over * 20)
