"""A OneRoster set that was written is read back equal: people, classes of every kind, lessons, teaching points."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shuangjian.kernel.subject import Subject
from shuangjian.people.roster import write_oneroster
from shuangjian.people.roster.reader import read_file
from shuangjian.people.roster.rows import Cell, Cohort, Grade, PupilRow, Reading, Source, TeacherRow, TeachingRow
from tests.properties.test_roster_round_trip import names

ON = dt.date(2026, 9, 17)
NOWHERE = Cell("", 0)
SCHOOLS = ("槐荫路小学", "柳沟小学")
latin = st.from_regex(r"\A[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?\Z")
people = st.one_of(names, latin)

# A class as the reader names it: its grades, number, label, whether it is mixed, the grades that its label says.
plain = st.tuples(st.integers(1, 9).map(Grade), st.integers(1, 60)).map(lambda c: ((c[0],), c[1], None, False, ()))
by_cohort = st.tuples(st.integers(2017, 2026).map(Cohort), st.integers(1, 60)).map(
    lambda c: ((c[0],), c[1], None, False, ())
)
named = st.integers(1, 9).map(lambda grade: ((Grade(grade),), None, "向日葵班", False, ()))
mixed = st.integers(1, 12).map(lambda n: ((Grade(3), Grade(4)), n, f"三、四年级复式{n}班", True, (3, 4)))
classes = st.one_of(plain, by_cohort, named, mixed)
places = st.tuples(st.sampled_from(SCHOOLS), st.sampled_from([None, "东台教学点"]))


@st.composite
def rosters(draw: st.DrawFn) -> tuple[list[PupilRow], list[TeacherRow], list[TeachingRow]]:
    held = draw(st.lists(st.tuples(places, classes), min_size=1, max_size=4, unique=True))
    pupils = []
    for n, name in enumerate(draw(st.lists(people, max_size=8))):
        (school, point), (grades, number, label, is_mixed, said) = draw(st.sampled_from(held))
        own = draw(st.sampled_from(grades))
        pupils.append(PupilRow(NOWHERE, f"SJID-{n}", name, own, number, label, is_mixed, said, school, point))
    teachers, teachings = [], []
    for n, name in enumerate(draw(st.lists(people, min_size=1, max_size=5))):
        teachers.append(TeacherRow(NOWHERE, f"SJID-T{n}", name, None, draw(st.sampled_from(SCHOOLS))))
        (school, point), (grades, number, label, is_mixed, _) = draw(st.sampled_from(held))
        subject = draw(st.sampled_from(list(Subject)))
        row = TeachingRow(
            NOWHERE, f"SJID-T{n}", name, grades, number, label, is_mixed, subject, False, school, point
        )  # fmt: skip
        teachings.append(row)
        if n == 0:
            teachings.append(replace(row, subject=None, homeroom=True))
    return pupils, teachers, teachings


def read_back(content: bytes) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "set.zip"
        path.write_bytes(content)
        return read_file(path, ON)


def plainly(rows: Sequence[Any]) -> set[Any]:
    """Rows without the place in the file where they stood, in no order."""
    return {replace(row, where=NOWHERE) for row in rows}


@settings(max_examples=150)
@given(rosters())
def test_a_roster_written_as_oneroster_is_read_back_equal(
    roster: tuple[list[PupilRow], list[TeacherRow], list[TeachingRow]],
) -> None:
    pupils, teachers, teachings = roster
    reading = read_back(write_oneroster(pupils, teachers, teachings, on=ON))
    assert reading.bad == ()
    assert (reading.source, reading.complete) == (Source.ONEROSTER_1_2, True)
    assert plainly(reading.pupils) == plainly(pupils)
    assert plainly(reading.teachers) == plainly(teachers)
    assert plainly(reading.teachings) == plainly(teachings)
    assert [column.header for column in reading.ignored_columns if column.reason == "不保存"] == []


@given(rosters())
def test_the_same_rows_give_the_same_bytes(
    roster: tuple[list[PupilRow], list[TeacherRow], list[TeachingRow]],
) -> None:
    assert write_oneroster(*roster, on=ON) == write_oneroster(*roster, on=ON)
