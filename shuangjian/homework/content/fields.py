"""An aim and a unit that say something."""

import re

from shuangjian.homework.content.typed import Typed

_EMPTY = re.compile(
    r"[\W_\d]*|无|没有|略|暂无|同上|待定|未定|不限|其他|测试|作业|完成作业|巩固|巩固知识|练习|做作业|"
    r"复习|(.)\1*|[a-z]{1,3}"
)


def says_nothing(field: str) -> bool:
    """Whether a field is empty or filled in for form's sake: 无, 略, 。。。, 完成作业."""
    return _EMPTY.fullmatch(re.sub(r"[\W_]+", "", Typed(field).text)) is not None


def says_no_unit(field: str) -> bool:
    """The same for a unit, which may be a bare number: 3, 第三单元."""
    plain = re.sub(r"[\W_]+", "", Typed(field).text)
    says_something = plain.isdecimal() or (len(plain) == 1 and plain not in "无略")
    return not says_something and _EMPTY.fullmatch(plain) is not None
