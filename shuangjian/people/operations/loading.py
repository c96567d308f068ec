"""Posts and guardians in bulk, inside the caller's transaction; the caller records the act. Pupils and teachers:
`rosters`."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian.kernel.actor import Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.models import Guardianship, Person, RoleAssignment
from shuangjian.people.rules import NOTICE, Relation


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post over a school; `cohort` for the head of a grade."""

    person_id: int
    role: Role
    school_id: int
    cohort: int | None = None


def load_posts(posts: Sequence[NewPost], since: dt.date) -> None:
    """Give these posts from a date on."""
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            person_id=p.person_id,
            role=p.role,
            place_id=p.school_id,
            school_id=p.school_id,
            cohort=p.cohort,
            since=since,
        )
        for p in posts
    )


@dataclass(frozen=True, slots=True)
class NewGuardian:
    """Somebody who is to see a child's page and has no account: whoever signs in comes by a slip."""

    pupil_id: int
    school_id: int
    relation: Relation


def load_guardians(guardians: Sequence[NewGuardian], at: dt.datetime) -> list[Person]:
    """Bind a guardian to each of these children from a moment on; in the same order."""
    people = Person.objects.bulk_create(Person(name="家长", sort_key="") for _ in guardians)
    Guardianship.objects.bulk_create(
        Guardianship(
            guardian=person,
            pupil_id=new.pupil_id,
            school_id=new.school_id,
            relation=new.relation,
            notice=NOTICE,
            consented_at=at,
            since=shanghai_date(at),
        )
        for person, new in zip(people, guardians, strict=True)
    )
    return people
