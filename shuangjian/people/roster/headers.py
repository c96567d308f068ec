"""Which column is which: headers as schools write them, and what a sheet must therefore be about."""

import re
import unicodedata
from dataclasses import dataclass

from shuangjian.people.roster import limits
from shuangjian.people.roster.grid import RawRow, RawSheet, Stored, Value, shown
from shuangjian.people.roster.rows import Kind

NOT_KEPT = "不保存"
NOT_USED = "用不到"
# field → its names, the template's first. The longest list wins nothing: names are matched whole.
ALIASES: dict[str, tuple[str, ...]] = {
    "pupil_number": (
        "学籍号",
        "全国学籍号",
        "学号",
        "学生学籍号",
        "国网学籍号",
        "全国学籍号码",
        "学籍号码",
        "学籍编号",
    ),
    "teacher_number": ("工号", "教职工号", "教师工号", "教工号", "职工号", "教师编号", "人员编号", "教职工编号"),
    "name": ("姓名", "学生姓名", "教师姓名", "教职工姓名", "名字", "任课教师姓名", "教师名称"),
    "grade": ("年级", "所在年级", "年级名称", "就读年级", "任教年级", "入学年级"),
    "class": ("班级", "所在班级", "班级名称", "班", "班号", "就读班级", "任教班级", "行政班"),
    "school": ("学校", "学校名称", "学校标识码", "所在学校", "就读学校", "任教学校", "学校代码"),
    "teaching_point": ("教学点", "教学点名称", "所在教学点", "校区"),
    "duty": ("职务", "行政职务", "校内职务", "岗位", "职务名称"),
    "subject": ("学科", "任教学科", "科目", "课程", "任课学科", "学科名称"),
    "homeroom": ("班主任", "是否班主任", "是不是班主任", "担任班主任"),
    "state": ("状态", "学生状态", "学籍状态", "就读状态", "在校状态", "在职状态", "人员状态", "是否在校", "是否在职"),
    "left_on": ("离校日期", "离职日期", "离开日期", "异动日期", "转出日期", "离校时间", "异动时间"),
}
_PERSONAL = re.compile(
    r"性别|身份证|证件|出生|生日|年龄|民族|户口|户籍|籍贯|国籍|港澳|政治面貌|电话|手机|联系|邮箱|微信|QQ|EMAIL|住址|地址"
    r"|家长|监护|父|母|家庭|健康|血型|残疾|贫困|低保|留守|孤儿|随迁|军烈|照片|相片|银行|卡号|密码|独生|宗教|身高|体重|婚姻"
)
_FIELD_OF = {alias: field for field, aliases in ALIASES.items() for alias in aliases}
_DECORATION = re.compile(r"[\s*:.。,、（()）\[\]【】\"“”'_\-—/]+")
_REMARK = re.compile(r"[（(\[【].*?[）)\]】]")

FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.PUPILS: ("pupil_number", "name", "grade", "class", "school", "teaching_point", "state", "left_on"),
    Kind.TEACHERS: ("teacher_number", "name", "duty", "school", "state", "left_on"),
    Kind.TEACHINGS: (
        "teacher_number",
        "name",
        "grade",
        "class",
        "subject",
        "homeroom",
        "school",
        "teaching_point",
    ),
}
REQUIRED: dict[Kind, tuple[str, ...]] = {
    Kind.PUPILS: ("name", "class"),
    Kind.TEACHERS: ("teacher_number", "name"),
    Kind.TEACHINGS: ("teacher_number", "class"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The header found: its last row, every column's text (index 0 is A), and for each known field its columns."""

    kind: Kind
    row: int
    texts: tuple[str, ...]
    columns: dict[str, tuple[int, ...]]
    formulas: frozenset[int] = frozenset()


def alias_in(text: str) -> str:
    """A header without its spaces, width, line breaks, marks and (unless it is known with them) remarks in brackets."""
    folded = unicodedata.normalize("NFKC", text).upper()
    whole = _DECORATION.sub("", folded)
    return whole if whole in _FIELD_OF else _DECORATION.sub("", _REMARK.sub("", folded))


def field_called(text: str) -> str | None:
    """The field a header names; None if none."""
    return _FIELD_OF.get(alias_in(text))


def why_ignored(text: str) -> str:
    """不保存 for personal data that has no use here, 用不到 otherwise."""
    return NOT_KEPT if _PERSONAL.search(unicodedata.normalize("NFKC", text).upper()) else NOT_USED


def heading_of(sheet: RawSheet) -> Heading | None:
    """The header of a sheet: the one row, or two rows together, among the first ten that names most fields.

    None if the sheet is not a roster: nobody is named in it by name or number, or nothing else is.
    """
    best: tuple[int, Heading] | None = None
    head = sheet.rows[: limits.HEADER_SEARCH_ROWS]
    for index, row in enumerate(head):
        candidates = [_texts(row)]
        if index + 1 < len(head) and head[index + 1].number == row.number + 1:
            candidates.append(_two_rows(candidates[0], _texts(head[index + 1])))
        for extra, texts in enumerate(candidates):
            columns = _columns(texts)
            kind = _kind(columns)
            if kind is not None and (best is None or len(columns) > best[0]):
                best = (
                    len(columns),
                    Heading(
                        kind, row.number + extra, tuple(texts), columns, _formulas(head[index : index + extra + 1])
                    ),
                )
    return best[1] if best else None


def _formulas(rows: list[RawRow]) -> frozenset[int]:
    return frozenset(
        index
        for row in rows
        for index, cell in enumerate(row.cells)
        if isinstance(cell, Value) and cell.stored is Stored.FORMULA
    )


def _texts(row: RawRow) -> list[str]:
    return ["".join(shown(cell).split())[: limits.SHOWN_CHARACTERS] for cell in row.cells]


def _two_rows(upper: list[str], lower: list[str]) -> list[str]:
    """A header over two rows: below a merged group name stand the real names, beside it names merged downwards."""
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    return [
        below if below and (field_called(below) or not field_called(above)) else above
        for above, below in zip(upper, lower, strict=True)
    ]


def _columns(texts: list[str]) -> dict[str, tuple[int, ...]]:
    columns: dict[str, tuple[int, ...]] = {}
    for index, text in enumerate(texts):
        if text and (field := field_called(text)):
            columns[field] = (*columns.get(field, ()), index)
    return columns


def _kind(columns: dict[str, tuple[int, ...]]) -> Kind | None:
    placed = "class" in columns or "grade" in columns
    if "pupil_number" in columns:
        return Kind.PUPILS if placed or "name" in columns else None
    if (
        ("teacher_number" in columns or "name" in columns)
        and placed
        and ("subject" in columns or "homeroom" in columns)
    ):
        return Kind.TEACHINGS
    if "teacher_number" in columns:
        return Kind.TEACHERS if "name" in columns else Kind.TEACHINGS if placed else None
    return Kind.PUPILS if "name" in columns and placed else None
