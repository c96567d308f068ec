"""The workbook to download and fill in: three empty sheets and one that explains every column with an example."""

import io
from dataclasses import dataclass

from xlsxwriter.workbook import Workbook

from shuangjian.kernel.grade import FIRST_GRADE, LAST_GRADE, grade_label
from shuangjian.kernel.subject import Subject
from shuangjian.people.roster import limits
from shuangjian.people.roster.cell_writing import new_workbook, write_text
from shuangjian.people.roster.rows import Kind

_GRADES = [grade_label(grade) for grade in range(FIRST_GRADE, LAST_GRADE + 1)]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template: header, whether it must be filled, what to write, an example, choices, width."""

    header: str
    required: str
    words: str
    example: str
    choices: tuple[str, ...] = ()
    width: int = 14


COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.PUPILS: (
        Column("学籍号", "应填", "全国学籍号，G 或 L 开头 19 位。还没有的可空着。", "G412345201503070018", width=24),
        Column("姓名", "必填", "按户口簿写。生僻字、间隔号照写。", "艾热提·买买提"),
        Column("年级", "必填", "五年级、5、初一 都行；也可写入学年份，如 2022级。", "五年级", tuple(_GRADES)),
        Column("班级", "必填", "3、3班 或 五(3)班。复式班写 复式1班，年级写学生自己的。", "3"),
        Column(
            "学校名称", "几所学校一起交时必填", "全称或学校标识码。只有本校时可删去这一列。", "槐荫路小学", width=24
        ),
        Column("教学点", "有教学点的填", "教学点的名称。", "柳沟教学点"),
        Column("状态", "可不填", "空着就是在读。已离开的写 转出、毕业 等。", "在读"),
        Column("离校日期", "可不填", "离开的日期，如 2026-03-01。", ""),
    ),
    Kind.TEACHERS: (
        Column("工号", "必填", "每人一个，不重复。没有的由学校编。", "T0107", width=16),
        Column("姓名", "必填", "按身份证件写。", "单于青禾"),
        Column("职务", "可不填", "校长、教务主任 等。", "教务主任"),
        Column("学校名称", "几所学校一起交时必填", "全称或学校标识码。", "槐荫路小学", width=24),
        Column("状态", "可不填", "空着就是在职。已离开的写 调出、退休 等。", "在职"),
        Column("离职日期", "可不填", "离开的日期，如 2026-03-01。", ""),
    ),
    Kind.TEACHINGS: (
        Column("工号", "必填", "与教师表一致。", "T0107", width=16),
        Column("姓名", "可不填", "用来核对工号有没有写错。", "单于青禾"),
        Column("年级", "必填", "同学生表。复式班写全，如 一、二年级。", "五年级", tuple(_GRADES)),
        Column("班级", "必填", "一行可写几个班，如 1班、2班。", "3"),
        Column(
            "学科",
            "班主任以外必填",
            "课程方案里的名称。",
            "语文",
            tuple(subject.label for subject in Subject),
            width=18,
        ),
        Column("班主任", "可不填", "是 或 否，空着等于否。", "是", ("是", "否")),
        Column("学校名称", "几所学校一起交时必填", "全称或学校标识码。", "槐荫路小学", width=24),
        Column("教学点", "有教学点的填", "教学点的名称。", ""),
    ),
}
GUIDE_SHEET = "说明"


def template_workbook() -> bytes:
    """The template as .xlsx: sheets 学生, 教师, 任课 with headers only, and 说明."""
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        for kind in Kind:
            _write_sheet(book, kind)
        _write_guide(book)
    return buffer.getvalue()


def _write_sheet(book: Workbook, kind: Kind) -> None:
    sheet = book.add_worksheet(kind.label)
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    for index, column in enumerate(COLUMNS[kind]):
        # every column is text: a 学籍号 kept as a number loses its last digits, 5-3 becomes a date
        sheet.set_column(index, index, column.width, text)
        if column.choices:
            note = {"error_title": "请从列表里选", "error_message": column.words, "error_type": "information"}
            rule = {"validate": "list", "source": list(column.choices), **note}
            sheet.data_validation(1, index, limits.ROWS - 1, index, rule)
    for index, column in enumerate(COLUMNS[kind]):
        write_text(sheet, 0, index, column.header, head)
    sheet.freeze_panes(1, 0)


def _write_guide(book: Workbook) -> None:
    """One line per column; the example stands beside its column, never in a sheet that is read."""
    sheet = book.add_worksheet(GUIDE_SHEET)
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for index, width in enumerate((10, 14, 22, 60, 26)):
        sheet.set_column(index, index, width)
    lines = [("表", "列", "填不填", "怎么填", "例子")]
    for kind in Kind:
        lines += [(kind.label, c.header, c.required, c.words, c.example) for c in COLUMNS[kind]]
    lines += [
        ("", "", "", "不用的列可以删去，顺序可以换。性别、身份证号、电话、住址等不保存，请不要填。", ""),
        ("", "", "", "请直接填数值，不要用公式，不要合并单元格。", ""),
    ]
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            write_text(sheet, row, column, value, head if row == 0 else wrap)
