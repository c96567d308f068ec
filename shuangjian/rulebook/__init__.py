"""The law as data: dated, cited parameters, what places and schools make stricter, and questions with their grounds.

Plain Python and YAML. `load()` gives the book; `written_cap`, `break_cap` and `bedtime` answer what an evening needs.
"""

from shuangjian.rulebook.book import NoSuchRule, Rulebook
from shuangjian.rulebook.caps import (
    Bedtime,
    BreakKind,
    Cap,
    NoVacationTotal,
    Zero,
    bedtime,
    break_cap,
    check_choice,
    release_time,
    written_cap,
)
from shuangjian.rulebook.choices import COPIES, NOTICE, Choice, ChoiceRule, SchoolGround, in_force
from shuangjian.rulebook.citation import Citation, Document, Witness
from shuangjian.rulebook.examples import Case
from shuangjian.rulebook.loader import load, load_from
from shuangjian.rulebook.lookup import Change, Ground, NotInForce, Result
from shuangjian.rulebook.parameter import Entry, Overlay, Parameter
from shuangjian.rulebook.reading import RulebookError
from shuangjian.rulebook.terms import Band, Basis, Bound, Confidence, Kind, Modality, Precision, Value

__all__ = [
    "COPIES",
    "NOTICE",
    "Band",
    "Basis",
    "Bedtime",
    "Bound",
    "BreakKind",
    "Cap",
    "Case",
    "Change",
    "Choice",
    "ChoiceRule",
    "Citation",
    "Confidence",
    "Document",
    "Entry",
    "Ground",
    "Kind",
    "Modality",
    "NoSuchRule",
    "NoVacationTotal",
    "NotInForce",
    "Overlay",
    "Parameter",
    "Precision",
    "Result",
    "Rulebook",
    "RulebookError",
    "SchoolGround",
    "Value",
    "Witness",
    "Zero",
    "bedtime",
    "break_cap",
    "check_choice",
    "in_force",
    "load",
    "load_from",
    "release_time",
    "written_cap",
]
