"""Questions about assignments and evenings."""

from shuangjian.homework.queries.ahead import ClassAhead, classes_ahead
from shuangjian.homework.queries.announcements import AnnouncementSeen, ObjectionSeen, announcements_ahead
from shuangjian.homework.queries.appeals import (
    CheckAppealed,
    appeals_answered,
    appeals_by_check,
    appeals_of,
    appeals_of_text,
    appeals_waiting,
)
from shuangjian.homework.queries.assignments import (
    Item,
    assignments_of_class,
    drafts_of,
    history_of,
    items_on,
    publications_of,
    spec_of,
    units_used,
)
from shuangjian.homework.queries.below import CountsBelow, SchoolCount, counts_on
from shuangjian.homework.queries.beside import Beside, minutes_beside
from shuangjian.homework.queries.closed import WorkSet, works_set_on
from shuangjian.homework.queries.evenings import ClassEvening, Segment, class_evenings
from shuangjian.homework.queries.ledger import ledger_faults, ledger_size
from shuangjian.homework.queries.loans import LoanSeen, asks_by, asks_of, loan_seen, loans_on
from shuangjian.homework.queries.overview import (
    DayBelow,
    EveningCount,
    EveningNow,
    evenings_on,
    schools_with_homework,
)
from shuangjian.homework.queries.planned import GradeHere, GradePlan, grades_planned, plan_of_grade
from shuangjian.homework.queries.plans import AgreedPlan, PlanVersion, plan_version, plans_of
from shuangjian.homework.queries.reports import Month, months_of, signed_report, signed_reports
from shuangjian.homework.queries.reviews import (
    Waiting,
    WaitingCount,
    clause_of,
    count_waiting,
    review_rules,
    reviews_of,
    reviews_over,
    why_held,
    works_waiting,
)
from shuangjian.homework.queries.rulings import (
    RulingSeen,
    ruled_on,
    ruling_behind,
    ruling_on,
    rulings_answered,
    rulings_of,
    rulings_waiting,
)
from shuangjian.homework.queries.sheets import class_of_sheet, sheet_address, sheet_addresses
from shuangjian.homework.queries.spot_checks import (
    SpotCheckCounts,
    counts_of_spot_checks,
    drawable_works,
    redrawn,
    spot_checks_of,
    spot_checks_of_work,
    works_of_spot_check,
)
from shuangjian.homework.queries.tonight import evenings_over, evenings_with_work, works_of
from shuangjian.homework.queries.week import SchoolWeek, monday_of, school_week

__all__ = [
    "AgreedPlan",
    "AnnouncementSeen",
    "Beside",
    "CheckAppealed",
    "ClassAhead",
    "ClassEvening",
    "CountsBelow",
    "DayBelow",
    "EveningCount",
    "EveningNow",
    "GradeHere",
    "GradePlan",
    "Item",
    "LoanSeen",
    "Month",
    "ObjectionSeen",
    "PlanVersion",
    "RulingSeen",
    "SchoolCount",
    "SchoolWeek",
    "Segment",
    "SpotCheckCounts",
    "Waiting",
    "WaitingCount",
    "WorkSet",
    "announcements_ahead",
    "appeals_answered",
    "appeals_by_check",
    "appeals_of",
    "appeals_of_text",
    "appeals_waiting",
    "asks_by",
    "asks_of",
    "assignments_of_class",
    "class_evenings",
    "class_of_sheet",
    "classes_ahead",
    "clause_of",
    "count_waiting",
    "counts_of_spot_checks",
    "counts_on",
    "drafts_of",
    "drawable_works",
    "evenings_on",
    "evenings_over",
    "evenings_with_work",
    "grades_planned",
    "history_of",
    "items_on",
    "ledger_faults",
    "ledger_size",
    "loan_seen",
    "loans_on",
    "minutes_beside",
    "monday_of",
    "months_of",
    "plan_of_grade",
    "plan_version",
    "plans_of",
    "publications_of",
    "redrawn",
    "review_rules",
    "reviews_of",
    "reviews_over",
    "ruled_on",
    "ruling_behind",
    "ruling_on",
    "rulings_answered",
    "rulings_of",
    "rulings_waiting",
    "school_week",
    "schools_with_homework",
    "sheet_address",
    "sheet_addresses",
    "signed_report",
    "signed_reports",
    "spec_of",
    "spot_checks_of",
    "spot_checks_of_work",
    "units_used",
    "why_held",
    "works_of",
    "works_of_spot_check",
    "works_set_on",
    "works_waiting",
]
