"""Questions about people, their roles, and the pupils of a class."""

from shuangjian.people.queries.accounts import account_of, free_username
from shuangjian.people.queries.actors import actor_at
from shuangjian.people.queries.guardians import Ward, wards_of
from shuangjian.people.queries.headcount import headcount
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
    staff_by_number,
    staff_of_school,
    subjects_taught,
)
from shuangjian.people.queries.tokens import TokenKnown, account_called, tokens_of

__all__ = [
    "Colleague",
    "Post",
    "PostAhead",
    "Seat",
    "SlipOut",
    "TokenKnown",
    "Ward",
    "account_called",
    "account_of",
    "actor_at",
    "class_list",
    "classes_with_homeroom",
    "colleague_of_school",
    "colleagues",
    "free_username",
    "headcount",
    "posts_ahead",
    "pupils_in",
    "slips_out",
    "staff_by_number",
    "staff_of_school",
    "subjects_taught",
    "tokens_of",
    "wards_of",
]
