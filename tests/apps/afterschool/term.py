"""A school's term of service, from the commitment to the public number, as rows: what is sealed and drawn."""

import datetime as dt
import hashlib
from typing import Any

from shuangjian.afterschool.models import Draw, Programme, Round, SignUp, TutoringPlace, TutoringProposal
from shuangjian.afterschool.operations import draw_programme, seal_lists
from shuangjian.kernel.actor import operator
from shuangjian.kernel.day import SHANGHAI
from shuangjian.people.models import Enrolment, Pupil
from tests.apps.afterschool.rows import answer_row, commit, programme_row, round_row, unit_row
from tests.cast import SINCE, Cast

STATED = dt.datetime(2026, 9, 1, 8, 0, tzinfo=SHANGHAI)
ANNOUNCED = dt.datetime(2026, 9, 5, 9, 0, tzinfo=SHANGHAI)
OPENS = dt.datetime(2026, 9, 7, 18, 0, tzinfo=SHANGHAI)
CLOSES = dt.datetime(2026, 9, 10, 20, 0, tzinfo=SHANGHAI)
SEALED = CLOSES + dt.timedelta(minutes=1)
DUE = dt.datetime(2026, 9, 13, 21, 30, tzinfo=SHANGHAI)
DRAWN = DUE + dt.timedelta(minutes=30)
RESULTS = dt.datetime(2026, 9, 15, 18, 0, tzinfo=SHANGHAI)
SECRET = hashlib.sha256(b"of the tests").hexdigest()
SOURCE, ISSUE, PUBLIC_NAME, PUBLIC_VALUE = (
    "中国福利彩票双色球",
    "2026106",
    "中国福利彩票双色球第2026106期",
    "02 07 13 19 25 31 + 08",
)
OPERATOR = operator("测试")
UNITS = [  # number, name, days, grades, capacity, minimum
    (1, "篮球", (1,), (1, 6), 2, 2),
    (2, "合唱", (1, 3), (1, 6), 3, 2),
    (3, "棋类", (2,), (3, 6), 2, 0),
    (4, "种植", (2,), (1, 6), 6, 4),
    (5, "绘画", (3,), (1, 6), 2, 0),
]


def round_of(cast: Cast, *, value: str = PUBLIC_VALUE, term: tuple[int, int] = (2026, 1)) -> Round:
    """The city's round, its number out unless `value` is empty."""
    out = {
        "public_value": value,
        "value_entered_at": DUE if value else None,
        "public_source": SOURCE,
        "public_issue": ISSUE,
    }
    return round_row(cast.city, STATED, OPENS, CLOSES, DUE, RESULTS, term=term, **out)


def programme_of(
    cast: Cast, school: Any = None, *, value: str = PUBLIC_VALUE, units: Any = None, term: tuple[int, int] = (2026, 1)
) -> Programme:
    """An announced programme with these units."""
    programme = programme_row(
        school or cast.school, round_of(cast, value=value, term=term), (1, 2, 3, 4, 5), secret=SECRET,
        announced_at=ANNOUNCED,
    )  # fmt: skip
    for unit in units or UNITS:
        unit_row(programme, *unit)
    return commit(programme)


def joins(
    programme: Programme, pupil: Pupil, days: tuple[int, ...] = (1, 2), wishes: tuple[int, ...] = (), **more: Any
) -> SignUp:
    """A family's answer."""
    return answer_row(programme, pupil, days, wishes, **more)


def children(cast: Cast, count: int) -> list[Pupil]:
    """So many more children of 五（1）."""
    made = []
    for number in range(count):
        pupil = Pupil.objects.create(school_id=cast.school.pk, name=f"童{number}", sort_key=f"tong{number}")
        Enrolment.objects.create(
            pupil=pupil, school_id=cast.school.pk, school_class=cast.five_one, cohort=2022, since=SINCE
        )
        made.append(pupil)
    return made


LISTS = [
    ((1, 2, 3), (1, 3, 5)),
    ((1, 2), (1, 4)),
    ((1, 3), (2, 5, 1)),
    ((1, 3), (2, 1)),
    ((2,), (3,)),
    ((1, 2, 3), (1, 3, 2)),
    ((1, 2, 3, 4), (2, 3)),
    ((5,), ()),
]


def answered(cast: Cast, programme: Programme) -> list[SignUp]:
    """Eight children with lists of all kinds: one unit is too small, several are full, a club spans two days."""
    return [
        joins(programme, pupil, days, wishes)
        for pupil, (days, wishes) in zip(children(cast, len(LISTS)), LISTS, strict=True)
    ]


def sealed(programme: Programme, at: dt.datetime = SEALED) -> Draw:
    return seal_lists(by=OPERATOR, at=at, programme_id=programme.pk)


def drawn(programme: Programme, at: dt.datetime = DRAWN) -> Draw:
    """Sealed if it was not, and drawn."""
    sealed(programme)
    return draw_programme(by=OPERATOR, at=at, programme_id=programme.pk)


def tutoring(cast: Cast, programme: Programme, *pupils: Pupil, weekday: int = 2, capacity: int = 1) -> TutoringPlace:
    """A teacher's afternoon, accepted for these children."""
    teacher = cast.people["maths"]
    place = TutoringPlace.objects.create(
        programme=programme, school_id=programme.school_id, number=TutoringPlace.objects.count() + 1,
        subject="MATHEMATICS", weekday=weekday, capacity=capacity, leader=teacher,
    )  # fmt: skip
    for pupil in pupils:
        TutoringProposal.objects.create(
            place=place, school_id=programme.school_id, pupil=pupil, proposed_by=teacher, proposed_at=ANNOUNCED,
            accepted=True, answered_at=OPENS,
        )  # fmt: skip
    return place
