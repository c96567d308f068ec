"""An evening as an API tells it."""

import datetime as dt

from shuangjian.api.outcomes import ClauseOut
from shuangjian.api.values import Answer, Moment
from shuangjian.homework.queries import Segment
from shuangjian.homework.rules import Room


class SegmentOut(Answer):
    """One subject's part of an evening: minutes set, and minutes still kept for it."""

    subject: str
    committed: int
    kept: int

    @classmethod
    def told(cls, segment: Segment) -> "SegmentOut":
        return cls(subject=segment.subject.value, committed=segment.committed, kept=segment.kept)


class EveningOut(Answer):
    """One evening of one grade of a class, from the school day `date` to the next, `until`. Minutes throughout.

    `cap` is null for a vacation whose total the school has not stated; `zero` says why a cap is 0: GRADE (grades 1 and
    2), NO_HOMEWORK_DAY, or "". `provisional`: the days off of that year are not published yet. What is `kept` for a
    subject nobody else may set before `release_at`; from then on it is free to all. `pool` is kept for nobody.
    """

    class_id: int
    grade: int
    date: dt.date
    until: dt.date
    is_night: bool
    provisional: bool
    cap: int | None
    committed: int
    obligated: int
    pool: int
    release_at: Moment | None
    zero: str
    segments: list[SegmentOut]
    clauses: list[ClauseOut]

    @classmethod
    def told(cls, room: Room, segments: tuple[Segment, ...]) -> "EveningOut":
        return cls(
            class_id=room.class_id,
            grade=room.grade,
            date=room.date,
            until=room.until,
            is_night=room.is_night,
            provisional=room.provisional,
            cap=room.cap,
            committed=room.committed,
            obligated=room.obligated,
            pool=room.pool,
            release_at=room.release_at,
            zero=room.zero,
            segments=[SegmentOut.told(segment) for segment in segments],
            clauses=[ClauseOut.told(clause) for clause in room.clauses],
        )
