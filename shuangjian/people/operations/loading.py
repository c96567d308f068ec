"""Posts in bulk, inside the caller's transaction; the caller records the act. Pupils and teachers: `rosters`."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian.kernel.actor import Role
from shuangjian.people.models import RoleAssignment


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
