"""A sentence that somebody types to be read by a colleague."""

from shuangjian.kernel.refusal import InvalidInput

LONGEST_SENTENCE = 200


def one_sentence(typed: str, field: str, missing: str) -> str:
    """Without what cannot be printed. Raises InvalidInput at `field` where nothing is left (`missing` says what to
    write), or where it is too long."""
    words = "".join(sign for sign in typed.strip() if sign.isprintable())
    if not words:
        raise InvalidInput({field: missing})
    if len(words) > LONGEST_SENTENCE:
        raise InvalidInput({field: f"太长了：最多{LONGEST_SENTENCE}个字，现在{len(words)}个。"})
    return words
