"""Reading what a teacher typed: every field that cannot stand is named with what to write instead."""

from shuangjian.homework.rules.counting import LONGEST_TIER_MINUTES, AssignmentSpec
from shuangjian.kernel.refusal import InvalidInput

MOST_TIERS = 6


def check_spec(spec: AssignmentSpec) -> None:
    """Raises InvalidInput naming each field that is missing or out of range: unit, aim, content, tier-N, choose."""
    errors: dict[str, str] = {}
    if not spec.unit.strip():
        errors["unit"] = "请写单元，比如“第六单元　多边形的面积”。"
    if not spec.aim.strip():
        errors["aim"] = "请用一句话写这次作业要练什么。"
    if not spec.content.strip():
        errors["content"] = "请写作业内容。"
    limits = {"unit": (spec.unit, 80), "aim": (spec.aim, 200), "content": (spec.content, 2000)}
    for field, (text, longest) in limits.items():
        if len(text) > longest:
            errors[field] = f"太长了：最多{longest}个字，现在{len(text)}个。"
        elif any(_is_control(sign) for sign in text):
            errors[field] = "里面有看不见的控制字符，请重新输入这一格。"
    if not 1 <= len(spec.tiers) <= MOST_TIERS:
        errors["tiers"] = f"层次要有1到{MOST_TIERS}个。"
    for position, tier in enumerate(spec.tiers):
        lowest = 1 if spec.form.counts else 0
        if not lowest <= tier.minutes <= LONGEST_TIER_MINUTES:
            errors[f"tier-{position}"] = f"分钟要在{lowest}到{LONGEST_TIER_MINUTES}之间。"
        elif len(tier.name) > 20 or len(tier.content) > 500:
            errors[f"tier-{position}"] = "层次名最多20个字，另加的内容最多500个字。"
    if spec.tiers and not 1 <= spec.choose <= len(spec.tiers):
        errors["choose"] = f"要做的数目在1到{len(spec.tiers)}之间。"
    if errors:
        raise InvalidInput(errors)


def _is_control(sign: str) -> bool:
    """Signs that no person types and a database may not take: controls other than line breaks, lone surrogates."""
    return (ord(sign) < 32 and sign not in "\r\n\t") or 0xD800 <= ord(sign) <= 0xDFFF
