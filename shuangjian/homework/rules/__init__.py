"""What homework is, what it counts, and why it may be refused. No Django."""

from shuangjian.homework.rules.counting import (
    LONGEST_TIER_MINUTES,
    AssignmentSpec,
    Basis,
    EveningKind,
    Form,
    PublicationState,
    TierSpec,
    counted_minutes,
    obligation_rise,
    over_evenings,
)
from shuangjian.homework.rules.refusals import Room, weigh
from shuangjian.homework.rules.sheets import TOKEN_ALPHABET, TOKEN_LENGTH, canonical_token, grouped
from shuangjian.homework.rules.validation import check_spec

__all__ = [
    "LONGEST_TIER_MINUTES",
    "TOKEN_ALPHABET",
    "TOKEN_LENGTH",
    "AssignmentSpec",
    "Basis",
    "EveningKind",
    "Form",
    "PublicationState",
    "Room",
    "TierSpec",
    "canonical_token",
    "check_spec",
    "counted_minutes",
    "grouped",
    "obligation_rise",
    "over_evenings",
    "weigh",
]
