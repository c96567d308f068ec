"""An evening as one subject meets it: what is set, what is kept, what is free."""

import datetime as dt
from dataclasses import dataclass, replace

from shuangjian.homework.rules.counting import obligation_rise
from shuangjian.kernel.day import date_label
from shuangjian.kernel.refusal import Clause
from shuangjian.kernel.subject import Subject


@dataclass(frozen=True)
class Room:
    """A class evening as one subject meets it. Minutes throughout.

    `cap` is None when a vacation has no stated total. `zero` says why a cap is 0: `GRADE`, `NO_HOMEWORK_DAY`, or "".
    `holders` are the other subjects with the minutes that are still kept for each, until `release_at`. `notice` is how
    many school days before large work is announced, with the school's rule, None where it says nothing.
    """

    class_id: int
    class_label: str
    grade: int
    date: dt.date
    until: dt.date
    is_night: bool
    provisional: bool
    cap: int | None
    committed: int
    obligated: int
    own_right: int
    own_committed: int
    clauses: tuple[Clause, ...]
    zero: str = ""
    release_at: dt.datetime | None = None
    holders: tuple[tuple[Subject, int], ...] = ()
    notice: tuple[int, Clause] | None = None

    @property
    def own_left(self) -> int:
        """What is kept for the subject itself and not claimed yet."""
        return max(self.own_right - self.own_committed, 0)

    @property
    def pool(self) -> int:
        """What is kept for nobody."""
        return 0 if self.cap is None else self.cap - self.obligated

    @property
    def free(self) -> int:
        """What the subject could still set here: the pool and the rest of its own right."""
        return 0 if self.cap is None else self.pool + self.own_left

    def after_giving_back(self, minutes: int) -> "Room":
        """The evening once the subject has taken back minutes it had set."""
        fall = obligation_rise(self.own_committed - minutes, self.own_right, minutes)
        return replace(
            self,
            committed=self.committed - minutes,
            obligated=self.obligated - fall,
            own_committed=self.own_committed - minutes,
        )

    @property
    def words(self) -> str:
        """今晚 is said by the screen, which knows the time; here the date stands: 9月17日　星期四."""
        return date_label(self.date) if self.is_night else f"{date_label(self.date)}起到下次上学前"
