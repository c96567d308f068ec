"""How to break each constraint of the tables that hold what a night made of the answers: see breaches.py."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from shuangjian.kernel.subject import Subject
from shuangjian.timing.models import BandFactor, CellFactor, Fitted, SchoolFactor
from tests.apps.timing.measured import WEDNESDAY, factor, fit, night, set_on, signal
from tests.cast import AT, Cast
from tests.house.breaking import again


def fitted(cast: Cast, **values: Any) -> Fitted:
    return fit(set_on(cast), **values)


def cell(**values: Any) -> CellFactor:
    row = {"subject": Subject.MATHEMATICS, "stage": "PRIMARY", "form": "WRITTEN", "alpha": 0.1, "as_of": WEDNESDAY}
    row |= {"spread_of_works": 0.2, "spread_of_teachers": 0.2, "works": 9, "schools": 3}
    return CellFactor.objects.create(**row | values)


def school(cast: Cast, **values: Any) -> SchoolFactor:
    row = {"school": cast.school, "subject": Subject.MATHEMATICS, "kappa": 0.1, "variance": 0.01, "works": 9}
    return SchoolFactor.objects.create(**row | {"as_of": WEDNESDAY} | values)


def band(**values: Any) -> BandFactor:
    row = {"stage": "PRIMARY", "conformal": 1.1, "spread_of_days": 0.1, "covered": 90, "evenings": 100}
    return BandFactor.objects.create(**row | {"as_of": WEDNESDAY} | values)


MEASURED: dict[str, Callable[[Cast], Any]] = {
    "a_night_is_run_once_of_a_kind": lambda c: again(night()),
    "a_run_ends_after_it_starts": lambda c: again(night(), date=AT.date(), ended_at=AT - dt.timedelta(days=2)),
    "a_tier_is_fitted_once_a_grade": lambda c: again(fitted(c)),
    "fitted_minutes_lie_in_their_interval": lambda c: fitted(c, minutes=40.0),
    "no_more_answer_than_are_asked": lambda c: fitted(c, asked=5),
    "unfinished_reports_are_reports": lambda c: fitted(c, unfinished=7),
    "a_class_is_signalled_once_a_night": lambda c: again(signal(c.five_one)),
    "no_more_is_seen_than_was_looked_at": lambda c: signal(c.five_one, seen=11),
    "a_signal_looks_back": lambda c: signal(c.five_one, since=AT.date()),
    "a_probability_is_one": lambda c: signal(c.five_one, p=1.01),
    "a_cell_has_one_factor": lambda c: again(cell()),
    "spreads_are_no_less_than_nothing": lambda c: cell(spread_of_works=-0.1),
    "a_school_has_one_factor_a_subject": lambda c: again(school(c)),
    "a_schools_variance_is_no_less_than_nothing": lambda c: school(c, variance=-0.1),
    "a_teacher_has_one_factor_a_subject": lambda c: again(factor(c)),
    "a_teachers_weight_is_no_less_than_nothing": lambda c: factor(c, weight=-1.0),
    "bandfactor.stage": lambda c: again(band()),
    "no_more_evenings_covered_than_seen": lambda c: band(covered=101),
}
