"""The drawing on the front page: what an evening is, for whoever has never seen one."""

import datetime as dt

from shuangjian import rulebook
from shuangjian.desks.common.bars import Bar, bar
from shuangjian.homework.queries import Segment
from shuangjian.homework.rules import Room
from shuangjian.kernel.grade import System
from shuangjian.kernel.subject import Subject

GRADE = 5
SET = ((Subject.CHINESE, 1 / 4), (Subject.MATHEMATICS, 1 / 4), (Subject.ENGLISH, 1 / 6))  # parts of the cap


def example_evening(date: dt.date) -> Bar | None:
    """An evening of grade 5 under the country's cap of that date, two thirds full; None where there is none yet."""
    try:
        law = rulebook.written_cap(rulebook.load(), date=date, place_codes=(), grade=GRADE, system=System.SIX_THREE)
    except rulebook.NotInForce:
        return None
    segments = [Segment(subject, int(law.minutes * part), 0) for subject, part in SET]
    committed = sum(segment.committed for segment in segments)
    room = Room(
        class_id=0,
        class_label="",
        grade=GRADE,
        date=date,
        until=date + dt.timedelta(1),
        is_night=True,
        provisional=False,
        cap=law.minutes,
        committed=committed,
        obligated=committed,
        own_right=0,
        own_committed=0,
        clauses=(),
    )
    return bar(room, segments, title="五年级的一个晚上")
