"""Questions about people, their roles, and the pupils of a class."""

from shuangjian.people.queries.accounts import account_of, free_username
from shuangjian.people.queries.actors import actor_at
from shuangjian.people.queries.guardians import Ward, wards_of
from shuangjian.people.queries.pupils import Seat, class_list, pupils_in
from shuangjian.people.queries.slips import SlipOut, slips_out
from shuangjian.people.queries.staff import (
    Colleague,
    Post,
    PostAhead,
    classes_with_homeroom,
    colleague_of_school,
    colleagues,
    posts_ahead,
    staff_of_school,
)

__all__ = [
    "Colleague",
    "Post",
    "PostAhead",
    "Seat",
    "SlipOut",
    "Ward",
    "account_of",
    "actor_at",
    "class_list",
    "classes_with_homeroom",
    "colleague_of_school",
    "colleagues",
    "free_username",
    "posts_ahead",
    "pupils_in",
    "slips_out",
    "staff_of_school",
    "wards_of",
]
