"""Single values of a OneRoster file: status, booleans, grade codes, dates, names, subjects."""

import datetime as dt
import re
import unicodedata

from shuangjian.kernel.subject import Subject, subject_named
from shuangjian.people.roster import class_names, limits, text
from shuangjian.people.roster.oneroster.tables import Record
from shuangjian.people.roster.rows import Cohort, Grade
from shuangjian.people.roster.text import Unclear

IGNORED_ROLES = {
    "administrator": "管理员",
    "districtadministrator": "管理员",
    "siteadministrator": "管理员",
    "systemadministrator": "管理员",
    "principal": "校长",
    "aide": "助教",
    "counselor": "辅导员",
    "proctor": "监考",
    "guardian": "监护人",
    "parent": "家长",
    "relative": "亲属",
}
_CODE = re.compile(r"0?([1-9])")
_OUTSIDE = frozenset(["it", "pr", "pk", "tk", "kg", "ps", "10", "11", "12", "13", "ug", "other", "infanttoddler"])
_COURSE_DECORATION = re.compile(
    r"(小学|初中)?[一二三四五六七八九]年级|[(（\[].*?[)）\]]|(上|下|全一)册|第?[一二上下]学期|\s+|课程?$"
)


def is_current(record: Record) -> bool:
    """Whether the status is active or blank; False for tobedeleted (and inactive of older exports). Raises Unclear."""
    match record.text("status").lower():
        case "" | "active":
            return True
        case "tobedeleted" | "inactive":
            return False
    raise Unclear("status 只能是 active 或 tobedeleted（空着等于 active）。请改正。")


def flag(record: Record, column: str) -> bool | None:
    """true, false, or None for blank. Raises Unclear."""
    match record.text(column).lower():
        case "":
            return None
        case "true" | "1" | "yes":
            return True
        case "false" | "0" | "no":
            return False
    raise Unclear(f"{column} 只能是 true 或 false。请改正。")


def grades(record: Record) -> tuple[Grade | Cohort, ...]:
    """The grades of a user, class or course, by code (5, 05) or in Chinese. Raises Unclear."""
    return tuple(dict.fromkeys(_grade(code) for code in record.many("grades", "grade")))


def _grade(code: str) -> Grade | Cohort:
    if match := _CODE.fullmatch(code):
        return Grade(int(match[1]))
    if code.lower() in _OUTSIDE:
        raise Unclear(f"年级代码 {code} 不在一至九年级之内，本系统只管义务教育。请删去，或改成 01 到 09。")
    grade = class_names.grade_in(code)
    if grade is None:
        raise Unclear("年级代码应是 01 到 09。请改正。")
    return grade


def date(record: Record, column: str) -> dt.date | None:
    """A date, of which a time of day is dropped. Raises Unclear."""
    return text.date(record.text(column)[:10] or None, column)


def identifier(record: Record, *columns: str) -> str:
    """A sourcedId, exact to the character. Raises Unclear for a blank or damaged one."""
    value = text.plain(record.cell(*columns))
    if not value:
        raise Unclear(f"{columns[0]} 是空的。请填写。")
    if len(value) > limits.SOURCED_ID_CHARACTERS:
        raise Unclear(f"{columns[0]} 超过 {limits.SOURCED_ID_CHARACTERS} 个字符。请核对。")
    return value


def person_name(record: Record) -> str:
    """姓 and 名 together. Raises Unclear."""
    return text.name(whole_name(text.plain(record.cell("familyName")), text.plain(record.cell("givenName"))))


def whole_name(family: str, given: str) -> str:
    """In Chinese order, given name first where both are Latin."""
    latin = all("LATIN" in unicodedata.name(letter, "") for letter in family + given if letter.isalpha())
    return (f"{given} {family}" if latin else f"{family}{given}").strip()


def subject(words: str) -> Subject | None:
    """The subject of 语文, 五年级语文, 数学(上册); None for a course that is none of ours."""
    folded = unicodedata.normalize("NFKC", words[: limits.NAME_CHARACTERS]).strip()
    return subject_named(folded) or subject_named(_COURSE_DECORATION.sub("", folded))
