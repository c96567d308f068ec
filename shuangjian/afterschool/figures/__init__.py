"""Figures of the service: each is defined once, in words and in code, and opens to its schools, at any place."""

from shuangjian.afterschool.figures.children import Children, ClassAnswered, Unmet, children_of
from shuangjian.afterschool.figures.coverage import BY_ID, FIGURES
from shuangjian.afterschool.figures.definition import Figure, Theme
from shuangjian.afterschool.figures.facts import SchoolFact
from shuangjian.afterschool.figures.kept import Kept, kept_of
from shuangjian.afterschool.figures.known import place_overseen, school_covered, schools_covered
from shuangjian.afterschool.figures.measure import Measured, Row, edition, measured, rows_behind
from shuangjian.afterschool.figures.sources import Scope, facts_of, facts_told, is_counted, offered, scope_on

__all__ = [
    "BY_ID",
    "FIGURES",
    "Children",
    "ClassAnswered",
    "Figure",
    "Kept",
    "Measured",
    "Row",
    "SchoolFact",
    "Scope",
    "Theme",
    "Unmet",
    "children_of",
    "edition",
    "facts_of",
    "facts_told",
    "is_counted",
    "kept_of",
    "measured",
    "offered",
    "place_overseen",
    "rows_behind",
    "school_covered",
    "schools_covered",
    "scope_on",
]
