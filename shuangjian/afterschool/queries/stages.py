"""How far a programme is."""

import datetime as dt

from shuangjian.afterschool.models import Programme
from shuangjian.afterschool.rules.kinds import Stage
from shuangjian.afterschool.rules.stages import stage_at


def stage_of(programme: Programme, drawn_at: dt.datetime | None, at: dt.datetime) -> Stage:
    """`drawn_at`: of its draw, None where there is none or it is sealed alone."""
    return stage_at(
        at,
        announced=programme.announced_at is not None,
        drawn=drawn_at is not None,
        opens_at=programme.opens_at,
        closes_at=programme.closes_at,
        results_at=programme.results_at,
    )
