"""Weekdays as one small number: Monday 1, Tuesday 2, Wednesday 4, Thursday 8, Friday 16."""

from collections.abc import Iterable

ALL_WEEKDAYS = 31
_NAMES = "一二三四五"


def mask_of(weekdays: Iterable[int]) -> int:
    """ISO weekdays (1–5) as a mask. Raises ValueError for a Saturday or Sunday."""
    mask = 0
    for day in weekdays:
        if not 1 <= day <= 5:
            raise ValueError(f"no service on weekday {day}")
        mask |= 1 << (day - 1)
    return mask


def weekdays_in(mask: int) -> tuple[int, ...]:
    """The ISO weekdays of a mask, in order."""
    return tuple(day for day in range(1, 6) if mask >> (day - 1) & 1)


def weekdays_label(weekdays: Iterable[int]) -> str:
    """周一、周三."""
    return "、".join(f"周{_NAMES[day - 1]}" for day in weekdays)
