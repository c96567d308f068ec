"""Some evenings of two classes, and families who answered about them: mathematics takes far longer than declared."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from shuangjian.homework.models import Publication
from shuangjian.homework.operations.loading import PastAssignment, PastEvening, load_homework
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.kernel.actor import operator
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.grade import cohort_of
from shuangjian.people.models import Enrolment, Pupil
from shuangjian.schools.queries import calendar_at
from shuangjian.timing.operations.loading import PastAnswer, PastAsk, PastUnlisted, load_night
from tests.cast import SINCE, TODAY, Cast

OPERATOR = operator("测试")
EVENINGS = tuple(dt.date(2026, 9, day) for day in (1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16))
AT = dt.datetime(2026, 9, 17, 5, 10, tzinfo=SHANGHAI)  # all of them have closed
TRUE = {"maths": 1 / 0.6, "chinese": 1.0, "english": 0.95}
SUBJECTS = {"maths": "MATHEMATICS", "chinese": "CHINESE", "english": "ENGLISH"}
DECLARED = {"maths": 15, "chinese": 20, "english": 10}
ASKED = 6  # families of a class


def at(date: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(date.year, date.month, date.day, hour, minute, tzinfo=SHANGHAI)


def families(cast: Cast, count: int = 12) -> list[list[Pupil]]:
    """So many children in each of two classes."""
    classes = []
    for number, school_class in enumerate((cast.five_one, cast.five_two)):
        pupils = Pupil.objects.bulk_create(
            Pupil(school_id=cast.school.pk, name=f"{number}班{n}", number_digest=f"m{number}-{n}") for n in range(count)
        )
        Enrolment.objects.bulk_create(
            Enrolment(
                pupil=pupil,
                school_id=cast.school.pk,
                school_class=school_class,
                cohort=cohort_of(5, TODAY),
                since=SINCE,
            )
            for pupil in pupils
        )
        classes.append(pupils)
    return classes


def evening(cast: Cast, date: dt.date) -> None:
    """What three teachers set both classes."""
    span = calendar_at(cast.school.place.path).evening(date)
    assert span is not None
    evenings = [
        PastEvening(school_class.pk, 5, label, span, 60, "2026", at(date, 15, 30))
        for school_class, label in ((cast.five_one, "五（1）班"), (cast.five_two, "五（2）班"))
    ]
    work = [
        PastAssignment(cast.people[who].pk, spec(SUBJECTS[who], minutes), at(date, 15), (0, 1))
        for who, minutes in DECLARED.items()
    ]
    with transaction.atomic():
        load_homework(cast.school.pk, evenings, work)


def spec(subject: str, minutes: int) -> AssignmentSpec:
    return AssignmentSpec(subject, "单元", "练熟", Form.WRITTEN, "练习册一页。", (TierSpec("", minutes),))


def night(
    cast: Cast, classes: Sequence[Sequence[Pupil]], date: dt.date, turn: int, *, closes: dt.datetime | None = None
) -> None:
    """Half of each class in turn is asked and answers: some in minutes, some by one of four answers. One family of the
    first class names work of history that is on no sheet, another one each time."""
    asks, answers, unlisted = [], [], []
    for school_class, pupils in zip((cast.five_one, cast.five_two), classes, strict=True):
        works = Publication.objects.filter(school_class=school_class, entries__evening__date=date).order_by("pk")
        for place in range(ASKED):
            n = (turn * ASKED + place) % len(pupils)
            asks.append(PastAsk(cast.school.pk, school_class.pk, 5, pupils[n].pk, at(date, 20, place)))
            for work in works.select_related("assignment"):
                answers.append(_answer(len(asks) - 1, work, n, turn))
        if school_class is cast.five_one:
            unlisted.append(PastUnlisted(turn % ASKED, "HISTORY", 10, 20))
    with transaction.atomic():
        load_night(date, at(date, 17), closes or at(date + dt.timedelta(1), 5), f"{date}", asks, answers, unlisted)


def _answer(ask: int, work: Publication, n: int, turn: int) -> PastAnswer:
    who = next(name for name, subject in SUBJECTS.items() if subject == work.assignment.subject)
    declared = DECLARED[who]
    took = declared * TRUE[who] * (0.75 + 0.05 * (n % 11)) * (0.9 + 0.1 * ((n + turn) % 3))
    if (n + turn) % 4:
        return PastAnswer(ask, work.pk, 0, round(took), round(took), True)
    for least, most in ((1, declared // 2), (declared // 2, declared), (declared, declared * 3 // 2)):
        if took <= most:
            return PastAnswer(ask, work.pk, 0, least, most, True)
    return PastAnswer(ask, work.pk, 0, declared * 3 // 2, None, True)


def evenings(cast: Cast, dates: Sequence[dt.date] = EVENINGS) -> list[list[Pupil]]:
    """The evenings of these dates, set and answered; the children of each class."""
    classes = families(cast)
    for turn, date in enumerate(dates):
        evening(cast, date)
        night(cast, classes, date, turn)
    return classes
