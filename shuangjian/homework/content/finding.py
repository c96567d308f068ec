"""What a check has to say: what was found, where, under which rule, and what can be done instead."""

from dataclasses import dataclass
from enum import StrEnum

from shuangjian.kernel.refusal import Way


class Kind(StrEnum):
    """What a check looks for."""

    WRITTEN_LOWER = "WRITTEN_LOWER"
    PARENT_TASK = "PARENT_TASK"
    PARENT_MARKING = "PARENT_MARKING"
    PHONE = "PHONE"
    REPETITION = "REPETITION"
    PUNITIVE = "PUNITIVE"
    SELF_MARKING = "SELF_MARKING"
    SIGNATURE = "SIGNATURE"
    PRINTING = "PRINTING"
    TEST_PAPER = "TEST_PAPER"
    NEAR_DUPLICATE = "NEAR_DUPLICATE"
    MISSING_AIM = "MISSING_AIM"
    MISSING_UNIT = "MISSING_UNIT"

    @property
    def label(self) -> str:
        return _LABELS[self.value]


_LABELS = {
    "WRITTEN_LOWER": "一、二年级不写",
    "PARENT_TASK": "给家长的任务",
    "PARENT_MARKING": "要家长检查批改",
    "PHONE": "要用手机",
    "REPETITION": "重复抄写",
    "PUNITIVE": "惩罚性作业",
    "SELF_MARKING": "学生自批自改",
    "SIGNATURE": "家长签字",
    "PRINTING": "在家打印",
    "TEST_PAPER": "整张试卷",
    "NEAR_DUPLICATE": "和最近的差不多",
    "MISSING_AIM": "目的没说清",
    "MISSING_UNIT": "没有写单元",
}


class Verdict(StrEnum):
    """REFUSE where a clause forbids it and it is plainly demanded; WARN for all that a person should weigh."""

    REFUSE = "REFUSE"
    WARN = "WARN"


@dataclass(frozen=True)
class Hit:
    """What a frame found, in offsets of the reading, before it is put into words.

    `detail` is what the words need to name: a number of copies, of minutes, the work that is alike.
    """

    kind: Kind
    verdict: Verdict
    start: int
    end: int
    detail: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing to tell the teacher.

    `part` is the label of the part, `start` and `end` the span in it as typed (end exclusive), `quoted` the words
    there; an absent aim has an empty span. `rule` is the rulebook page, None where no clause speaks of it.
    """

    kind: Kind
    verdict: Verdict
    part: str
    start: int
    end: int
    quoted: str
    rule: str | None
    words: str
    ways: tuple[Way, ...] = ()
