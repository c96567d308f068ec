"""Signals as a page lists them: under their kinds, each said once, with the classes in the order of places."""

from collections.abc import Iterable
from dataclasses import dataclass

from shuangjian.kernel.refusal import Clause
from shuangjian.timing.queries import Signal
from shuangjian.timing.rules import SignalKind, signals


@dataclass(frozen=True)
class Signalled:
    """All signals of a kind, which may be none."""

    kind: SignalKind
    rows: tuple[Signal, ...]

    @property
    def n(self) -> int:
        """Classes: one may have signals of several subjects."""
        return len({row.klass.id for row in self.rows})

    @property
    def why(self) -> str:
        return signals.why(self.kind)

    @property
    def now(self) -> str:
        return signals.now(self.kind)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return self.rows[0].clauses if self.rows else ()


def by_kind(found: Iterable[Signal]) -> list[Signalled]:
    rows = list(found)
    return [Signalled(kind, tuple(row for row in rows if row.kind is kind)) for kind in SignalKind]
