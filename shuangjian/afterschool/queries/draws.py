"""Which programmes are to be sealed or drawn, and what the draws of a term came to."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet

from shuangjian.afterschool.models import Draw, Programme


def is_sealed(programme_id: int) -> bool:
    """Whether nothing in the lists can change any more. An answer asks this after it is written and before it commits:
    then it is either in the lists, or undone."""
    return Draw.objects.filter(programme_id=programme_id).exists()


def due_for_sealing(at: dt.datetime, path: str = "/") -> list[int]:
    """Programmes of the schools at or below a path that closed and are not sealed, the first to close first."""
    rows = _below(path).filter(closes_at__lte=at, draw=None)
    return list(rows.order_by("closes_at", "pk").values_list("pk", flat=True))


def due_for_drawing(path: str = "/") -> list[int]:
    """Programmes of the schools at or below a path that are sealed, whose public number is out, and are not drawn."""
    rows = _below(path).filter(draw__drawn_at=None, draw__isnull=False).exclude(round__public_value="")
    return list(rows.order_by("closes_at", "pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class DrawnTerm:
    """The draws of a term, by code of the school: id of the programme, and digest of the result."""

    year: int
    number: int
    schools: dict[str, tuple[int, str]]

    @property
    def digest(self) -> str:
        """One for all: of code and digest, a school a line, in the order of the codes."""
        lines = "".join(f"{code} {digest}\n" for code, (_, digest) in sorted(self.schools.items()))
        return hashlib.sha256(lines.encode()).hexdigest()


def drawn_term(path: str = "/", term: tuple[int, int] | None = None) -> DrawnTerm | None:
    """The draws of a term (year, number) at or below a path; without one, of the latest term that has any."""
    rows = _below(path).exclude(draw=None).exclude(draw__drawn_at=None)
    term = term or rows.order_by("-year", "-number").values_list("year", "number").first()
    if term is None:
        return None
    found = rows.filter(year=term[0], number=term[1]).values_list(
        "school__place__code", "school_id", "pk", "draw__digest"
    )
    return DrawnTerm(*term, {code or str(school): (pk, digest) for code, school, pk, digest in found})


def _below(path: str) -> QuerySet[Programme]:
    return Programme.objects.filter(school__place__path__startswith=path, announced_at__isnull=False)
