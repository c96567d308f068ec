"""Whom to ask tonight: a draw among the families that agreed. Pure, and the same whatever the order of its rows."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

NOTICE = "2026-09"  # version of the words under which a family agrees: templates/family/panel.html
ASKED_A_CLASS = 4
FEWEST_CHILDREN = 5  # in a grade of a class: of fewer, how many were asked tells who is on the panel
REST_SCHOOL_DAYS = 10


class Candidate(NamedTuple):
    """A child that could be asked about: of a family, in one grade of a class that has homework tonight. `family` is
    any number that tells families apart; where it can be guessed, the seed tells whose lot came early."""

    class_id: int
    grade: int
    family: int
    pupil_id: int


@dataclass
class Families:
    """Which children belong together: those with a guardian in common, and theirs, and so on. A family is called by
    the lowest id of its children."""

    _above: dict[int, int]

    def of(self, pupil_id: int) -> int:
        """The family of a child."""
        root = pupil_id
        while (above := self._above.get(root, root)) != root:
            root = above
        while (above := self._above.get(pupil_id, root)) != root:
            self._above[pupil_id], pupil_id = root, above
        return root


def families(ties: Iterable[tuple[int, int]]) -> Families:
    """The families of (guardian, child) ties."""
    found = Families({})
    first_child: dict[int, int] = {}
    for guardian, pupil in ties:
        one, other = found.of(pupil), found.of(first_child.setdefault(guardian, pupil))
        found._above[max(one, other)] = min(one, other)
    return found


def draw(candidates: Iterable[Candidate], seed: str, a_class: int = ASKED_A_CLASS) -> list[Candidate]:
    """Whom to ask: at most `a_class` families of each grade of a class, and each family about one child.

    Families stand in the order of SHA-256(seed | class | family), over the whole city; each in turn is drawn unless its
    class is full or it was drawn for another child. Of several children in one class the lot decides in the same way.
    """
    full: Counter[tuple[int, int]] = Counter()
    taken: set[int] = set()
    drawn = []
    for _, _, candidate in sorted(
        (_lot(seed, one.class_id, one.family), _lot(seed, one.pupil_id), one) for one in set(candidates)
    ):
        evening = candidate.class_id, candidate.grade
        if candidate.family not in taken and full[evening] < a_class:
            taken.add(candidate.family)
            full[evening] += 1
            drawn.append(candidate)
    return drawn


def pool_digest(candidates: Iterable[Candidate]) -> str:
    """A digest of those among whom a draw chose: whoever draws again knows by it that these were the same."""
    lines = "\n".join("|".join(map(str, candidate)) for candidate in sorted(set(candidates)))
    return hashlib.sha256(lines.encode()).hexdigest()


def seed_digest(seed: str) -> str:
    """What is shown of a seed while it is still secret."""
    return hashlib.sha256(seed.encode()).hexdigest()


def _lot(seed: str, *of: int) -> bytes:
    return hashlib.sha256("|".join((seed, *map(str, of))).encode()).digest()
