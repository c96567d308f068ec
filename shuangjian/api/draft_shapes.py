"""Drafts as an API says and is told them, and what they remember beside their words."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from shuangjian.api.homework_shapes import AssignmentIn, AssignmentOut, TargetIn
from shuangjian.api.values import Answer, Body, Moment
from shuangjian.homework.operations import Target
from shuangjian.homework.queries import spec_of


class DraftIn(Body):
    """An assignment that is not published yet; `targets` are the class evenings it is meant for, none if undecided."""

    assignment: AssignmentIn
    targets: Annotated[list[TargetIn], Field(max_length=40)] = []


class DraftOut(Answer):
    """A draft counts what it was told to when it was saved (`shown_at`); published on the same day, it counts that."""

    id: int
    saved_at: Moment
    shown_at: Moment | None
    assignment: AssignmentOut

    @classmethod
    def told(cls, row: Any) -> "DraftOut":
        return cls(id=row.pk, saved_at=row.saved_at, shown_at=row.shown_at, assignment=AssignmentOut.told(spec_of(row)))


def intent_of(targets: Sequence[Target], *, all_or_none: bool = False) -> dict[str, Any]:
    """For whom a draft is meant, as the publishing form of the browser takes it up."""
    named = {f"{target.class_id}-{target.grade}": [str(date) for date in target.dates] for target in targets}
    shared = next(iter(named.values()), [])
    alike = all(dates == shared for dates in named.values())
    return {
        "classes": list(named),
        "evening": shared[0] if alike and shared else "",
        "also": shared[1:] if alike else [],
        "own_evenings": {} if alike else {target: dates[0] for target, dates in named.items()},
        "all_or_none": all_or_none,
    }
