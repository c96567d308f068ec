"""What publishing is about to take of one class, and what has become of it."""

from dataclasses import dataclass

from shuangjian.homework.models import Evening
from shuangjian.homework.operations.outcome import ClassOutcome
from shuangjian.homework.operations.planning import Target
from shuangjian.homework.rules import AssignmentSpec, Hold
from shuangjian.kernel.refusal import Refusal


@dataclass
class Claim:
    """One class that is to be tried: minutes on each of its evenings. Once refused, `refusals` says why; `allowed`
    is what academic affairs lets pass of the words. `may_be_held` is False where the school asks for no review at all;
    `hold` is how it will be held for one."""

    target: Target
    label: str
    school_id: int
    evenings: list[tuple[Evening, int]]
    refusals: tuple[Refusal, ...] = ()
    publication_id: int | None = None
    failed: bool = False
    allowed: tuple[str, ...] = ()
    may_be_held: bool = True
    hold: Hold | None = None

    def outcome(self, spec: AssignmentSpec) -> ClassOutcome:
        return ClassOutcome(
            self.target.class_id,
            self.target.grade,
            self.label,
            tuple(sorted(self.target.dates)),
            spec.counted,
            self.publication_id,
            () if self.publication_id else self.refusals,
            self.hold.until if self.publication_id and self.hold else None,
        )
