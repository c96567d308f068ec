"""What homework is, what it counts, and why it may be refused. No Django."""

from shuangjian.homework.rules.appeals import AppealState, parts_of, text_digest
from shuangjian.homework.rules.counting import (
    LONGEST_TIER_MINUTES,
    AssignmentSpec,
    Basis,
    EveningKind,
    Form,
    LoanState,
    PublicationState,
    TierSpec,
    counted_minutes,
    obligation_rise,
    over_evenings,
)
from shuangjian.homework.rules.refusals import Room, weigh
from shuangjian.homework.rules.reviewing import (
    Asked,
    Hold,
    ReviewKind,
    ReviewState,
    first_asking,
    is_drawn,
    only_lightens,
)
from shuangjian.homework.rules.sharing import (
    PLANNED_WEEKDAYS,
    cut_in_proportion,
    proposed_minutes,
    release_moment,
    rights_within,
)
from shuangjian.homework.rules.sheets import TOKEN_ALPHABET, TOKEN_LENGTH, canonical_token, grouped
from shuangjian.homework.rules.spot_checks import MOST_DRAWN, Drawable, SpotFinding, draw_works
from shuangjian.homework.rules.validation import check_spec

__all__ = [
    "LONGEST_TIER_MINUTES",
    "MOST_DRAWN",
    "PLANNED_WEEKDAYS",
    "TOKEN_ALPHABET",
    "TOKEN_LENGTH",
    "AppealState",
    "Asked",
    "AssignmentSpec",
    "Basis",
    "Drawable",
    "EveningKind",
    "Form",
    "Hold",
    "LoanState",
    "PublicationState",
    "ReviewKind",
    "ReviewState",
    "Room",
    "SpotFinding",
    "TierSpec",
    "canonical_token",
    "check_spec",
    "counted_minutes",
    "cut_in_proportion",
    "draw_works",
    "first_asking",
    "grouped",
    "is_drawn",
    "obligation_rise",
    "only_lightens",
    "over_evenings",
    "parts_of",
    "proposed_minutes",
    "release_moment",
    "rights_within",
    "text_digest",
    "weigh",
]
