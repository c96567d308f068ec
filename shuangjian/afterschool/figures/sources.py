"""How the service stands at every school below a place: at most thirteen queries, however many schools and pupils.

What families said is counted from the rows, or, of a day that was counted when it had ended, taken from that count.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When

from shuangjian.afterschool.figures.facts import SchoolFact
from shuangjian.afterschool.models import (
    ClosedTerm,
    CountedDay,
    Placement,
    Programme,
    ServiceModel,
    SignUp,
    TutoringPlace,
    Unit,
)
from shuangjian.afterschool.models.counts import COUNTS
from shuangjian.afterschool.rules.kinds import Answer, UnitKind
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.afterschool.rules.weekdays import weekdays_in
from shuangjian.kernel.day import SHANGHAI, shanghai_date
from shuangjian.people.queries import (
    leader_works_at_the_school,
    pupils_by_school,
    sits_at_the_school,
    staff_by_school,
)
from shuangjian.schools.queries import facts_below, ids_of
from shuangjian.schools.rules import ONE_DAY, name_order


@dataclass(frozen=True)
class Scope:
    """Where and when: at or below a place, in a term, as it stood at a moment."""

    path: str
    term: ServiceTerm
    at: dt.datetime

    @property
    def date(self) -> dt.date:
        return shanghai_date(self.at)

    def of_programmes(self, to: str = "programme__") -> dict[str, Any]:
        """The condition on rows of announced programmes; `to` is the way from a row to its programme."""
        return {
            f"{to}school__place__path__startswith": self.path,
            f"{to}year": self.term.year,
            f"{to}number": self.term.number,
            f"{to}announced_at__lte": self.at,
        }


def scope_on(path: str, term: ServiceTerm, date: dt.date, *, at: dt.datetime) -> Scope:
    """A day as it stands at `at`, or, for one that is over, as it stood at its end."""
    return Scope(path, term, min(at, _end_of(date)))


def _end_of(date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date + ONE_DAY, dt.time(), SHANGHAI) - dt.timedelta(microseconds=1)


def offered(scope: Scope) -> list[SchoolFact]:
    """Every school at or below the place with what it offers, and nothing of who takes part: those of a county
    together, counties by code, schools by name. Three queries."""
    schools = sorted(facts_below(scope.path).values(), key=lambda school: (school.place_codes, name_order(school.name)))
    programmes = {row.school_id: row for row in Programme.objects.filter(**scope.of_programmes("")).only(*_OFFERED)}
    return [
        SchoolFact(school.id, school.name, school.path, **_programme_facts(programmes.get(school.id), scope))
        for school in schools
    ]


def facts_of(scope: Scope) -> list[SchoolFact]:
    """The same with who takes part, and what with: counted from the rows."""
    return _facts(scope, _children(scope))


def facts_told(scope: Scope) -> list[SchoolFact]:
    """The same, as it was counted when the day had ended, where it was: a count that does not change with what is
    learnt of the day afterwards, and costs a city no more than a village."""
    return _facts(scope, _counted(scope) or _children(scope))


def is_counted(scope: Scope) -> bool:
    """Whether `facts_told` need not count. One query, none of a day that is not over."""
    return _counted_days(scope).exists()


def _facts(scope: Scope, children: Mapping[int, Mapping[str, Any]]) -> list[SchoolFact]:
    kinds, models, staff = _kinds(scope), _models(scope), staff_by_school(scope.path, scope.date)
    leading, closed = _leading(scope), _closed(scope)
    counted = [
        replace(
            school,
            kinds=frozenset(kinds[school.id]),
            model=_nearest(school.path, models),
            staff=staff.get(school.id, 0),
            leading=len(leading[school.id]),
            **children.get(school.id, {}),
        )
        for school in offered(scope)
    ]
    return [replace(school, **closed.get(school.id, {})) for school in counted]


_OFFERED = ("school_id", "since", "until", "weekdays", "opens_at")


def _programme_facts(programme: Programme | None, scope: Scope) -> dict[str, Any]:
    if programme is None:
        return {}
    return {
        "announced": True,
        "since": programme.since,
        "running": programme.since <= scope.date < programme.until,
        "asked": programme.opens_at is not None and programme.opens_at <= scope.at,
        "days": len(weekdays_in(programme.weekdays)),
    }


def _kinds(scope: Scope) -> Mapping[int, set[UnitKind]]:
    """The kinds of the units that are open. One query."""
    found: dict[int, set[UnitKind]] = defaultdict(set)
    units = _open(Unit.objects.filter(**scope.of_programmes()), scope)
    for school_id, kind in units.order_by().values_list("school_id", "kind").distinct():
        found[school_id].add(UnitKind(kind))
    return found


def _models(scope: Scope) -> Mapping[int, str]:
    """The name of the service model that each place states. One query."""
    rows = ServiceModel.objects.filter(Q(until=None) | Q(until__gt=scope.date), since__lte=scope.date)
    return dict(rows.values_list("place_id", "name"))


def _nearest(path: str, models: Mapping[int, str]) -> str:
    return next((models[place_id] for place_id in reversed(ids_of(path)) if place_id in models), "")


def _children(scope: Scope) -> Mapping[int, dict[str, int]]:
    """How many of each school there are, said what, and are served. Three queries."""
    found = _said(scope)
    for name, counts in (("pupils", pupils_by_school(scope.path, scope.date)), ("served", _served(scope))):
        for school_id, n in counts.items():
            found[school_id][name] = n
    return found


def _counted_days(scope: Scope) -> QuerySet[CountedDay]:
    """The counts of a day that is over; those of all places are kept together."""
    if scope.at != _end_of(scope.date):
        return CountedDay.objects.none()
    return CountedDay.objects.filter(
        school__place__path__startswith=scope.path,
        year=scope.term.year,
        number=scope.term.number,
        on_date=scope.date,
    )


def _counted(scope: Scope) -> Mapping[int, dict[str, int]]:
    rows = _counted_days(scope).values_list("school_id", *COUNTS)
    return {school_id: dict(zip(COUNTS, counts, strict=True)) for school_id, *counts in rows}


def _said(scope: Scope) -> defaultdict[int, dict[str, int]]:
    """What the families of each school said, counted. One query."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    gone = Count("pk", filter=Q(left_at__lte=scope.at))
    rows = sign_ups_of(scope).order_by().values_list("school_id", "answer").annotate(n=Count("pk"), gone=gone)
    for school_id, answer, n, left in rows:
        match Answer(answer):
            case Answer.JOIN:
                found[school_id] |= {"joined": n - left, "left": left}
            case Answer.NEED:
                found[school_id]["needing"] = n
            case Answer.NO:
                found[school_id]["declined"] = n
    return found


def _closed(scope: Scope) -> Mapping[int, dict[str, Any]]:
    """What was kept of schools whose sign-ups are deleted: the same on whatever day is asked about. One query."""
    found: dict[int, dict[str, Any]] = {}
    for row in ClosedTerm.objects.filter(**scope.of_programmes(), programme__opens_at__lte=scope.at):
        counts = {"asked": False} if row.is_small else {name: getattr(row, name) for name in COUNTS}
        found[row.school_id] = counts | {"closed_on": row.on_date, "is_small": row.is_small}
    return found


def _served(scope: Scope) -> dict[int, int]:
    """How many of each school have a place on every day that they joined and did not give up since. One query."""
    weekdays = Sum(Case(*(When(weekday=day, then=1 << (day - 1)) for day in range(1, 6))), distinct=True)
    placed = (
        places_of(scope)
        .order_by()
        .values("sign_up")
        .annotate(of=F("sign_up__weekdays"), had=F("of").bitand(weekdays))  # type: ignore[arg-type]  # an expression, not a number
        .filter(had=F("of"))
    )
    joined = sign_ups_of(scope).filter(Q(left_at=None) | Q(left_at__gt=scope.at), answer=Answer.JOIN)
    rows = joined.filter(pk__in=placed.values("sign_up")).order_by()
    return dict(rows.values_list("school_id").annotate(n=Count("pk")))


def _leading(scope: Scope) -> Mapping[int, set[int]]:
    """Who leads a unit or tutors, of each school's own. Two queries."""
    found: dict[int, set[int]] = defaultdict(set)
    units = _open(Unit.objects.filter(**scope.of_programmes()), scope)
    for rows in (units, TutoringPlace.objects.filter(**scope.of_programmes())):
        own = rows.filter(leader_works_at_the_school(scope.date)).order_by()
        for school_id, leader_id in own.values_list("school_id", "leader_id").distinct():
            found[school_id].add(leader_id)
    return found


def sign_ups_of(scope: Scope) -> QuerySet[SignUp]:
    """What was said by then, of pupils who are at that school."""
    said = SignUp.objects.filter(**scope.of_programmes(), said_at__lte=scope.at)
    return said.filter(sits_at_the_school(scope.date))


def _open(units: QuerySet[Unit], scope: Scope) -> QuerySet[Unit]:
    return units.filter(Q(closed_at=None) | Q(closed_at__gt=scope.at))


def places_of(scope: Scope) -> QuerySet[Placement]:
    """Every place that children had by then. One that ended and had none after it is a day that the family gave up:
    nothing else takes a child off a day."""
    return Placement.objects.filter(**scope.of_programmes(), since__lte=scope.at)
