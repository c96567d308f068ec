"""Publishing through the operation against a bare ORM transaction on the same database, by turns."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.bare import add_shares, bare_transactions
from bench.evenings import MINUTES
from bench.figure import Figure
from bench.rounds import Act, Pace, by_turns, ratio
from bench.town import AT, SUBJECTS, Town, add_schools, found_town
from shuangjian.audit.operations import Request
from shuangjian.homework.operations import Target, publish, save_draft
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import actor_at
from shuangjian.schools.models import SchoolClass

ROUNDS, EACH, WARM_UP = 24, 30, 3
COUNT = (ROUNDS + WARM_UP) * EACH + 1  # one more, whose statements are counted
PARALLEL, BARE_GRADE = 60, 4
LEAST = 0.25
BARE = "bare transaction: one UPDATE, one INSERT"
MATHEMATICS, CHINESE, ENGLISH = SUBJECTS


@dataclass(frozen=True)
class Situation:
    """What an act finds: evenings of a grade opened by another publication or not; `subjects` publish one after the
    other on each. Only one has a stated limit."""

    name: str
    grade: int
    subjects: tuple[Subject, ...]
    opened: bool
    limited: bool = False


SITUATIONS = (
    Situation("publish on an open evening, its subject again", 3, (MATHEMATICS,) * 4, True, limited=True),
    Situation("publish on an open evening, its subject first", 5, (CHINESE, ENGLISH), True, limited=True),
    Situation("publish and open the evening", 6, (MATHEMATICS,), False),
)


def measure(database: str) -> list[Figure]:
    """Bare, and the operation in its three situations, in acts per second of one client."""
    town = found_town()
    add_schools(town, 1, parallel=PARALLEL, taught_in=2)
    acts = {BARE: bare_transactions(town, _seats(town, BARE_GRADE, COUNT), BARE_GRADE)}
    acts |= {situation.name: _publishing(town, situation) for situation in SITUATIONS}
    statements = {name: _statements(act) for name, act in acts.items()}
    paces = by_turns(acts, rounds=ROUNDS, each=EACH, warm_up=WARM_UP)
    add_shares(BARE_GRADE)
    faults = ledger_faults()
    assert not faults, faults[:3]
    bare = Figure(BARE, database, f"{paces[BARE].per_second:,.0f}/s", f"{statements[BARE]} statements")
    return [bare, *(_figure(s, database, paces[s.name], paces[BARE], statements[s.name]) for s in SITUATIONS)]


def _figure(situation: Situation, database: str, pace: Pace, bare: Pace, statements: int) -> Figure:
    found = ratio(pace, bare)
    return Figure(
        situation.name,
        database,
        f"{found.median:.2f} of bare",
        f"middle half {found.low:.2f} to {found.high:.2f}; {pace.per_second:,.0f}/s; {statements} statements",
        f"≥ {LEAST}" if situation.limited else "",
        found.median >= LEAST if situation.limited else None,
    )


def _seats(town: Town, grade: int, count: int) -> list[tuple[SchoolClass, dt.date]]:
    """`count` evenings of a grade: its classes, night after night."""
    classes = town.classes_of_grade(grade)
    nights = town.nights(-(-count // len(classes)))
    return [(school_class, date) for date in nights for school_class in classes][:count]


def _publishing(town: Town, situation: Situation) -> Act:
    """An act that publishes the next of `COUNT` drafts that were made beforehand."""
    seats = _seats(town, situation.grade, -(-COUNT // len(situation.subjects)))
    if situation.opened:
        for seat in seats:
            _publish(_draft(town, situation.grade, seat, MATHEMATICS))
    turns = [(seat, subject) for subject in situation.subjects for seat in seats][:COUNT]
    ready = iter([_draft(town, situation.grade, seat, subject) for seat, subject in turns])
    return lambda: _publish(next(ready))


def _draft(town: Town, grade: int, seat: tuple[SchoolClass, dt.date], subject: Subject) -> dict[str, Any]:
    """A draft of twelve minutes, and how to publish it to one evening of one class."""
    school_class, date = seat
    by = actor_at(town.teachers[school_class.pk, subject.value], AT)
    spec = AssignmentSpec(subject, "单元", "练一练", Form.WRITTEN, "第3题。", (TierSpec("", MINUTES),))
    pk = save_draft(by=by, at=AT, spec=spec).pk
    return {
        "by": by,
        "at": AT,
        "assignment_id": pk,
        "targets": [Target(school_class.pk, grade, (date,))],
        "request": Request.of(f"bench-{pk}", assignment=pk),
    }


def _publish(arguments: dict[str, Any]) -> None:
    outcome = publish(**arguments)
    assert outcome.published, outcome


def _statements(act: Act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
