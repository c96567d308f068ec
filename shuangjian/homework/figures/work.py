"""Figures of what was set: one assignment on one evening of one class counts once."""

from shuangjian.figures import Parts
from shuangjian.homework.figures.definition import Figure, Source, Theme
from shuangjian.homework.figures.facts import LATE_FROM, WorkFact
from shuangjian.homework.rules import Basis, Form, PublicationState
from shuangjian.kernel.subject import Subject, subject_order

ALL_SET = "布置过的作业，撤回的和改掉的也算"
STANDING = "现在还在的作业"
ONCE = "给两个班算两份，管两晚也算两份"
_TIERS = {"ONE": "不分层", "LEVELS": "分层，选一层做", "SOME": "几样里选几样做"}


def _stands(row: WorkFact) -> bool:
    return row.stands


def _tiers(row: WorkFact) -> str:
    if row.tiers <= 1:
        return "ONE"
    return "LEVELS" if row.choose == 1 else "SOME"


FIGURES: tuple[Figure[WorkFact], ...] = (
    Figure(
        id="minutes_by_subject",
        theme=Theme.TOGETHER,
        words="各科的书面分钟",
        rule="homework/coordination",
        numerator="这一科计入上限的分钟",
        denominator="各科计入上限的分钟",
        source=Source.WORK,
        counts=_stands,
        holds=lambda row: row.minutes > 0,
        parts=Parts(lambda part: Subject(part).label, lambda part: subject_order(Subject(part))),
        parts_of=lambda row: (row.subject.value,),
        amount=lambda row: row.minutes,
        unit="分",
    ),
    Figure(
        id="corrected",
        theme=Theme.TOGETHER,
        words="不按老师写的分钟计入的作业",
        rule="homework/written_minutes",
        numerator="按系统预计或教务处定的分钟计入的作业",
        denominator="计入上限的作业",
        source=Source.WORK,
        counts=lambda row: row.stands and row.minutes > 0,
        holds=lambda row: row.basis is not Basis.DECLARED,
        unit="份",
    ),
    Figure(
        id="forms",
        theme=Theme.DESIGN,
        words="用了哪些形式",
        rule="homework/kinds",
        numerator="这种形式的作业",
        denominator=STANDING,
        source=Source.WORK,
        counts=_stands,
        holds=_stands,
        parts=Parts(lambda part: Form(part).label, lambda part: list(Form).index(Form(part))),
        parts_of=lambda row: (row.form.value,),
        unit="份",
        note=ONCE,
    ),
    Figure(
        id="tiers",
        theme=Theme.DESIGN,
        words="分没分层",
        rule="homework/adaptation",
        numerator="这样分层的作业",
        denominator=STANDING,
        source=Source.WORK,
        counts=_stands,
        holds=_stands,
        parts=Parts(_TIERS.__getitem__, list(_TIERS).index),
        parts_of=lambda row: (_tiers(row),),
        unit="份",
    ),
    Figure(
        id="without_competency",
        theme=Theme.DESIGN,
        words="没有写核心素养的作业",
        rule="homework/design",
        numerator="没有写核心素养的作业",
        denominator=STANDING,
        source=Source.WORK,
        counts=_stands,
        holds=lambda row: not row.competency,
        unit="份",
    ),
    Figure(
        id="withdrawn",
        theme=Theme.CHANGES,
        words="撤回的作业",
        rule=None,
        numerator="发布以后撤回的作业",
        denominator=ALL_SET,
        source=Source.WORK,
        holds=lambda row: row.state is PublicationState.WITHDRAWN,
        unit="份",
    ),
    Figure(
        id="amended",
        theme=Theme.CHANGES,
        words="发布后改过的作业",
        rule=None,
        numerator="发布以后改成另一份的作业",
        denominator=ALL_SET,
        source=Source.WORK,
        holds=lambda row: row.state is PublicationState.AMENDED,
        unit="份",
    ),
    Figure(
        id="published_late",
        theme=Theme.CHANGES,
        words=f"当天{LATE_FROM:%H:%M}以后才发布的作业",
        rule=None,
        numerator=f"那一晚开始当天{LATE_FROM:%H:%M}以后才发布的作业",
        denominator=STANDING,
        source=Source.WORK,
        counts=_stands,
        holds=lambda row: row.is_late,
        unit="份",
        note="没有哪一条规定过几点；晚了，家里来不及安排",
    ),
)
