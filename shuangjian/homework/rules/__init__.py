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
from shuangjian.homework.rules.correcting import LEAST_DIFFERENCE, corrected, counting_digest, set_to
from shuangjian.homework.rules.correction import AS_DECLARED, Basis, Correction
from shuangjian.homework.rules.counting import (
    KINDS_OF_LARGE,
    LONGEST_TIER_MINUTES,
    AssignmentSpec,
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
from shuangjian.homework.rules.reviewing import (
    Asked,
    Hold,
    ReviewKind,
    ReviewState,
    first_asking,
    is_drawn,
    only_lightens,
)
from shuangjian.homework.rules.room import Room
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
from shuangjian.homework.rules.weighing import weigh

__all__ = [
    "AS_DECLARED",
    "KINDS_OF_LARGE",
    "LEAST_DIFFERENCE",
    "LONGEST_TIER_MINUTES",
    "MOST_DRAWN",
    "MOST_EVENINGS",
    "PLANNED_WEEKDAYS",
    "TOKEN_ALPHABET",
    "TOKEN_LENGTH",
    "AnnouncementState",
    "AppealState",
    "Asked",
    "AssignmentSpec",
    "Basis",
    "Correction",
    "Dates",
    "Drawable",
    "EveningKind",
    "Form",
    "Hold",
    "Large",
    "LoanState",
    "PublicationState",
    "ReviewKind",
    "ReviewState",
    "Room",
    "SpotFinding",
    "TierSpec",
    "canonical_token",
    "check_spec",
    "corrected",
    "counted_minutes",
    "counting_digest",
    "cut_in_proportion",
    "draw_works",
    "first_asking",
    "grouped",
    "is_drawn",
    "is_enough",
    "large_kind",
    "may_become",
    "minutes_each",
    "obligation_rise",
    "only_lightens",
    "over_evenings",
    "parts_of",
    "proposed_minutes",
    "release_moment",
    "rights_with",
    "rights_within",
    "set_to",
    "text_digest",
    "weigh",
]
