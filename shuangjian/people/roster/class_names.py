"""How schools write grades and classes: 五年级, 初一, 2022级; 3, 五（3）班, 五三班, 503, 复式1班, 一、二年级复式班."""

import re
from dataclasses import dataclass
from functools import lru_cache

from shuangjian.kernel.grade import Stage, grade_label
from shuangjian.people.roster import limits
from shuangjian.people.roster.grid import RawCell, Stored, Value, shown
from shuangjian.people.roster.rows import Cohort, Grade
from shuangjian.people.roster.text import Unclear, normalised

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2, "〇": 0, "零": 0}
_LAST_CLASS = 60
_LONGEST = 200  # characters in a cell; several classes may stand in one
_JUNIOR = re.compile(r"(?:初中?|初级中学)([一二三四1-4])(?:年级|年)?")
_PLAIN = re.compile(r"(?:小学?)?([一二三四五六七八九]|0?[1-9])(?:\.0)?(?:年级|年)?")
_COHORT = re.compile(r"(小学|初中|初)?((?:19|20)[0-9]{2})级")
_BEYOND = re.compile(r".*(高[一二三中1-3]|幼儿|学前|大班|中班|小班|托班|十|1[0-2]年级).*")
_MIXED = re.compile(r"(.*?)(?:年级)?复式(?:教学)?([0-9一二三四五六七八九十]*)班?")
_NAMED = re.compile(r"[^\d\W][^()\[\]{}]*班")
_NUMERALS = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_GRADE_HEAD = (
    r"(?:(?P<junior>初[一二三四1-4])|(?P<cohort>(?:小学|初中|初)?(?:19|20)[0-9]{2}级)"
    r"|(?:小学?)?(?P<grade>[一二三四五六七八九1-9]))(?:年级|年)?"
)
_WITH_GRADE = re.compile(rf"{_GRADE_HEAD}[(\[.\-·_]?(?P<number>{_NUMERALS})[)\]]?班?")
_IN_TITLE = re.compile(rf"{_GRADE_HEAD}(?:[(\[](?P<number>{_NUMERALS})[)\]]|(?<=级)(?P<after>{_NUMERALS}))班")
_RUN_TOGETHER = "年级和班号连在一起写，分不清。请写成 五(3)班；班号真有这么大的，写成 (53)班。"
_LONE = re.compile(r"[(\[]?(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:\.0)?[)\]]?班?")


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class as its cell names it. `grade` is set when the cell said it: 五(3)班."""

    number: int | None
    label: str | None = None
    mixed: bool = False
    grades: tuple[int, ...] = ()
    grade: Grade | Cohort | None = None


def grade_in(cell: RawCell) -> Grade | Cohort | None:
    """The grade or cohort of a cell, None when empty. Raises Unclear."""
    _refuse_other_kinds(cell, "年级", "五年级")
    return _grade(normalised(cell))


def grades_in(cell: RawCell) -> tuple[Grade | Cohort, ...]:
    """One grade, or the several of a 复式班 (一、二年级). Empty when the cell is."""
    _refuse_other_kinds(cell, "年级", "五年级")
    text = normalised(cell)
    parts = [part for part in re.split(r"[、,/;和]", text) if part]
    if len(parts) < 2:
        one = _grade(text)
        return () if one is None else (one,)
    return tuple(dict.fromkeys(grade for part in parts if (grade := _grade(part)) is not None))


def class_in(cell: RawCell, grade: Grade | Cohort | None) -> ClassName | None:
    """The class of a cell, None when empty; `grade` is what the row's own grade cell said.

    Raises Unclear, also when the class cell contradicts the grade cell.
    """
    _refuse_other_kinds(cell, "班级", "五(3)班")
    return _class(normalised(cell), grade)


def classes_in(cell: RawCell, grade: Grade | Cohort | None) -> tuple[ClassName, ...]:
    """The classes of a teaching assignment: one, or several parted by 、: 1班、2班."""
    _refuse_other_kinds(cell, "班级", "五(3)班")
    text = normalised(cell)
    if not text:
        return ()
    parts = [part for part in re.split(r"[、,;/]", text) if part]
    if len(parts) < 2 or "复式" in text:
        one = _class(text, grade)
        return () if one is None else (one,)
    found = []
    for part in parts:
        klass = _class(part, grade)
        if klass is not None:
            found.append(klass)
    return tuple(dict.fromkeys(found))


def class_in_title(title: str) -> ClassName | None:
    """The class that a longer title speaks of (五(3)班数学), None if it names none or several."""
    text = normalised(title[:_LONGEST])
    found = {(_grade_of(match), _numeral(match["number"] or match["after"])) for match in _IN_TITLE.finditer(text)}
    if len(found) != 1:
        return None
    grade, number = found.pop()
    return None if number is None else ClassName(number, grade=grade)


@lru_cache(maxsize=4096)
def _grade(text: str) -> Grade | Cohort | None:
    if not text:
        return None
    if match := _JUNIOR.fullmatch(text):
        year = _DIGITS.get(match[1]) or int(match[1])
        return Grade(min(6 + year, 9), year)
    if match := _PLAIN.fullmatch(text):
        return Grade(_DIGITS.get(match[1]) or int(match[1]))
    if match := _COHORT.fullmatch(text):
        stage = None if match[1] is None else Stage.PRIMARY if match[1] == "小学" else Stage.JUNIOR
        return Cohort(int(match[2]), stage)
    if re.fullmatch(r"(小学|初中|初)?(19|20)[0-9]{2}届", text):
        raise Unclear("“届”有的学校指入学、有的指毕业，分不清。请写年级（如 五年级）或入学年份（如 2022级）。")
    if re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise Unclear("年级只有年份，分不清。入学年份请写成 2022级，或直接写 五年级。")
    if _BEYOND.fullmatch(text):
        raise Unclear("本系统只管义务教育一至九年级，不收这个年级。请删去这一行，或改正年级。")
    raise Unclear("看不出是哪个年级。请写成 五年级、5、初一 或 2022级。")


def _class(text: str, grade: Grade | Cohort | None) -> ClassName | None:
    found = _spelled_class(text, grade)
    if found is not None and found.grade is not None and grade is not None and not _agree(found.grade, grade):
        raise Unclear(f"班级写的是{_words(found.grade)}，年级一列写的是{_words(grade)}，对不上。请改正其中一格。")
    return found


@lru_cache(maxsize=8192)
def _spelled_class(text: str, grade: Grade | Cohort | None) -> ClassName | None:
    if not text:
        return None
    if "复式" in text:
        return _mixed(text)
    if match := _LONE.fullmatch(text):
        # in brackets a number is a class and nothing else
        klass = _lone(match["number"], Grade(0) if text[0] in "([" else grade)
        if klass is not None:
            return klass
    if match := _WITH_GRADE.fullmatch(text):
        number = _numeral(match["number"])
        if number is not None:
            return ClassName(_in_range(number), grade=_grade_of(match))
    if _NAMED.fullmatch(text) and len(text) <= limits.LABEL_CHARACTERS:
        return ClassName(None, text)
    raise Unclear("看不出是几班。请写成 3、3班 或 五(3)班；有名字的班请写到“班”字为止。")


def _lone(text: str, grade: Grade | Cohort | None) -> ClassName | None:
    """A class cell that is a number alone; None where the numerals are a grade and a class together (五三班)."""
    if text.isdecimal():
        if len(text) == 3 and text[0] != "0":  # 503: grade and class run together
            return ClassName(_in_range(int(text[1:])), grade=Grade(int(text[0])))
        if int(text) >= 30 and _may_begin_with(text[0], grade):
            raise Unclear(_RUN_TOGETHER)
        return ClassName(_in_range(int(text)))
    number = _numeral(text)
    if number is None:
        return None
    if number >= 20 and _may_begin_with(text[0], grade):
        raise Unclear(_RUN_TOGETHER)
    return ClassName(_in_range(number))


def _may_begin_with(digit: str, grade: Grade | Cohort | None) -> bool:
    """Whether 53 or 五十 may be a grade and a class run together."""
    return grade is None or (isinstance(grade, Grade) and grade.value == (_DIGITS.get(digit) or int(digit)))


def _mixed(text: str) -> ClassName:
    match = _MIXED.fullmatch(text)
    if match is None:
        raise Unclear("看不出是哪个复式班。请写成 复式1班 或 一、二年级复式班。")
    heads = [head for head in re.split(r"[、,/;和]", match[1]) if head]
    grades = []
    for head in heads if len(heads) > 1 else list(match[1]):
        grade = _grade(head)
        if not isinstance(grade, Grade):
            raise Unclear("看不出复式班有哪几个年级。请写成 一、二年级复式班。")
        grades.append(grade.value)
    number = _numeral(match[2]) if match[2] else None
    if match[2] and number is None:
        raise Unclear("看不出是第几个复式班。请写成 复式1班。")
    label = text if text.endswith("班") else f"{text}班"
    return ClassName(number, label, mixed=True, grades=tuple(sorted(set(grades))))


def _grade_of(match: re.Match[str]) -> Grade | Cohort | None:
    return _grade(match["junior"] or match["cohort"] or match["grade"])


def _numeral(text: str) -> int | None:
    """3, 十三, 二十一 as a number; None for numerals that are not one number (五三)."""
    if text.isdecimal():
        return int(text)
    if len(text) == 1:
        return 10 if text == "十" else _DIGITS[text]
    tens, ten, ones = text.partition("十")
    if not ten or len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _in_range(number: int) -> int:
    if not 1 <= number <= _LAST_CLASS:
        raise Unclear(f"班号应在 1 到 {_LAST_CLASS} 之间。请核对。")
    return number


def _agree(one: Grade | Cohort, other: Grade | Cohort) -> bool:
    if isinstance(one, Grade) and isinstance(other, Grade):
        return one.value == other.value
    if isinstance(one, Cohort) and isinstance(other, Cohort):
        return one.entry_year == other.entry_year
    return True  # a grade and a cohort can only be compared on a date


def _words(grade: Grade | Cohort) -> str:
    return grade_label(grade.value) if isinstance(grade, Grade) else f"{grade.entry_year}级"


def _refuse_other_kinds(cell: RawCell, what: str, example: str) -> None:
    if len(shown(cell)) > _LONGEST:
        raise Unclear(f"这一格的字太多，看不出{what}。请写成 {example} 这样。")
    if isinstance(cell, Value) and cell.stored in (Stored.DATE, Stored.BOOLEAN):
        raise Unclear(f"这一格变成了日期或逻辑值，看不出{what}。请把这一列设为“文本”格式，再写如 {example}。")
    if isinstance(cell, Value) and cell.stored is Stored.NUMBER and float(cell.text) % 1:
        raise Unclear(f"{what}不能是小数。请写成 {example}。")
