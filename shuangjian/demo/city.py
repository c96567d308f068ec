"""The sample city, built as a city comes to be: laid out, its rosters brought in, its weeks lived through."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from shuangjian.audit.operations import seal
from shuangjian.demo import clock, ground, measured
from shuangjian.demo.cast import PASSWORD, STAFF
from shuangjian.demo.directory import Directory, on
from shuangjian.demo.models import SignIn
from shuangjian.demo.plan import QINGZAO, SCHOOLS, SINCE, TODAY, SchoolPlan
from shuangjian.demo.story import Event, events
from shuangjian.demo.term import school_days, set_homework
from shuangjian.demo.this_afternoon import GRADE, SET_BY_HAND, UNDER_DECLARED
from shuangjian.homework.rules import AssignmentSpec
from shuangjian.kernel.subject import Subject
from shuangjian.lake import Lake
from shuangjian.schools.queries import calendar_at

SEED = 20260917
LESSONS_END = "15:10"
NOT_YET_TODAY = 0.15  # of what would be set is still to come when the clock stops


@dataclass(frozen=True)
class Entry:
    """Somebody who can sign in: in which role, with what, and what there is to see."""

    role: str
    name: str
    account: str
    password: str
    note: str


def build(*, say: Callable[[str], None], lake: Lake, seed: int = SEED, lessons_since: dt.date = SINCE) -> None:
    """Build the city into an empty database and an empty lake. Equal seeds make equal cities; `lessons_since` shortens
    its past."""
    city = Directory(random.Random(seed))
    made = ground.lay_out(city)
    ground.appoint_officers(made)
    say(f"{len(SCHOOLS)}所学校已设好")
    rosters = ground.enrol(city, seed, say)
    ground.appoint_staff(city)
    SignIn.objects.bulk_create(
        SignIn(role=s.role, name=s.name, account=s.account, password=PASSWORD, note=s.note) for s in STAFF
    )
    say("任职和账号已开通")
    for moment, act in sorted(
        [
            *events(city, rosters),
            *_school_afternoons(city, lessons_since, say),
            *measured.events(city, seed, lessons_since, lake),
        ],
        key=lambda event: event[0],
    ):
        with transaction.atomic():  # one commit for an afternoon: a build that is broken off leaves no city anyway
            act(moment)
    count, _ = seal(at=clock.STARTS_AT)
    clock.set_to(clock.STARTS_AT)
    say(f"{count}条留痕已封存")


def sign_ins() -> list[Entry]:
    """Everybody who can sign in, staff first; empty before the city is built."""
    return [Entry(row.role, row.name, row.account, row.password, row.note) for row in SignIn.objects.order_by("pk")]


def _school_afternoons(city: Directory, since: dt.date, say: Callable[[str], None]) -> list[Event]:
    """The homework of every school, an event a day. Each school has as much of a past as its plan says."""
    first = {plan.name: school_days(city.schools[plan.name].path, SINCE, TODAY)[-plan.history_days] for plan in SCHOOLS}
    taught: Counter[str] = Counter()

    def afternoon(at: dt.datetime) -> None:
        acts = 0
        for plan in SCHOOLS:
            school = city.schools[plan.name]
            begun = at.date() >= first[plan.name]
            if not (begun or plan.whole_term) or not calendar_at(school.path).day(at.date()).is_school_day:
                continue
            if plan.quiet_since is None or at.date() < plan.quiet_since:
                sets = partial(_sets, city, plan, at.date(), range(1, 10) if begun else plan.whole_term)
                acts += set_homework(school.id, at.date(), taught[plan.name], city.draw, sets)
                taught[plan.name] += 1
        if acts:
            say(f"{at.month}月{at.day}日：布置了{acts}次作业")

    return [(on(date, LESSONS_END), afternoon) for date in school_days(city.schools[QINGZAO].path, since, TODAY)]


def _sets(
    city: Directory,
    plan: SchoolPlan,
    date: dt.date,
    grades: Container[int],
    subject: Subject,
    grade: int,
    spec: AssignmentSpec,
) -> bool:
    """Whether a school sets this today: not against its own rule, and not what the story sets or leaves open."""
    if grade not in grades or (spec.counted and date.isoweekday() == plan.unwritten):
        return False
    if date != TODAY:
        return True
    by_hand = plan.name == QINGZAO and (
        (grade == GRADE and subject in SET_BY_HAND) or (grade, subject) == UNDER_DECLARED
    )
    return not by_hand and city.draw.random() >= NOT_YET_TODAY
