"""Rows with `since` and `until`: which of them hold."""

import datetime as dt

from django.db.models import Q


def in_force(date: dt.date) -> Q:
    """Begun by a date and not over on it; `until` is exclusive."""
    return Q(since__lte=date) & (Q(until=None) | Q(until__gt=date))
