"""The description is true: whatever it allows, and much that it does not, is answered as it says, for every role."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shuangjian.api.caller import use_token
from shuangjian.people.rules import Scope
from tests.access.city import PROGRAMS_KEY, City, build_city
from tests.api.callers import token_of
from tests.cast import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = ("maths", "chinese", "grade_head", "principal", "county_officer", "city_officer")
# Who asks for an operation systematically: somebody who has the scope for it.
ASKS = {
    Scope.READ_EVENINGS: "chinese",
    Scope.WRITE_HOMEWORK: "maths",
    Scope.WRITE_LOANS: "maths",
    Scope.WRITE_DECISIONS: "grade_head",
    Scope.READ_CHECKS: "principal",
    Scope.READ_FIGURES: "city_officer",
    Scope.READ_ROSTERS: "principal",
    Scope.WRITE_ROSTERS: "principal",
    Scope.READ_SERVICE: "county_officer",
    Scope.WRITE_SERVICE: "principal",
    None: "grade_head",
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# What there is, by the names of addresses; of a name that two have, the latter's.
ABOUT = (
    "the school as a place", "the school", "the class", "homework of the fifth classes", "a draft", "a rule",
    "an ask for minutes", "a plan that is not agreed", "an appeal", "a roster", "a signed report",
)  # fmt: skip
_OFF = {"enabled": False}


def _described(**phases: Any) -> Any:
    config = schemathesis.Config.from_dict({"phases": {"examples": _OFF, "stateful": _OFF} | phases})
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), config=config)


BOUNDARIES = _described(fuzzing=_OFF, coverage={"unexpected-methods": ["patch"]})
AT_RANDOM = _described(coverage=_OFF)


@dataclass
class Callers:
    """A token for each role, with every scope there is for it; `answered` counts the answers by status."""

    city: City
    tokens: dict[str, str]
    answered: Counter[int] = field(default_factory=Counter)
    turns: Iterator[str] = field(default_factory=lambda: cycle(ROLES))

    def check(self, case: schemathesis.Case, who: str) -> None:
        """Ask, compare with the description, and leave everything as it was."""
        bears = str((case.headers or {}).get("Authorization", "")).startswith("Bearer")  # without one it stays without
        with transaction.atomic():
            response = case.call(headers={"Authorization": f"Bearer {self.tokens[who]}"} if bears else None)
            transaction.set_rollback(True)
        self.answered[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    def about_something(self, case: schemathesis.Case) -> schemathesis.Case:
        """A request that the description allows, about a class and a day that there are."""
        there = {
            name: thing for about in ABOUT for name, thing in self.city.things[about].items() if name != "school_id"
        }
        there |= {"school_id": self.city.cast.school.pk, "key": PROGRAMS_KEY, "date": "2026-09-21"}
        for name in case.path_parameters.keys() & there.keys():
            case.path_parameters[name] = there[name]
        if isinstance(case.body, dict):
            case.body |= {name: there[name] for name in case.body.keys() & {"class_id", "grade", "date"}}
            self._fill(case.body)
        return case

    def _fill(self, body: dict[str, Any]) -> None:
        """Mathematics for 五（1）, of which one check has something to say."""
        if "targets" in body:
            body["targets"] = [{"class_id": self.city.cast.five_one.pk, "grade": 5, "dates": [TODAY.isoformat()]}]
        if "assignment" in body:
            body["assignment"]["subject"] = "MATHEMATICS"
        if "check" in body:
            body["assignment"]["content"], body["check"] = "口算十道，请家长批改。", "PARENT_MARKING"
        if "lender" in body:
            body |= {"lender": "ENGLISH", "borrower": "MATHEMATICS"}


@pytest.fixture(scope="module")
def callers(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callers]:
    """One city for all requests, which do not close its connection, as Django's own test client does not let them."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with (
        django_db_blocker.unblock(),
        override_settings(SHUANGJIAN_CLOCK="tests.cast.standing"),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(
            "shuangjian.api.caller.use_token", cache(use_token)
        )  # looked up once: other tests ask what it costs
        city = build_city()
        yield Callers(city, {who: token_of(city.cast.people[who]) for who in ROLES})
        transaction.set_rollback(True)
    for signal in signals:
        signal.connect(close_old_connections)


@BOUNDARIES.parametrize()
@settings(max_examples=1, suppress_health_check=list(HealthCheck))
def test_every_boundary_of_the_description_holds(case: schemathesis.Case, callers: Callers) -> None:
    scope = case.operation.definition.raw["x-scope"]
    callers.check(case, ASKS[Scope(scope) if scope else None])


@AT_RANDOM.parametrize()
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
def test_every_answer_to_every_role_is_as_described(case: schemathesis.Case, callers: Callers) -> None:
    """What the description allows is asked by everybody; what it does not is turned away whoever asks."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        callers.check(case, next(callers.turns))
        return
    for who in ROLES:
        callers.check(callers.about_something(case), who)


def test_the_requests_were_not_all_turned_away_at_the_door(callers: Callers) -> None:
    assert callers.answered[200] > 100
    assert {403, 404, 422} <= set(callers.answered)
    assert not [status for status in callers.answered if status >= 500]
