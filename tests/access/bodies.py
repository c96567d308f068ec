"""What a program with good reason sends to the API: filled in so that it succeeds for whoever may."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.city import ROSTER, City
from tests.api.callers import assignment, target
from tests.cast import TODAY

_PUBLISH = "api/v1/homework"


def _for_the_class(city: City) -> dict[str, Any]:
    return {"assignment": assignment(), "targets": [target(city.cast.five_one)]}


def _reading(city: City) -> dict[str, Any]:
    """Which fits any grade and evening."""
    return assignment(form="READING", content="读一段喜欢的书。", tiers=[{"minutes": 10}])


def _draft(city: City) -> dict[str, Any]:
    return {"assignment": assignment()}


def _loan(city: City) -> dict[str, Any]:
    """Five minutes of Monday's, for mathematics."""
    where = {"class_id": city.cast.five_one.pk, "grade": 5, "date": "2026-09-21"}
    return where | {"lender": "ENGLISH", "borrower": "MATHEMATICS", "minutes": 5, "reason": "有一节练习"}


def _appeal(city: City) -> dict[str, Any]:
    words = assignment(content="口算十道，请家长批改。")
    said = {"check": "PARENT_MARKING", "reason": "是题里的话"}
    return {"assignment": words, "class_id": city.cast.five_one.pk, "grade": 5} | said


def _plan(city: City) -> dict[str, Any]:
    return {"shares": [{"weekday": 1, "subject": "CHINESE", "minutes": 20}]}


def _units(city: City) -> dict[str, Any]:
    """Nothing but volleyball."""
    ball = {"kind": "SPORT", "name": "排球", "weekdays": [1], "first_grade": 7, "last_grade": 9, "capacity": 24}
    return {"units": [ball]}


BODIES: dict[str, Callable[[City], dict[str, Any]]] = {
    _PUBLISH: _for_the_class,
    f"{_PUBLISH}/weigh": _for_the_class,
    f"{_PUBLISH}/assignments/<assignment_id>/amend": _reading,
    f"{_PUBLISH}/publications/<publication_id>/withdraw": lambda city: {"reason": "今天没有讲完"},
    f"{_PUBLISH}/drafts": _draft,
    f"{_PUBLISH}/drafts/<draft_id>": _draft,
    f"{_PUBLISH}/appeals": _appeal,
    f"{_PUBLISH}/appeals/<appeal_id>/answer": lambda city: {"allow": True, "why": "题里引的"},
    f"{_PUBLISH}/drafts/<draft_id>/ruling": lambda city: {"reason": "题少"},
    f"{_PUBLISH}/rulings/<ruling_id>/answer": lambda city: {"minutes": 20, "why": "题少"},
    "api/v1/loans": _loan,
    "api/v1/settlements": _loan,
    "api/v1/loans/<loan_id>/answer": lambda city: {"granted": True},
    "api/v1/loans/<loan_id>/take-back": lambda city: {},
    "api/v1/schools/<school_id>/grades/<grade>/plans": lambda city: {},
    "api/v1/plans/<plan_id>": _plan,
    "api/v1/plans/<plan_id>/agree": lambda city: _plan(city) | {"since": "2026-09-21"},
    "api/v1/schools/<school_id>/service/plans/<term>/units": _units,
    "api/v1/roster-uploads/<upload_id>/apply": lambda city: {},
    "api/v1/roster-uploads/<upload_id>/discard": lambda city: {},
}
FILES = {
    "api/v1/places/<place_id>/roster/uploads": lambda: {"file": SimpleUploadedFile("名册.csv", ROSTER.encode())},
}
QUERIES = {
    "api/v1/places/<place_id>/service/coverage/schools": {"figure": "schools_offering"},
    "api/v1/schools/<school_id>/service/draw/file": {"term": "2025-2"},  # the term that is drawn
    "api/v1/schools/<school_id>/checks/rows": {"figure": "evenings_written"},
    "api/v1/schools/<school_id>/reports/<month>/rows": {"figure": "forms"},
    "api/v1/classes/<class_id>/evenings": {"since": str(TODAY), "until": "2026-09-19"},
    "api/v1/rules/lookup": {"rule": "homework/written_minutes", "date": str(TODAY), "grade": "5"},
}
