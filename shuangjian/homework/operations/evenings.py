"""The ledger: committing minutes, giving them back, lending, releasing. See docs/algorithms/evening.md.

Rows are always touched in one order (class, grade, date; the shares of an evening by their key, the evening last), so
that no two acts deadlock. All but `release` run inside the transaction of their caller.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F

from shuangjian.homework.models import Evening, Share
from shuangjian.homework.rules import obligation_rise


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


def lend(evening: Evening, lender: str, borrower: str, minutes: int) -> bool:
    """Move a part of a right that is not claimed; False when so much is not left, or the evening is released.

    What the evening owes never rises: it falls where the borrower already stood above its right.
    """
    Share.objects.bulk_create(
        [Share(school_id=evening.school_id, evening=evening, subject=borrower)], ignore_conflicts=True
    )
    lock_shares(evening.pk)
    left = Share.objects.filter(evening=evening, subject=lender, right__gte=F("committed") + minutes)
    if not left.update(right=F("right") - minutes):
        return False
    share = Share.objects.get(evening=evening, subject=borrower)
    rise = obligation_rise(share.right, share.committed, minutes)  # max is blind to which of the two grows
    Share.objects.filter(pk=share.pk).update(right=F("right") + minutes)
    kept = Evening.objects.filter(pk=evening.pk, released=False)
    return bool(kept.update(obligated=F("obligated") - minutes + rise))


def release_due(evenings: Iterable[Evening], at: dt.datetime) -> None:
    """Release those of these evenings whose moment has come, before the caller's transaction: late is as good."""
    for evening in evenings:
        if not evening.released and evening.release_at is not None and evening.release_at <= at:
            release(evening.pk)
            evening.refresh_from_db()


def release(evening_id: int) -> None:
    """Free what is kept and not claimed; doing so twice changes nothing more."""
    with transaction.atomic():
        lock_shares(evening_id)
        Share.objects.filter(evening_id=evening_id, right__gt=0).update(right=0)
        Evening.objects.filter(pk=evening_id, released=False).update(obligated=F("committed"), released=True)


def lock_shares(evening_id: int) -> list[Share]:
    """Hold the shares of an evening until the transaction ends. Looked at twice: while the first look waited for one
    of them, a part of it may have been lent to a subject that had none; once all are held, nobody can lend."""
    rows = Share.objects.select_for_update().filter(evening_id=evening_id).order_by("pk")
    list(rows)
    return list(rows.all())


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
