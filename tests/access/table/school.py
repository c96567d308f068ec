"""The school desk: the pages of a school."""

from tests.access.persons import (
    CENTRAL,
    CITY,
    COLLEAGUE,
    COORDINATOR,
    COUNTY,
    GRADE_HEAD,
    HOMEROOM,
    LEADERS,
    OF_THE_SCHOOL,
    OFFICERS,
    OTHER_COUNTY,
    OTHER_PRINCIPAL,
    PRINCIPAL,
    STRANGER,
    TEACHER,
)
from tests.access.table.row import Answers, Row

# The week, the rules and the calendar of a school: its leaders, the heads of its grades, and from above.
SEEN_BY = {
    "the school": (GRADE_HEAD, *LEADERS, COUNTY, CITY),
    "the other county's school": (OTHER_PRINCIPAL, OTHER_COUNTY, CITY),
    "the village school": (CENTRAL, OTHER_COUNTY, CITY),
    "what is not there": (),
}
LED_BY = {
    "the school": LEADERS,
    "the other county's school": (OTHER_PRINCIPAL,),
    "the village school": (),
    "what is not there": (),
}
# Whoever works in a school knows that it has such pages, and so does whoever stands above.
KNOWN_TO = {
    "the school": (*OF_THE_SCHOOL, COUNTY, CITY),
    "the other county's school": (STRANGER, OTHER_PRINCIPAL, OTHER_COUNTY, CITY),
    "the village school": (CENTRAL, OTHER_COUNTY, CITY),
    "what is not there": (),
}


def led(gives: int, known: dict[str, tuple[str, ...]]) -> dict[str, Answers]:
    """The leaders may, those who know of it may not, everybody else finds nothing."""
    return {
        thing: {gives: leaders, 403: tuple(person for person in known[thing] if person not in leaders)}
        for thing, leaders in LED_BY.items()
    }


def planned_with(thing: str) -> tuple[str, ...]:
    """The plan of a grade: all who work with one; the coordinator works with none."""
    return tuple(who for who in KNOWN_TO[thing] if who != COORDINATOR)


def tokens(gives: int) -> dict[str, Answers]:
    """Whoever works at the school has tokens of their own; whoever stands above has none of it."""
    return {
        thing: {
            gives: tuple(person for person in known if person not in OFFICERS),
            403: tuple(person for person in known if person in OFFICERS),
        }
        for thing, known in KNOWN_TO.items()
    }


def renewed(gives: int) -> dict[str, Answers]:
    """A roster comes in by the leaders, or from above; who works in the school knows that it does."""
    return {
        thing: {
            gives: tuple(person for person in known if person in (*LED_BY[thing], *OFFICERS)),
            403: tuple(person for person in known if person not in (*LED_BY[thing], *OFFICERS)),
        }
        for thing, known in KNOWN_TO.items()
    }


def one_roster(gives: int) -> dict[str, Answers]:
    """One roster, at the address of its own school only."""
    return {
        "a roster": renewed(gives)["the school"],
        "a roster of another school": {403: (STRANGER,)},
        "what is not there": {},
    }


def checked(gives: int) -> dict[str, Answers]:
    """The week is checked by the leaders and the heads of grades."""
    return {
        thing: {
            gives: (mine := tuple(who for who in known if who in (GRADE_HEAD, *LED_BY[thing]))),
            403: tuple(who for who in known if who not in mine),
        }
        for thing, known in KNOWN_TO.items()
    }


def reported(thing: str) -> Answers:
    """That there are reports: the leaders, and whoever stands above."""
    known = KNOWN_TO[thing]
    return {
        200: (mine := tuple(who for who in known if who in (*LED_BY[thing], *OFFICERS))),
        403: tuple(who for who in known if who not in mine),
    }


def drawn(gives: int) -> dict[str, Answers]:
    """One spot check, at the address of its own school only."""
    return {
        "a spot check": led(gives, KNOWN_TO)["the school"],
        "a spot check of another school": {403: (STRANGER, OTHER_COUNTY, CITY)},
        "what is not there": {},
    }


VERSIONS: dict[str, Answers] = {
    "adopted rules": {200: KNOWN_TO["the school"]},
    "what is not there": {},
}
REPORTS: dict[str, Answers] = {
    "a signed report": reported("the school"),
    "a report that nobody has signed": led(200, KNOWN_TO)["the school"],
    "what is not there": {},
}
# The other schools have nothing that could be set or adopted.
SETTING = led(302, KNOWN_TO) | {
    "the other county's school": {403: (STRANGER, OTHER_COUNTY, CITY)},
}
ADOPTING: dict[str, Answers] = {
    "the school": {302: (PRINCIPAL,), 403: tuple(who for who in KNOWN_TO["the school"] if who != PRINCIPAL)},
    "the other county's school": {409: (OTHER_PRINCIPAL,), 403: (STRANGER, OTHER_COUNTY, CITY)},
    "the village school": {403: KNOWN_TO["the village school"]},
    "what is not there": {},
}
# The token that is wanted reads evenings, which the coordinator has no part in.
OWN_TOKENS = tokens(200)
_AT_SCHOOL = tuple(who for who in OWN_TOKENS["the school"][200] if who != COORDINATOR)
TOKENS = OWN_TOKENS | {"the school": OWN_TOKENS["the school"] | {200: _AT_SCHOOL, 422: (COORDINATOR,)}}
SIGNS: Answers = {302: (PRINCIPAL,), 403: tuple(who for who in KNOWN_TO["the school"] if who != PRINCIPAL)}
SIGNING: dict[str, Answers] = {
    "a signed report": SIGNS,
    "a report that nobody has signed": SIGNS,
    "what is not there": {},
}


ROWS = [
    Row("GET", "school/<int:school_id>/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    Row("GET", "school/<int:school_id>/evenings/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    # The plan of a grade: all who work with it, and from above. Who works only with another grade finds nothing of it.
    Row("GET", "school/<int:school_id>/plan/", {thing: {200: planned_with(thing)} for thing in KNOWN_TO}),
    Row(
        "POST",
        "school/<int:school_id>/plan/",
        {
            "the school": {302: (GRADE_HEAD, *LEADERS), 403: (TEACHER, HOMEROOM, COUNTY, CITY)},
            "the other county's school": {302: (OTHER_PRINCIPAL,), 403: (STRANGER, OTHER_COUNTY, CITY)},
            "the village school": {403: (CENTRAL, OTHER_COUNTY, CITY)},
            "what is not there": {},
        },
    ),
    Row("GET", "school/<int:school_id>/rules/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    Row("POST", "school/<int:school_id>/rules/", led(302, SEEN_BY)),
    # What the whole staff may read of its school, and who stands above; the leaders write, the principal adopts.
    Row("GET", "school/<int:school_id>/homework-rules/", {thing: {200: who} for thing, who in KNOWN_TO.items()}),
    Row("POST", "school/<int:school_id>/homework-rules/", SETTING),
    Row("GET", "school/<int:school_id>/homework-rules/<int:version>/", VERSIONS),
    Row("GET", "school/<int:school_id>/homework-rules/draft/", led(200, KNOWN_TO)),
    Row("POST", "school/<int:school_id>/homework-rules/draft/", led(302, KNOWN_TO)),
    Row("GET", "school/<int:school_id>/homework-rules/adopt/", led(200, KNOWN_TO)),
    Row("POST", "school/<int:school_id>/homework-rules/adopt/", ADOPTING),
    Row("GET", "school/<int:school_id>/leading-group/", {thing: {200: who} for thing, who in KNOWN_TO.items()}),
    Row("POST", "school/<int:school_id>/leading-group/", led(302, KNOWN_TO)),
    Row("GET", "school/<int:school_id>/calendar/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    Row("POST", "school/<int:school_id>/calendar/", led(302, SEEN_BY)),
    # What was measured: whoever sees the week; a head of grade of that grade.
    Row("GET", "school/<int:school_id>/measured/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    # What compiles itself: the week for those who check it, a month for its leaders, and from above once it is signed.
    Row("GET", "school/<int:school_id>/checks/", checked(200)),
    Row("GET", "school/<int:school_id>/checks/rows/", checked(200)),
    Row("GET", "school/<int:school_id>/reports/", {thing: reported(thing) for thing in KNOWN_TO}),
    Row("GET", "school/<int:school_id>/reports/<str:month>/", REPORTS),
    Row("POST", "school/<int:school_id>/reports/<str:month>/", SIGNING),
    Row("GET", "school/<int:school_id>/reports/<str:month>/rows/", REPORTS),
    Row("GET", "school/<int:school_id>/service/coverage/", {thing: {200: known} for thing, known in KNOWN_TO.items()}),
    Row("GET", "school/<int:school_id>/staff/", led(200, KNOWN_TO)),
    Row("POST", "school/<int:school_id>/staff/", led(302, KNOWN_TO)),
    Row("POST", "school/<int:school_id>/staff/accounts/", led(200, KNOWN_TO)),
    # One's own tokens, for whoever works there; from above it is known that there are such.
    Row("GET", "school/<int:school_id>/tokens/", tokens(200)),
    Row("POST", "school/<int:school_id>/tokens/", TOKENS),
    Row("GET", "school/<int:school_id>/appeals/", led(200, KNOWN_TO)),
    Row("POST", "school/<int:school_id>/appeals/", led(302, KNOWN_TO)),
    Row("GET", "school/<int:school_id>/rulings/", led(200, KNOWN_TO)),
    Row("POST", "school/<int:school_id>/rulings/", led(302, KNOWN_TO)),
    # Work that waits is reviewed by the leaders and the heads of grades; what is reviewed is decided by the leaders.
    Row("GET", "school/<int:school_id>/reviews/", checked(200)),
    Row("POST", "school/<int:school_id>/reviews/", checked(302)),
    Row("GET", "school/<int:school_id>/reviews/rules/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    Row("POST", "school/<int:school_id>/reviews/rules/", led(302, SEEN_BY)),
    Row("GET", "school/<int:school_id>/spot-checks/", led(200, KNOWN_TO)),
    Row("POST", "school/<int:school_id>/spot-checks/", led(302, KNOWN_TO)),
    Row("GET", "school/<int:school_id>/spot-checks/<int:check_id>/", drawn(200)),
    Row("POST", "school/<int:school_id>/spot-checks/<int:check_id>/", drawn(302)),
    Row("GET", "school/<int:school_id>/record/", led(200, KNOWN_TO)),
    Row("GET", "school/<int:school_id>/roster/", renewed(200)),
    Row("POST", "school/<int:school_id>/roster/", renewed(302)),
    Row("GET", "school/<int:school_id>/roster/template/", renewed(200)),
    Row("GET", "school/<int:school_id>/roster/<int:upload_id>/", one_roster(200)),
    Row("POST", "school/<int:school_id>/roster/<int:upload_id>/", one_roster(302)),
    # The file with its names: the leaders. From above, whoever uploaded it, which here is nobody.
    Row(
        "GET",
        "school/<int:school_id>/roster/<int:upload_id>/bad-cells/",
        {
            "a roster": {200: LEADERS, 403: (TEACHER, HOMEROOM, COLLEAGUE, GRADE_HEAD, COORDINATOR)},
            "a roster of another school": {403: (STRANGER,)},
            "what is not there": {},
        },
    ),
]
