"""A text to begin with: what the law asks of this school and what it has chosen, in our own plain sentences, each with
the clause it rests on. Academic affairs change what they like."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from shuangjian import rulebook
from shuangjian.policy.queries.limits import choices_of, clauses_of, grades_label
from shuangjian.policy.rules import CHOICES, RulesText, Section, SectionKind, Stated
from shuangjian.policy.rules.text import REQUIRED, USUAL_TITLE
from shuangjian.schools.queries import SchoolFacts

_CAP = "homework/written_minutes"


@dataclass(frozen=True)
class _Line:
    """A sentence of the text; where `rule` is not in force for a school, it is left out there."""

    kind: SectionKind
    rule: str
    words: str


_A, _M, _D, _C = REQUIRED
_LINES = (
    _Line(_A, "homework/difficulty", "作业的难度不超过课程标准。"),
    _Line(_A, "homework/adaptation", "作业可以分层，可以有选做，让不同的学生做适合自己的。"),
    _Line(_A, "homework/repetitive_or_punitive", "不布置重复的作业，也不拿作业来罚学生。"),
    _Line(_A, "homework/by_phone", "不用手机布置作业，也不要学生用手机做作业。"),
    _Line(_A, "homework/parents_tasks", "作业是学生的事，不给家长派任务，换个名目也不派。"),
    _Line(_M, "homework/full_marking", "布置了的作业，老师每一份都批改。"),
    _Line(_M, "", "批改以后及时发回，需要订正的当面讲清。"),
    _Line(_M, "homework/self_marking", "批改是老师的事，不让学生自己批改来代替。"),
    _Line(_M, "homework/parents_marking", "不要家长检查、批改作业。"),
    _Line(_D, "homework/publicity", "每个班每晚的作业写在班级作业单上，老师、家长和学生都看得到。"),
    _Line(_D, "", "展示学生的作业，先问过学生和家长；只展示作业，不排名次、不比分数。"),
    _Line(_C, "homework/leading_group", "学校有作业管理领导小组，校长是第一责任人，定期检查和统计作业。"),
    _Line(_C, "homework/coordination", "各科一个晚上留多少，由年级组和学科组商量着定。"),
    _Line(_C, "homework/term_plan", "每学期开学定好各年级的作业计划，各科的分量分得合理。"),
    _Line(_C, "homework/bedtime_first", "到了该睡的时间，努力了还没有写完，也去睡。"),
)
_CHOSEN = {
    _CAP: (_A, "三年级以上，本校每天的书面作业各科合起来不超过{}，比规定更少。"),
    "homework/copies": (_A, "同一个内容抄写到{}，就算重复，不布置。"),
    "homework/no_homework_weekday": (_A, "每个{}的晚上不布置书面作业。"),
    "homework/weekend_total": (_C, "一个周末或节假日，书面作业各科合起来不超过{}。"),
    "homework/vacation_total": (_C, "一个寒假或暑假，书面作业各科合起来不超过{}。"),
    "homework/notice_days": (_C, "大作文、试卷、项目这样的大作业，提前{}预告，同事看过再定。"),
    "homework/release_time": (_C, "给各科留着的分钟，到{}还没有用的放出来，谁都可以用。"),
}


def proposed_text(school: SchoolFacts, date: dt.date) -> RulesText:
    """What a school may begin with. The choices are those that hold on the date, or soonest after it. One query."""
    book, choices = rulebook.load(), choices_of([school.id])[school.id]
    articles: dict[SectionKind, list[tuple[str, str, int]]] = {kind: [] for kind in REQUIRED}
    articles[_A] += [(words, "", 0) for words in _caps(book, school, date)]
    for kind in CHOICES:
        found = sorted(
            (one for one in choices if one.name == kind.name and (one.until is None or date < one.until)),
            key=lambda one: one.since,
        )
        if found:
            section, words = _CHOSEN[kind.name]
            value = found[0].value
            articles[section].append((words.format(book.choice_rule(kind.name).label(value)), kind.name, value))
    for line in _LINES:
        if words := _with_ground(line, school, date):
            articles[line.kind].append((words, "", 0))
    ordered = [one for kind in REQUIRED for one in articles[kind]]
    return RulesText(
        USUAL_TITLE,
        tuple(Section(kind, kind.label, tuple(words for words, _, _ in articles[kind])) for kind in REQUIRED),
        tuple(Stated(name, value, number) for number, (_, name, value) in enumerate(ordered, 1) if name),
    )


def sentence_for(name: str, value: int) -> str:
    """A choice as an article might state it."""
    return _CHOSEN[name][1].format(rulebook.load().choice_rule(name).label(value))


def _caps(book: rulebook.Rulebook, school: SchoolFacts, date: dt.date) -> Iterator[str]:
    """一、二年级不布置书面家庭作业; 三至六年级每天 …, as the law has it for the school's grades without its choices."""
    by_minutes: dict[tuple[int, str, str], list[int]] = {}
    for grade in school.grades:
        with suppress(rulebook.NotInForce):
            cap = rulebook.written_cap(
                book, date=date, place_codes=school.place_codes, grade=grade, system=school.system
            )
            basis = cap.basis.label if cap.basis else ""
            by_minutes.setdefault((cap.minutes, basis, cap.grounds[0].as_clause().label), []).append(grade)
    for (minutes, basis, clause), grades in by_minutes.items():
        counted = f"，按{basis}计" if basis else ""
        words = f"每天的书面作业各科合起来不超过{minutes}分钟{counted}" if minutes else "不布置书面家庭作业"
        yield f"{grades_label(grades)}{words}（{_spaced(clause)}）。"


def _with_ground(line: _Line, school: SchoolFacts, date: dt.date) -> str:
    """The sentence with the clause it rests on, "" where that is not in force here. Without a rule it is our own."""
    if not line.rule:
        return line.words
    clause = next((clause for grade in school.grades for clause in clauses_of(line.rule, school, grade, date)), None)
    return f"{line.words.removesuffix('。')}（{_spaced(clause.label)}）。" if clause else ""


def _spaced(label: str) -> str:
    return " ".join(label.split())
