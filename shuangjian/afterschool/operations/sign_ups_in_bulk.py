"""Answers of whole schools at once, as if each had been given in its time. The caller records the act."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.conf import settings

from shuangjian.afterschool.draw.lists import Entry, receipt
from shuangjian.afterschool.models import Programme, SignUp
from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.afterschool.rules.naming import naming_key, pupil_opaque
from shuangjian.afterschool.rules.weekdays import mask_of
from shuangjian.afterschool.rules.wishes import NOTICE

BATCH = 2_000


class PastAnswer(NamedTuple):
    """What was said for a child: `days` ascending, `wishes` block after block, both empty for who does not join."""

    pupil_id: int
    grade: int
    said_at: dt.datetime
    answer: Answer = Answer.JOIN
    days: tuple[int, ...] = ()
    wishes: tuple[int, ...] = ()
    with_siblings: bool = False


def load_sign_ups(programme: Programme, answers: Iterable[PastAnswer]) -> int:
    """Write the answers of a programme's families inside the caller's transaction; how many. Nothing is checked but
    what the tables themselves refuse."""
    return len(SignUp.objects.bulk_create(_rows(programme, answers), BATCH))


def _rows(programme: Programme, answers: Iterable[PastAnswer]) -> Iterator[SignUp]:
    key = naming_key(settings.ROSTER_KEY, programme.secret)
    for said in answers:
        opaque = pupil_opaque(key, said.pupil_id)
        joins = said.answer is Answer.JOIN
        entry = Entry(opaque, None, said.grade, 0, said.days, said.wishes)
        yield SignUp(
            programme_id=programme.pk,
            school_id=programme.school_id,
            pupil_id=said.pupil_id,
            answer=said.answer,
            grade=said.grade,
            weekdays=mask_of(said.days),
            wishes=list(said.wishes),
            with_siblings=said.with_siblings,
            opaque=opaque,
            receipt=receipt(entry) if joins else "",
            notice=NOTICE,
            said_at=said.said_at,
        )
