"""Who may plan, sign up, draw and see it."""

from shuangjian.afterschool.access.after_draw import ChildSeat, answering_for, get_offer_for, get_sign_up_for
from shuangjian.afterschool.access.draws import check_reads_draw, check_reads_tutoring_draw, wards_of
from shuangjian.afterschool.access.programmes import can_coordinate, check_can_coordinate, check_sees_service
from shuangjian.afterschool.access.results import (
    can_see_class_places,
    check_sees_class_places,
    get_unit_to_list,
    is_told_to,
    leads,
)
from shuangjian.afterschool.access.rounds import check_can_state_service, states_service
from shuangjian.afterschool.access.sign_ups import can_see_answers, can_see_wishes, check_can_see_answers, ward_of
from shuangjian.afterschool.access.tutoring import (
    can_propose,
    check_can_propose,
    get_place_to_plan,
    get_proposal_for_family,
    get_proposal_to_withdraw,
    is_homeroom,
    leads_tutoring,
)

__all__ = [
    "ChildSeat",
    "answering_for",
    "can_coordinate",
    "can_propose",
    "can_see_answers",
    "can_see_class_places",
    "can_see_wishes",
    "check_can_coordinate",
    "check_can_propose",
    "check_can_see_answers",
    "check_can_state_service",
    "check_reads_draw",
    "check_reads_tutoring_draw",
    "check_sees_class_places",
    "check_sees_service",
    "get_offer_for",
    "get_place_to_plan",
    "get_proposal_for_family",
    "get_proposal_to_withdraw",
    "get_sign_up_for",
    "get_unit_to_list",
    "is_homeroom",
    "is_told_to",
    "leads",
    "leads_tutoring",
    "states_service",
    "ward_of",
    "wards_of",
]
