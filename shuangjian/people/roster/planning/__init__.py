"""What a roster would change: a Reading compared with what the database holds, as plain values. No Django, no clock."""

from shuangjian.people.roster.planning.plan import COUNTED, Plan
from shuangjian.people.roster.planning.planner import plan_roster, schools_named
from shuangjian.people.roster.planning.state import (
    KnownClass,
    KnownHomeroom,
    KnownPupil,
    KnownSchool,
    KnownTeacher,
    KnownTeaching,
    State,
)

__all__ = [
    "COUNTED",
    "KnownClass",
    "KnownHomeroom",
    "KnownPupil",
    "KnownSchool",
    "KnownTeacher",
    "KnownTeaching",
    "Plan",
    "State",
    "plan_roster",
    "schools_named",
]
