"""Numbers as teachers write them: 3, 三, 叁, 仨, 十二, 几十, 三五, 3-5."""

import re

_DIGITS = {
    sign: value
    for value, signs in enumerate(
        ("零〇", "一壹", "二两贰俩", "三叁仨", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for sign in signs
}
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000}
_SIGNS = "".join(_DIGITS) + "".join(_SCALES)
_VAGUE = {
    "几十": 20,
    "数十": 20,
    "十几": 11,
    "十来": 10,
    "几百": 200,
    "数百": 200,
    "好几": 3,
    "几": 3,
    "数": 3,
    "多": 3,
    "无数": 20,
    "若干": 3,
}
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_ONE = rf"(?:{'|'.join(_ENGLISH)}|\d{{1,4}}|{'|'.join(sorted(_VAGUE, key=len, reverse=True))}|[{_SIGNS}]{{1,5}})"

NUMBER = rf"(?:{_ONE}(?:[-~—–至到]{{1,2}}{_ONE})?)"
"""A pattern for a number or a range of numbers."""


def least(words: str) -> int:
    """The smallest number that `words` ask for: 3 for 三, 3-5, 三五 and 三到五; 20 for 几十.

    Raises ValueError for words that NUMBER does not match.
    """
    first = re.match(_ONE, words)
    if first is None:
        raise ValueError(f"no number in {words!r}")
    return _value(first.group())


def _value(words: str) -> int:
    if words in _ENGLISH:
        return _ENGLISH[words]
    if words in _VAGUE:
        return _VAGUE[words]
    if words.isdecimal():
        return int(words)
    if not any(sign in _SCALES for sign in words):
        return _DIGITS[words[0]]  # 三五遍 and 三四遍 ask for three at least
    total, digit = 0, 0
    for sign in words:
        if sign in _SCALES:
            total += max(digit, 1) * _SCALES[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
