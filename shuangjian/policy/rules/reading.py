"""Reading what was typed: one line is one article, numbers are given by the text, and a limit follows its article."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from shuangjian.kernel.refusal import InvalidInput
from shuangjian.policy.rules.text import RulesText

LONGEST_TITLE, LONGEST_HEADING, LONGEST_ARTICLE = 40, 20, 500
MOST_ARTICLES, MOST_SECTIONS = 80, 12
ALIKE = 0.5  # of two sentences, one of which was rewritten into the other
_DIGITS = "零一二三四五六七八九"
_NUMBER = r"第\s*([0-9]{1,3}|[〇零一二三四五六七八九十]{1,3})\s*条"
_OWN_NUMBER = re.compile(rf"^{_NUMBER}\s*[：:、.．]?\s*")


def articles_of(typed: str) -> tuple[str, ...]:
    """The articles of a section as they were typed, one a line. A number somebody typed in front is left out."""
    return tuple(text for line in typed.splitlines() if (text := _OWN_NUMBER.sub("", one_line(line))))


def one_line(typed: str) -> str:
    """Blanks of every kind become one, and what cannot be printed is left out."""
    return "".join(sign for sign in " ".join(typed.split()) if sign.isprintable())


def number_of(label: str) -> int | None:
    """3 for 第3条, 第三条, 第三条第二款 or 3; None for what names no article."""
    text = "".join(label.split()).translate({ord("０") + n: str(n) for n in range(10)})
    found = re.match(_NUMBER, text)
    digits = found[1] if found else text
    if digits.isascii() and digits.isdecimal() and len(digits) <= 3:
        return int(digits)
    return _in_chinese(digits) if found else None


def slug_of(name: str) -> str:
    """A choice's name as fields of a form have it: weekend_total."""
    return name.rsplit("/", 1)[-1]


def check_text(text: RulesText) -> None:
    """Raises InvalidInput, by field: `title`, `heading-2`, `section-2`, `article-weekend_total`."""
    errors = {}
    if not text.title:
        errors["title"] = "请写名称，比如“作业管理办法”。"
    elif len(text.title) > LONGEST_TITLE:
        errors["title"] = f"名称请写在{LONGEST_TITLE}个字以内。"
    for place, section in enumerate(text.sections):
        if not section.heading:
            errors[f"heading-{place}"] = "这一章写了内容，请给它写个名称。"
        elif len(section.heading) > LONGEST_HEADING:
            errors[f"heading-{place}"] = f"章的名称请写在{LONGEST_HEADING}个字以内。"
        longest = max(map(len, section.articles), default=0)
        if longest > LONGEST_ARTICLE:
            errors[f"section-{place}"] = (
                f"“{section.heading}”里有一条{longest}个字，请分成几条，每条{LONGEST_ARTICLE}个字以内。"
            )
    if len(text.articles) > MOST_ARTICLES:
        errors["title"] = f"一共{len(text.articles)}条，最多{MOST_ARTICLES}条。请把相近的合成一条。"
    last = len(text.articles)
    for stated in text.stated:
        if not 1 <= stated.article <= last:
            errors[f"article-{slug_of(stated.name)}"] = f"没有第{stated.article}条，现在一共{last}条。"
    if errors:
        raise InvalidInput(errors)


def renumbered(before: Sequence[str], after: Sequence[str]) -> Mapping[int, int]:
    """Which number an article has after the text was changed, by the number it had; one that is gone has none."""
    found: dict[int, int] = {}
    for act, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal" or (act == "replace" and i2 - i1 == j2 - j1):
            found |= {i + 1: j + 1 for i, j in zip(range(i1, i2), range(j1, j2), strict=True)}
        elif act == "replace":
            for i in range(i1, i2):
                likeness, j = max((SequenceMatcher(None, before[i], after[j]).ratio(), j) for j in range(j1, j2))
                if likeness >= ALIKE:
                    found[i + 1] = j + 1
    return found


def found_again(text: str, articles: Sequence[str]) -> int | None:
    """The number of the article that says this, or nearly this; None where none does."""
    if text in articles:
        return articles.index(text) + 1
    likeness = [SequenceMatcher(None, text, other, autojunk=False).ratio() for other in articles]
    return likeness.index(max(likeness)) + 1 if likeness and max(likeness) >= ALIKE else None


def _in_chinese(digits: str) -> int | None:
    """Up to 九十九."""
    tens, ten, ones = digits.replace("〇", "零").rpartition("十")
    if any(len(part) > 1 or part not in _DIGITS for part in (tens, ones)):
        return None
    value = _DIGITS.index(ones) if ones else 0
    return value + (10 * (_DIGITS.index(tens) if tens else 1) if ten else 0)
