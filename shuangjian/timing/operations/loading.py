"""A night of the panel in bulk, as if it had been drawn and answered in its time. The caller records the act."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from shuangjian.rows import stored, take_ids, write_rows
from shuangjian.timing.models import Answer, Ask, PanelDay, Unlisted
from shuangjian.timing.rules import seed_digest


class PastAsk(NamedTuple):
    """A question; `answered_at` is None where no answer came."""

    school_id: int
    class_id: int
    grade: int
    pupil_id: int
    answered_at: dt.datetime | None


class PastAnswer(NamedTuple):
    """What was said of a piece of homework; `ask` is the place of its question in the list."""

    ask: int
    publication_id: int
    position: int
    least: int
    most: int | None
    finished: bool


class PastUnlisted(NamedTuple):
    """Work that no sheet had; `ask` is the place of its question in the list."""

    ask: int
    subject: str
    least: int
    most: int | None


def load_night(
    date: dt.date,
    drawn_at: dt.datetime,
    closes_at: dt.datetime,
    seed: str,
    asks: Sequence[PastAsk],
    answers: Sequence[PastAnswer],
    unlisted: Sequence[PastUnlisted],
) -> None:
    """Write a night inside the caller's transaction. Questions name no member: nobody of this city has agreed."""
    PanelDay.objects.create(
        date=date, seed=seed, seed_digest=seed_digest(seed), drawn_at=drawn_at, pool=len(asks), asked=len(asks)
    )
    ids = take_ids(Ask, len(asks))
    day, asked, closes = (
        stored(Ask, "date", date),
        stored(Ask, "asked_at", drawn_at),
        stored(Ask, "closes_at", closes_at),
    )
    write_rows(
        Ask,
        ("id", "school_id", "school_class_id", "grade", "date", "pupil_id", "asked_at", "closes_at", "answered_at"),
        (
            (pk, one.school_id, one.class_id, one.grade, day, one.pupil_id, asked, closes,
             stored(Ask, "answered_at", one.answered_at) if one.answered_at else None)
            for pk, one in zip(ids, asks, strict=True)
        ),
    )  # fmt: skip
    write_rows(
        Answer,
        ("school_id", "ask_id", "publication_id", "position", "least", "most", "finished"),
        ((asks[a.ask].school_id, ids[a.ask], *a[1:]) for a in answers),
    )
    write_rows(
        Unlisted,
        ("school_id", "ask_id", "subject", "least", "most"),
        ((asks[u.ask].school_id, ids[u.ask], *u[1:]) for u in unlisted),
    )
