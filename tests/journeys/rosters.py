"""Rosters for the cast's schools, written as the workbooks a school would upload."""

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from shuangjian.audit.operations import Request
from shuangjian.journeys.import_roster import Outcome, Preview, apply_roster, preview_roster
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.subject import Subject
from shuangjian.people.roster import Cell, Grade, PupilRow, TeacherRow, TeachingRow, write_roster_workbook
from tests.cast import AT, Cast

NOWHERE = Cell("", 0)
choose = random.Random(17).choice  # signs of the addresses that new classes get
NUMBERS = {"左小禾": "G410902201600000000", "𠅤·阿依古丽": "G410902201600000001", "白䶮": "G410902201600000002",
           "查朵": "G410902201600000003"}  # fmt: skip


def pupil(name: str, grade: int, klass: int | None = 1, number: str | None = None, **more: Any) -> PupilRow:
    return PupilRow(NOWHERE, number or NUMBERS.get(name), name, Grade(grade), klass, **more)


def standing_pupils() -> list[PupilRow]:
    """The pupils of 青枣路小学 as the cast has them."""
    return [pupil("左小禾", 5), pupil("𠅤·阿依古丽", 5), pupil("白䶮", 5, 2), pupil("查朵", 1)]


STAFF = ("沈岚", "毕小满", "鲁菲", "任可", "温静", "戚明", "邵群", "龚平", "葛青")


def standing_teachers() -> list[TeacherRow]:
    rows = [TeacherRow(NOWHERE, f"GH{number:06d}", name) for number, name in enumerate(STAFF)]
    return [TeacherRow(NOWHERE, "GH000016", "桑榆"), *rows]


def lesson(number: int, grade: int, klass: int, subject: Subject | None, homeroom: bool = False) -> TeachingRow:
    return TeachingRow(
        NOWHERE, f"GH{number:06d}", STAFF[number], (Grade(grade),), klass, subject=subject, homeroom=homeroom
    )


def standing_lessons() -> list[TeachingRow]:
    """What the cast teaches: former's maths has ended."""
    taught = [(0, Subject.MATHEMATICS), (1, Subject.CHINESE), (2, Subject.ENGLISH)]
    rows = [lesson(who, 5, klass, subject) for who, subject in taught for klass in (1, 2)]
    rows += [lesson(3, 5, 2, Subject.SCIENCE), lesson(4, 1, 1, Subject.CHINESE), lesson(4, 1, 1, Subject.MATHEMATICS)]
    return [*rows, lesson(1, 5, 1, None, True), lesson(4, 1, 1, None, True)]


def book(
    pupils: Sequence[PupilRow] = (), teachers: Sequence[TeacherRow] = (), teachings: Sequence[TeachingRow] = ()
) -> bytes:
    return write_roster_workbook(pupils, teachers, teachings)


def look(
    cast: Cast, content: bytes, *, by: Actor | None = None, at: dt.datetime = AT, place_id: int | None = None
) -> Preview:
    return preview_roster(
        by=by or cast.actor("academic"),
        at=at,
        place_id=place_id or cast.school.pk,
        filename="名册.xlsx",
        content=content,
    )


def bring_in(
    cast: Cast, content: bytes, *, by: Actor | None = None, at: dt.datetime = AT, place_id: int | None = None
) -> Outcome:
    """Preview and apply; what the preview said is what happened."""
    actor = by or cast.actor("academic")
    preview = look(cast, content, by=actor, at=at, place_id=place_id)
    assert [f"{bad.where.label} {bad.value} {bad.reason}" for bad in preview.bad] == []
    key = f"apply {preview.upload_id}"
    outcome = apply_roster(
        by=actor, at=at, upload_id=preview.upload_id, request=Request.of(key, id=preview.upload_id), choose=choose
    )
    assert outcome.counts == preview.counts
    return outcome
