"""Invented names of schools and teaching points, drawn with a seed; within a city none is given twice."""

import random
from collections.abc import Iterator

_FIRST = "青白丹碧素锦云星晴望听映拾渡枕怀抱沐栖杏槐榆桐枣桑柿楝蒲苇荷菱兰芷茶麦禾稻粟棉"
_SECOND = "溪塘湾坡台桥亭林原圃荫园岭舟帆砚书笛琴墨谷泉泊岸汀渚洲坞坪檐篱窗"
_ENDS = {
    "城区小学": ("路小学", "街小学", "实验小学"),
    "镇区小学": ("中心小学", "第一小学", "小学"),
    "乡村小学": ("庄小学", "村小学", "屯小学", "店小学"),
    "乡村初中": ("初级中学",),
    "镇区初中": ("中学", "初级中学"),
    "城区初中": ("路中学", "初级中学", "实验中学"),
    "城区九年一贯制": ("九年制学校", "学校"),
    "镇区九年一贯制": ("九年制学校", "学校"),
    "乡村九年一贯制": ("学校",),
}
_POINTS = "东西南北前后上下"


def school_names(seed: int) -> dict[str, Iterator[str]]:
    """For every kind of school, names without end; no two begin alike until all beginnings are used."""
    draw = random.Random(f"{seed} names")
    starts = [first + second for first in _FIRST for second in _SECOND]
    draw.shuffle(starts)
    common = iter(starts)

    def of_kind(ends: tuple[str, ...]) -> Iterator[str]:
        for start in common:
            yield start + draw.choice(ends)

    return {kind: of_kind(ends) for kind, ends in _ENDS.items()}


def point_name(draw: random.Random) -> str:
    """东塘教学点."""
    return f"{draw.choice(_POINTS)}{draw.choice(_SECOND)}教学点"
