"""Signing in and out, one's password, and the pages that everybody may open."""

from tests.access.persons import CLOSED, FORMER, NOBODY, OUTSIDE, PERSONS, SIGNED_IN
from tests.access.table.row import Row

SCHOOLS = ("the school", "the other county's school", "the village school")
WITH_A_DESK = tuple(person for person in SIGNED_IN if person != FORMER)

ROWS = [
    # `/` leads to one's first desk; who has none now, and the public, stay there.
    Row("GET", "", {"nothing": {200: (NOBODY, CLOSED, FORMER), 302: WITH_A_DESK}}, public=True),
    Row("GET", "login/", {"nothing": {200: OUTSIDE, 302: SIGNED_IN}}, public=True),
    Row("POST", "login/", {"nothing": {302: PERSONS}}, public=True),
    Row("POST", "logout/", {"nothing": {302: PERSONS}}, public=True),
    Row("GET", "password/", {"nothing": {200: SIGNED_IN}}),
    Row("POST", "password/", {"nothing": {302: SIGNED_IN}}),
    Row("GET", "rules/", {"nothing": {200: PERSONS}}, public=True),
    Row("GET", "rules/<path:name>/", {"a rule": {200: PERSONS}, "what is not there": {}}, public=True),
    # A school's own rules tell everybody its text and its limits, and by which rule of the school they are set.
    Row(
        "GET",
        "schools/<int:school_id>/homework-rules/",
        {thing: {200: PERSONS} for thing in SCHOOLS} | {"what is not there": {}},
        public=True,
        shows=frozenset({"青枣作业办法"}),
    ),
    Row("GET", "service/", {"nothing": {200: PERSONS}}, public=True),
    Row("GET", "minutes/", {"nothing": {200: PERSONS}}, public=True),
    # How many were asked and answered, in the whole city.
    Row("GET", "minutes/panel/", {"nothing": {200: PERSONS}}, public=True),
    Row("GET", "privacy/", {"nothing": {200: PERSONS}}, public=True),
]
