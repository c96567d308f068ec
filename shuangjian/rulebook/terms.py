"""The words a rule is written in: how strongly it binds, whose minutes it counts, whom it is for."""

import datetime as dt
from enum import StrEnum

from shuangjian.kernel.grade import Stage, System, stage_of

# What a parameter says: a number, a clock time, a duty (True), a list of words, or one word.
Value = int | float | dt.time | bool | str | tuple[str, ...]


class Modality(StrEnum):
    """How strongly a clause binds. 一般 and 原则上 are SHOULD; 鼓励 is ENCOURAGE; the same number means less there."""

    MUST = "MUST"
    MUST_NOT = "MUST_NOT"
    SHOULD = "SHOULD"
    ENCOURAGE = "ENCOURAGE"
    MAY = "MAY"

    @property
    def label(self) -> str:
        return _MODALITY[self][0]

    @property
    def strength(self) -> int:
        """3 for 必须 and 不得, down to 0 for 可以."""
        return _MODALITY[self][1]


_MODALITY = {
    Modality.MUST: ("必须", 3),
    Modality.MUST_NOT: ("不得", 3),
    Modality.SHOULD: ("一般应当", 2),
    Modality.ENCOURAGE: ("鼓励", 1),
    Modality.MAY: ("可以", 0),
}


class Basis(StrEnum):
    """Whose minutes a cap means. Recorded, never ordered: no text says how the two compare."""

    MEAN = "MEAN"
    MID_LEVEL_PUPIL = "MID_LEVEL_PUPIL"

    @property
    def label(self) -> str:
        return {"MEAN": "平均完成时间", "MID_LEVEL_PUPIL": "中等水平学生完成时间"}[self.value]


class Kind(StrEnum):
    """The form of a parameter's value; `DUTY` is true while the duty or ban stands."""

    NUMBER = "NUMBER"
    CLOCK = "CLOCK"
    DUTY = "DUTY"
    LIST = "LIST"
    WORDS = "WORDS"


class Bound(StrEnum):
    """On which side of the value one keeps the rule; it tells which of two values is stricter."""

    AT_MOST = "AT_MOST"
    AT_LEAST = "AT_LEAST"


class Confidence(StrEnum):
    VERBATIM_FOUND = "verbatim-found"
    WELL_KNOWN = "well-known"
    UNSURE = "unsure"

    @property
    def label(self) -> str:
        return {"verbatim-found": "见到条文原句", "well-known": "广为引用，原句待核对", "unsure": "未核实"}[self.value]


class Precision(StrEnum):
    """How much of a beginning is known. An imprecise one stands at the last day of its month or year: the rule was
    certainly in force from then on, and nothing is claimed about the days before."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Band(StrEnum):
    """For whom one value of a parameter holds. Caps go by 学段, never by the bare number of a grade."""

    PRIMARY_1_2 = "PRIMARY_1_2"
    PRIMARY_3_UP = "PRIMARY_3_UP"
    PRIMARY = "PRIMARY"
    JUNIOR = "JUNIOR"
    SIX_THREE = "SIX_THREE"
    FIVE_FOUR = "FIVE_FOUR"

    @property
    def label(self) -> str:
        return _BANDS[self]


_BANDS = {
    Band.PRIMARY_1_2: "小学一、二年级",
    Band.PRIMARY_3_UP: "小学其他年级",
    Band.PRIMARY: "小学",
    Band.JUNIOR: "初中",
    Band.SIX_THREE: "六三学制",
    Band.FIVE_FOUR: "五四学制",
}
BY_SYSTEM = frozenset({Band.SIX_THREE, Band.FIVE_FOUR})
YOUNGEST_LAST_GRADE = 2
OPEN_GRADE = 6  # 初中 under 五四学制, and not said by national text whether primary or junior limits apply


class OpenGrade(StrEnum):
    """What a parameter does with grade 6 of a 五四 school, where the text is silent."""

    STRICTER = "STRICTER"
    PRIMARY = "PRIMARY"
    JUNIOR = "JUNIOR"


def is_open_grade(grade: int | None, system: System | None) -> bool:
    return grade == OPEN_GRADE and system is System.FIVE_FOUR


def bands_for(
    bands: tuple[Band, ...], grade: int | None, system: System | None, open_grade: OpenGrade | None
) -> tuple[Band, ...]:
    """Which of a parameter's bands hold for a grade: one, two where the stricter is to be taken, or none.

    Raises ValueError when the parameter needs a grade or a system and none is given, or there is no such grade.
    """
    if not bands:
        return ()
    if BY_SYSTEM & set(bands):
        if system is None:
            raise ValueError("this rule differs between 六三 and 五四: give the system")
        return tuple(band for band in bands if band.value == system.value)
    if grade is None or (system is None and grade == OPEN_GRADE):
        raise ValueError("this rule differs between grades: give the grade, and for grade 6 the system")
    stages = {stage_of(grade, system or System.SIX_THREE)}
    if is_open_grade(grade, system) and open_grade is not None:
        stages = set(Stage) if open_grade is OpenGrade.STRICTER else {Stage(open_grade.value)}
    return tuple(band for band in bands if _holds(band, grade, stages))


def _holds(band: Band, grade: int, stages: set[Stage]) -> bool:
    if band is Band.JUNIOR:
        return Stage.JUNIOR in stages
    if Stage.PRIMARY not in stages:
        return False
    if band is Band.PRIMARY:
        return True
    return (grade <= YOUNGEST_LAST_GRADE) == (band is Band.PRIMARY_1_2)


def stricter(bound: Bound, one: Value, other: Value) -> bool:
    """Whether `one` is strictly stricter than `other`: numbers or times alone count, never the basis."""
    if isinstance(one, dt.time) and isinstance(other, dt.time):
        return one < other if bound is Bound.AT_MOST else one > other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one < other if bound is Bound.AT_MOST else one > other
    raise TypeError(f"only numbers and times are ordered, not {one!r} and {other!r}")
