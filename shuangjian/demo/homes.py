"""What nobody in the sample city knows: how fast its children work, and what its teachers' minutes are worth."""

import datetime as dt
import random
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING

from shuangjian.homework.queries import WorkSet
from shuangjian.timing.rules import UNFINISHED
from shuangjian.timing.rules.replies import Question, Reply

if TYPE_CHECKING:
    from shuangjian.people.models import Person

HABIT, WORK, PUPIL, EVENING = 0.04, 0.15, 0.22, 0.18  # spreads of log minutes
ANSWERS, IN_MINUTES, UNLISTED = 0.7, 0.6, 0.45  # shares: of those asked; of answers; of families with a sheet besides
LEAVES_UNDONE, STAYS_UP = 0.5, 60  # now and then a child is sent to bed over work that takes longer than this


@dataclass
class Homes:
    """`guardians` of the families that agreed, by child. `worth`: minutes that one declared minute of a teacher takes;
    `lengths` of works and `speeds` of children in log minutes, drawn as they are needed. `with_sheets`: children whose
    teacher of mathematics hands out work that no list has. `asked`: children and the
    evenings of theirs about which a question has come."""

    truth: random.Random
    guardians: dict[int, "Person"] = field(default_factory=dict)
    worth: dict[int, float] = field(default_factory=dict)
    lengths: dict[int, float] = field(default_factory=dict)
    speeds: dict[int, float] = field(default_factory=dict)
    with_sheets: set[int] = field(default_factory=set)
    asked: set[tuple[int, dt.date]] = field(default_factory=set)

    def answers(self) -> bool:
        return self.truth.random() < ANSWERS

    def names_a_sheet(self, pupil_id: int) -> bool:
        return pupil_id in self.with_sheets and self.truth.random() < UNLISTED

    def reply(self, pupil_id: int, question: Question, work: WorkSet) -> Reply:
        """What a family says of a piece of homework: the chip that holds the minutes, or the minutes to the nearest
        five; and of what was too long, that it was left."""
        tier = self._tier(pupil_id, question)
        declared = question.tiers[tier][1] if question.tiers else question.declared
        minutes = self._minutes(pupil_id, work, declared)
        which = str(tier) if question.tiers else ""
        if minutes > STAYS_UP and self.truth.random() < LEAVES_UNDONE:
            return Reply(tier=which, choice=UNFINISHED)
        if self.truth.random() < IN_MINUTES:
            return Reply(tier=which, minutes=str(max(5, round(minutes / 5) * 5)))
        chip = next(c for c in question.chips_of(tier) if c.span.most is None or minutes <= c.span.most)
        return Reply(tier=which, choice=chip.value)

    def _tier(self, pupil_id: int, question: Question) -> int:
        """Faster children do the later tiers, most of the time."""
        speed = self._speed(pupil_id) + self.truth.gauss(0, PUPIL / 2)
        return min(len(question.tiers) - 1, 0 if speed < 0 else 1) if question.tiers else 0

    def _minutes(self, pupil_id: int, work: WorkSet, declared: int) -> float:
        draw = self.truth.gauss
        if work.author_id not in self.worth:
            self.worth[work.author_id] = exp(draw(0, HABIT))
        if work.assignment_id not in self.lengths:
            self.lengths[work.assignment_id] = draw(0, WORK)
        length = self.lengths[work.assignment_id] - self._speed(pupil_id) + draw(0, EVENING)
        return max(declared, 1) * self.worth[work.author_id] * exp(length)

    def _speed(self, pupil_id: int) -> float:
        if pupil_id not in self.speeds:
            self.speeds[pupil_id] = self.truth.gauss(0, PUPIL)
        return self.speeds[pupil_id]
