"""A term by its school year and number: what a programme, a round and every figure of the service belong to."""

import re
from typing import NamedTuple

_TYPED = re.compile(r"(20[0-9]{2})-([12])", re.ASCII)


class ServiceTerm(NamedTuple):
    """2026学年第一学期 is `ServiceTerm(2026, 1)`, in an address 2026-1."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def label(self) -> str:
        return f"{self.year}学年第{'一二'[self.number - 1]}学期"

    @classmethod
    def read(cls, typed: str) -> "ServiceTerm | None":
        """The term of an address; None where there is no such term."""
        found = _TYPED.fullmatch(typed)
        return cls(int(found[1]), int(found[2])) if found else None


def term_label(year: int, number: int) -> str:
    """2026学年第一学期."""
    return ServiceTerm(year, number).label
