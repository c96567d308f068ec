"""What a teacher was shown that homework counts, carried by the form and signed: the ledger commits that and no other.

It holds for one person and for exactly what minutes are counted from; other words may be written meanwhile, unless
academic affairs has set the minutes of those.
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.core.signing import BadSignature, Signer

from shuangjian.homework.rules import AssignmentSpec, Basis, Correction, shown_digest
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date

LONGEST = 600  # signs


@dataclass(frozen=True)
class Shown:
    """How minutes were corrected when they were shown, and when that was."""

    correction: Correction
    at: dt.datetime

    def holds_on(self, date: dt.date) -> bool:
        """Until midnight."""
        return shanghai_date(self.at) == date

    def of(self, spec: AssignmentSpec) -> AssignmentSpec:
        return replace(spec, correction=self.correction)


def signed(by: Actor, spec: AssignmentSpec, at: dt.datetime) -> str:
    """What `spec` counts, as shown to somebody at a moment; "" for what counts nothing."""
    if not spec.declared:
        return ""
    correction = spec.correction
    told = [correction.basis.value, correction.factor, correction.minutes]
    return _signer().sign_object([by.somebody, shown_digest(spec), at.isoformat(), *told])


def read_shown(token: str, by: Actor, spec: AssignmentSpec) -> Shown | None:
    """None for what was shown to another, of other minutes, by nobody, or as set for other words."""
    if not token or len(token) > LONGEST:
        return None
    try:
        person_id, digest, at, basis, factor, minutes = _signer().unsign_object(token)
    except (BadSignature, ValueError):
        return None
    seen = Shown(Correction(Basis(basis), factor, minutes), dt.datetime.fromisoformat(at))
    return seen if person_id == by.person_id and digest == shown_digest(seen.of(spec)) else None


def as_signed(token: str, by: Actor, spec: AssignmentSpec, at: dt.datetime) -> tuple[AssignmentSpec, dt.datetime]:
    """What is kept with a draft: the minutes that were shown and when, or the declared ones where none were."""
    seen = read_shown(token, by, spec)
    return (seen.of(spec), seen.at) if seen else (spec, at)


def _signer() -> Signer:
    return Signer(salt="minutes that were shown")
