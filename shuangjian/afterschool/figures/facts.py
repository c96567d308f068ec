"""The rows that figures of the service count: a school in a term, as it stood at a moment. No row is about a child."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.afterschool.rules.kinds import UnitKind


@dataclass(frozen=True)
class SchoolFact:
    """A school of compulsory education, with a programme or without.

    `announced`: its programme of the term is public, from `since` on; `running`: the day lies within it; `asked`:
    sign-up has opened.
    `pupils` sit in a class. Of them `joined` signed up for some days, `served` of those have a place on every such
    day, `needing` are in need of what the hours or days do not give, `declined` need none, and `left` joined and have
    left since. Of the `staff` at work, `leading` lead an activity or tutor.

    `closed_on`: what families said is deleted, and their counts are those that were kept, of that day; none are of a
    school that `is_small`.
    """

    id: int
    name: str
    path: str
    announced: bool = False
    since: dt.date | None = None
    running: bool = False
    asked: bool = False
    days: int = 0
    kinds: frozenset[UnitKind] = frozenset()
    model: str = ""
    pupils: int = 0
    joined: int = 0
    served: int = 0
    needing: int = 0
    declined: int = 0
    left: int = 0
    staff: int = 0
    leading: int = 0
    closed_on: dt.date | None = None
    is_small: bool = False

    @property
    def in_need(self) -> int:
        return self.joined + self.needing

    @property
    def waiting(self) -> int:
        """Who joined, and has no place on some day."""
        return self.joined - self.served

    @property
    def unmet(self) -> int:
        return self.waiting + self.needing

    @property
    def answered(self) -> int:
        return self.joined + self.needing + self.declined + self.left

    @property
    def to_answer(self) -> int:
        """The pupils of a school that has asked."""
        return self.pupils if self.asked else 0

    @property
    def unanswered(self) -> int:
        return self.to_answer - self.answered
