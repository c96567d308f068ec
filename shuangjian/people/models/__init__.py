"""Tables of people and of what they are to a place, a file per noun."""

from shuangjian.people.models.groups import GroupMember
from shuangjian.people.models.guardians import Guardianship, Slip, WrongCode
from shuangjian.people.models.persons import Account, AccountManager, Person
from shuangjian.people.models.posts import RoleAssignment, TeachingAssignment
from shuangjian.people.models.pupils import Enrolment, Pupil
from shuangjian.people.models.tokens import Token
from shuangjian.people.models.uploads import RosterUpload

__all__ = [
    "Account",
    "AccountManager",
    "Enrolment",
    "GroupMember",
    "Guardianship",
    "Person",
    "Pupil",
    "RoleAssignment",
    "RosterUpload",
    "Slip",
    "TeachingAssignment",
    "Token",
    "WrongCode",
]
