"""From declared minutes to those that count: as declared, as predicted, or as academic affairs has set them."""

import math
from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Where a number of minutes comes from."""

    DECLARED = "DECLARED"
    PREDICTED = "PREDICTED"
    SET = "SET"

    @property
    def label(self) -> str:
        return {"DECLARED": "教师估计", "PREDICTED": "系统预计", "SET": "教务处定"}[self.value]


@dataclass(frozen=True)
class Correction:
    """What each declared minute counts: `factor` minutes. `minutes` is the whole that academic affairs has set, which
    the factor then follows from."""

    basis: Basis = Basis.DECLARED
    factor: float = 1.0
    minutes: int | None = None

    def of(self, minutes: int) -> int:
        """Declared minutes of one tier as they count, whole. What was set is never exceeded by its parts."""
        if self.basis is Basis.DECLARED:
            return minutes
        exact = minutes * self.factor
        return math.floor(exact + 1e-9) if self.basis is Basis.SET else math.floor(exact + 0.5)


AS_DECLARED = Correction()
