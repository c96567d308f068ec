"""Whatever is written is read back; whatever is damaged is noticed; nothing but UnreadableFile ever escapes."""

import contextlib
import json
import os
import random
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangjian.kernel.subject import Subject
from shuangjian.people.roster import codec
from shuangjian.people.roster.archive import Archive
from shuangjian.people.roster.class_names import class_in, classes_in, grade_in, grades_in
from shuangjian.people.roster.delimited import decoded, guarded, read_delimited, unguarded
from shuangjian.people.roster.export import write_roster_csv, write_roster_workbook
from shuangjian.people.roster.grid import RawRow, RawSheet, Stored, Value
from shuangjian.people.roster.roster_sheets import read_sheets
from shuangjian.people.roster.rows import (
    Cell,
    Cohort,
    Grade,
    Kind,
    PupilRow,
    Reading,
    Source,
    TeacherRow,
    TeachingRow,
    UnreadableFile,
)
from shuangjian.people.roster.text import Unclear
from shuangjian.people.roster.workbook import read_workbook

FLIPS = int(os.environ.get("ROSTER_FLIPS", "200"))
_REFUSED = ("Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Cn")


names = st.one_of(
    st.text(st.characters(exclude_categories=_REFUSED, exclude_characters="?？�"), min_size=1, max_size=30),
    st.text("=+-@＝＋－＠'\"_x0041,;赵", min_size=1, max_size=8),
    st.text(st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF), min_size=1, max_size=4),
)
grades = st.one_of(st.integers(1, 9).map(Grade), st.integers(2017, 2026).map(Cohort))
points = st.sampled_from([None, "柳沟教学点"])


@st.composite
def pupil_lists(draw: st.DrawFn) -> list[PupilRow]:
    """Pupils as a file would hold them: a school in every row or in none, numbers that occur once."""
    with_school = draw(st.booleans())
    rows = []
    for number, name in enumerate(draw(st.lists(names, min_size=1, max_size=12)), start=2):
        klass = draw(st.one_of(st.integers(1, 60), st.just("向日葵班")))
        rows.append(
            PupilRow(
                Cell("学生", number, "A", "学籍号"),
                f"S{number}",
                name,
                draw(grades),
                klass if isinstance(klass, int) else None,
                None if isinstance(klass, int) else klass,
                school="槐荫路小学" if with_school else None,
                teaching_point=draw(points),
            )
        )
    return rows


def read_xlsx(data: bytes) -> Reading:
    return read_sheets(read_workbook(Archive(BytesIO(data))), Source.WORKBOOK)


@settings(max_examples=60)
@given(pupil_lists())
def test_pupils_written_to_a_workbook_are_read_back_equal(pupils: list[PupilRow]) -> None:
    reading = read_xlsx(write_roster_workbook(pupils))
    assert reading.bad == ()
    assert list(reading.pupils) == pupils


@given(pupil_lists(), st.sampled_from(["gb18030", "utf-8", "utf-8-sig", "utf-16"]))
def test_pupils_written_to_csv_are_read_back_equal(pupils: list[PupilRow], encoding: str) -> None:
    data = write_roster_csv(pupils, Kind.PUPILS, encoding)
    reading = read_sheets([read_delimited(decoded(data).content, "学生")], Source.CSV)
    assert reading.bad == ()
    assert list(reading.pupils) == pupils


@settings(max_examples=40)
@given(st.lists(st.tuples(names, st.sampled_from(list(Subject)), st.integers(1, 60)), min_size=1, max_size=8))
def test_teachers_and_what_they_teach_are_read_back_equal(taught: list[tuple[str, Subject, int]]) -> None:
    teachers = [
        TeacherRow(Cell("教师", row, "A", "工号"), f"T{row}", name) for row, (name, _, _) in enumerate(taught, start=2)
    ]
    teachings = [
        TeachingRow(Cell("任课", row, "A", "工号"), f"T{row}", name, (Grade(5),), number, subject=subject)
        for row, (name, subject, number) in enumerate(taught, start=2)
    ]
    reading = read_xlsx(write_roster_workbook([], teachers, teachings))
    assert reading.bad == ()
    assert (list(reading.teachers), list(reading.teachings)) == (teachers, teachings)


@given(st.text())
def test_guarding_can_always_be_undone(value: str) -> None:
    assert unguarded(guarded(value)) == value


@given(pupil_lists())
def test_a_reading_survives_the_way_from_the_child(pupils: list[PupilRow]) -> None:
    reading = read_xlsx(write_roster_workbook(pupils))
    assert codec.reading_from(codec.encoded(reading)) == reading


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=6)))
def test_nonsense_from_a_child_is_a_value_error_and_nothing_else(value: object) -> None:
    for data in (json.dumps(value).encode(), json.dumps(["Reading", value, value]).encode()):
        with pytest.raises(ValueError):
            codec.reading_from(data)


cells = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["学籍号", "姓名", "年级", "班级", "工号", "五年级", "五(3)班", "2022级", "复式", "、", "是"]),
    st.builds(Value, st.sampled_from([Stored.NUMBER]), st.floats(allow_nan=True).map(str)),
    st.builds(Value, st.sampled_from([Stored.DATE, Stored.BOOLEAN, Stored.FORMULA, Stored.ERROR]), st.text(max_size=6)),
)


@given(st.lists(st.lists(cells, max_size=8), max_size=8), st.booleans())
def test_any_grid_is_read_or_refused_in_words(grid: list[list[object]], headed: bool) -> None:
    rows = [["学籍号", "姓名", "年级", "班级", "状态", "离校日期"], *grid] if headed else grid
    raw = [RawRow(number, list(row)) for number, row in enumerate(rows, start=1) if row]  # type: ignore[arg-type]
    try:
        reading = read_sheets([RawSheet("表", raw)], Source.WORKBOOK)
    except UnreadableFile:
        return
    blamed = {bad.row for bad in reading.bad}
    assert not blamed & {row.where.row for row in reading.pupils}


@given(st.text(max_size=40))
def test_any_text_is_a_grade_or_a_class_or_unclear(text: str) -> None:
    for reader in (grade_in, grades_in, lambda cell: class_in(cell, Grade(5)), lambda cell: classes_in(cell, None)):
        with contextlib.suppress(Unclear):
            reader(text)


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        read_delimited(decoded(data).content, "CSV")


def _good() -> tuple[list[PupilRow], bytes]:
    pupils = [
        PupilRow(Cell("学生", row, "A", "学籍号"), f"S{row}", f"赵{row}", Grade(1 + row % 9), 1 + row % 5)
        for row in range(2, 60)
    ]
    return pupils, write_roster_workbook(pupils)


@settings(max_examples=FLIPS)
@given(st.randoms(use_true_random=False))
def test_a_flipped_byte_is_noticed_or_changes_nothing(chance: random.Random) -> None:
    """Every member has a checksum, so a flip that gets through touched nothing that is read."""
    pupils, data = _GOOD
    damaged = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    try:
        reading = read_xlsx(bytes(damaged))
    except UnreadableFile:
        return
    assert reading.bad or list(reading.pupils) == pupils


@settings(max_examples=FLIPS)
@given(st.randoms(use_true_random=False))
def test_a_damaged_sheet_behind_a_right_checksum_never_raises_anything_else(chance: random.Random) -> None:
    """The same inside the XML, zipped anew, as a hostile hand would do it."""
    with zipfile.ZipFile(BytesIO(_GOOD[1])) as archive:
        members = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    victim = members[chance.choice([name for name in members if name.endswith((".xml", ".rels"))])]
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(victim))
        victim[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, bytes(content))
    with contextlib.suppress(UnreadableFile):
        read_xlsx(buffer.getvalue())


_GOOD = _good()
