"""The wall clock. It is read here and nowhere else; everybody below is told the time as an argument.

`SHUANGJIAN_CLOCK` may name a function that takes the real moment and answers with the one to go by: the sample city
stands still on its own school day.
"""

import datetime as dt
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class Provider(Protocol):
    def __call__(self, real: dt.datetime) -> dt.datetime: ...


def now() -> dt.datetime:
    """The moment to go by, aware, in UTC or any other zone."""
    return _provider(settings.SHUANGJIAN_CLOCK)(dt.datetime.now(dt.UTC))


def real_time(real: dt.datetime) -> dt.datetime:
    """The provider of every installation but the sample city."""
    return real


@cache
def _provider(path: str) -> Provider:
    return cast(Provider, import_string(path))
