"""What an assignment counts, and why, as an API tells it."""

from typing import Annotated

from pydantic import StringConstraints

from shuangjian.api.values import Answer
from shuangjian.journeys.predict_minutes import Predicted
from shuangjian.journeys.shown_minutes import LONGEST
from shuangjian.kernel.subject import Subject

Shown = Annotated[str, StringConstraints(max_length=LONGEST)]


class CountedOut(Answer):
    """The minutes that an assignment counts over all its evenings, beside those that were `declared`. `basis` is
    DECLARED, PREDICTED, or SET by academic affairs. `low` and `high` hold a middle-level pupil's minutes nine times in
    ten; both null where nothing is known. `source` is on whose past that rests: OWN, SCHOOL, CITY or NONE, of `works`
    pieces of homework. `shown` is to be sent along when it is published, to say that these minutes were seen."""

    declared: int
    counted: int
    basis: str
    factor: float
    low: int | None
    high: int | None
    source: str
    works: int
    words: str
    shown: str

    @classmethod
    def told(cls, predicted: Predicted) -> "CountedOut":
        spec, prediction = predicted.spec, predicted.prediction
        known = prediction.is_known
        return cls(
            declared=spec.declared,
            counted=spec.counted,
            basis=spec.correction.basis.value,
            factor=prediction.factor,
            low=predicted.span.low if known else None,
            high=predicted.span.high if known else None,
            source=prediction.source.value,
            works=prediction.works,
            words=prediction.words(Subject(spec.subject).label),
            shown=predicted.token,
        )


class OutlookOut(Answer):
    """How long an evening will be for a middle-level pupil with this on it: the sum of the medians, the interval that
    holds its total nine times in ten, and the probability that it takes longer than the cap, in twentieths."""

    minutes: int
    low: int
    high: int
    over_cap: float
