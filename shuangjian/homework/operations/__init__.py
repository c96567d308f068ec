"""Writing homework."""

from shuangjian.homework.operations.amending import amend
from shuangjian.homework.operations.announcing import announce, change_announcement, withdraw_announcement
from shuangjian.homework.operations.answering_announcements import (
    allow_announcement,
    object_to,
    settle_announcement,
)
from shuangjian.homework.operations.appealing import answer_appeal, appeal
from shuangjian.homework.operations.checking import Said, what_is_said
from shuangjian.homework.operations.drafts import discard_draft, save_draft
from shuangjian.homework.operations.loans import answer_loan, ask_loan, settle_loan, take_back_ask
from shuangjian.homework.operations.noticing import kind_of
from shuangjian.homework.operations.outcome import ClassOutcome, Outcome
from shuangjian.homework.operations.planning import Target
from shuangjian.homework.operations.preview import Preview, PreviewedEvening, preview
from shuangjian.homework.operations.publishing import publish
from shuangjian.homework.operations.reports import sign_report
from shuangjian.homework.operations.review_rules import RuleSpec, ask_for_review, end_review_rule, name_of
from shuangjian.homework.operations.reviewing import pass_works, return_work
from shuangjian.homework.operations.rulings import ask_for_minutes, set_minutes
from shuangjian.homework.operations.settling import Standing, in_the_way, settle_caps
from shuangjian.homework.operations.sheets import ensure_sheet_addresses, replace_sheet_address
from shuangjian.homework.operations.spot_checks import draw_spot_check, record_finding
from shuangjian.homework.operations.term_plans import (
    PlanMinutes,
    agree_plan,
    caps_of_weekdays,
    propose_plan,
    save_plan,
)
from shuangjian.homework.operations.withdrawing import withdraw

__all__ = [
    "ClassOutcome",
    "Outcome",
    "PlanMinutes",
    "Preview",
    "PreviewedEvening",
    "RuleSpec",
    "Said",
    "Standing",
    "Target",
    "agree_plan",
    "allow_announcement",
    "amend",
    "announce",
    "answer_appeal",
    "answer_loan",
    "appeal",
    "ask_for_minutes",
    "ask_for_review",
    "ask_loan",
    "caps_of_weekdays",
    "change_announcement",
    "discard_draft",
    "draw_spot_check",
    "end_review_rule",
    "ensure_sheet_addresses",
    "in_the_way",
    "kind_of",
    "name_of",
    "object_to",
    "pass_works",
    "preview",
    "propose_plan",
    "publish",
    "record_finding",
    "replace_sheet_address",
    "return_work",
    "save_draft",
    "save_plan",
    "set_minutes",
    "settle_announcement",
    "settle_caps",
    "settle_loan",
    "sign_report",
    "take_back_ask",
    "what_is_said",
    "withdraw",
    "withdraw_announcement",
]
