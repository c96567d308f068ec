"""The place of a tier among those of its assignment, as a cell of the model knows it."""

from collections.abc import Sequence

ONLY, EASIEST, BETWEEN, HARDEST = range(4)


def places_of(minutes: Sequence[int], choose: int = 1) -> tuple[int, ...]:
    """The place of each tier: by its declared minutes, and among equals by its position. Where a pupil does several
    of them they are no tiers, and the assignment has one place."""
    if len(minutes) < 2 or choose > 1:
        return (ONLY,) * max(len(minutes), 1)
    order = sorted(range(len(minutes)), key=lambda position: (minutes[position], position))
    places = [BETWEEN] * len(minutes)
    places[order[0]], places[order[-1]] = EASIEST, HARDEST
    return tuple(places)


def longest_of(minutes: Sequence[int], choose: int = 1) -> tuple[int, int]:
    """The position that stands for an assignment, and its declared minutes: its longest tier, the first of equals;
    position 0 and the longest way through where a pupil does several."""
    if choose > 1:
        return 0, sum(sorted(minutes, reverse=True)[:choose])
    position = max(range(len(minutes)), key=lambda n: (minutes[n], -n))
    return position, minutes[position]
