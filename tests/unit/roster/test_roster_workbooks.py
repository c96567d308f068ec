"""Reading workbooks and CSV files that are as schools make them."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from shuangjian.kernel.grade import Stage, System
from shuangjian.kernel.subject import Subject
from shuangjian.people.roster.grid import Value
from shuangjian.people.roster.reader import original_sheets
from shuangjian.people.roster.rows import Cohort, Grade, Kind, LeaverKind, Source, UnreadableFile
from tests.unit.roster.builders import (
    PUPIL_HEADERS,
    QIAN,
    ZHAO,
    parts,
    pupils_csv,
    raw_workbook,
    read_bytes,
    reasons,
    text_cell,
    workbook,
    zipped,
)


def test_three_sheets_are_told_by_their_headers_not_their_names(tmp_path: Path) -> None:
    data = workbook(
        {
            "Sheet1": [
                ("工号", "姓名", "年级", "班级", "学科", "班主任"),
                ("T1", "单于青禾", "五年级", "3", "语文", "是"),
            ],
            "Sheet2": [("姓名", "学籍号", "班级", "年级"), ("赵一舟", ZHAO[0], "五（3）班", "五年级")],
            "Sheet3": [("教职工号", "姓名", "职务"), ("T1", "单于青禾", "教务主任")],
        }
    )
    reading = read_bytes(tmp_path, data)
    assert reading.bad == ()
    assert reading.source is Source.WORKBOOK
    assert [(p.number, p.name, p.grade, p.class_number) for p in reading.pupils] == [(ZHAO[0], "赵一舟", Grade(5), 3)]
    assert [(t.number, t.name, t.duty) for t in reading.teachers] == [("T1", "单于青禾", "教务主任")]
    (teaching,) = reading.teachings
    assert (teaching.grades, teaching.class_number, teaching.subject) == ((Grade(5),), 3, Subject.CHINESE)
    assert teaching.homeroom
    assert reading.kinds == frozenset(Kind)


@pytest.mark.parametrize(
    "headers",
    [
        ("全国学籍号", "学生 姓名", "年　级", "班\n级"),
        ("学籍号*", "姓名（必填）", "年级:", "【班级】"),
        ("学号", "名字", "所在年级", "班级名称"),
        ("学籍号", "姓　名", "就读年级", "班号"),
    ],
)
def test_headers_are_known_with_spaces_breaks_marks_and_other_names(tmp_path: Path, headers: tuple[str, ...]) -> None:
    reading = read_bytes(tmp_path, workbook({"x": [headers, ZHAO]}))
    assert reasons(reading) == []
    assert [pupil.name for pupil in reading.pupils] == ["赵一舟"]


def test_a_title_row_above_and_a_header_of_two_rows_are_passed(tmp_path: Path) -> None:
    rows = [
        ("槐荫路小学学生名册",),
        ("学籍号", "姓名", "就读情况", None),
        (None, None, "年级", "班级"),
        ZHAO,
        QIAN,
    ]
    reading = read_bytes(tmp_path, workbook({"x": rows}))
    assert reasons(reading) == []
    assert [(pupil.where.row, pupil.class_number) for pupil in reading.pupils] == [(4, 3), (5, 3)]


def test_personal_columns_are_named_as_not_kept_and_others_as_not_used(tmp_path: Path) -> None:
    headers = (*PUPIL_HEADERS, "性别", "身份证号", "家长电话", "家庭住址", "出生日期", "备注")
    reading = read_bytes(tmp_path, workbook({"x": [headers, (*ZHAO, "女", "x", "y", "z", "w", "v")]}))
    assert reading.bad == ()
    assert {column.header: column.reason for column in reading.ignored_columns} == {
        "性别": "不保存",
        "身份证号": "不保存",
        "家长电话": "不保存",
        "家庭住址": "不保存",
        "出生日期": "不保存",
        "备注": "用不到",
    }
    assert "女" not in repr(reading.pupils)


def test_a_missing_column_is_named_at_the_header(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, workbook({"学生": [("学籍号", "姓名", "年级"), ZHAO[:3]]}))
    assert [(bad.sheet, bad.row, bad.header) for bad in reading.bad] == [("学生", 1, "班级")]
    assert "没有“班级”这一列" in reading.bad[0].reason


def test_two_columns_with_one_header_are_a_question(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, workbook({"学生": [(*PUPIL_HEADERS, "班级"), (*ZHAO, "4")]}))
    assert [(bad.column, bad.row) for bad in reading.bad] == [("E", 1)]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("　𬱖𠮷 ", "𬱖𠮷"),
        ("阿依古丽·艾则孜", "阿依古丽·艾则孜"),
        ("-", "-"),
        ("@", "@"),
        ("=1+1", "=1+1"),
        ("＝赵", "＝赵"),
        ("Ｌi", "Ｌi"),
        ("\ue000", "\ue000"),
    ],
)
def test_names_keep_their_characters_but_not_outer_spaces(tmp_path: Path, name: str, kept: str) -> None:
    reading = read_bytes(tmp_path, workbook({"学生": [PUPIL_HEADERS, (ZHAO[0], name, "五", "3")]}))
    assert reasons(reading) == []
    assert reading.pupils[0].name == kept


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("赵\n一舟", "换行"),
        ("赵\x00一舟", "控制字符"),
        ("赵\u202e一舟", "排版字符"),
        ("赵?舟", "生僻字"),
        ("赵�舟", "乱码"),
        ("赵" * 61, "超过 60 个字"),
        ("　", "姓名是空的"),
    ],
)
def test_a_name_that_is_damaged_is_a_bad_cell(tmp_path: Path, name: str, says: str) -> None:
    reading = read_bytes(tmp_path, workbook({"学生": [PUPIL_HEADERS, (ZHAO[0], name, "五", "3"), QIAN]}))
    assert [(bad.row, bad.column, bad.header) for bad in reading.bad] == [(2, "B", "姓名")]
    assert says in reading.bad[0].reason
    assert [pupil.name for pupil in reading.pupils] == ["钱二桥"]


@pytest.mark.parametrize("number", [123456789012345678.0, 1e15, 4.1e18])
def test_a_number_that_lost_digits_says_so(tmp_path: Path, number: float) -> None:
    reading = read_bytes(tmp_path, workbook({"学生": [PUPIL_HEADERS, (number, "赵一舟", "五", "3")]}))
    assert [bad.column for bad in reading.bad] == ["A"]
    assert "后面几位已经丢了" in reading.bad[0].reason


def test_a_short_number_stored_as_a_number_is_its_digits(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, workbook({"学生": [("学号", "姓名", "年级", "班级"), (20220103, "赵一舟", 5, 3)]}))
    assert [(p.number, p.grade, p.class_number) for p in reading.pupils] == [("20220103", Grade(5), 3)]


def test_scientific_notation_in_csv_is_lost_digits_too(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, pupils_csv([("4.10901E+17", "赵一舟", "五", "3")]).encode(), "a.csv")
    assert "后面几位已经丢了" in reading.bad[0].reason


def test_an_identity_number_in_place_of_the_pupil_number_is_refused_and_masked(tmp_path: Path) -> None:
    identity = "11010519491231002X"  # the worked example of GB 11643
    reading = read_bytes(tmp_path, workbook({"学生": [PUPIL_HEADERS, (identity, "赵一舟", "五", "3")]}))
    assert "身份证号" in reading.bad[0].reason
    assert "19491231" not in repr(reading)


def test_full_width_numbers_are_read(tmp_path: Path) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in ZHAO[0])
    row = (wide, "赵一舟", "５", "（３）班")
    reading = read_bytes(tmp_path, workbook({"学生": [PUPIL_HEADERS, row]}))
    assert [(p.number, p.grade, p.class_number) for p in reading.pupils] == [(ZHAO[0], Grade(5), 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    data = pupils_csv().replace(",", separator).encode(encoding)
    reading = read_bytes(tmp_path, data, "名册.csv")
    assert reading.source is Source.CSV
    assert [pupil.name for pupil in reading.pupils] == ["赵一舟", "钱二桥"]
    assert reading.bad == ()


def test_csv_rows_are_counted_as_excel_counts_them(tmp_path: Path) -> None:
    text = '\r\n"槐荫路\n小学",,,\r\n' + pupils_csv([ZHAO, (QIAN[0], "", "五", "3")])
    reading = read_bytes(tmp_path, text.encode(), "a.csv")
    assert [pupil.where.row for pupil in reading.pupils] == [4]
    assert [bad.row for bad in reading.bad] == [5]


def test_a_broken_byte_in_csv_is_named_where_it_stands(tmp_path: Path) -> None:
    rows = [(f"S{index}", f"赵一舟{index}", "五年级", "3") for index in range(40)]
    data = pupils_csv(rows).encode("gb18030")
    place = data.index("赵一舟7".encode("gb18030"))
    reading = read_bytes(tmp_path, data[:place] + b"\xff" + data[place + 1 :], "a.csv")
    assert [(bad.row, bad.column) for bad in reading.bad] == [(9, "B")]
    assert "乱码" in reading.bad[0].reason


def test_half_a_character_in_utf16_is_named(tmp_path: Path) -> None:
    text = pupils_csv([(ZHAO[0], "赵\ud842", "五", "3"), QIAN])
    reading = read_bytes(tmp_path, b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass"), "a.csv")
    assert [(bad.row, bad.column) for bad in reading.bad] == [(2, "B")]
    assert "半个字" in reading.bad[0].reason


def test_a_csv_row_pushed_aside_by_a_comma_is_named(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, pupils_csv([ZHAO, (QIAN[0], "钱,二桥", "五", "3")]).encode(), "a.csv")
    assert [bad.row for bad in reading.bad] == [3, 3]
    assert any("多出 1 格" in bad.reason for bad in reading.bad)


def test_formulas_are_never_trusted(tmp_path: Path) -> None:
    formula = '<c r="B2" t="str"><f>A1&amp;"x"</f><v>赵一舟</v></c>'
    shared = '<c r="D2"><f t="shared" si="0"/><v>3</v></c>'
    row = (ZHAO[0], formula, "五", shared)
    reading = read_bytes(tmp_path, raw_workbook([PUPIL_HEADERS, row, QIAN]))
    assert [(bad.column, bad.value) for bad in reading.bad] == [("B", "赵一舟"), ("D", "3")]
    assert {bad.reason for bad in reading.bad} == {"这一格是公式，请粘贴成数值。"}
    assert [pupil.name for pupil in reading.pupils] == ["钱二桥"]


def test_a_formula_in_a_column_without_use_does_no_harm(tmp_path: Path) -> None:
    formula = '<c r="E2"><f>ROW()-1</f><v>1</v></c>'
    reading = read_bytes(tmp_path, raw_workbook([(*PUPIL_HEADERS, "序号"), (*ZHAO, formula)]))
    assert reading.bad == ()
    assert len(reading.pupils) == 1


def test_merged_cells_among_the_pupils_are_bad_and_in_the_title_are_not(tmp_path: Path) -> None:
    rows = [("学生名册",), PUPIL_HEADERS, ZHAO, (QIAN[0], "钱二桥", "五年级", "")]
    title = '<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>'
    assert read_bytes(tmp_path, raw_workbook(rows[:3], after=title)).bad == ()
    merged = '<mergeCells count="1"><mergeCell ref="D3:D4"/></mergeCells>'
    reading = read_bytes(tmp_path, raw_workbook(rows, after=merged))
    assert reading.pupils == ()
    assert any("合并单元格（D3:D4）" in bad.reason and (bad.row, bad.column) == (3, "D") for bad in reading.bad)


def test_hidden_rows_are_read_and_noted(tmp_path: Path) -> None:
    hidden = (
        f'<row r="2" hidden="1">{text_cell("A2", ZHAO[0])}{text_cell("B2", "赵一舟")}{text_cell("D2", "五(3)班")}</row>'
    )
    head = "".join(text_cell(f"{letter}1", text) for letter, text in zip("ABCD", PUPIL_HEADERS, strict=True))
    reading = read_bytes(tmp_path, zipped(parts(f'<row r="1">{head}</row>{hidden}')))
    assert [pupil.name for pupil in reading.pupils] == ["赵一舟"]
    assert any("隐藏" in note and "第 2 行" in note for note in reading.notes)


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    rows = [(*PUPIL_HEADERS, "状态", "离校日期"), (*ZHAO, "转出", dt.date(2026, 3, 1))]
    for options in ({}, {"date_1904": True}):
        data = workbook({"学生": rows}, default_date_format="yyyy-mm-dd", **options)
        (leaver,) = read_bytes(tmp_path, data).leavers
        assert (leaver.kind, leaver.number, leaver.words) == (LeaverKind.PUPIL, ZHAO[0], "转出")
        assert leaver.left_on == dt.date(2026, 3, 1)


def test_a_class_that_excel_turned_into_a_date_is_bad(tmp_path: Path) -> None:
    rows = [PUPIL_HEADERS, (*ZHAO[:3], dt.date(2026, 5, 3))]
    reading = read_bytes(tmp_path, workbook({"学生": rows}, default_date_format="m-d"))
    assert [bad.column for bad in reading.bad] == ["D"]
    assert "变成了日期" in reading.bad[0].reason


def test_a_school_column_is_filled_in_every_row_or_in_none(tmp_path: Path) -> None:
    headers = (*PUPIL_HEADERS, "学校名称")
    alone = read_bytes(tmp_path, workbook({"学生": [headers, ZHAO, QIAN]}))
    assert alone.bad == ()
    assert [pupil.school for pupil in alone.pupils] == [None, None]
    mixed = read_bytes(tmp_path, workbook({"学生": [headers, (*ZHAO, "槐荫路小学"), QIAN]}))
    assert [(bad.row, bad.header) for bad in mixed.bad] == [(3, "学校名称")]


def test_other_sheets_are_named_as_not_read(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, workbook({"学生": [PUPIL_HEADERS, ZHAO], "统计": [("合计", 1)]}))
    assert reading.notes == ("“统计”这张表不是名册，没有读。",)


@pytest.mark.parametrize(
    ("rows", "code"),
    [([("合计", "人数"), ("五年级", 40)], "NO_ROSTER_SHEET"), ([PUPIL_HEADERS], "NO_ROWS"), ([], "NO_ROSTER_SHEET")],
)
def test_a_workbook_without_a_roster_is_unreadable(tmp_path: Path, rows: list[tuple[object, ...]], code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(tmp_path, workbook({"表": rows}))
    assert caught.value.code == code


def test_a_bad_cell_found_later_stands_in_the_column_of_its_field(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, workbook({"学生": [("序号", *PUPIL_HEADERS), ("1", *ZHAO)]}))
    bad = reading.bad_cell(reading.pupils[0].where, "class", "3", "没有这个班。")
    assert bad.where.label == "学生 第 2 行 E 列（班级）"


def test_every_bad_cell_of_a_row_is_named_not_only_the_first(tmp_path: Path) -> None:
    rows = [("学籍号", "姓名", "年级", "班级", "学校名称"), ("S 1!", "", "高一", "三般", ""), (*QIAN, "槐荫路小学")]
    reading = read_bytes(tmp_path, workbook({"学生": rows}))
    assert [bad.column for bad in reading.bad] == ["A", "B", "C", "D", "E"]


def test_grades_and_cohorts_wait_for_the_school_to_be_understood() -> None:
    assert Grade(7, 1).under(System.SIX_THREE) == 7
    assert Grade(7, 1).under(System.FIVE_FOUR) == 6
    assert Cohort(2022).under(Stage.PRIMARY, System.SIX_THREE) == 2022
    assert Cohort(2022).under(Stage.JUNIOR, System.SIX_THREE) == 2016
    assert Cohort(2022, Stage.JUNIOR).under(Stage.PRIMARY, System.FIVE_FOUR) == 2017
    with pytest.raises(ValueError, match="no 初4"):
        Grade(9, 4).under(System.SIX_THREE)


def test_our_reader_and_calamine_see_the_same_cells(tmp_path: Path) -> None:
    path = tmp_path / "both.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("混合")
        bold = book.add_format({"bold": True})
        sheet.write_row(1, 1, ["文字", 3, 2.5, True, "_x0041_ 𠮷", " 前后 "])
        sheet.write_rich_string(3, 0, "一", bold, "二", "三")
        sheet.write_string(4, 2, "多行\n文字")
        book.add_worksheet("第二张").write(0, 0, "甲")
    ours = original_sheets(path)
    theirs = CalamineWorkbook.from_path(str(path))
    assert [sheet.name for sheet in ours] == theirs.sheet_names
    for sheet in ours:
        grid = {
            (r, c): value
            for r, row in enumerate(theirs.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False), 1)
            for c, value in enumerate(row, 1)
            if value != ""
        }
        mine = {(row.number, c): cell for row in sheet.rows for c, cell in enumerate(row.cells, 1) if cell is not None}
        assert mine.keys() == grid.keys()
        for place, cell in mine.items():
            expected = grid[place]
            if isinstance(cell, Value):
                assert (cell.text == "TRUE") is expected if isinstance(expected, bool) else float(cell.text) == expected
            else:
                assert cell == expected
