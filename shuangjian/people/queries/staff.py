"""Who works where and as what."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from shuangjian.kernel.actor import Role
from shuangjian.people.models import Account, Person, RoleAssignment, TeachingAssignment
from shuangjian.people.queries.period import in_force


def staff_of_school(school_id: int, date: dt.date) -> QuerySet[Person]:
    """Everybody who works at a school on a date, by name."""
    found = Person.objects.filter(Q(left_on=None) | Q(left_on__gt=date), school_id=school_id)
    return found.order_by("sort_key", "name")


def staff_by_number(school_id: int) -> dict[str, int]:
    """The ids of a school's people by the digest of their number. One query."""
    found = Person.objects.filter(school_id=school_id).exclude(number_digest=None)
    return {digest or "": pk for digest, pk in found.values_list("number_digest", "pk")}


@dataclass(frozen=True)
class Post:
    """What a person is at a school: `role`, narrowed to a class, a cohort or a subject where it is."""

    role: Role
    class_id: int | None = None
    cohort: int | None = None
    subject: str | None = None


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at a school. `username` is None until an account is opened; `is_new` until the password that
    was given out has been changed."""

    person_id: int
    name: str
    number_tail: str
    posts: tuple[Post, ...]
    username: str | None
    is_new: bool


def colleagues(school_id: int, date: dt.date) -> list[Colleague]:
    """Everybody who works at a school, by name, with posts and accounts. Three queries."""
    people = list(staff_of_school(school_id, date).select_related("account"))
    posts: dict[int, list[Post]] = {person.pk: [] for person in people}
    roles = RoleAssignment.objects.filter(in_force(date), school_id=school_id, person_id__in=posts)
    for row in roles.order_by("pk"):
        posts[row.person_id].append(Post(Role(row.role), row.school_class_id, row.cohort))
    teachings = TeachingAssignment.objects.filter(in_force(date), school_id=school_id, person_id__in=posts)
    for person_id, class_id, subject in teachings.order_by("pk").values_list("person_id", "school_class_id", "subject"):
        posts[person_id].append(Post(Role.SUBJECT_TEACHER, class_id, subject=subject))
    return [_colleague(person, tuple(posts[person.pk])) for person in people]


def _colleague(person: Person, posts: tuple[Post, ...]) -> Colleague:
    account: Account | None = getattr(person, "account", None)
    return Colleague(
        person.pk,
        person.name,
        person.number_tail,
        posts,
        account.username if account else None,
        bool(account and account.must_change_password),
    )


@dataclass(frozen=True)
class PostAhead:
    """A post that somebody will hold from a date after today on."""

    name: str
    post: Post
    since: dt.date


def posts_ahead(school_id: int, date: dt.date) -> list[PostAhead]:
    """Who was appointed at a school for later than a date, soonest first. One query."""
    rows = RoleAssignment.objects.filter(school_id=school_id, since__gt=date).select_related("person")
    return [
        PostAhead(row.person.name, Post(Role(row.role), row.school_class_id, row.cohort), row.since)
        for row in rows.order_by("since", "pk")
    ]


def colleague_of_school(person_id: int, school_id: int, date: dt.date) -> Person | None:
    """The person, if they work at the school on a date."""
    return staff_of_school(school_id, date).filter(pk=person_id).first()


def subjects_taught(class_ids: Iterable[int], date: dt.date) -> set[str]:
    """The subjects that somebody teaches to one of these classes on a date. One query."""
    found = TeachingAssignment.objects.filter(in_force(date), school_class_id__in=set(class_ids))
    return set(found.values_list("subject", flat=True).distinct())


def classes_with_homeroom(path: str, date: dt.date) -> set[int]:
    """The classes at or below a place that have a homeroom teacher on a date. One query."""
    found = RoleAssignment.objects.filter(in_force(date), role=Role.HOMEROOM, place__path__startswith=path)
    return {pk for pk in found.values_list("school_class_id", flat=True) if pk is not None}
