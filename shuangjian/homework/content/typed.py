"""A text as it was typed, and as it is read: one width, one case, no blanks; every sign knows where it came from."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

# Written for the channel so that it is not found, or by an input method's habit.
_VARIANTS = {
    "薇信": "微信",
    "威信": "微信",
    "v信": "微信",
    "vx": "微信",
    "微x": "微信",
    "叮叮": "钉钉",
    "扣扣": "qq",
    "球球群": "qq群",
}
_TRADITIONAL = str.maketrans(
    "長簽檢寫讀聽錄發傳釘羣機視頻給請媽爺幫題錯罰詞單遍畫紙嗎們",
    "长签检写读听录发传钉群机视频给请妈爷帮题错罚词单遍画纸吗们",
)


@dataclass(frozen=True)
class Typed:
    """`raw` is the text as typed. `text` is what is read; `origin[i]` is the place in `raw` of its i-th sign."""

    raw: str

    @cached_property
    def _read(self) -> tuple[str, tuple[int, ...]]:
        signs: list[str] = []
        origin: list[int] = []
        for place, sign in enumerate(self.raw):
            for read in unicodedata.normalize("NFKC", sign).lower():
                if read != "\n" and (read.isspace() or unicodedata.category(read) in {"Cf", "Cc", "Mn"}):
                    continue
                signs.append(read)
                origin.append(place)
        text = "".join(signs).translate(_TRADITIONAL)
        for variant, word in _VARIANTS.items():
            text = text.replace(variant, word)  # equally long, so that origins hold
        return text, tuple(origin)

    @property
    def text(self) -> str:
        return self._read[0]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, not empty, stands in `raw`."""
        origin = self._read[1]
        return origin[start], origin[end - 1] + 1
