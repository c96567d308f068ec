"""Which limit governs a grade of a school on an evening, and on what grounds."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet

from shuangjian import rulebook
from shuangjian.kernel.grade import numeral
from shuangjian.kernel.refusal import Clause
from shuangjian.policy.models import SchoolChoice
from shuangjian.schools.queries import SchoolFacts
from shuangjian.schools.rules import EveningSpan

MANY_SCHOOLS = 200  # more ids than that take longer to send than all choices take to read


@dataclass(frozen=True)
class Limit:
    """Minutes of written work on one evening of one grade; None for a vacation whose total the school has not stated.

    `zero` says why the minutes are 0: `GRADE`, `NO_HOMEWORK_DAY`, or "". `basis` is whose minutes are meant (平均 or
    中等水平学生); the deciding clause stands first; `edition` is that of the rulebook. `release` is when what is
    kept of it for single subjects is free to all. `notice` is how many school days before large work is announced, and
    the school's own rule that says so; None where it says nothing.
    """

    minutes: int | None
    zero: str
    basis: str
    clauses: tuple[Clause, ...]
    edition: str
    release: dt.time
    notice: tuple[int, Clause] | None = None

    @property
    def notice_days(self) -> int | None:
        return None if self.notice is None else self.notice[0]


def limits_for(
    wanted: Iterable[tuple[SchoolFacts, int, EveningSpan]],
) -> dict[tuple[int, int, dt.date], Limit]:
    """The limit of each (school, grade, evening), by (school id, grade, date). One query; what is decided alike is
    looked up once."""
    wanted = list(wanted)
    choices = choices_of({school.id for school, _, _ in wanted})
    kinds: dict[tuple[object, ...], int] = {}
    kind_of: dict[int, int] = {}
    alike: dict[tuple[int, int, EveningSpan], Limit] = {}
    found = {}
    for school, grade, span in wanted:
        if school.id not in kind_of:
            decided_by = school.place_codes, school.system, choices[school.id]
            kind_of[school.id] = kinds.setdefault(decided_by, len(kinds))
        key = kind_of[school.id], grade, span
        if key not in alike:
            alike[key] = _limit(school, grade, span, choices[school.id])
        found[school.id, grade, span.date] = alike[key]
    return found


def choices_of(school_ids: Iterable[int]) -> dict[int, tuple[rulebook.Choice, ...]]:
    """Every choice, past, present and stated for later, of these schools."""
    found: dict[int, list[rulebook.Choice]] = defaultdict(list)
    wanted, rows = set(school_ids), SchoolChoice.objects.order_by("since")
    for row in rows.filter(school_id__in=wanted) if len(wanted) <= MANY_SCHOOLS else rows:
        found[row.school_id].append(as_choice(row))
    return defaultdict(tuple, {pk: tuple(rows) for pk, rows in found.items()})


def copies_stated(school_ids: Iterable[int], date: dt.date) -> dict[int, tuple[int, Clause]]:
    """From how many copies on copying is repetitive, and the school's own rule that says so, by school; a school that
    has not decided is left out. One query."""
    stated = {pk: _stated(choices, rulebook.COPIES, date) for pk, choices in choices_of(school_ids).items()}
    return {pk: found for pk, found in stated.items() if found is not None}


def notice_stated(school_ids: Iterable[int], date: dt.date) -> dict[int, tuple[int, Clause]]:
    """How many school days before large work is announced, and the school's own rule that says so, by school; a school
    that has not decided is left out. One query."""
    stated = {pk: _stated(choices, rulebook.NOTICE, date) for pk, choices in choices_of(school_ids).items()}
    return {pk: found for pk, found in stated.items() if found is not None}


def _stated(choices: tuple[rulebook.Choice, ...], name: str, date: dt.date) -> tuple[int, Clause] | None:
    """A school's number on a date, and its own rule that states it; None where it has not decided."""
    choice = rulebook.in_force(choices, name, date)
    return None if choice is None else (choice.value, rulebook.SchoolGround(choice, "").as_clause())


def as_choice(row: SchoolChoice) -> rulebook.Choice:
    return rulebook.Choice(
        name=row.name, value=row.value, since=row.since, until=row.until, title=row.title, article=row.article
    )


def choice_rows(school_id: int) -> QuerySet[SchoolChoice]:
    """A school's choices with their history, latest first within each."""
    return SchoolChoice.objects.filter(school_id=school_id).select_related("decided_by").order_by("name", "-since")


def _limit(school: SchoolFacts, grade: int, span: EveningSpan, choices: tuple[rulebook.Choice, ...]) -> Limit:
    book, release = rulebook.load(), rulebook.release_time(choices, span.date)
    notice = _stated(choices, rulebook.NOTICE, span.date)
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
        return Limit(None, "", "", clauses, book.edition, release, notice)
    clauses = tuple(ground.as_clause() for ground in cap.grounds)
    return Limit(cap.minutes, cap.zero or "", cap.basis or "", clauses, book.edition, release, notice)


def bedtime(school: SchoolFacts, grade: int, date: dt.date) -> tuple[dt.time, tuple[Clause, ...]]:
    """The hour at which a pupil of the grade should be in bed (D4-05a), and its clauses."""
    found = rulebook.bedtime(
        rulebook.load(), date=date, place_codes=school.place_codes, grade=grade, system=school.system
    )
    return found.time, tuple(ground.as_clause() for ground in found.grounds)


def clauses_of(rule: str, school: SchoolFacts, grade: int, date: dt.date) -> tuple[Clause, ...]:
    """Where a rule stands that holds for a grade of a school on a date, the latest word first; none before it began."""
    try:
        found = rulebook.load().lookup(
            rule, date=date, place_codes=school.place_codes, grade=grade, system=school.system
        )
    except rulebook.NotInForce:
        return ()
    return tuple(ground.as_clause() for ground in found.grounds)


def school_clauses(rule: str, school: SchoolFacts, date: dt.date) -> tuple[Clause, ...]:
    """Where a rule stands that holds for some grade of a school on a date, each clause once."""
    found = (clause for grade in school.grades for clause in clauses_of(rule, school, grade, date))
    return tuple(dict.fromkeys(found))


def group_wanted(school: SchoolFacts, date: dt.date) -> tuple[str, ...]:
    """Who belongs into a school's leading group where a rule says so (校长, 教务处, …); empty elsewhere. No query."""
    try:
        found = rulebook.load().lookup(
            "homework/leading_group",
            date=date,
            place_codes=school.place_codes,
            grade=school.first_grade,
            system=school.system,
        )
    except rulebook.NotInForce:
        return ()
    return tuple(found.value) if isinstance(found.value, tuple | list) else ()


@dataclass(frozen=True)
class RuleHere:
    """A rule as it holds at one school on a date. `lines` says for whom what (`三至六年级`, `60分钟`): the first part
    is "" where it is one for all, the second where the rule is a duty without a value. `own` names the place that adds
    to the country's rule, "" where none does."""

    name: str
    title: str
    modality: str
    lines: tuple[tuple[str, str], ...]
    clauses: tuple[Clause, ...]
    own: str


def rules_at(school: SchoolFacts, date: dt.date) -> list[RuleHere]:
    """The rules of the country and the city in force for a school's grades, in order of path. No query."""
    return [found for parameter in rulebook.load().parameters() if (found := _rule_here(parameter, school, date))]


def _rule_here(parameter: rulebook.Parameter, school: SchoolFacts, date: dt.date) -> RuleHere | None:
    results: dict[int, rulebook.Result] = {}
    for grade in school.grades:
        with suppress(rulebook.NotInForce):
            results[grade] = rulebook.load().lookup(
                parameter.name, date=date, place_codes=school.place_codes, grade=grade, system=school.system
            )
    if not results:
        return None
    words: dict[str, list[int]] = defaultdict(list)
    for grade, result in results.items():
        words["" if isinstance(result.value, bool) else parameter.label(result.value)].append(grade)
    one_for_all = not parameter.bands
    first = next(iter(results.values()))
    return RuleHere(
        parameter.name,
        parameter.title,
        first.modality.label,
        tuple(("" if one_for_all else grades_label(grades), label) for label, grades in words.items()),
        tuple(dict.fromkeys(ground.as_clause() for ground in first.grounds)),
        next((ground.place for ground in first.grounds if ground.place), ""),
    )


def grades_label(grades: Iterable[int]) -> str:
    """三至六年级; 一、二年级; 一年级、三至五年级."""
    runs: list[list[int]] = []
    for grade in sorted(grades):
        if runs and runs[-1][-1] == grade - 1:
            runs[-1].append(grade)
        else:
            runs.append([grade])
    said = [
        f"{numeral(run[0])}至{numeral(run[-1])}" if len(run) > 2 else "、".join(numeral(grade) for grade in run)
        for run in runs
    ]
    return f"{'、'.join(said)}年级"


@dataclass(frozen=True)
class ChangeAhead:
    """What will be different from a date on. `rule` is the page that explains it."""

    on: dt.date
    title: str
    words: str
    clauses: tuple[Clause, ...]
    rule: str


def changes_ahead(school: SchoolFacts, after: dt.date, through: dt.date) -> list[ChangeAhead]:
    """What changes for a school after one date and up to, and including, another: the law, and its own choices.
    One query."""
    book = rulebook.load()
    found = [
        ChangeAhead(
            change.on,
            change.parameter.title,
            "；".join("：".join(filter(None, row)) for row in change.parameter.rows(change.after)),
            (change.after.citation.as_clause(change.parameter.name),),
            change.parameter.name,
        )
        for change in book.changes_between(after, through, school.place_codes)
        if change.is_new_value
    ]
    choices = choices_of([school.id])[school.id]
    found += [_own_change(book, choices, choice) for choice in choices if after < choice.since <= through]
    begun = {(choice.name, choice.since) for choice in choices}
    found += [
        _own_end(book, choice)
        for choice in choices
        if choice.until and after < choice.until <= through and (choice.name, choice.until) not in begun
    ]
    return sorted(found, key=lambda change: (change.on, change.title))


def _own_change(book: rulebook.Rulebook, choices: tuple[rulebook.Choice, ...], choice: rulebook.Choice) -> ChangeAhead:
    rule = book.choice_rule(choice.name)
    before = next((c for c in choices if c.name == choice.name and c.until == choice.since), None)
    was = f"现在是{rule.label(before.value)}" if before else "现在没有定"
    clause = rulebook.SchoolGround(choice, "").as_clause()
    return ChangeAhead(choice.since, rule.title, f"{rule.label(choice.value)}（{was}）", (clause,), rule.under)


def _own_end(book: rulebook.Rulebook, choice: rulebook.Choice) -> ChangeAhead:
    rule = book.choice_rule(choice.name)
    assert choice.until is not None
    words = f"{rule.label(choice.value)}到前一天为止。{rule.default}"
    return ChangeAhead(choice.until, rule.title, words, (rulebook.SchoolGround(choice, "").as_clause(),), rule.under)


def choice_words() -> dict[str, Callable[[int], str]]:
    """How the value of each choice is said, by its name: 每周无书面作业日：星期三."""
    book = rulebook.load()
    return {name: partial(_in_words, book.choice_rule(name)) for name in book.choice_names}


def _in_words(rule: rulebook.ChoiceRule, value: int) -> str:
    return f"{rule.title}：{rule.label(value)}"
