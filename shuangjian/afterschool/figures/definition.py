"""The form of a figure of the service: schools are counted, or what each of them adds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shuangjian import figures
from shuangjian.afterschool.figures.facts import SchoolFact

PROGRAMMES = ("schools_school", "afterschool_programme")
UNITS = ("afterschool_programme", "afterschool_unit")
SIGN_UPS = ("people_enrolment", "afterschool_programme", "afterschool_signup")
PLACES = (*SIGN_UPS, "afterschool_placement")
LEADERS = ("people_person", "afterschool_unit", "afterschool_tutoringplace")
MODELS = ("afterschool_programme", "afterschool_servicemodel")


class Theme(StrEnum):
    """Whom or what a figure is about."""

    SCHOOLS = "SCHOOLS"
    PUPILS = "PUPILS"
    TEACHERS = "TEACHERS"
    CONTENT = "CONTENT"

    @property
    def label(self) -> str:
        return {"SCHOOLS": "学校", "PUPILS": "学生", "TEACHERS": "老师", "CONTENT": "内容"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Figure(figures.Figure[SchoolFact]):
    """`adds` says what a school adds to each part of the numerator, `counts` what it adds to the denominator."""

    theme: Theme
    read_from: tuple[str, ...]
    adds: Callable[[SchoolFact], Mapping[str, int]]
    counts: Callable[[SchoolFact], int]
    unit: str = "所"

    @property
    def tables(self) -> tuple[str, ...]:
        return self.read_from

    def n(self, row: SchoolFact) -> Mapping[str, int]:
        return self.adds(row)

    def of(self, row: SchoolFact) -> int:
        return self.counts(row)
