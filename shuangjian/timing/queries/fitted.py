"""Fitted minutes of homework, of a class's evenings, and of a teacher's latest works."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import QuerySet

from shuangjian.homework.queries import Item
from shuangjian.homework.rules import AssignmentSpec, Form
from shuangjian.kernel.grade import Stage, System, stage_of
from shuangjian.kernel.subject import Subject, subject_order
from shuangjian.timing.models import CellFactor, Fitted, TeacherFactor
from shuangjian.timing.queries.turnout import EveningKey, responses_of
from shuangjian.timing.rules import WITHIN_90
from shuangjian.timing.rules.showing import (
    LAST_WORKS,
    NOBODY_ASKED,
    Fit,
    Measured,
    Ratio,
    Response,
    added,
    longest_way,
    together,
)

Tiers = Mapping[int, Fit]  # by position
MOST_ROWS = 400  # of a teacher's latest works: twenty of each kind, in the tiers and grades that a school has
_OF_A_FIT = ("minutes", "low", "high", "declared", "reports", "unfinished", "asked", "answered")


@dataclass(frozen=True)
class EveningMeasured:
    """One evening of one grade of a class: what counts on it, `items`; what each took, `works`, by publication, None
    where too little is known; `total` only where all is known; `response` of the class that evening."""

    items: tuple[Item, ...]
    works: Mapping[int, Measured | None]
    total: Measured | None
    response: Response


@dataclass(frozen=True)
class Work:
    """A piece of a teacher's homework in one grade, with what was fitted to each tier."""

    assignment_id: int
    subject: Subject
    unit: str
    form: Form
    stage: Stage
    grade: int
    date: dt.date
    fits: tuple[Fit, ...]

    @property
    def is_shown(self) -> bool:
        """Whether anything of it may be."""
        return any(fit.is_shown for fit in self.fits)


@dataclass(frozen=True)
class OwnFactor:
    """How many times the declared minutes are planned with, for one kind of a teacher's work; `works` it rests on."""

    subject: Subject
    stage: Stage
    form: Form
    ratio: Ratio
    as_of: dt.date


def fits_of(assignment_ids: Iterable[int]) -> dict[tuple[int, int], Tiers]:
    """What was fitted to assignments, by assignment and grade. One query."""
    found: dict[tuple[int, int], dict[int, Fit]] = defaultdict(dict)
    rows = Fitted.objects.filter(assignment_id__in=set(assignment_ids))
    for pk, grade, position, *fit in rows.values_list("assignment_id", "grade", "position", *_OF_A_FIT):
        found[pk, grade][position] = _fit(*fit)
    return dict(found)


def in_order(spec: AssignmentSpec, tiers: Tiers) -> list[Fit | None]:
    """The fits in the order of the tiers; None where there is none."""
    return [tiers.get(position) for position in range(len(spec.tiers))]


def evenings_measured(items: Sequence[Item], keys: Iterable[EveningKey]) -> dict[EveningKey, EveningMeasured]:
    """What the work set for evenings took, by the rule that counts it. Two queries, however many there are."""
    fits, responses = fits_of(item.assignment_id for item in items), responses_of(keys := set(keys))
    counting: dict[EveningKey, list[Item]] = defaultdict(list)
    for item in items:
        if item.minutes:
            counting[item.class_id, item.grade, item.date].append(item)
    return {key: _evening(tuple(counting[key]), fits, responses.get(key, NOBODY_ASKED)) for key in keys}


def latest_works(person_id: int) -> list[Work]:
    """A teacher's works that anything was fitted to, latest first: twenty of them. One query."""
    return _works(_rows_of(person_id))[:LAST_WORKS]


def latest_together(person_id: int, subject: str, form: str) -> Ratio | None:
    """What the teacher's last twenty works of a kind say together. One query."""
    works = _works(_rows_of(person_id).filter(assignment__subject=subject, assignment__form=form))
    latest = list(dict.fromkeys(work.assignment_id for work in works))[:LAST_WORKS]
    found = together(fit for work in works if work.assignment_id in latest for fit in work.fits)
    return found and replace(found, works=len(latest))


def own_factors(person_id: int, works: Iterable[Work]) -> list[OwnFactor]:
    """The factors that a teacher's declared minutes are planned with, for the kinds of work among `works`, in the fixed
    order of subjects. Two queries."""
    kinds = dict.fromkeys((work.subject, work.stage, work.form) for work in works)
    cells = CellFactor.objects.values_list("subject", "stage", "form", "alpha")
    alphas = {(subject, stage, form): alpha for subject, stage, form, alpha in cells}
    teacher = {row.subject: row for row in TeacherFactor.objects.filter(person_id=person_id)}
    found = []
    for subject, stage, form in kinds:
        own, alpha = teacher.get(subject), alphas.get((subject, stage, form))
        if own is not None and alpha is not None:
            mean, half = alpha + own.kappa, WITHIN_90 * math.sqrt(own.variance)
            ratio = Ratio(math.exp(mean), math.exp(mean - half), math.exp(mean + half), own.works)
            found.append(OwnFactor(subject, stage, form, ratio, own.as_of))
    return sorted(found, key=lambda one: (subject_order(one.subject), list(Stage).index(one.stage), one.form))


def _rows_of(person_id: int) -> QuerySet[Fitted]:
    latest_first = ("-date", "-assignment_id", "grade", "position")
    return Fitted.objects.filter(assignment__author_id=person_id).order_by(*latest_first)


def _works(rows: QuerySet[Fitted]) -> list[Work]:
    found = rows.select_related("assignment", "school")[:MOST_ROWS]
    return [
        Work(
            assignment_id=pk,
            subject=Subject(first.assignment.subject),
            unit=first.assignment.unit,
            form=Form(first.assignment.form),
            stage=stage_of(grade, System(first.school.system)),
            grade=grade,
            date=first.date,
            fits=tuple(_fit(*(getattr(row, field) for field in _OF_A_FIT)) for row in (first, *others)),
        )
        for (pk, grade), tiers in groupby(found, key=lambda row: (row.assignment_id, row.grade))
        for first, *others in [list(tiers)]
    ]


def _fit(
    minutes: float, low: float, high: float, declared: int, reports: int, unfinished: int, asked: int, answered: int
) -> Fit:
    return Fit(minutes, low, high, declared, reports, unfinished, Response(asked, answered))


def _evening(items: tuple[Item, ...], fits: Mapping[tuple[int, int], Tiers], response: Response) -> EveningMeasured:
    works = {item.publication_id: _on_the_evening(item, fits) for item in items}
    known = [one for one in works.values() if one is not None]
    total = added(known) if known and len(known) == len(works) else None
    return EveningMeasured(items, works, total, response)


def _on_the_evening(item: Item, fits: Mapping[tuple[int, int], Tiers]) -> Measured | None:
    """Its part of what the whole piece took, where it is for several evenings."""
    tiers = fits.get((item.assignment_id, item.grade))
    whole = longest_way(item.spec, in_order(item.spec, tiers)) if tiers else None
    return whole.scaled(item.minutes / item.spec.counted) if whole and item.spec.counted else None
