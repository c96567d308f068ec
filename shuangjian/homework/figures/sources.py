"""Reading the rows that figures count, of any place and period. The number of queries grows with neither."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from shuangjian.audit.queries import acts_with_refusals
from shuangjian.homework.content import Kind
from shuangjian.homework.figures.definition import Source
from shuangjian.homework.figures.facts import AppealFact, AttemptFact, EveningFact, Fact, LoanFact, WorkFact
from shuangjian.homework.models import Appeal, Entry, Loan, Publication, Tier
from shuangjian.homework.queries.beside import Beside, Key, part_of_an_evening
from shuangjian.homework.queries.overview import evenings_within
from shuangjian.homework.rules import AppealState, Basis, Correction, Form, LoanState, PublicationState
from shuangjian.kernel.day import SHANGHAI, shanghai_date
from shuangjian.kernel.grade import grade_label
from shuangjian.kernel.subject import Subject
from shuangjian.schools.queries import SchoolFacts, classes_by_id, schools_below

NOTHING_BESIDE = Beside()
AT_ONCE = 5000
_OF_WORK = (
    "evening__school_class_id",
    "evening__label",
    "evening__grade",
    "evening__date",
    "publication__assignment_id",
    "subject",
    "publication__assignment__unit",
    "publication__assignment__form",
    "publication__assignment__competency",
    "minutes",
    "basis",
    "publication__assignment__choose",
    "publication__state",
    "publication__published_at",
    "publication__reason",
)


@dataclass(frozen=True)
class Scope:
    """Where and when: at or below a place, from `since` until, exclusively, `until`; `grades` narrows it, None is all.
    `school_id` is that of the place where it is a school, whose rows are then found by their key.

    Evenings, and what stands on them, belong to the date on which they begin; acts to the date on which they were done.
    """

    path: str
    since: dt.date
    until: dt.date
    grades: frozenset[int] | None = None
    school_id: int | None = None

    @property
    def rows(self) -> dict[str, Any]:
        """The condition on rows that belong to a school."""
        return {"school__in": self._schools}

    @property
    def rows_of_evenings(self) -> dict[str, Any]:
        """The condition on rows of evenings. They are found by the evenings' own school and date: by whatever else
        they are looked for, the database goes through all there are."""
        return {"evening__school__in": self._schools, "evening__date__gte": self.since, "evening__date__lt": self.until}

    @property
    def _schools(self) -> Any:
        return schools_below(self.path).order_by().values("pk") if self.school_id is None else [self.school_id]

    def takes(self, grade: int) -> bool:
        return self.grades is None or grade in self.grades

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """Midnight of its first day, and of the day after its last."""
        first, last = (dt.datetime.combine(day, dt.time(), SHANGHAI) for day in (self.since, self.until))
        return first, last


def scope_of(school: SchoolFacts, since: dt.date, until: dt.date, grades: frozenset[int] | None = None) -> Scope:
    """A school, or some of its grades, in a period."""
    return Scope(school.path, since, until, grades, school.id)


def facts_of(source: Source, scope: Scope) -> Iterator[Fact]:
    """The rows of a source, one after another: what is counted and let go takes no room."""
    return (fact for fact in _READ[source](scope) if scope.takes(fact.grade))


def _evenings(scope: Scope) -> Iterator[EveningFact]:
    beside = _beside(scope)
    for evening in evenings_within(scope.path, scope.since, scope.until):
        key = evening.klass.id, evening.grade, evening.span.date
        yield EveningFact(evening, beside.get(key, NOTHING_BESIDE))


def _beside(scope: Scope) -> Mapping[Key, Beside]:
    """What stands beside the written work of each evening. Three queries."""
    standing = _entries(scope).filter(publication__state=PublicationState.PUBLISHED)
    tiers = _tiers(standing)
    lasting = _lasting(standing)
    found: dict[Key, Beside] = defaultdict(Beside)
    rows = standing.values_list(
        "evening__school_class_id",
        "evening__grade",
        "evening__date",
        "publication_id",
        "publication__assignment_id",
        "publication__assignment__form",
        "publication__assignment__choose",
        "publication__assignment__basis",
        "publication__assignment__factor",
        "minutes",
    )
    for row in rows.iterator(AT_ONCE):
        class_id, grade, date, publication_id, assignment_id, form, choose, basis, factor, minutes = row
        correction = Correction(Basis(basis), factor)
        shown = sum(map(correction.of, sorted(tiers[assignment_id], reverse=True)[:choose]))
        found[class_id, grade, date] += part_of_an_evening(Form(form), minutes, shown, lasting[publication_id])
    return found


def _work(scope: Scope) -> Iterator[WorkFact]:
    entries = _entries(scope)
    tiers = _tiers(entries)
    for row in entries.order_by("evening__date", "pk").values_list(*_OF_WORK).iterator(AT_ONCE):
        *where, minutes, basis, choose, state, published_at, reason = row
        class_id, label, grade, date, assignment_id, subject, unit, form, competency = where
        yield WorkFact(
            class_id=class_id,
            label=label,
            grade=grade,
            date=date,
            assignment_id=assignment_id,
            subject=Subject(subject),
            unit=unit,
            form=Form(form),
            competency=competency,
            minutes=minutes,
            basis=Basis(basis),
            tiers=len(tiers[assignment_id]),
            choose=choose,
            state=PublicationState(state),
            published_at=published_at,
            reason=reason,
        )


def _attempts(scope: Scope) -> Iterator[AttemptFact]:
    """What was refused stands in the record of the act; the database hands over only acts that refused something."""
    since, until = scope.moments
    published = Publication.objects.filter(**scope.rows, published_at__gte=since, published_at__lt=until).values_list(
        "school_class_id", "grade", "published_at"
    )
    for class_id, grade, at in published.iterator(AT_ONCE):
        yield AttemptFact(class_id, "", grade, shanghai_date(at), "", at)
    for act_id, at, unit, outcome in acts_with_refusals(scope.path, since, until, school_id=scope.school_id):
        for told in outcome["classes"]:
            if told["refusals"]:
                yield _refused(told, unit, at, act_id)


def _refused(told: Mapping[str, Any], unit: str, at: dt.datetime, act_id: int) -> AttemptFact:
    date = dt.date.fromisoformat(told["dates"][0]) if told["dates"] else shanghai_date(at)
    reasons = tuple((refusal["code"], refusal["staff"]) for refusal in told["refusals"])
    return AttemptFact(told["class_id"], told["label"], told["grade"], date, unit, at, reasons, act_id)


def _loans(scope: Scope) -> Iterator[LoanFact]:
    loans = Loan.objects.filter(**scope.rows_of_evenings).select_related("evening")
    for loan in loans.order_by("evening__date", "pk").iterator(AT_ONCE):
        yield LoanFact(
            loan.evening.school_class_id,
            loan.evening.label,
            loan.evening.grade,
            loan.evening.date,
            Subject(loan.lender),
            Subject(loan.borrower),
            loan.minutes,
            LoanState(loan.state),
            loan.answer or loan.reason,
            loan.pk,
        )


def _appeals(scope: Scope) -> Iterator[AppealFact]:
    """A class is called what it is called on the last day."""
    since, until = scope.moments
    appeals = list(Appeal.objects.filter(**scope.rows, appealed_at__gte=since, appealed_at__lt=until).order_by("pk"))
    classes = classes_by_id((appeal.school_class_id for appeal in appeals), scope.until - dt.timedelta(days=1))
    for appeal in appeals:
        klass = classes.get(appeal.school_class_id)
        yield AppealFact(
            appeal.school_class_id,
            klass.label if klass else grade_label(appeal.grade),
            appeal.grade,
            shanghai_date(appeal.appealed_at),
            Subject(appeal.subject),
            appeal.unit,
            Kind(appeal.check_kind),
            AppealState(appeal.state),
            appeal.answer or appeal.reason,
            appeal.pk,
        )


def _entries(scope: Scope) -> QuerySet[Entry]:
    return Entry.objects.filter(**scope.rows_of_evenings, reverses=None)


def _tiers(entries: QuerySet[Entry]) -> Mapping[int, list[int]]:
    """The minutes of each tier, by assignment. One query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Tier.objects.filter(assignment_id__in=entries.values("publication__assignment_id"))
    for assignment_id, minutes in rows.order_by().values_list("assignment_id", "minutes").iterator(AT_ONCE):
        found[assignment_id].append(minutes)
    return found


def _lasting(entries: QuerySet[Entry]) -> Mapping[int, int]:
    """Over how many evenings each publication goes, those outside the period too. One query."""
    rows = Entry.objects.filter(publication_id__in=entries.values("publication_id"), reverses=None)
    return dict(rows.values_list("publication_id").annotate(evenings=Count("pk")))


_READ: Mapping[Source, Callable[[Scope], Iterable[Fact]]] = {
    Source.EVENINGS: _evenings,
    Source.WORK: _work,
    Source.ATTEMPTS: _attempts,
    Source.LOANS: _loans,
    Source.APPEALS: _appeals,
}
