"""Which limit governs a grade of a school on an evening, and on what grounds."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from shuangjian import rulebook
from shuangjian.kernel.refusal import Clause
from shuangjian.policy.models import SchoolChoice
from shuangjian.schools.queries import SchoolFacts
from shuangjian.schools.rules import EveningSpan


@dataclass(frozen=True)
class Limit:
    """Minutes of written work on one evening of one grade; None for a vacation whose total the school has not stated.

    `zero` says why the minutes are 0: `GRADE`, `NO_HOMEWORK_DAY`, or "". `basis` is whose minutes are meant (平均 or
    中等水平学生); the deciding clause stands first; `edition` is that of the rulebook.
    """

    minutes: int | None
    zero: str
    basis: str
    clauses: tuple[Clause, ...]
    edition: str


def limits_for(
    wanted: Iterable[tuple[SchoolFacts, int, EveningSpan]],
) -> dict[tuple[int, int, dt.date], Limit]:
    """The limit of each (school, grade, evening), by (school id, grade, date). One query."""
    wanted = list(wanted)
    choices = choices_of({school.id for school, _, _ in wanted})
    return {
        (school.id, grade, span.date): _limit(school, grade, span, choices[school.id]) for school, grade, span in wanted
    }


def choices_of(school_ids: Iterable[int]) -> dict[int, tuple[rulebook.Choice, ...]]:
    """Every choice, past, present and stated for later, of these schools."""
    found: dict[int, list[rulebook.Choice]] = defaultdict(list)
    for row in SchoolChoice.objects.filter(school_id__in=set(school_ids)).order_by("since"):
        found[row.school_id].append(as_choice(row))
    return defaultdict(tuple, {pk: tuple(rows) for pk, rows in found.items()})


def as_choice(row: SchoolChoice) -> rulebook.Choice:
    return rulebook.Choice(
        name=row.name, value=row.value, since=row.since, until=row.until, title=row.title, article=row.article
    )


def choice_rows(school_id: int) -> QuerySet[SchoolChoice]:
    """A school's choices with their history, latest first within each."""
    return SchoolChoice.objects.filter(school_id=school_id).select_related("decided_by").order_by("name", "-since")


def _limit(school: SchoolFacts, grade: int, span: EveningSpan, choices: tuple[rulebook.Choice, ...]) -> Limit:
    book = rulebook.load()
    asked: dict[str, Any] = {
        "date": span.date,
        "place_codes": school.place_codes,
        "grade": grade,
        "system": school.system,
        "choices": choices,
    }
    try:
        if span.is_night:
            cap = rulebook.written_cap(book, **asked)
        else:
            cap = rulebook.break_cap(book, kind="VACATION" if span.is_vacation else "WEEKEND", **asked)
    except rulebook.NoVacationTotal as unstated:
        clauses = tuple(ground.as_clause() for ground in unstated.grounds)
        return Limit(None, "", "", clauses, book.edition)
    return Limit(
        cap.minutes, cap.zero or "", cap.basis or "", tuple(ground.as_clause() for ground in cap.grounds), book.edition
    )


def bedtime(school: SchoolFacts, grade: int, date: dt.date) -> tuple[dt.time, tuple[Clause, ...]]:
    """The hour at which a pupil of the grade should be in bed (D4-05a), and its clauses."""
    found = rulebook.bedtime(
        rulebook.load(), date=date, place_codes=school.place_codes, grade=grade, system=school.system
    )
    return found.time, tuple(ground.as_clause() for ground in found.grounds)
