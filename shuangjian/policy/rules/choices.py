"""The names of the choices a school may make, in words. Their bounds stand in the rulebook."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChoiceKind:
    """One choice: the rulebook's name, what a principal reads, and the unit of its value (`minutes`, `weekday`,
    `copies`, `days` or `time`)."""

    name: str
    label: str
    unit: str
    hint: str


CHOICES = (
    ChoiceKind(
        "homework/written_minutes",
        "每天书面作业的上限（比规定更少）",
        "minutes",
        "三年级以上各年级都按这个数，只能比规定少。",
    ),
    ChoiceKind("homework/weekend_total", "周末和节假日书面作业总量", "minutes", "不定的话，一个周末按一个晚上算。"),
    ChoiceKind("homework/vacation_total", "寒暑假书面作业总量", "minutes", "不定的话，寒暑假不能布置书面作业。"),
    ChoiceKind("homework/no_homework_weekday", "每周无书面作业日", "weekday", "这一天不布置书面作业。"),
    ChoiceKind("homework/copies", "抄写几遍算重复", "copies", "不定的话，只提醒，不拦。"),
    ChoiceKind("homework/notice_days", "大作业提前几天预告", "days", "不定的话，没有预告只提醒，不拦。"),
    ChoiceKind("homework/release_time", "份额放出的时刻", "time", "不定的话，15:30放出。"),
)
CHOICE_NAMED = {choice.name: choice for choice in CHOICES}
