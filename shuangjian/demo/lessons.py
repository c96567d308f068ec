"""Homework that the sample city's teachers set, read from lessons.yaml."""

from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.kernel.subject import Subject


@lru_cache(maxsize=256)
def lessons(subject: str, grade: int) -> tuple[AssignmentSpec, ...]:
    """What a subject sets in a grade of the sample city, one lesson a day; empty where it sets nothing."""
    bands = _bank().get(subject, {})
    return tuple(_spec(subject, lesson) for band, its in bands.items() if grade in _grades(band) for lesson in its)


@lru_cache(maxsize=1)
def _bank() -> dict[str, dict[str | int, list[dict[str, Any]]]]:
    text = resources.files(__package__).joinpath("lessons.yaml").read_text(encoding="utf-8")
    bank: dict[str, dict[str | int, list[dict[str, Any]]]] = yaml.safe_load(text)
    return bank


def _grades(band: str | int) -> range:
    """5, or 5-6."""
    first, _, last = str(band).partition("-")
    return range(int(first), int(last or first) + 1)


def _spec(subject: str, lesson: dict[str, Any]) -> AssignmentSpec:
    tiers = lesson["tiers"]
    parts = tuple(TierSpec(*tier) for tier in tiers) if isinstance(tiers, list) else (TierSpec("", tiers),)
    competencies = Subject(subject).competencies
    return AssignmentSpec(
        subject=subject,
        unit=lesson["unit"],
        aim=lesson["aim"],
        form=Form(lesson.get("form", "WRITTEN")),
        content=lesson["content"],
        tiers=parts,
        competency=competencies[len(lesson["content"]) % len(competencies)] if competencies else "",
    )
