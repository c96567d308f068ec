"""The school days of the term, and how much an evening may hold on each, asked of policy once for schools alike."""

import datetime as dt

from shuangjian.demo.whole_city import model
from shuangjian.policy.queries import Limit, limits_for
from shuangjian.schools.queries import SchoolFacts, calendar_at

LAST_DAYS = 3


class Term:
    """`spans` are the evenings that have begun by the city's clock, in order."""

    def __init__(self, city_path: str) -> None:
        calendar = calendar_at(city_path)
        self.spans = calendar.evenings(model.SINCE, model.TODAY + dt.timedelta(days=1))
        self.month_ends = _month_ends([span.date for span in self.spans])
        self._limits: dict[tuple[object, ...], dict[tuple[int, dt.date], Limit]] = {}

    def limits(self, school: SchoolFacts) -> dict[tuple[int, dt.date], Limit]:
        """Limits by (grade, date). No school of this city has stated a rule of its own, so that schools of one county,
        system and range of grades share them."""
        alike = school.place_codes, school.system, school.first_grade, school.last_grade
        if alike not in self._limits:
            wanted = ((school, grade, span) for grade in school.grades for span in self.spans)
            found = limits_for(wanted)
            self._limits[alike] = {(grade, date): limit for (_, grade, date), limit in found.items()}
        return self._limits[alike]


def _month_ends(dates: list[dt.date]) -> frozenset[dt.date]:
    """The last school days of each month that is over."""
    found = []
    for month in {(date.year, date.month) for date in dates} - {(model.TODAY.year, model.TODAY.month)}:
        found += [date for date in dates if (date.year, date.month) == month][-LAST_DAYS:]
    return frozenset(found)
