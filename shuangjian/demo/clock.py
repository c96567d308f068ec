"""The sample city's clock: it stands still, so that a screen shows the same today and in a year."""

import datetime as dt

from shuangjian.demo.models import Clock
from shuangjian.kernel.day import SHANGHAI

STARTS_AT = dt.datetime(2026, 9, 17, 16, 20, tzinfo=SHANGHAI)  # a Thursday; the Sunday after it is a make-up workday


def now(real: dt.datetime) -> dt.datetime:
    """The provider named by the demo settings; before the city is built, the moment at which it will start."""
    clock = Clock.objects.first()
    return clock.stands_at.astimezone(SHANGHAI) if clock else STARTS_AT


def set_to(moment: dt.datetime) -> None:
    """Move the clock. It may go back: the record keeps the order in which acts were done."""
    Clock.objects.update_or_create(pk=1, defaults={"stands_at": moment})
