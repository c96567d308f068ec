"""Where a programme stands at a moment, from its own dates."""

import datetime as dt

from shuangjian.afterschool.rules.kinds import Stage


def stage_at(
    at: dt.datetime,
    *,
    announced: bool,
    drawn: bool,
    opens_at: dt.datetime | None,
    closes_at: dt.datetime | None,
    results_at: dt.datetime | None,
) -> Stage:
    """The stage at an aware moment. Sign-up is open from `opens_at` until, exclusively, `closes_at`."""
    if not announced or opens_at is None or closes_at is None or results_at is None:
        return Stage.PLANNED
    if drawn:
        return Stage.TOLD if at >= results_at else Stage.DRAWN
    if at < opens_at:
        return Stage.ANNOUNCED
    return Stage.OPEN if at < closes_at else Stage.CLOSED
