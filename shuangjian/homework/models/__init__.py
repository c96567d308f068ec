"""Tables of homework, a file per noun."""

from shuangjian.homework.models.announcement import Announcement, Objection
from shuangjian.homework.models.appeal import Appeal
from shuangjian.homework.models.assignment import Assignment, Publication, Tier
from shuangjian.homework.models.evening import Entry, Evening, Share
from shuangjian.homework.models.loan import Loan
from shuangjian.homework.models.plan import PlannedShare, TermPlan
from shuangjian.homework.models.report import SignedFigure, SignedReport
from shuangjian.homework.models.review import Review, ReviewRule
from shuangjian.homework.models.ruling import MinutesRuling
from shuangjian.homework.models.sheet import SheetAddress
from shuangjian.homework.models.spot_check import SpotCheck, SpotCheckWork

__all__ = [
    "Announcement",
    "Appeal",
    "Assignment",
    "Entry",
    "Evening",
    "Loan",
    "MinutesRuling",
    "Objection",
    "PlannedShare",
    "Publication",
    "Review",
    "ReviewRule",
    "Share",
    "SheetAddress",
    "SignedFigure",
    "SignedReport",
    "SpotCheck",
    "SpotCheckWork",
    "TermPlan",
    "Tier",
]
