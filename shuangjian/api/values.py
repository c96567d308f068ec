"""What may stand in a request: text that every database takes, ids that fit one, days, keys."""

import datetime as dt
from typing import Annotated, Any

from ninja.params.functions import Header
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.subject import Subject

LARGEST_ID = 2**63 - 1
# No controls but tab and line breaks: PostgreSQL takes no NUL. Lone surrogates are no text to begin with.
_TEXT = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F]*$"
_LINE = r"^[^\u0000-\u001F\u007F]*$"
_DAY = r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"


def _day(value: Any) -> Any:
    """A day as 2026-09-17 and in no other form: neither a timestamp nor the years at the end of time."""
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or len(value) != 10 or not value.isascii():
        raise ValueError("not a day")
    day = dt.date.fromisoformat(value)
    if not 2000 <= day.year <= 2099:
        raise ValueError("not a day of this century")
    return day


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Day = Annotated[
    dt.date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": _DAY, "examples": ["2026-09-17"]}),
]
Moment = Annotated[dt.datetime, AfterValidator(lambda at: at.astimezone(SHANGHAI))]
GradeNumber = Annotated[int, Field(ge=1, le=9)]
Text = Annotated[str, StringConstraints(pattern=_TEXT, max_length=2000)]
Line = Annotated[str, StringConstraints(pattern=_LINE, max_length=200)]
SubjectCode = Annotated[Subject, Field(strict=False)]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9._:~+=-]{1,200}$",
        description="由调用方起，一件事一个（建议用 UUID）。同一件事重发多少次，都只做一次，答的也是第一次的结果。",
    ),
]


class Body(BaseModel):
    """What a request may say: no field that is not described, no number written as text."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answer(BaseModel):
    """What is answered, read from a plain value of the house."""

    model_config = ConfigDict(from_attributes=True)
