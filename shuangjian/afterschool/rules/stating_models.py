"""A service model as it is typed: what each of its parts needs."""

from collections.abc import Sequence

from shuangjian.afterschool.rules.model_parts import Requirement
from shuangjian.afterschool.rules.service_model import StatedPart

MOST_PARTS = 12
LONGEST_NAME, LONGEST_WORDS, MOST = 40, 200, 600
COUNTED = {
    Requirement.KIND_ON_DAYS: (1, 5, "天"),
    Requirement.KINDS_PER_GRADE: (1, 10, "类"),
    Requirement.DAYS: (1, 5, "天"),
    Requirement.HOMEWORK_MINUTES: (1, MOST, "分钟"),
    Requirement.ACTIVITY_MINUTES: (1, MOST, "分钟"),
}


def mistakes_in_parts(parts: Sequence[StatedPart]) -> dict[str, str]:
    """What cannot stand, under `part-1` for the first part."""
    found = {f"part-{number}": _mistake(part) for number, part in enumerate(parts, 1)}
    return {field: words for field, words in found.items() if words}


def _mistake(part: StatedPart) -> str:
    if not 1 <= len(part.name) <= LONGEST_NAME:
        return f"请写这一条的名称，{LONGEST_NAME}个字以内。"
    if part.requirement is Requirement.KIND_ON_DAYS and part.kind is None:
        return f"{part.name}：请选是哪一类活动。"
    if part.requirement in COUNTED:
        low, high, unit = COUNTED[part.requirement]
        if part.least is None or not low <= part.least <= high:
            return f"{part.name}：请写至少几{unit}，{low}到{high}的整数。"
    if part.requirement is Requirement.ENDS_AT_OR_AFTER and part.by is None:
        return f"{part.name}：请写不早于几点结束，比如18:00。"
    if part.requirement is Requirement.IN_WORDS and not 1 <= len(part.words) <= LONGEST_WORDS:
        return f"{part.name}：请写清楚要学校说明什么，{LONGEST_WORDS}个字以内。"
    return ""
