"""Who breaks the constraints of when work ends in a place."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from shuangjian.policy.models import OffWorkTime
from tests.cast import AT, SINCE, Cast
from tests.house.breaking import again


def stated(cast: Cast, **values: Any) -> OffWorkTime:
    row = {"place": cast.school.place, "time": dt.time(18), "source": "机关作息时间", "since": SINCE, "stated_at": AT}
    return OffWorkTime.objects.create(**row | values)


HOURS: dict[str, Callable[[Cast], Any]] = {
    "a_place_states_one_off_work_time_a_day": lambda c: again(stated(c)),
    "work_ends_in_the_afternoon_or_evening": lambda c: stated(c, time=dt.time(8)),
    "an_off_work_time_names_its_source": lambda c: stated(c, source=""),
}
