"""Writing people. Rosters come in by journeys.import_roster."""

from shuangjian.people.operations.accounts import change_password, check_password, open_account, renew_password
from shuangjian.people.operations.groups import join_leading_group, leave_leading_group
from shuangjian.people.operations.guardians import claim_slip, leave_family_page
from shuangjian.people.operations.guessing import check_not_guessing, note_wrong_code
from shuangjian.people.operations.identity import digest_of, sort_key
from shuangjian.people.operations.posts import add_staff, appoint, assign_teaching, relieve_coordinator
from shuangjian.people.operations.retention import due_for_erasure, erase_expired
from shuangjian.people.operations.slips import IssuedSlip, issue_slips, replace_slip
from shuangjian.people.operations.tokens import IssuedToken, TokenInUse, issue_token, revoke_token, use_token

__all__ = [
    "IssuedSlip",
    "IssuedToken",
    "TokenInUse",
    "add_staff",
    "appoint",
    "assign_teaching",
    "change_password",
    "check_not_guessing",
    "check_password",
    "claim_slip",
    "digest_of",
    "due_for_erasure",
    "erase_expired",
    "issue_slips",
    "issue_token",
    "join_leading_group",
    "leave_family_page",
    "leave_leading_group",
    "note_wrong_code",
    "open_account",
    "relieve_coordinator",
    "renew_password",
    "replace_slip",
    "revoke_token",
    "sort_key",
    "use_token",
]
