"""Writes of after-school service."""

from shuangjian.afterschool.operations.announcing import announce_programme, withdraw_announcement
from shuangjian.afterschool.operations.counting import count_day, terms_to_count
from shuangjian.afterschool.operations.drawing import draw_programme
from shuangjian.afterschool.operations.late import change_days, come_back, join_late, leave_service
from shuangjian.afterschool.operations.loading import NewProgramme, load_programmes, load_round
from shuangjian.afterschool.operations.part_answers import answer_parts
from shuangjian.afterschool.operations.planning import set_hours, start_programme
from shuangjian.afterschool.operations.retention import EXPIRIES
from shuangjian.afterschool.operations.rounds import enter_public_value, pass_issue_over, state_round
from shuangjian.afterschool.operations.sealing import seal_lists
from shuangjian.afterschool.operations.service_models import state_service_model
from shuangjian.afterschool.operations.sign_ups_in_bulk import PastAnswer, load_sign_ups
from shuangjian.afterschool.operations.signing_up import decline_service, enter_from_paper, sign_up
from shuangjian.afterschool.operations.tutoring import (
    answer_tutoring,
    drop_tutoring,
    plan_tutoring,
    propose_tutoring,
    withdraw_proposal,
)
from shuangjian.afterschool.operations.unit_list import NumberedSpec, set_units
from shuangjian.afterschool.operations.units import add_units, change_unit, raise_capacity, remove_unit
from shuangjian.afterschool.operations.waiting import Round, answer_offer, offer_freed_seats, rounds_due, set_waiting

__all__ = [
    "EXPIRIES",
    "NewProgramme",
    "NumberedSpec",
    "PastAnswer",
    "Round",
    "add_units",
    "announce_programme",
    "answer_offer",
    "answer_parts",
    "answer_tutoring",
    "change_days",
    "change_unit",
    "come_back",
    "count_day",
    "decline_service",
    "draw_programme",
    "drop_tutoring",
    "enter_from_paper",
    "enter_public_value",
    "join_late",
    "leave_service",
    "load_programmes",
    "load_round",
    "load_sign_ups",
    "offer_freed_seats",
    "pass_issue_over",
    "plan_tutoring",
    "propose_tutoring",
    "raise_capacity",
    "remove_unit",
    "rounds_due",
    "seal_lists",
    "set_hours",
    "set_units",
    "set_waiting",
    "sign_up",
    "start_programme",
    "state_round",
    "state_service_model",
    "terms_to_count",
    "withdraw_announcement",
    "withdraw_proposal",
]
