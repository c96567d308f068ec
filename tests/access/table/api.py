"""The API: what a token opens for each person, and that a browser's session opens nothing of it."""

from collections.abc import Mapping

from tests.access.persons import (
    CITY,
    COLLEAGUE,
    COUNTY,
    GRADE_HEAD,
    HOMEROOM,
    LEADERS,
    OFFICERS,
    OTHER_PRINCIPAL,
    PERSONS,
    STRANGER,
    TEACHER,
)
from tests.access.table.bureau import OVERSEEN_BY
from tests.access.table.classes import SEEN_BY
from tests.access.table.row import Row
from tests.access.table.teacher import READ_BY, WITHDRAWN_BY, WRITTEN_BY

Who = tuple[str, ...]
ROOT = "api/v1/"

# Who has any role for a scope, and so may have a token with it. Families and who has left have none at all.
TEACH = (TEACHER, HOMEROOM, COLLEAGUE, STRANGER)
ANY_SCOPE = (*TEACH, GRADE_HEAD, *LEADERS, OTHER_PRINCIPAL, *OFFICERS)
WRITE_HOMEWORK = (*TEACH, *LEADERS, OTHER_PRINCIPAL)
FIGURES = OFFICERS
READ_ROSTERS = (*LEADERS, OTHER_PRINCIPAL)
WRITE_ROSTERS = (*LEADERS, OTHER_PRINCIPAL, *OFFICERS)
WITHOUT_TOKEN = tuple(person for person in PERSONS if person not in ANY_SCOPE)

# Names go out by the leaders; rosters come in also from above.
TAKEN_OUT_BY = dict.fromkeys(OVERSEEN_BY, ()) | {"the school as a place": LEADERS}
SENT_IN_BY = dict(OVERSEEN_BY) | {"the school as a place": (*LEADERS, COUNTY, CITY)}
UPLOADS = {
    "a roster": (*LEADERS, COUNTY, CITY),
    "a roster of another school": (*LEADERS, COUNTY, CITY),
    "what is not there": (),
}


def row(
    method: str,
    path: str,
    holders: Who,
    opens: Mapping[str, Who],
    *,
    gives: int = 200,
    forbids: Mapping[str, Who] | None = None,
) -> Row:
    """`holders` have the scope; of them `opens` get the answer, `forbids` 403, the others 404."""
    without_scope = tuple(person for person in ANY_SCOPE if person not in holders)
    answers = {}
    for thing, who in opens.items():
        forbidden = (forbids or {}).get(thing, ())
        answers[thing] = {gives: who, 403: (*without_scope, *forbidden), 401: WITHOUT_TOKEN}
    return Row(method, ROOT + path, answers, public=True)


def everybody(path: str, holders: Who = ANY_SCOPE, method: str = "GET") -> Row:
    """A page of one's own, which is empty for who has nothing."""
    return row(method, path, holders, {"nothing": holders})


NO_MATHEMATICS = (HOMEROOM, *LEADERS, OTHER_PRINCIPAL)
OWN_DRAFT = {"a draft": (TEACHER,), "what is not there": ()}

TOKEN_ROWS = [
    everybody("me"),
    everybody("classes"),
    row("GET", "classes/<class_id>/evenings", ANY_SCOPE, SEEN_BY),
    row("GET", "classes/<class_id>/evenings/<date>/assignments", ANY_SCOPE, SEEN_BY),
    everybody("rules"),
    everybody("rules/lookup"),
    row("GET", "rules/<path:name>", ANY_SCOPE, {"a rule": ANY_SCOPE, "what is not there": ()}),
    # Mathematics for 五（1）. A colleague who teaches it elsewhere in the school is refused with the roster's word; who
    # may write homework and teaches no mathematics may not write this; a stranger does not know the class.
    Row(
        "POST",
        f"{ROOT}homework/weigh",
        {
            "nothing": {
                200: tuple(person for person in WRITE_HOMEWORK if person not in (STRANGER, OTHER_PRINCIPAL)),
                404: (STRANGER, OTHER_PRINCIPAL),
                403: (GRADE_HEAD, *OFFICERS),
                401: WITHOUT_TOKEN,
            }
        },
        public=True,
    ),
    Row(
        "POST",
        f"{ROOT}homework",
        {
            "nothing": {
                200: (TEACHER,),
                409: (COLLEAGUE,),
                404: (STRANGER,),
                403: (HOMEROOM, *LEADERS, OTHER_PRINCIPAL, GRADE_HEAD, *OFFICERS),
                401: WITHOUT_TOKEN,
            }
        },
        public=True,
    ),
    row("GET", "homework/outcomes/<key>", ANY_SCOPE, {"an outcome": (TEACHER,), "what is not there": ()}),
    everybody("homework/assignments"),
    row("GET", "homework/assignments/<assignment_id>", ANY_SCOPE, READ_BY),
    # What was never published stands nowhere, so that there is nothing to amend.
    Row(
        "POST",
        f"{ROOT}homework/assignments/<assignment_id>/amend",
        {
            **row("POST", "", WRITE_HOMEWORK, WRITTEN_BY).answers,
            **row("POST", "", WRITE_HOMEWORK, {"a draft": (TEACHER,)}, gives=409).answers,
        },
        public=True,
    ),
    row(
        "POST",
        "homework/publications/<publication_id>/withdraw",
        WRITE_HOMEWORK,
        {
            "the class": WITHDRAWN_BY["homework of the fifth classes"],
            "the class beside": (TEACHER, *LEADERS),
            "a class of another grade": (COLLEAGUE, *LEADERS),
            "the other county's class": (STRANGER, OTHER_PRINCIPAL),
            "the village class": (),
            "what is not there": (),
        },
        forbids={"the class beside": (HOMEROOM,)},
    ),
    everybody("homework/drafts", WRITE_HOMEWORK),
    Row(
        "POST",
        f"{ROOT}homework/drafts",
        {
            "nothing": {
                200: (TEACHER, COLLEAGUE, STRANGER),
                403: (HOMEROOM, *LEADERS, OTHER_PRINCIPAL, GRADE_HEAD, *OFFICERS),
                401: WITHOUT_TOKEN,
            }
        },
        public=True,
    ),
    row(
        "PUT", "homework/drafts/<draft_id>", WRITE_HOMEWORK, OWN_DRAFT, forbids=dict.fromkeys(OWN_DRAFT, NO_MATHEMATICS)
    ),
    row("DELETE", "homework/drafts/<draft_id>", WRITE_HOMEWORK, OWN_DRAFT, gives=204),
    row("GET", "places/<place_id>/figures", FIGURES, OVERSEEN_BY),
    row("GET", "places/<place_id>/evenings", FIGURES, OVERSEEN_BY),
    row("GET", "places/<place_id>/roster.xlsx", READ_ROSTERS, TAKEN_OUT_BY),
    row("GET", "places/<place_id>/roster.zip", READ_ROSTERS, TAKEN_OUT_BY),
    row("GET", "places/<place_id>/roster/uploads", WRITE_ROSTERS, SENT_IN_BY),
    row("POST", "places/<place_id>/roster/uploads", WRITE_ROSTERS, SENT_IN_BY),
    row("GET", "roster-uploads/<upload_id>", WRITE_ROSTERS, UPLOADS),
    row("POST", "roster-uploads/<upload_id>/apply", WRITE_ROSTERS, UPLOADS),
    row("POST", "roster-uploads/<upload_id>/discard", WRITE_ROSTERS, UPLOADS),
]


def _without_token(asked: Row) -> Row:
    """The same address, asked in a browser in which somebody has signed in."""
    return Row(asked.method, asked.address, {thing: {401: PERSONS} for thing in asked.answers}, public=True)


ROWS = [
    Row("GET", ROOT, {"nothing": {200: PERSONS}}, public=True),
    Row("GET", f"{ROOT}openapi.json", {"nothing": {200: PERSONS}}, public=True),
    *map(_without_token, TOKEN_ROWS),
]
