"""Rows of the record as tests of its sentences make them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from tests.cast import AT


@dataclass
class Told:
    """A row of the record as a sentence needs it."""

    name: str
    actor_name: str = "龚平"
    actor_role: str = "ACADEMIC_AFFAIRS"
    on_label: str = ""
    class_id: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    at: dt.datetime = AT


def teacher(name: str, **more: Any) -> Told:
    return Told(name, "沈岚", "SUBJECT_TEACHER", **more)
