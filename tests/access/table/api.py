"""The API: what a token opens for each person, and that a browser's session opens nothing of it."""

from collections.abc import Mapping

from tests.access.persons import (
    CITY,
    COLLEAGUE,
    COORDINATOR,
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
from tests.access.service_life import A_TERM
from tests.access.table.bureau import OVERSEEN_BY
from tests.access.table.classes import SEEN_BY
from tests.access.table.row import Answers, Row
from tests.access.table.school import KNOWN_TO, LED_BY, REPORTS, checked, reported
from tests.access.table.school import SEEN_BY as SEEN_AT_SCHOOL
from tests.access.table.service import PLAN, planned
from tests.access.table.teacher import READ_BY, WITHDRAWN_BY, WRITTEN_BY

Who = tuple[str, ...]
ROOT = "api/v1/"

# Who has any role for a scope, and so may have a token with it. Families and who has left have none at all.
TEACH = (TEACHER, HOMEROOM, COLLEAGUE, STRANGER)
READ_EVENINGS = (*TEACH, GRADE_HEAD, *LEADERS, OTHER_PRINCIPAL, *OFFICERS)
READ_SERVICE = (*READ_EVENINGS, COORDINATOR)
WRITE_SERVICE = (COORDINATOR, *LEADERS, OTHER_PRINCIPAL)
ANY_SCOPE = READ_SERVICE
WRITE_HOMEWORK = (*TEACH, *LEADERS, OTHER_PRINCIPAL)
WRITE_LOANS = TEACH
WRITE_DECISIONS = (HOMEROOM, COLLEAGUE, GRADE_HEAD, *LEADERS, OTHER_PRINCIPAL)
READ_CHECKS = (GRADE_HEAD, *LEADERS, OTHER_PRINCIPAL, *OFFICERS)
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
        mine = tuple(person for person in who if person in holders)
        forbidden = (forbids or {}).get(thing, ())
        answers[thing] = {gives: mine, 403: (*without_scope, *forbidden), 401: WITHOUT_TOKEN}
    return Row(method, ROOT + path, answers, public=True)


def as_at_the_desk(path: str, holders: Who, answers: Mapping[str, Answers]) -> Row:
    """What the desk answers, for those who have the scope."""
    opens = {thing: tuple(who for who in said.get(200, ()) if who in holders) for thing, said in answers.items()}
    forbids = {thing: tuple(who for who in said.get(403, ()) if who in holders) for thing, said in answers.items()}
    return row("GET", path, holders, opens, forbids=forbids)


def everybody(path: str, holders: Who = READ_EVENINGS, method: str = "GET") -> Row:
    """A page of one's own, which is empty for who has nothing."""
    return row(method, path, holders, {"nothing": holders})


# The plan of the grade of each school that the city names: all who work with it, and from above.
PLAN_SEEN_BY = {
    thing: tuple(who for who in known if who != COLLEAGUE and (who != STRANGER or thing != "the school"))
    for thing, known in KNOWN_TO.items()
}
AN_ASK, AN_APPEAL, A_PLAN = "an ask for minutes", "an appeal", "a plan that is not agreed"
A_RULING = "minutes that wait to be set"
NOWHERE: dict[str, Who] = {"what is not there": ()}
NOTHING_DRAWN = tuple(thing for thing in KNOWN_TO if thing != "the school")
ANNOUNCED: dict[str, Who] = dict.fromkeys(KNOWN_TO, ())
ANNOUNCED |= dict.fromkeys(("the school", "the village school"), READ_SERVICE)
LED = {thing: {200: led, 403: tuple(who for who in KNOWN_TO[thing] if who not in led)} for thing, led in LED_BY.items()}
NO_MATHEMATICS = (HOMEROOM, *LEADERS, OTHER_PRINCIPAL)
OWN_DRAFT = {"a draft": (TEACHER,), "what is not there": ()}

TOKEN_ROWS = [
    everybody("me", ANY_SCOPE),
    everybody("classes"),
    row("GET", "classes/<class_id>/evenings", READ_EVENINGS, SEEN_BY),
    row("GET", "classes/<class_id>/evenings/<date>/assignments", READ_EVENINGS, SEEN_BY),
    row("GET", "classes/<class_id>/evenings/<date>/loans", READ_EVENINGS, SEEN_BY),
    row("GET", "classes/<class_id>/evenings/<date>/measured", READ_EVENINGS, SEEN_BY),
    # An ask is known to whoever works with the class, answered by the teacher of the one subject, taken back by that of
    # the other; who answers for the class may settle without either.
    everybody("loans"),
    row("GET", "loans/<loan_id>", READ_EVENINGS, NOWHERE | {AN_ASK: SEEN_BY["the class"]}),
    row("POST", "loans", WRITE_LOANS, {"nothing": (TEACHER,)}, forbids={"nothing": (HOMEROOM,)}),
    row("POST", "loans/<loan_id>/answer", WRITE_LOANS, NOWHERE | {AN_ASK: (HOMEROOM,)}, forbids={AN_ASK: (TEACHER,)}),
    row(
        "POST", "loans/<loan_id>/take-back", WRITE_LOANS, NOWHERE | {AN_ASK: (TEACHER,)}, forbids={AN_ASK: (HOMEROOM,)}
    ),
    row("POST", "settlements", WRITE_DECISIONS, {"nothing": (HOMEROOM, GRADE_HEAD)}, forbids={"nothing": LEADERS}),
    row("GET", "schools/<school_id>/grades", READ_EVENINGS, KNOWN_TO),
    row("GET", "schools/<school_id>/grades/<grade>/plan", READ_EVENINGS, PLAN_SEEN_BY),
    row("GET", "schools/<school_id>/grades/<grade>/plans", READ_EVENINGS, PLAN_SEEN_BY),
    row(
        "POST",
        "schools/<school_id>/grades/<grade>/plans",
        WRITE_DECISIONS,
        LED_BY | {"the school": (GRADE_HEAD, *LEADERS)},
        forbids={"the school": (HOMEROOM,)},
    ),
    *(
        row(
            method,
            path,
            WRITE_DECISIONS,
            NOWHERE | {A_PLAN: (GRADE_HEAD, *LEADERS)},
            forbids={A_PLAN: (HOMEROOM, COLLEAGUE)},
        )
        for method, path in (("PUT", "plans/<plan_id>"), ("POST", "plans/<plan_id>/agree"))
    ),
    everybody("rules", ANY_SCOPE),
    everybody("rules/lookup", ANY_SCOPE),
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
                403: (GRADE_HEAD, COORDINATOR, *OFFICERS),
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
                403: (HOMEROOM, *LEADERS, OTHER_PRINCIPAL, GRADE_HEAD, COORDINATOR, *OFFICERS),
                401: WITHOUT_TOKEN,
            }
        },
        public=True,
    ),
    row("GET", "homework/outcomes/<key>", READ_EVENINGS, {"an outcome": (TEACHER,), "what is not there": ()}),
    everybody("homework/assignments"),
    row("GET", "homework/assignments/<assignment_id>", READ_EVENINGS, READ_BY),
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
                403: (HOMEROOM, *LEADERS, OTHER_PRINCIPAL, GRADE_HEAD, COORDINATOR, *OFFICERS),
                401: WITHOUT_TOKEN,
            }
        },
        public=True,
    ),
    row(
        "PUT", "homework/drafts/<draft_id>", WRITE_HOMEWORK, OWN_DRAFT, forbids=dict.fromkeys(OWN_DRAFT, NO_MATHEMATICS)
    ),
    row("DELETE", "homework/drafts/<draft_id>", WRITE_HOMEWORK, OWN_DRAFT, gives=204),
    # An appeal is read by who made it and by who leads the school, and answered by the latter.
    everybody("homework/appeals"),
    row("POST", "homework/appeals", WRITE_HOMEWORK, {"nothing": (TEACHER,)}),
    row(
        "GET",
        "homework/appeals/<appeal_id>",
        READ_EVENINGS,
        NOWHERE | {AN_APPEAL: (TEACHER, *LEADERS), "an appeal in another county": (STRANGER, OTHER_PRINCIPAL)},
    ),
    row(
        "POST",
        "homework/appeals/<appeal_id>/answer",
        WRITE_DECISIONS,
        NOWHERE | {AN_APPEAL: LEADERS, "an appeal in another county": (OTHER_PRINCIPAL,)},
        forbids={AN_APPEAL: (HOMEROOM, COLLEAGUE, GRADE_HEAD)},
    ),
    as_at_the_desk("schools/<school_id>/appeals", READ_CHECKS, LED),
    as_at_the_desk("schools/<school_id>/appeals/checks", READ_CHECKS, LED),
    # A ruling likewise. The draft counts as declared, so that its teacher is told that there is nothing to set.
    everybody("homework/rulings"),
    row("POST", "homework/drafts/<draft_id>/ruling", WRITE_HOMEWORK, OWN_DRAFT, gives=409),
    row(
        "GET",
        "homework/rulings/<ruling_id>",
        READ_EVENINGS,
        NOWHERE | {A_RULING: (TEACHER, *LEADERS), "a ruling in another county": (STRANGER, OTHER_PRINCIPAL)},
    ),
    row(
        "POST",
        "homework/rulings/<ruling_id>/answer",
        WRITE_DECISIONS,
        NOWHERE | {A_RULING: LEADERS, "a ruling in another county": (OTHER_PRINCIPAL,)},
        forbids={A_RULING: (HOMEROOM, COLLEAGUE, GRADE_HEAD)},
    ),
    as_at_the_desk("schools/<school_id>/rulings", READ_CHECKS, LED),
    as_at_the_desk("schools/<school_id>/checks", READ_CHECKS, checked(200)),
    as_at_the_desk("schools/<school_id>/checks/rows", READ_CHECKS, checked(200)),
    as_at_the_desk("schools/<school_id>/reports", READ_CHECKS, {thing: reported(thing) for thing in KNOWN_TO}),
    as_at_the_desk("schools/<school_id>/reports/<month>", READ_CHECKS, REPORTS),
    as_at_the_desk("schools/<school_id>/reports/<month>/rows", READ_CHECKS, REPORTS),
    row("GET", "schools/<school_id>/signals", READ_CHECKS, SEEN_AT_SCHOOL),
    row("GET", "places/<place_id>/signals", FIGURES, OVERSEEN_BY),
    row("GET", "places/<place_id>/figures", FIGURES, OVERSEEN_BY),
    row("GET", "places/<place_id>/evenings", FIGURES, OVERSEEN_BY),
    # What is announced is public; a draw's file is for its school and above, and a plan for its own.
    row("GET", "schools/<school_id>/service", READ_SERVICE, ANNOUNCED),
    row("GET", "schools/<school_id>/service/draw", READ_SERVICE, ANNOUNCED),
    row("GET", "schools/<school_id>/service/draw/file", READ_SERVICE, KNOWN_TO | dict.fromkeys(NOTHING_DRAWN, ())),
    row("GET", "schools/<school_id>/service/plans/<term>", READ_SERVICE, NOWHERE | {A_TERM: KNOWN_TO[PLAN]}),
    row(
        "PUT",
        "schools/<school_id>/service/plans/<term>/units",
        WRITE_SERVICE,
        NOWHERE | {A_TERM: (OTHER_PRINCIPAL,)},
    ),
    row("GET", "schools/<school_id>/service/coverage", READ_SERVICE, KNOWN_TO),
    as_at_the_desk("schools/<school_id>/service/answers", READ_SERVICE, planned(200)),
    row("GET", "places/<place_id>/service/coverage", READ_SERVICE, OVERSEEN_BY),
    row("GET", "places/<place_id>/service/coverage/schools", READ_SERVICE, OVERSEEN_BY),
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
