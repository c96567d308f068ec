"""A text as it was typed, and as it is read: one width, one case, no blanks; every sign knows where it came from."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

# Written for the channel so that it is not found, or by an input method's habit. Each is as long as what it stands for.
_VARIANTS = (
    (re.compile("薇信|v信|微[x❤]|(?<![a-z])vx(?![a-z])|(?<=[发用到在加上])威信|威信(?=[群发上里传])"), "微信"),
    (re.compile("叮叮|丁丁(?=[群上打提交发])"), "钉钉"),
    (re.compile("扣扣(?!子|好|牢|紧|上|眼)|球球(?=群)|企鹅(?=群|号)"), "qq"),
    (re.compile("(?<=[班微q级])裙(?=[里公接打发内,。]|$)"), "群"),
)
_ITEM = re.compile(r"(?:[①-⑳]|[(（]?\d{1,2}[.、)）．])(?!\d)")  # a blank before the next number ends a line
_TOLD_OF = "第把将在和与到、-~("  # before a number that stands for an item given before
_TRADITIONAL = str.maketrans(
    "長簽檢寫讀聽錄發傳釘羣機視頻給請媽爺幫題錯罰詞單遍畫紙嗎們",
    "长签检写读听录发传钉群机视频给请妈爷帮题错罚词单遍画纸吗们",
)


def _number(sign: str) -> int:
    """1 for ①."""
    return ord(sign) - ord("①") + 1


def _opens_an_item(sign: str, before: list[str], last: int) -> bool:
    """Whether ①, ② … opens an item: behind what ends a clause, or as the number after `last`.

    In 把②里的错改好 none does.
    """
    if not "①" <= sign <= "⑳":
        return False
    if not before or before[-1] in "\n。;:,!?":
        return True
    return last > 0 and _number(sign) == last + 1 and before[-1] not in _TOLD_OF


@dataclass(frozen=True)
class Typed:
    """`raw` is the text as typed. `text` is what is read; `origin[i]` is the place in `raw` of its i-th sign."""

    raw: str

    @cached_property
    def _read(self) -> tuple[str, tuple[int, ...]]:
        signs: list[str] = []
        origin: list[int] = []
        item = 0
        for place, sign in enumerate(self.raw):
            if _opens_an_item(sign, signs, item):
                item = _number(sign)
                opening = f"\n{item}、" if signs and signs[-1] != "\n" else f"{item}、"
                signs.extend(opening)
                origin.extend([place] * len(opening))
                continue
            for read in unicodedata.normalize("NFKC", sign).lower():
                if read.isspace() and read != "\n" and _ITEM.match(self.raw, place + 1):
                    read = "\n"
                if read != "\n" and (read.isspace() or unicodedata.category(read) in {"Cf", "Cc", "Mn"}):
                    continue
                signs.append(read)
                origin.append(place)
        text = "".join(signs).translate(_TRADITIONAL)
        for variant, word in _VARIANTS:
            text = variant.sub(word, text)  # equally long, so that origins hold
        return text, tuple(origin)

    @property
    def text(self) -> str:
        return self._read[0]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, not empty, stands in `raw`."""
        origin = self._read[1]
        return origin[start], origin[end - 1] + 1
