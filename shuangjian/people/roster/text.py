"""The text of single cells: names, numbers, yes and no, dates. Each reader returns a value or raises Unclear.

Names keep every character; only numbers, grades and classes are normalised (NFKC).
"""

import datetime as dt
import re
import unicodedata

from shuangjian.people.roster import limits
from shuangjian.people.roster.grid import RawCell, Stored, Value, shown

_OUTER = " \t\r\n\x0b\x0c\x85\xa0\u1680\u180e\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u200e\u200f\u2060" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_IDENTITY = re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]")
_NATIONAL = re.compile(r"[GLgl][0-9]{17}[0-9Xx]")
_YES = frozenset(["是", "√", "✓", "✔", "☑", "1", "y", "yes", "true", "有", "班主任"])
_NO = frozenset(["否", "×", "✗", "x", "0", "n", "no", "false", "无", "不是", "/", "-", "—"])
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")


class Unclear(Exception):
    """A cell that cannot be read; the argument is the sentence that says what happened and what to do."""

    @property
    def reason(self) -> str:
        return str(self.args[0])


def plain(cell: RawCell) -> str:
    """A cell's text without outer spaces; refuses formulas, errors and damaged characters."""
    if isinstance(cell, Value):
        if cell.stored is Stored.FORMULA:
            raise Unclear("这一格是公式，请粘贴成数值。")
        if cell.stored is Stored.ERROR:
            raise Unclear(f"这一格是错误值 {cell.text}，请填写正确的内容。")
    text = shown(cell).strip(_OUTER)
    if len(text) > limits.CELL_CHARACTERS:
        raise Unclear("这一格的字太多。请只留名册需要的内容。")
    for character in text:
        if not character.isprintable():
            _refuse_character(character)
    if "�" in text:
        raise Unclear("这一格有乱码，可能是转换编码时丢了字。请重新填写。")
    return text


def _refuse_character(character: str) -> None:
    """Unprintable to Python are also the spaces other than U+0020, private use and unassigned: these may stay."""
    code = ord(character)
    match unicodedata.category(character):
        case "Cc" if character in "\r\n":
            raise Unclear("这一格里有换行。请删去换行，写成一行。")
        case "Cc":
            raise Unclear("这一格里有看不见的控制字符。请删去整格，重新输入。")
        case "Cs":
            raise Unclear("这一格里有半个字（编码损坏）。请重新输入这个字。")
        case "Cf" if character not in "\u200c\u200d":
            raise Unclear("这一格里有看不见的排版字符。请删去整格，重新输入。")
        case "Zl" | "Zp":
            raise Unclear("这一格里有换行。请删去换行，写成一行。")
        case "Cn" if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
            raise Unclear("这一格里有不存在的字符。请重新输入。")


def normalised(cell: RawCell) -> str:
    """For grades, classes and numbers: NFKC, without any spaces."""
    text = plain(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text if " " not in text else "".join(text.split())


def name(cell: RawCell, what: str = "姓名") -> str:
    """A person's name exactly as written, without outer spaces. Empty is refused."""
    if isinstance(cell, Value) and cell.stored in (Stored.NUMBER, Stored.DATE, Stored.BOOLEAN):
        raise Unclear(f"{what}这一格是数字或日期，不是文字。请填写{what}。")
    text = plain(cell)
    if not text:
        raise Unclear(f"{what}是空的。请填写。")
    if len(text) > limits.NAME_CHARACTERS:
        raise Unclear(f"{what}超过 {limits.NAME_CHARACTERS} 个字。请核对。")
    if "?" in text or "？" in text:
        raise Unclear(f"{what}里有问号，可能是生僻字没有保存下来。请填写正确的字；打不出时可按户口簿填写拼音。")
    return text


def free_text(cell: RawCell, what: str) -> str | None:
    """A school's name, a duty: as written, None when empty."""
    if isinstance(cell, Value) and cell.stored is Stored.NUMBER:
        return number(cell, what)  # a school written by its code
    text = plain(cell)
    if len(text) > limits.NAME_CHARACTERS:
        raise Unclear(f"{what}超过 {limits.NAME_CHARACTERS} 个字。请写短一些。")
    return text or None


def number(cell: RawCell, what: str) -> str | None:
    """An identifier (学籍号, 工号, 学校标识码) as text; None when empty. Digits that Excel dropped are noticed."""
    if isinstance(cell, Value):
        return _stored_number(cell, what)
    text = normalised(cell)
    if not text:
        return None
    if quoted := _TEXT_FORMULA.fullmatch(text):
        text = quoted[1]  # ="0123": how some exports keep digits in CSV
    if text.startswith("'"):
        text = text[1:]  # the apostrophe that marks text, left behind by copying
    if _SCIENTIFIC.fullmatch(text):
        raise Unclear(_lost_digits(what))
    if _is_identity_number(text):
        raise Unclear(f"这一格像是身份证号，不是{what}。本系统不收身份证号，请改填{what}。")
    if len(text) > limits.NUMBER_CHARACTERS or not _NUMBER.fullmatch(text):
        raise Unclear(f"{what}只能有字母、数字、“-”“.”“/”，不超过 {limits.NUMBER_CHARACTERS} 位。请核对。")
    return text.upper() if _NATIONAL.fullmatch(text) else text


def is_national(pupil_number: str) -> bool:
    """Whether this is a 全国学籍号: G or L (临时) and eighteen digits, the last possibly X."""
    return _NATIONAL.fullmatch(pupil_number) is not None


def _stored_number(cell: Value, what: str) -> str:
    plain(cell)
    if cell.stored is not Stored.NUMBER:
        raise Unclear(f"这一格是日期或逻辑值，不是{what}。请把这一列设为“文本”格式后重新填写。")
    value = float(cell.text)
    if not abs(value) < 1e15:
        raise Unclear(_lost_digits(what))
    if value != int(value) or value < 0:
        raise Unclear(f"{what}不能是小数或负数。请把这一列设为“文本”格式后重新填写。")
    return str(int(value))


def _lost_digits(what: str) -> str:
    return f"这一格存成了数字，后面几位已经丢了。请把这一列设为“文本”格式，再重新填写{what}。"


def _is_identity_number(text: str) -> bool:
    """Eighteen characters with a birthday inside and the check character of GB 11643."""
    if not _IDENTITY.fullmatch(text):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return "10X98765432"[total % 11] == text[17].upper()


def masked(value: str) -> str:
    """A value for showing: an identity number without its birthday and order."""
    stripped = value.strip(_OUTER)
    return f"{stripped[:4]}…{stripped[-2:]}" if _is_identity_number(stripped) else value


def yes_no(cell: RawCell, what: str) -> bool:
    """是/否 and its usual spellings; empty is no."""
    text = normalised(cell).lower()
    if not text:
        return False
    if isinstance(cell, Value) and cell.stored is Stored.NUMBER:
        text = text.removesuffix(".0")
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Unclear(f"{what}这一格只写“是”或“否”，空着等于“否”。")


def date(cell: RawCell, what: str) -> dt.date | None:
    """A date stored as one or written 2026-03-01, 2026/3/1, 2026年3月1日, 20260301; None when empty."""
    text = plain(cell)
    if not text:
        return None
    if isinstance(cell, Value) and cell.stored is Stored.NUMBER:
        text = text.removesuffix(".0")
    match = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    try:
        if match:
            found = dt.date(int(match[1]), int(match[2]), int(match[3]))
            if 1990 <= found.year <= 2100:
                return found
    except ValueError:
        pass
    raise Unclear(f"{what}看不出是哪一天。请写成 2026-03-01 这样。")
