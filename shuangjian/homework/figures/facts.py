"""What figures count: plain rows, each of one class evening or of something that happened to one. Its `id` tells a row
from the others of its source that are about the same class, grade and date, and never changes."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.homework.content import Kind
from shuangjian.homework.queries.beside import Beside
from shuangjian.homework.queries.overview import EveningNow
from shuangjian.homework.rules import AppealState, Basis, Form, LoanState, PublicationState
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.subject import Subject

LATE_FROM = dt.time(17)  # no regulation names an hour: by then most families ask what there is to do


@dataclass(frozen=True, slots=True)
class EveningFact:
    """One class evening (班晚), opened or not, with what stands on it beside the written work that counts."""

    evening: EveningNow
    beside: Beside

    @property
    def id(self) -> int:
        return 0

    @property
    def class_id(self) -> int:
        return self.evening.klass.id

    @property
    def label(self) -> str:
        return self.evening.klass.label

    @property
    def grade(self) -> int:
        return self.evening.grade

    @property
    def date(self) -> dt.date:
        return self.evening.span.date

    @property
    def cap(self) -> int | None:
        return self.evening.cap

    @property
    def committed(self) -> int:
        return self.evening.committed

    @property
    def words(self) -> str:
        beside = [
            f"{name}{minutes}分"
            for name, minutes in (("选做", self.beside.optional), ("不写的", self.beside.unwritten))
            if minutes
        ]
        if not self.cap:
            return "，".join(["不布置书面作业" if self.cap == 0 else f"书面{self.committed}分，总量未定", *beside])
        return "，".join([f"书面{self.committed}／{self.cap}分", *beside])


@dataclass(frozen=True, slots=True)
class WorkFact:
    """One assignment on one evening of one class, whether it still stands or not; `minutes` is what it counts there.
    `tiers` are how many there are, of which a pupil does `choose`."""

    class_id: int
    label: str
    grade: int
    date: dt.date
    assignment_id: int
    subject: Subject
    unit: str
    form: Form
    competency: str
    minutes: int
    basis: Basis
    tiers: int
    choose: int
    state: PublicationState
    published_at: dt.datetime
    reason: str

    @property
    def id(self) -> int:
        return self.assignment_id

    @property
    def stands(self) -> bool:
        return self.state is PublicationState.PUBLISHED

    @property
    def is_late(self) -> bool:
        """Whether it was published when the evening it is for had begun for most families."""
        return self.published_at >= dt.datetime.combine(self.date, LATE_FROM, SHANGHAI)

    @property
    def words(self) -> str:
        counted = f"{self.minutes}分" if self.minutes else self.form.label
        counted += "" if self.basis is Basis.DECLARED else f"（{self.basis.label}）"
        at = self.published_at.astimezone(SHANGHAI)
        said = f"{self.subject.label}《{self.unit}》{counted}，{at.month}月{at.day}日{at:%H:%M}发布"
        return f"{said}，{self.state.label}{f'：{self.reason}' if self.reason else ''}" if not self.stands else said


@dataclass(frozen=True, slots=True)
class AttemptFact:
    """One class of one act of publishing: set, or refused for `reasons` (code and words). `date` is the first evening
    it was meant for."""

    class_id: int
    label: str
    grade: int
    date: dt.date
    unit: str
    at: dt.datetime
    reasons: tuple[tuple[str, str], ...] = ()
    id: int = 0

    @property
    def words(self) -> str:
        at = self.at.astimezone(SHANGHAI)
        said = "；".join(words for _, words in self.reasons)
        return f"《{self.unit}》，{at.month}月{at.day}日{at:%H:%M}：{said}"


@dataclass(frozen=True, slots=True)
class LoanFact:
    """Minutes of an evening that one subject asked of another, or that were settled between them."""

    class_id: int
    label: str
    grade: int
    date: dt.date
    lender: Subject
    borrower: Subject
    minutes: int
    state: LoanState
    why: str
    id: int

    @property
    def words(self) -> str:
        said = f"{self.borrower.label}向{self.lender.label}借{self.minutes}分，{self.state.label}"
        return f"{said}：{self.why}" if self.why else said


@dataclass(frozen=True, slots=True)
class AppealFact:
    """A teacher's word that a check on content was wrong of a text, and what academic affairs made of it."""

    class_id: int
    label: str
    grade: int
    date: dt.date
    subject: Subject
    unit: str
    kind: Kind
    state: AppealState
    why: str
    id: int

    @property
    def words(self) -> str:
        return f"{self.subject.label}《{self.unit}》，{self.kind.label}，{self.state.label}：{self.why}"


Fact = EveningFact | WorkFact | AttemptFact | LoanFact | AppealFact
