"""Homework of many classes at once, as the operation would have left it, but in bulk."""

import datetime as dt
from collections.abc import Sequence

from bench.town import AT
from shuangjian.homework.models import Assignment, Entry, Evening, Publication, Share, Tier
from shuangjian.homework.rules import Basis, Form
from shuangjian.kernel.subject import Subject
from shuangjian.people.models import Person
from shuangjian.schools.models import SchoolClass

CAP, MINUTES = 60, 12


def fill(
    classes: Sequence[SchoolClass], grade: int, date: dt.date, subjects: Sequence[Subject], author: Person
) -> None:
    """One evening of one grade for every class, with an assignment of twelve minutes for each of `subjects` (at most
    five, which fill it); a subject may stand there several times."""
    evenings = Evening.objects.bulk_create(
        [
            Evening(
                school_id=c.school_id, school_class=c, grade=grade, label=f"{grade}（{c.number}）班", date=date,
                until=date + dt.timedelta(days=1), kind="NIGHT", cap=CAP, edition="bench",
                committed=MINUTES * len(subjects), obligated=MINUTES * len(subjects),
            )
            for c in classes
        ]
    )  # fmt: skip
    Share.objects.bulk_create(
        Share(school_id=e.school_id, evening=e, subject=s, committed=MINUTES * subjects.count(s))
        for e in evenings
        for s in dict.fromkeys(subjects)
    )
    wanted = [(e, s) for e in evenings for s in subjects]
    published = publications([(e, s) for e, s in wanted], author)
    Entry.objects.bulk_create(
        Entry(school_id=e.school_id, evening=e, publication=p, subject=s, minutes=MINUTES, basis=Basis.DECLARED, at=AT)
        for (e, s), p in zip(wanted, published, strict=True)
    )


def publications(wanted: Sequence[tuple[Evening, Subject]], author: Person) -> list[Publication]:
    """An assignment with one tier, published, for each (evening, subject); without entries."""
    assignments = Assignment.objects.bulk_create(
        [
            Assignment(
                school_id=e.school_id, author=author, subject=s, unit="单元", aim="练一练", form=Form.WRITTEN,
                content="第3题。", created_at=AT, saved_at=AT, published_at=AT,
            )
            for e, s in wanted
        ]
    )  # fmt: skip
    Tier.objects.bulk_create(Tier(assignment=a, position=0, name="", minutes=MINUTES) for a in assignments)
    return Publication.objects.bulk_create(
        [
            Publication(
                school_id=e.school_id, assignment=a, school_class_id=e.school_class_id, grade=e.grade,
                minutes=MINUTES, basis=Basis.DECLARED, published_at=AT, published_by=author,
            )
            for (e, _), a in zip(wanted, assignments, strict=True)
        ]
    )  # fmt: skip
