"""What a part of a service model may require: a closed list, each computable from a programme but the last."""

from enum import StrEnum


class Requirement(StrEnum):
    KIND_ON_DAYS = "KIND_ON_DAYS"
    KINDS_PER_GRADE = "KINDS_PER_GRADE"
    DAYS = "DAYS"
    HOMEWORK_MINUTES = "HOMEWORK_MINUTES"
    ACTIVITY_MINUTES = "ACTIVITY_MINUTES"
    ENDS_AT_OR_AFTER = "ENDS_AT_OR_AFTER"
    IN_WORDS = "IN_WORDS"  # nothing to compute: the school says how it keeps it

    @property
    def label(self) -> str:
        return {
            "KIND_ON_DAYS": "某一类每周至少几天",
            "KINDS_PER_GRADE": "每个年级每周至少能选几类",
            "DAYS": "每周至少几天",
            "HOMEWORK_MINUTES": "写作业至少几分钟",
            "ACTIVITY_MINUTES": "活动至少几分钟",
            "ENDS_AT_OR_AFTER": "结束不早于",
            "IN_WORDS": "由学校说明",
        }[self.value]
