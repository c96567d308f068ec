"""What a check of a programme has to say: what was found, where, on what grounds, and what can be done instead."""

from dataclasses import dataclass
from enum import StrEnum

from shuangjian.afterschool.rules.words import Mark
from shuangjian.kernel.refusal import Clause, Refusal, Way


class Verdict(StrEnum):
    """REFUSE what a clause forbids or nobody can hold; WARN where a person should look; NOTE what was not checked."""

    REFUSE = "REFUSE"
    WARN = "WARN"
    NOTE = "NOTE"


class Check(StrEnum):
    """What a check looks for."""

    REST_DAY = "REST_DAY"
    BEFORE_LESSONS_END = "BEFORE_LESSONS_END"
    HOMEWORK_FIRST = "HOMEWORK_FIRST"
    MORNING = "MORNING"
    NOON = "NOON"
    EVENING = "EVENING"
    HOURS = "HOURS"
    DAYS = "DAYS"
    ENDS_EARLY = "ENDS_EARLY"
    OFF_WORK_UNKNOWN = "OFF_WORK_UNKNOWN"
    EXTENDED_CARE = "EXTENDED_CARE"
    NEW_LESSONS = "NEW_LESSONS"
    MAKE_UP = "MAKE_UP"
    DRILL = "DRILL"
    NOT_SERVICE = "NOT_SERVICE"
    SEATS = "SEATS"
    GRADES = "GRADES"
    UNIT_DAYS = "UNIT_DAYS"
    NAMED_TWICE = "NAMED_TWICE"
    NO_DAYS = "NO_DAYS"
    NO_UNITS = "NO_UNITS"
    NO_CHOICE = "NO_CHOICE"
    FEW_KINDS = "FEW_KINDS"

    @property
    def label(self) -> str:
        return _LABELS[self.value]


_LABELS = {
    "REST_DAY": "休息日",
    "BEFORE_LESSONS_END": "还没有放学",
    "HOMEWORK_FIRST": "先写作业",
    "MORNING": "早到校看管",
    "NOON": "午间看管",
    "EVENING": "晚自习",
    "HOURS": "每天的时间",
    "DAYS": "每周的天数",
    "ENDS_EARLY": "结束得早",
    "OFF_WORK_UNKNOWN": "不知道几点下班",
    "EXTENDED_CARE": "延时托管",
    "NEW_LESSONS": "讲新课",
    "MAKE_UP": "集体补课",
    "DRILL": "刷题备考",
    "NOT_SERVICE": "不算课后服务",
    "SEATS": "名额",
    "GRADES": "年级",
    "UNIT_DAYS": "日子",
    "NAMED_TWICE": "重名",
    "NO_DAYS": "没有日子",
    "NO_UNITS": "没有活动",
    "NO_CHOICE": "没得选",
    "FEW_KINDS": "内容单一",
}


@dataclass(frozen=True)
class Finding:
    """One thing to tell who plans the programme.

    `unit` is the number of the unit it is about, None for the programme as a whole; `field` is the form's field
    (`name`, `about`, `weekdays`, …), and `mark` the words in it where words were found. Without clauses it is a rule of
    the house.
    """

    check: Check
    verdict: Verdict
    words: str
    clauses: tuple[Clause, ...] = ()
    ways: tuple[Way, ...] = ()
    unit: int | None = None
    field: str = ""
    mark: Mark | None = None

    def as_refusal(self) -> Refusal:
        """Raises KeyError for a check that never refuses."""
        code = {
            Check.REST_DAY: "SERVICE_ON_REST_DAY",
            Check.BEFORE_LESSONS_END: "SERVICE_BEFORE_LESSONS_END",
            Check.HOMEWORK_FIRST: "HOMEWORK_COMES_FIRST",
            Check.MORNING: "EARLY_ARRIVAL_IS_NO_SERVICE",
            Check.NOON: "NOON_CARE_IS_NO_SERVICE",
            Check.EVENING: "EVENING_STUDY_IS_NO_SERVICE",
            Check.EXTENDED_CARE: "EXTENDED_CARE_TOO_EARLY",
            Check.NEW_LESSONS: "SERVICE_TEACHES_NEW_LESSONS",
            Check.MAKE_UP: "SERVICE_IS_MAKE_UP_CLASS",
            Check.DRILL: "SERVICE_DRILLS_FOR_TESTS",
            Check.NOT_SERVICE: "CARE_IS_NO_SERVICE",
            Check.SEATS: "UNIT_CANNOT_REACH_ITS_MINIMUM",
            Check.GRADES: "UNIT_FOR_NO_GRADE",
            Check.UNIT_DAYS: "UNIT_OUTSIDE_SERVICE_DAYS",
            Check.NAMED_TWICE: "UNIT_NAMED_TWICE",
            Check.NO_DAYS: "PROGRAMME_WITHOUT_DAYS",
            Check.NO_UNITS: "PROGRAMME_WITHOUT_UNITS",
        }[self.check]
        return Refusal(code, self.words, "学校排的课后服务还要改一改，改好再公布。", self.clauses, self.ways)


def refusals_in(findings: tuple[Finding, ...]) -> tuple[Refusal, ...]:
    """The refusals among what was found."""
    return tuple(finding.as_refusal() for finding in findings if finding.verdict is Verdict.REFUSE)
