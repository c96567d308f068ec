"""The ledger: opening evenings, committing minutes, giving them back. See docs/algorithms/evening.md.

Rows are always touched in one order (class, date, share by subject, evening last), so that two publishers cannot
deadlock. `commit` and `give_back` run inside the transaction of their caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection
from django.db.backends.utils import CursorWrapper

from shuangjian.homework.models import Evening
from shuangjian.homework.rules import EveningKind
from shuangjian.policy.queries import Limit
from shuangjian.schools.rules import EveningSpan


@dataclass(frozen=True)
class Wanted:
    """An evening that is about to be used."""

    school_id: int
    class_id: int
    grade: int
    label: str
    span: EveningSpan
    limit: Limit

    @property
    def key(self) -> tuple[int, int, object]:
        return self.class_id, self.grade, self.span.date


def open_evenings(wanted: Sequence[Wanted]) -> dict[tuple[int, int, object], Evening]:
    """The rows of these evenings by (class, grade, date), made where nobody has asked for them before.

    Runs before the transaction that uses them: an evening without minutes harms nobody, and two who open the same one
    meet in its unique constraint.
    """
    found = _existing(wanted)
    missing = [w for w in wanted if w.key not in found]
    if missing:
        Evening.objects.bulk_create([_evening(w) for w in missing], ignore_conflicts=True)
        found = _existing(wanted)
    return found


def commit(evening_id: int, subject: str, minutes: int) -> bool:
    """Take minutes from an evening for a subject; False when they do not fit. A subject that has no share of it yet
    gets one, without a right of its own.

    The caller rolls back on False: the share was touched first. From then on its row is ours, so that the rise of what
    the evening owes, Δ = max(c+m, r) − max(c, r), can be read in the very statement that claims it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, (subject, minutes, evening_id))
        return _claim(cursor, evening_id, subject, minutes)


def give_back(evening_id: int, subject: str, minutes: int) -> None:
    """Return minutes that were committed; a right that still stands is a right again."""
    with connection.cursor() as cursor:
        cursor.execute(_RETURN, (minutes, evening_id, subject))
        if not _claim(cursor, evening_id, subject, -minutes):
            raise IntegrityError(f"evening {evening_id} could not take {minutes} minutes of {subject} back")


def _claim(cursor: CursorWrapper, evening_id: int, subject: str, minutes: int) -> bool:
    cursor.execute(_CLAIM, (minutes, minutes, minutes, evening_id, subject))
    return bool(cursor.rowcount)


# The statements of the ledger stand as they run: they are the hottest of the house, and their form is the proof.
_TAKE = """
INSERT INTO homework_share (school_id, evening_id, subject, "right", committed)
SELECT school_id, id, %s, 0, %s FROM homework_evening WHERE id = %s
    ON CONFLICT (evening_id, subject) DO UPDATE SET committed = homework_share.committed + excluded.committed
"""
_RETURN = """UPDATE homework_share SET committed = committed - %s WHERE evening_id = %s AND subject = %s"""
_CLAIM = """
UPDATE homework_evening
   SET committed = homework_evening.committed + rise.minutes, obligated = obligated + rise.owed
  FROM (SELECT evening_id, CAST(%s AS integer) AS minutes,
               CASE WHEN committed > "right" THEN committed ELSE "right" END
               - CASE WHEN committed - CAST(%s AS integer) > "right" THEN committed - CAST(%s AS integer)
                      ELSE "right" END AS owed
          FROM homework_share WHERE evening_id = %s AND subject = %s) AS rise
 WHERE homework_evening.id = rise.evening_id AND obligated + rise.owed <= cap
"""


def _existing(wanted: Sequence[Wanted]) -> dict[tuple[int, int, object], Evening]:
    rows = Evening.objects.filter(
        school_class_id__in={w.class_id for w in wanted}, date__in={w.span.date for w in wanted}
    )
    return {(e.school_class_id, e.grade, e.date): e for e in rows}


def _evening(wanted: Wanted) -> Evening:
    return Evening(
        school_id=wanted.school_id,
        school_class_id=wanted.class_id,
        grade=wanted.grade,
        label=wanted.label,
        date=wanted.span.date,
        until=wanted.span.until,
        kind=EveningKind.NIGHT if wanted.span.is_night else EveningKind.BREAK,
        provisional=wanted.span.provisional,
        cap=wanted.limit.minutes or 0,
        edition=wanted.limit.edition,
    )
