"""What homework is, what it counts, and why it may be refused. No Django."""

from shuangjian.homework.rules.announcing import (
    MOST_EVENINGS,
    AnnouncementState,
    Dates,
    is_enough,
    large_kind,
    may_become,
    minutes_each,
    rights_with,
)
from shuangjian.homework.rules.appeals import AppealState, parts_of, text_digest
from shuangjian.homework.rules.counting import (
    KINDS_OF_LARGE,
    LONGEST_TIER_MINUTES,
    AssignmentSpec,
    Basis,
    EveningKind,
    Form,
    Large,
    LoanState,
    PublicationState,
    TierSpec,
    counted_minutes,
    obligation_rise,
    over_evenings,
)
from shuangjian.homework.rules.refusals import Room, weigh
from shuangjian.homework.rules.sharing import (
    PLANNED_WEEKDAYS,
    cut_in_proportion,
    proposed_minutes,
    release_moment,
    rights_within,
)
from shuangjian.homework.rules.sheets import TOKEN_ALPHABET, TOKEN_LENGTH, canonical_token, grouped
from shuangjian.homework.rules.validation import check_spec

__all__ = [
    "KINDS_OF_LARGE",
    "LONGEST_TIER_MINUTES",
    "MOST_EVENINGS",
    "PLANNED_WEEKDAYS",
    "TOKEN_ALPHABET",
    "TOKEN_LENGTH",
    "AnnouncementState",
    "AppealState",
    "AssignmentSpec",
    "Basis",
    "Dates",
    "EveningKind",
    "Form",
    "Large",
    "LoanState",
    "PublicationState",
    "Room",
    "TierSpec",
    "canonical_token",
    "check_spec",
    "counted_minutes",
    "cut_in_proportion",
    "grouped",
    "is_enough",
    "large_kind",
    "may_become",
    "minutes_each",
    "obligation_rise",
    "over_evenings",
    "parts_of",
    "proposed_minutes",
    "release_moment",
    "rights_with",
    "rights_within",
    "text_digest",
    "weigh",
]
