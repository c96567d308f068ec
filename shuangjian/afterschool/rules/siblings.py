"""Which children stand together in the draw because they are brothers and sisters."""

from collections import Counter
from collections.abc import Iterable


def families(ties: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Children (of ties guardian, child) who share a guardian, directly or through another child: each with the
    smallest id of its family. A child without a brother or sister among them is left out."""
    first_of: dict[int, int] = {}  # guardian → first child met
    above: dict[int, int] = {}

    def top(child: int) -> int:
        while above[child] != child:
            above[child] = child = above[above[child]]
        return child

    for guardian, child in ties:
        above.setdefault(child, child)
        one, other = top(child), top(first_of.setdefault(guardian, child))
        above[max(one, other)] = min(one, other)
    tops = {child: top(child) for child in above}
    size = Counter(tops.values())
    return {child: smallest for child, smallest in tops.items() if size[smallest] > 1}
