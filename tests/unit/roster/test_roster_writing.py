"""What is handed out: the template, the roster written, the workbook of cells to mend."""

import io
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from shuangjian.kernel.subject import Subject
from shuangjian.people.roster import cell_writing
from shuangjian.people.roster.delimited import guarded, unguarded
from shuangjian.people.roster.export import write_roster_csv, write_roster_workbook
from shuangjian.people.roster.handback import LIST_SHEET, bad_cells_workbook
from shuangjian.people.roster.headers import FIELDS, field_called
from shuangjian.people.roster.reader import original_sheets, read_file
from shuangjian.people.roster.rows import Cell, Cohort, Grade, Kind, PupilRow, TeacherRow, TeachingRow
from shuangjian.people.roster.template import COLUMNS, template_workbook
from tests.unit.roster.builders import PUPIL_HEADERS, QIAN, ZHAO, pupils_csv, read_bytes, workbook

DANGEROUS = ["=1+1", "+1", "-", "@", "@SUM(A1)", "＝1", "＋", "－赵", "＠", "'=1", "''@", "<r>x</r>", "_x0041_"]


def sheets_of(data: bytes) -> dict[str, list[list[object]]]:
    """The workbook as an independent reader sees it."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def assert_no_formula(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name), name


def pupil(row: int, name: str, sheet: str = "学生") -> PupilRow:
    return PupilRow(Cell(sheet, row, "A", "学籍号"), f"S{row}", name, Grade(5), 3)


def test_the_template_has_a_column_for_every_field_that_is_read(tmp_path: Path) -> None:
    sheets = sheets_of(template_workbook())
    assert list(sheets) == ["学生", "教师", "任课", "说明"]
    for kind in Kind:
        headers = [str(value) for value in sheets[kind.label][0]]
        assert headers == [column.header for column in COLUMNS[kind]]
        assert {field_called(header) for header in headers} == set(FIELDS[kind])


def test_the_templates_own_examples_are_read_without_a_fault(tmp_path: Path) -> None:
    filled = {kind.label: [[c.header for c in COLUMNS[kind]], [c.example for c in COLUMNS[kind]]] for kind in Kind}
    reading = read_bytes(tmp_path, workbook(filled))
    assert reading.bad == ()
    assert (len(reading.pupils), len(reading.teachers), len(reading.teachings)) == (1, 1, 1)


def test_the_same_template_is_the_same_bytes() -> None:
    assert template_workbook() == template_workbook()


def test_what_looks_like_a_formula_is_written_as_text_and_read_back_unchanged(tmp_path: Path) -> None:
    rows = [pupil(number, name) for number, name in enumerate(DANGEROUS, start=2)]
    book = write_roster_workbook(rows)
    assert_no_formula(book)
    assert list(read_bytes(tmp_path, book).pupils) == rows
    text = write_roster_csv(rows, Kind.PUPILS)
    reading = read_bytes(tmp_path, text, "a.csv")
    assert [row.name for row in reading.pupils] == DANGEROUS
    for line in text.decode("gb18030").splitlines()[1:]:
        assert line.split(",")[1].strip('"')[0] not in "=+-@＝＋－＠\t\r\n"


@pytest.mark.parametrize("value", [*DANGEROUS, "赵一舟", "'", "'赵", "", "\t=1", "a=b"])
def test_guarding_a_value_can_be_undone(value: str) -> None:
    assert unguarded(guarded(value)) == value


def test_a_written_roster_is_read_back_equal(tmp_path: Path) -> None:
    where = [Cell("学生", row, "A", "学籍号") for row in range(2, 7)]
    pupils = (
        PupilRow(where[0], ZHAO[0], "赵一舟", Grade(5), 3, school="槐荫路小学", teaching_point="柳沟"),
        PupilRow(where[1], "S2", "阿依古丽·艾则孜", Cohort(2022), None, "向日葵班", school="槐荫路小学"),
        PupilRow(Cell("学生", 4, "B", "姓名"), None, "𬱖𠮷", Grade(7, 1), 12, school="乙校"),
        PupilRow(where[3], "S4", "孙三川", Grade(1), None, "一、二年级复式班", True, (1, 2), "乙校"),
        PupilRow(where[4], "S5", "李四野", Grade(3), 1, "复式1班", True, (), "乙校"),
    )
    teachers = (TeacherRow(Cell("教师", 2, "A", "工号"), "T1", "单于青禾", "校长", "槐荫路小学"),)
    at = [Cell("任课", row, "A", "工号") for row in range(2, 5)]
    both = (Grade(1), Grade(2))
    teachings = (
        TeachingRow(
            at[0], "T1", "单于青禾", (Grade(5),), 3, subject=Subject.CHINESE, homeroom=True, school="槐荫路小学"
        ),
        TeachingRow(at[1], "T2", None, both, None, "一、二年级复式班", True, Subject.MUSIC, school="乙校"),
        TeachingRow(at[2], "T2", None, (Cohort(2022),), None, "向日葵班", homeroom=True, school="乙校"),
    )
    reading = read_bytes(tmp_path, write_roster_workbook(pupils, teachers, teachings))
    assert reading.bad == ()
    assert (reading.pupils, reading.teachers, reading.teachings) == (pupils, teachers, teachings)


def test_the_handed_back_workbook_lists_and_tints_every_bad_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"学生": [PUPIL_HEADERS, ZHAO, (QIAN[0], "=钱?", "五", "99")], "统计": [("合计", 2)]}))
    reading = read_file(path)
    data = bad_cells_workbook(reading, original_sheets(path))
    assert_no_formula(data)
    sheets = sheets_of(data)
    assert list(sheets) == [LIST_SHEET, "学生", "统计"]
    listed = [row[:4] for row in sheets[LIST_SHEET][1:3]]
    assert listed == [["学生", "3", "B", "姓名"], ["学生", "3", "D", "班级"]]
    assert sheets["学生"][2] == [QIAN[0], "=钱?", "五", "99"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        comments = archive.read("xl/comments1.xml").decode()
    assert 'ref="B3"' in comments
    assert 'ref="D3"' in comments
    assert "班号应在 1 到 60 之间" in comments


def test_the_handed_back_workbook_can_be_mended_and_uploaded_again(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(pupils_csv([ZHAO, (QIAN[0], "-", "五", "99")]), encoding="gb18030")
    again = read_bytes(tmp_path, bad_cells_workbook(read_file(path), original_sheets(path)), "b.xlsx")
    assert [(bad.row, bad.column, bad.value) for bad in again.bad] == [(3, "D", "99")]
    assert [row.name for row in again.pupils] == ["赵一舟"]


def test_a_missing_column_and_odd_sheet_names_are_handed_back_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({LIST_SHEET: [("学籍号", "姓名", "年级"), ZHAO[:3]]}))
    reading = read_file(path)
    sheets = sheets_of(bad_cells_workbook(reading, original_sheets(path)))
    assert list(sheets) == [LIST_SHEET, f"{LIST_SHEET}2"]


def test_damaged_characters_can_be_handed_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = pupils_csv([(ZHAO[0], "赵\ud842\0", "五", "3")])
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass"))
    reading = read_file(path)
    assert len(reading.bad) == 1
    assert LIST_SHEET in sheets_of(bad_cells_workbook(reading, original_sheets(path)))


def test_writing_leaves_nothing_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    write_roster_workbook([pupil(2, "赵一舟")])
    assert list(tmp_path.iterdir()) == []
    assert cell_writing.SCRATCH_PREFIX
