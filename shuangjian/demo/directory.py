"""Finding the places, classes and people of the sample city by their names, as its story speaks of them."""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shuangjian.demo.plan import SINCE
from shuangjian.kernel.actor import Actor, Role, operator
from shuangjian.kernel.day import SHANGHAI
from shuangjian.people.queries import actor_at, class_list, colleagues, staff_of_school
from shuangjian.schools.queries import ClassNow, SchoolFacts, classes_of_school

if TYPE_CHECKING:
    from shuangjian.people.models import Person

OPERATOR = operator("样例城")


def on(date: dt.date, time: str) -> dt.datetime:
    """A moment of a date in Shanghai: `on(date, "15:10")`."""
    return dt.datetime.combine(date, dt.time.fromisoformat(time), SHANGHAI)


@dataclass
class Directory:
    """`draw` is the city's only source of chance; `secrets` the codes of the slips that the story hands out;
    `guardians` whoever of the story entered by one, by child."""

    draw: random.Random
    schools: dict[str, SchoolFacts] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    guardians: dict[int, "Person"] = field(default_factory=dict)

    def klass(self, school: str, grade: int, number: int = 1) -> ClassNow:
        """A class as it is on the first day of term."""
        classes = classes_of_school(self.schools[school].id, SINCE)
        return next(c for c in classes if c.number == number and any(grade == g for _, g in c.grades))

    def actor(self, school: str, name: str, at: dt.datetime) -> Actor:
        """A member of staff with the roles held at a moment."""
        return actor_at(staff_of_school(self.schools[school].id, at.date()).get(name=name), at)

    def homeroom(self, klass: ClassNow, at: dt.datetime) -> Actor:
        """The homeroom teacher of a class."""
        person_id = next(
            colleague.person_id
            for colleague in colleagues(klass.school_id, at.date())
            for post in colleague.posts
            if post.role is Role.HOMEROOM and post.class_id == klass.id
        )
        return actor_at(staff_of_school(klass.school_id, at.date()).get(pk=person_id), at)

    def pupil(self, klass: ClassNow, name: str) -> int:
        return next(seat.pupil_id for seat in class_list(klass.id, SINCE) if seat.name == name)
