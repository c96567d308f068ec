"""Invented names, drawn with a seed. Some carry rare characters or a dot, as real rosters do."""

import random
from collections.abc import Callable, Iterable

Draw = Callable[[], str]

_SURNAMES = "左毕查费游柏沈鲁任温戚邵龚葛孟蓝滕庞单乔闵安卞仇褚邓樊甘贺计康雷麦宁欧裴屈饶桑汤危夏严詹章祝卓郁巫柴"
_GIVEN = (
    "小禾", "一诺", "晓溪", "若川", "子衿", "明远", "知夏", "书言", "望舒", "云舟", "怀瑾",
    "予安", "沐阳", "清和", "嘉树", "思齐", "星野", "南乔", "景行", "映雪", "朵朵", "乐之",
    "青禾", "语桐", "亦辰", "舒窈", "可心", "向晚", "之恒", "佳音", "闻笛", "杏儿", "满满",
    "念真", "初一", "长宁", "千寻", "微澜", "北辰", "静好", "有容", "秋实", "春晓", "海棠",
    "立夏", "谷雨",
)  # fmt: skip
_RARE = ("䶮", "喆", "堃", "翀", "璟", "犇", "昇", "㛃", "𬱖", "𠅤")
_BEFORE_A_DOT = ("阿依", "古丽", "米热", "帕提")
_SIGNS = "禾诺溪川衿远夏言舒舟瑾安阳和树齐野乔行雪之桐辰窈心晚恒音笛杏真宁寻澜好容实晓棠"
_STAFF_GIVEN = (
    "岚", "小满", "菲", "可", "静", "明", "群", "平", "青", "田", "宇",
    "芳", "路", "敏", "远", "杰", "素云", "建民", "春生", "玉兰", "国栋", "晓梅",
    "立军", "秀珍", "海燕", "志勇", "雪莲", "文博", "丽华", "振东", "桂枝", "永强", "彩霞",
    "学文", "爱莲", "新宇", "若男", "沛然", "竹青", "月明",
)  # fmt: skip


class Names:
    """Draws names that do not repeat within one city, and leaves alone those that are `taken`."""

    def __init__(self, seed: int, taken: Iterable[str] = ()) -> None:
        self._random = random.Random(seed)
        self._used = set(taken)

    def pupil(self) -> str:
        """A pupil's name; one in forty has a rare character, one in two hundred a dot."""
        draw = self._random.random()
        surname = self._random.choice(_SURNAMES)
        if draw < 0.005:
            return self._unused(lambda: f"{self._random.choice(_BEFORE_A_DOT)}·{self._given()}")
        if draw < 0.03:
            return self._unused(lambda: surname + self._random.choice(_RARE))
        return self._unused(lambda: self._random.choice(_SURNAMES) + self._given())

    def staff(self) -> str:
        return self._unused(lambda: self._random.choice(_SURNAMES) + self._random.choice(_STAFF_GIVEN))

    def _given(self) -> str:
        if self._random.random() < 0.5:
            return self._random.choice(_GIVEN)
        return "".join(self._random.sample(_SIGNS, 2))

    def _unused(self, draw: Draw) -> str:
        """Ten draws for a new one; after that namesakes, as in any city."""
        name = draw()
        for _ in range(10):
            if name not in self._used:
                break
            name = draw()
        self._used.add(name)
        return name


def is_of_this_city(name: str) -> bool:
    """Whether every sign of a name comes from the lists above."""
    lists = (_SURNAMES, _SIGNS, "·", *_GIVEN, *_RARE, *_STAFF_GIVEN, *_BEFORE_A_DOT)
    return set(name) <= set("".join(lists))
