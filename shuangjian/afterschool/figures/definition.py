"""The form of a figure of the service: said once, in words and in code, of whatever place, term and day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

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


@dataclass(frozen=True)
class Parts:
    """A figure that is told in parts: what each is called, in which order they stand."""

    label: Callable[[str], str]
    order: Callable[[str], Any] = str


@dataclass(frozen=True)
class Figure:
    """n of a denominator, both added up over schools. `n` says what a school adds to each part of the numerator ("" is
    the only one of a figure without parts), `of` what it adds to the denominator. `rule` is the rulebook's page that it
    rests on, `tables` is where it is read from."""

    id: str
    theme: Theme
    words: str
    numerator: str
    denominator: str
    tables: tuple[str, ...]
    n: Callable[[SchoolFact], Mapping[str, int]]
    of: Callable[[SchoolFact], int]
    rule: str | None = None
    parts: Parts | None = None
    unit: str = "所"
    note: str = ""

    def label_of(self, part: str) -> str:
        return self.parts.label(part) if self.parts and part else self.words

    def in_order(self, parts: Iterable[str]) -> list[str]:
        """The parts that are there, or "" alone where there is none."""
        found = sorted(parts, key=self.parts.order) if self.parts else []
        return found or [""]
