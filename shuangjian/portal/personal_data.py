"""Every field about a person: what for, who sees it, how long it is kept. One table, for the page and for the docs."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


class Whom(StrEnum):
    """Whose data it is."""

    PUPIL = "PUPIL"
    GUARDIAN = "GUARDIAN"
    STAFF = "STAFF"
    ANYBODY = "ANYBODY"

    @property
    def label(self) -> str:
        return {"PUPIL": "学生", "GUARDIAN": "家长和照护人", "STAFF": "老师和管理人员", "ANYBODY": "所有登录的人"}[self]

    @property
    def english(self) -> str:
        return {"PUPIL": "Pupils", "GUARDIAN": "Guardians", "STAFF": "Staff", "ANYBODY": "Whoever signs in"}[self]


@dataclass(frozen=True, slots=True)
class Words:
    """One row in one language."""

    what: str
    purpose: str
    who: str
    until: str


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A row: `fields` are the columns it covers, as people.Pupil.name."""

    whom: Whom
    fields: tuple[str, ...]
    zh: Words
    en: Words


@lru_cache
def personal_data() -> tuple[PersonalData, ...]:
    """The table, in the order in which it is read."""
    return tuple(row for whom in Whom for row in _rows(whom))


def by_person() -> list[tuple[Whom, list[PersonalData]]]:
    """The rows of pupils, of guardians, of staff, of whoever signs in."""
    return [(whom, [row for row in personal_data() if row.whom is whom]) for whom in Whom]


def as_markdown() -> str:
    """The table as docs/privacy.md holds it."""
    lines = []
    for whom, rows in by_person():
        lines += [
            f"### {whom.english}",
            "",
            "| what | why | who sees it | how long | fields |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {row.en.what} | {row.en.purpose} | {row.en.who} | {row.en.until} | {_columns(row)} |" for row in rows
        ]
        lines.append("")
    return "\n".join(lines)


def _columns(row: PersonalData) -> str:
    return ", ".join(f"`{name}`" for name in row.fields)


def _rows(whom: Whom) -> list[PersonalData]:
    file = files(__package__).joinpath("personal_data", f"{whom.lower()}.yaml")
    return [_row(whom, raw) for raw in yaml.safe_load(file.read_text(encoding="utf-8"))]


def _row(whom: Whom, raw: dict[str, Any]) -> PersonalData:
    fields = tuple(f"{model}.{name}" for model, names in raw["fields"].items() for name in names)
    return PersonalData(whom, fields, Words(**raw["zh"]), Words(**raw["en"]))
