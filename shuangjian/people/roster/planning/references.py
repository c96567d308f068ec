"""What stands in an exported roster in place of a number: numbers are kept as digests and cannot be written out."""

import re

_REFERENCE = re.compile(r"SJID-T?([0-9]{1,18})", re.IGNORECASE)
UNKNOWN = "这里没有这个系统编号，它只在导出它的学校有用。请改填学籍号或工号。"


def reference(pk: int) -> str:
    """SJID-417: a pupil of the school that exported the file."""
    return f"SJID-{pk}"


def staff_reference(pk: int) -> str:
    """SJID-T417: a teacher; some files have pupils and teachers in one list."""
    return f"SJID-T{pk}"


def is_reference(number: str) -> bool:
    return _REFERENCE.fullmatch(number) is not None


def alias(school_id: int | None, number: str) -> str:
    """The key under which somebody is found by reference, within one school only."""
    return f"{number.upper()}@{school_id}"
