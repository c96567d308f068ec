"""The closed lists that rows of the panel and of its results are sorted by."""

from enum import StrEnum


class RunKind(StrEnum):
    """A night's update, or a refit of the last eight weeks."""

    DAY = "DAY"
    FULL = "FULL"

    @property
    def label(self) -> str:
        return {"DAY": "每晚", "FULL": "周末重算"}[self.value]


class SignalKind(StrEnum):
    """What is said of a class: its evenings really went over, or families named work that no sheet has."""

    OVER = "OVER"
    UNLISTED = "UNLISTED"

    @property
    def label(self) -> str:
        return {"OVER": "有回答的十晚合起来超出上限", "UNLISTED": "有作业单上没有的作业"}[self.value]


class Source(StrEnum):
    """On whose past a prediction rests: the teacher's own, the school's in the subject, the city's, or nobody's."""

    OWN = "OWN"
    SCHOOL = "SCHOOL"
    CITY = "CITY"
    NONE = "NONE"

    @property
    def label(self) -> str:
        return {"OWN": "您自己", "SCHOOL": "本校这一科", "CITY": "全市这一科", "NONE": "还没有数据"}[self.value]
