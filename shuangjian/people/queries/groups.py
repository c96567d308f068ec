"""The homework leading group of a school: headed by whoever is principal, with its members now, ahead and before."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q

from shuangjian.kernel.actor import Duty, Role
from shuangjian.people.models import GroupMember, RoleAssignment
from shuangjian.people.queries.period import in_force


@dataclass(frozen=True)
class Principal:
    """Somebody who is, was or will be the principal of a school."""

    person_id: int
    name: str
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True)
class Member:
    """A member besides the principal."""

    id: int
    person_id: int
    name: str
    duty: Duty
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True)
class Group:
    """A group on a date. `heads` are the principals then, none where there is no principal in office; `past` holds
    former principals and members with their duty in words, latest first."""

    heads: tuple[Principal, ...]
    heads_ahead: tuple[Principal, ...]
    members: tuple[Member, ...]
    ahead: tuple[Member, ...]
    past: tuple[tuple[str, Principal | Member], ...]

    def lacks(self, duty: Duty) -> bool:
        return all(member.duty is not duty for member in self.members)


def leading_group(school_id: int, date: dt.date) -> Group:
    """Two queries. Whoever is principal stands at its head and nowhere else in it."""
    principals = _principals(school_id)
    heads = [one for one in principals if _holds(one, date)]
    leading = {one.person_id for one in heads}
    members = _members(school_id)
    now = [one for one in members if _holds(one, date) and one.person_id not in leading]
    over: list[tuple[str, Principal | Member]] = [("组长（校长）", one) for one in principals if _is_over(one, date)]
    over += [(one.duty.label, one) for one in members if _is_over(one, date)]
    return Group(
        tuple(heads),
        tuple(one for one in principals if one.since > date and one.until != one.since),
        tuple(sorted(now, key=lambda one: list(Duty).index(one.duty))),
        tuple(one for one in members if one.since > date and one.until != one.since),
        tuple(sorted(over, key=lambda row: row[1].until or date, reverse=True)),
    )


def principals_of(school_id: int, date: dt.date) -> list[str]:
    """The names of the principals of a school on a date. One query."""
    return [one.name for one in _principals(school_id) if _holds(one, date)]


def schools_with_principal(path: str, date: dt.date) -> set[int]:
    """The schools at or below a place that have a principal in office on a date. One query."""
    here = Q(person__left_on=None) | Q(person__left_on__gt=date)
    found = RoleAssignment.objects.filter(in_force(date), here, role=Role.PRINCIPAL, place__path__startswith=path)
    return {pk for pk in found.values_list("school_id", flat=True) if pk is not None}


def _principals(school_id: int) -> list[Principal]:
    """Every one that ever was, first come first; who has left the staff is principal no longer."""
    rows = RoleAssignment.objects.filter(school_id=school_id, role=Role.PRINCIPAL).order_by("since", "pk")
    return [
        Principal(pk, name, since, _sooner(until, left))
        for pk, name, since, until, left in rows.values_list(
            "person_id", "person__name", "since", "until", "person__left_on"
        )
    ]


def _members(school_id: int) -> list[Member]:
    """Every one that ever was; somebody who now works at another school left the group with this one."""
    rows = GroupMember.objects.filter(school_id=school_id).order_by("since", "person__sort_key", "pk")
    rows = rows.filter(Q(person__school_id=F("school_id")) | Q(until__isnull=False))
    return [
        Member(pk, person, name, Duty(duty), since, _sooner(until, left))
        for pk, person, name, duty, since, until, left in rows.values_list(
            "pk", "person_id", "person__name", "duty", "since", "until", "person__left_on"
        )
    ]


def _sooner(until: dt.date | None, left: dt.date | None) -> dt.date | None:
    days = [day for day in (until, left) if day is not None]
    return min(days) if days else None


def _holds(one: Principal | Member, date: dt.date) -> bool:
    return one.since <= date and (one.until is None or date < one.until)


def _is_over(one: Principal | Member, date: dt.date) -> bool:
    return one.until is not None and one.until <= date and one.until > one.since
