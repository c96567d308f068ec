"""Review before publication: what a school asks for, what of it is drawn, and which changes need no new look."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from shuangjian.homework.rules.correction import AS_DECLARED
from shuangjian.homework.rules.counting import AssignmentSpec


class ReviewKind(StrEnum):
    """For which work a school asks for review; in the order in which one of several is named as the reason."""

    PROBATION = "PROBATION"
    SUBJECT = "SUBJECT"
    SHARE = "SHARE"

    @property
    def label(self) -> str:
        return {"PROBATION": "见习期的老师", "SUBJECT": "一个学科", "SHARE": "随机抽一部分"}[self.value]


class ReviewState(StrEnum):
    """WAITING until somebody has looked, or for good where nobody did: the time of release then shows the work."""

    WAITING = "WAITING"
    PASSED = "PASSED"
    RETURNED = "RETURNED"

    @property
    def label(self) -> str:
        return {"WAITING": "等审核", "PASSED": "审核通过", "RETURNED": "退回"}[self.value]


@dataclass(frozen=True)
class Asked:
    """One thing that a school asks for at a moment: a subject, a person on probation, or a share in percent with the
    salt of its draw. `id` is that of the rule."""

    id: int
    kind: ReviewKind
    subject: str = ""
    person_id: int | None = None
    percent: int = 0
    salt: str = ""


@dataclass(frozen=True)
class Hold:
    """Work that is to be looked at before families see it: by which rule, and until when at the latest."""

    rule_id: int
    until: dt.datetime


def is_drawn(salt: str, key: str, percent: int) -> bool:
    """Whether an act under this key falls into a share. The same key falls the same way, so that sending a form twice
    draws once; without the salt nobody can choose a key that stays out."""
    drawn = hashlib.sha256(f"{salt}:{key}".encode()).digest()
    return int.from_bytes(drawn[:8]) % 100 < percent


def first_asking(asked: Iterable[Asked], *, subject: str, person_id: int, key: str, before: int | None) -> Asked | None:
    """The rule by which this work is to be reviewed, None where none asks for it. `before` is the rule by which the
    work was held that this one amends: what was drawn once stays drawn."""
    order = list(ReviewKind)
    for one in sorted(asked, key=lambda a: (order.index(a.kind), a.id)):
        if one.kind is ReviewKind.PROBATION and one.person_id == person_id:
            return one
        if one.kind is ReviewKind.SUBJECT and one.subject == subject:
            return one
        if one.kind is ReviewKind.SHARE and (one.id == before or is_drawn(one.salt, key, one.percent)):
            return one
    return None


def only_lightens(old: AssignmentSpec, new: AssignmentSpec) -> bool:
    """Whether an amendment keeps every word and asks for no more minutes anywhere: there is nothing new to look at."""
    if len(old.tiers) != len(new.tiers) or _words(old) != _words(new):
        return False
    tiers = (*zip(old.tiers, new.tiers, strict=True), *zip(old.counted_tiers, new.counted_tiers, strict=True))
    return all(after.minutes <= before.minutes for before, after in tiers)


def _words(spec: AssignmentSpec) -> AssignmentSpec:
    tiers = tuple(replace(tier, minutes=0) for tier in spec.tiers)
    return replace(spec, tiers=tiers, correction=AS_DECLARED)
