"""Random review afterwards: which published works are read, by a draw that anybody can repeat."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_DRAWN = 60


class SpotFinding(StrEnum):
    """What a reader finds in a work: of the work, never of a person."""

    FINE = "FINE"
    NO_AIM = "NO_AIM"
    TOO_LONG = "TOO_LONG"
    REPETITIVE = "REPETITIVE"
    UNCLEAR = "UNCLEAR"

    @property
    def label(self) -> str:
        return {
            "FINE": "合适",
            "NO_AIM": "设计里看不出目的",
            "TOO_LONG": "作为这类作业偏长",
            "REPETITIVE": "重复",
            "UNCLEAR": "要求说得不清楚",
        }[self.value]


@dataclass(frozen=True)
class Drawable:
    """A published work as the draw knows it. `grade` is the lowest it was set to."""

    work_id: int
    grade: int
    author_id: int


def draw_works(works: Iterable[Drawable], wanted: int, seed: str) -> list[int]:
    """The ids of at most `wanted` works, in the order drawn. The same works, number and seed give the same draw.

    Every grade gets its part in proportion to its works. Within a grade nobody's second work is drawn while somebody
    has none drawn, so that who sets much is not read much more, and nobody is singled out.
    """
    by_grade: dict[int, list[Drawable]] = defaultdict(list)
    for work in works:
        by_grade[work.grade].append(work)
    parts = _parts({grade: len(found) for grade, found in by_grade.items()}, wanted, seed)
    drawn = [work for grade, part in parts.items() for work in _in_turn(by_grade[grade], seed)[:part]]
    return [work.work_id for work in sorted(drawn, key=lambda work: _lot(seed, f"work:{work.work_id}"))]


def _parts(sizes: dict[int, int], wanted: int, seed: str) -> dict[int, int]:
    """Largest remainders; equal ones by lot."""
    total = sum(sizes.values())
    wanted = min(wanted, total)
    parts = {grade: wanted * size // total for grade, size in sizes.items()} if total else {}
    order = sorted(parts, key=lambda grade: (-(wanted * sizes[grade] % total), _lot(seed, f"grade:{grade}")))
    for grade in order[: wanted - sum(parts.values())]:
        parts[grade] += 1
    return parts


def _in_turn(works: Sequence[Drawable], seed: str) -> list[Drawable]:
    """One work of each author, then a second of each, and so on; authors and works by lot."""
    by_author: dict[int, list[Drawable]] = defaultdict(list)
    for work in sorted(works, key=lambda work: _lot(seed, f"work:{work.work_id}")):
        by_author[work.author_id].append(work)
    authors = sorted(by_author, key=lambda author: _lot(seed, f"author:{author}"))
    rounds = max(map(len, by_author.values()), default=0)
    return [by_author[author][n] for n in range(rounds) for author in authors if n < len(by_author[author])]


def _lot(seed: str, what: str) -> bytes:
    return hashlib.sha256(f"{seed}:{what}".encode()).digest()
