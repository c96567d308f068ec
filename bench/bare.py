"""The least that could be called publishing: minutes claimed under the cap and an entry of them, in one transaction."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from bench.evenings import CAP, MINUTES, publications
from bench.rounds import Act
from bench.town import AT, SUBJECTS, Town
from shuangjian.homework.models import Entry, Evening, Share
from shuangjian.homework.rules import Basis
from shuangjian.schools.models import SchoolClass

SUBJECT = SUBJECTS[0]


def bare_transactions(town: Town, seats: list[tuple[SchoolClass, dt.date]], grade: int) -> Act:
    """An act that claims twelve minutes of the next evening, as often as they fit into all of them."""
    evenings = Evening.objects.bulk_create(
        [
            Evening(
                school_id=c.school_id, school_class=c, grade=grade, label="", date=date,
                until=date + dt.timedelta(days=1), kind="NIGHT", cap=CAP, edition="bench",
            )
            for c, date in seats
        ]
    )  # fmt: skip
    turns = [evening for _ in range(CAP // MINUTES) for evening in evenings]
    published = publications([(e, SUBJECT) for e in turns], town.people["principal"])
    ready = iter(list(zip(turns, published, strict=True)))

    def act() -> None:
        evening, publication = next(ready)
        with transaction.atomic():
            claimed = Evening.objects.filter(pk=evening.pk, obligated__lte=F("cap") - MINUTES).update(
                committed=F("committed") + MINUTES, obligated=F("obligated") + MINUTES
            )
            assert claimed
            Entry.objects.create(
                school_id=evening.school_id,
                evening=evening,
                publication=publication,
                subject=SUBJECT,
                minutes=MINUTES,
                basis=Basis.DECLARED,
                at=AT,
            )

    return act


def add_shares(grade: int) -> None:
    """The shares that bare transactions leave out, so that the whole ledger can be verified afterwards."""
    Share.objects.bulk_create(
        Share(school_id=e.school_id, evening=e, subject=SUBJECT, committed=e.committed)
        for e in Evening.objects.filter(grade=grade)
    )
