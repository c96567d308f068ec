"""Questions about people, their roles, and the pupils of a class."""

from shuangjian.people.queries.accounts import account_of, free_username
from shuangjian.people.queries.actors import actor_at
from shuangjian.people.queries.below import (
    leader_works_at_the_school,
    pupils_by_school,
    sits_at_the_school,
    staff_by_school,
)
from shuangjian.people.queries.families import (
    Seated,
    Tie,
    bound_guardians,
    may_consent_for,
    seats_around,
    small_grades,
    ties_around,
    ties_of,
)
from shuangjian.people.queries.groups import (
    Group,
    Member,
    Principal,
    leading_group,
    principals_of,
    schools_with_principal,
)
from shuangjian.people.queries.guardians import Ward, wards_of
from shuangjian.people.queries.headcount import headcount, seats_of_all
from shuangjian.people.queries.pupils import (
    Seat,
    at_school,
    class_list,
    pupils_by_cohort,
    pupils_gone,
    pupils_in,
)
from shuangjian.people.queries.seated import NamedSeat, named, named_seats, seats_of
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
    "Group",
    "Member",
    "NamedSeat",
    "Post",
    "PostAhead",
    "Principal",
    "Seat",
    "Seated",
    "SlipOut",
    "Tie",
    "TokenKnown",
    "Ward",
    "account_called",
    "account_of",
    "actor_at",
    "at_school",
    "bound_guardians",
    "class_list",
    "classes_with_homeroom",
    "colleague_of_school",
    "colleagues",
    "free_username",
    "headcount",
    "leader_works_at_the_school",
    "leading_group",
    "may_consent_for",
    "named",
    "named_seats",
    "posts_ahead",
    "principals_of",
    "pupils_by_cohort",
    "pupils_by_school",
    "pupils_gone",
    "pupils_in",
    "schools_with_principal",
    "seats_around",
    "seats_of",
    "seats_of_all",
    "sits_at_the_school",
    "slips_out",
    "small_grades",
    "staff_by_number",
    "staff_by_school",
    "staff_of_school",
    "subjects_taught",
    "ties_around",
    "ties_of",
    "tokens_of",
    "wards_of",
]
