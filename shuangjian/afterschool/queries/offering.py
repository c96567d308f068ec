"""Which schools offer the service on a day."""

import datetime as dt

from shuangjian.afterschool.models import Programme
from shuangjian.kernel.day import SHANGHAI
from shuangjian.schools.rules import ONE_DAY


def schools_offering(path: str, date: dt.date) -> int:
    """How many schools at or below a path run an announced programme on a date. One query."""
    midnight = dt.datetime.combine(date + ONE_DAY, dt.time(), SHANGHAI)
    running = Programme.objects.filter(since__lte=date, until__gt=date, announced_at__lt=midnight)
    return running.filter(school__place__path__startswith=path).values("school_id").distinct().count()
