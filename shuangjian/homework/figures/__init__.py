"""Figures: each is defined once, in words and in code, and opens to its rows, at any place and for any period."""

from shuangjian.homework.figures.definition import Figure, Source, Theme
from shuangjian.homework.figures.facts import AppealFact, AttemptFact, EveningFact, Fact, LoanFact, WorkFact
from shuangjian.homework.figures.known import check_reads_report, figures_checked, month_reported, week_checked
from shuangjian.homework.figures.measure import BY_ID, FIGURES, Measured, edition, measured, rows_behind
from shuangjian.homework.figures.sources import Scope, scope_of

__all__ = [
    "BY_ID",
    "FIGURES",
    "AppealFact",
    "AttemptFact",
    "EveningFact",
    "Fact",
    "Figure",
    "LoanFact",
    "Measured",
    "Scope",
    "Source",
    "Theme",
    "WorkFact",
    "check_reads_report",
    "edition",
    "figures_checked",
    "measured",
    "month_reported",
    "rows_behind",
    "scope_of",
    "week_checked",
]
