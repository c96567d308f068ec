"""What homework is and what it counts. No Django; see docs/algorithms/evening.md."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from shuangjian.homework.rules.correction import AS_DECLARED, Basis, Correction

LONGEST_TIER_MINUTES = 300


class Form(StrEnum):
    """作业形式. Only written work counts against an evening's cap (HD-7 of the rulebook's facts)."""

    WRITTEN = "WRITTEN"
    INQUIRY = "INQUIRY"
    PRACTICE = "PRACTICE"
    READING = "READING"
    ORAL = "ORAL"
    SPORT = "SPORT"
    ART = "ART"
    LABOUR = "LABOUR"
    IN_SCHOOL = "IN_SCHOOL"

    @property
    def label(self) -> str:
        return _FORM_LABELS[self]

    @property
    def counts(self) -> bool:
        return self is Form.WRITTEN


_FORM_LABELS = {
    Form.WRITTEN: "书面",
    Form.INQUIRY: "科学探究",
    Form.PRACTICE: "社会实践",
    Form.READING: "阅读",
    Form.ORAL: "口头",
    Form.SPORT: "体育锻炼",
    Form.ART: "艺术欣赏",
    Form.LABOUR: "劳动",
    Form.IN_SCHOOL: "校内巩固",
}


class EveningKind(StrEnum):
    NIGHT = "NIGHT"
    BREAK = "BREAK"


class Large(StrEnum):
    """Whether work is large, as its teacher says: left to the words it has, small whatever they are, or of a kind."""

    UNSAID = ""
    SMALL = "SMALL"
    WRITING = "WRITING"
    PAPER = "PAPER"
    PROJECT = "PROJECT"

    @property
    def label(self) -> str:
        return _LARGE_LABELS[self]

    @property
    def is_a_kind(self) -> bool:
        return self in KINDS_OF_LARGE


KINDS_OF_LARGE = (Large.WRITING, Large.PAPER, Large.PROJECT)
_LARGE_LABELS = {
    Large.UNSAID: "看内容",
    Large.SMALL: "不是大作业",
    Large.WRITING: "大作文",
    Large.PAPER: "试卷",
    Large.PROJECT: "项目",
}


class PublicationState(StrEnum):
    """A publication is published, then perhaps withdrawn, or amended: replaced by another in one act."""

    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"
    AMENDED = "AMENDED"

    @property
    def label(self) -> str:
        return {"PUBLISHED": "已发布", "WITHDRAWN": "已撤回", "AMENDED": "已改"}[self.value]


class LoanState(StrEnum):
    """A part of a share is asked for, then granted or declined; or settled, asked for or not, by who answers for the
    class; or no longer wanted."""

    ASKED = "ASKED"
    GRANTED = "GRANTED"
    DECLINED = "DECLINED"
    SETTLED = "SETTLED"
    TAKEN_BACK = "TAKEN_BACK"

    @property
    def label(self) -> str:
        return {
            "ASKED": "等回话",
            "GRANTED": "借了",
            "DECLINED": "没有借",
            "SETTLED": "定了",
            "TAKEN_BACK": "不借了",
        }[self.value]


@dataclass(frozen=True)
class TierSpec:
    """One tier (or one of several things to choose from): `minutes` a middle-level pupil of its group needs."""

    name: str
    minutes: int
    required: bool = True
    content: str = ""


@dataclass(frozen=True)
class AssignmentSpec:
    """What a teacher writes down, and how its minutes are corrected. A pupil does `choose` of the tiers: one where they
    are levels, k of n otherwise."""

    subject: str
    unit: str
    aim: str
    form: Form
    content: str
    tiers: tuple[TierSpec, ...]
    competency: str = ""
    choose: int = 1
    large: Large = Large.UNSAID
    correction: Correction = AS_DECLARED

    @property
    def declared(self) -> int:
        """Minutes it would take from an evening as its teacher declares them."""
        return counted_minutes(self.form, self.tiers, self.choose)

    @property
    def counted(self) -> int:
        """Minutes it takes from an evening, over all the evenings it is for."""
        if self.correction.basis is Basis.SET:
            return self.correction.minutes or 0
        return counted_minutes(self.form, self.counted_tiers, self.choose)

    @property
    def counted_tiers(self) -> tuple[TierSpec, ...]:
        """The tiers with the minutes that count, which families see."""
        if self.correction == AS_DECLARED:
            return self.tiers
        return tuple(replace(tier, minutes=self.correction.of(tier.minutes)) for tier in self.tiers)

    @property
    def is_corrected(self) -> bool:
        return self.correction.basis is not Basis.DECLARED

    @property
    def declared_words(self) -> str:
        """Behind counted minutes that are not the declared ones: 您写20分，预计27分."""
        return f"您写{self.declared}分，{self.correction.basis.label}{self.counted}分" if self.is_corrected else ""

    @property
    def shown_minutes(self) -> int:
        """Minutes of the longest way through it, counted or not, optional or not: what a sheet may mention."""
        return sum(sorted((tier.minutes for tier in self.counted_tiers), reverse=True)[: self.choose])

    @property
    def is_optional(self) -> bool:
        return not any(tier.required for tier in self.tiers)


def counted_minutes(form: Form, tiers: Sequence[TierSpec], choose: int = 1) -> int:
    """Minutes that an assignment takes from an evening.

    The sum of the `choose` longest required tiers: with tiers, where each pupil does one, the longest; with "two of
    three" the longest permitted pair. So no path through the assignment takes more. Optional and unwritten work
    counts 0.
    """
    if not form.counts:
        return 0
    required = sorted((tier.minutes for tier in tiers if tier.required), reverse=True)
    return sum(required[:choose])


def over_evenings(minutes: int, evenings: int) -> list[int]:
    """Minutes split over evenings, the earlier ones taking what does not divide: 50 over 3 is [17, 17, 16]."""
    each, rest = divmod(minutes, evenings)
    return [each + 1 if index < rest else each for index in range(evenings)]


def obligation_rise(committed: int, right: int, minutes: int) -> int:
    """By how much committing `minutes` raises what an evening owes: Δ = max(c+m, r) − max(c, r)."""
    return max(committed + minutes, right) - max(committed, right)
