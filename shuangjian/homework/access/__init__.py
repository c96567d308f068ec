"""Who may see and set homework. Homework names no pupil, yet only those it concerns may read it."""

from shuangjian.homework.access.announcements import (
    can_announce,
    can_change_announcement,
    can_object_to,
    get_announcement_to_allow,
    get_announcement_to_change,
    get_announcement_to_object_to,
    get_announcement_to_settle,
)
from shuangjian.homework.access.answering import (
    get_appeal_for,
    get_appeal_to_answer,
    get_ruling_for,
    get_ruling_to_answer,
)
from shuangjian.homework.access.assignments import (
    can_withdraw,
    can_withdraw_from,
    get_assignment_for,
    get_own_assignment,
    get_publication_to_withdraw,
    visible_publications,
)
from shuangjian.homework.access.classes import (
    can_replace_sheet,
    can_see_class,
    can_settle,
    check_can_see_class,
    check_works_with_class,
    teaches,
    visible_to,
)
from shuangjian.homework.access.loans import get_loan_for, get_loan_to_answer, get_loan_to_take_back
from shuangjian.homework.access.plans import can_agree_plan, can_see_plan, check_can_agree_plan, get_plan_to_agree
from shuangjian.homework.access.reports import (
    can_sign_report,
    check_can_sign_report,
    check_reads_reports,
    reads_unsigned_reports,
)
from shuangjian.homework.access.reviewing import (
    get_spot_check_for,
    grades_checked,
    grades_reviewed,
    may_weigh,
    schools_reviewed,
)

__all__ = [
    "can_agree_plan",
    "can_announce",
    "can_change_announcement",
    "can_object_to",
    "can_replace_sheet",
    "can_see_class",
    "can_see_plan",
    "can_settle",
    "can_sign_report",
    "can_withdraw",
    "can_withdraw_from",
    "check_can_agree_plan",
    "check_can_see_class",
    "check_can_sign_report",
    "check_reads_reports",
    "check_works_with_class",
    "get_announcement_to_allow",
    "get_announcement_to_change",
    "get_announcement_to_object_to",
    "get_announcement_to_settle",
    "get_appeal_for",
    "get_appeal_to_answer",
    "get_assignment_for",
    "get_loan_for",
    "get_loan_to_answer",
    "get_loan_to_take_back",
    "get_own_assignment",
    "get_plan_to_agree",
    "get_publication_to_withdraw",
    "get_ruling_for",
    "get_ruling_to_answer",
    "get_spot_check_for",
    "grades_checked",
    "grades_reviewed",
    "may_weigh",
    "reads_unsigned_reports",
    "schools_reviewed",
    "teaches",
    "visible_publications",
    "visible_to",
]
