"""The school desk: the pages of a school."""

from tests.access.persons import (
    CENTRAL,
    CITY,
    COLLEAGUE,
    COUNTY,
    GRADE_HEAD,
    HOMEROOM,
    LEADERS,
    OF_THE_SCHOOL,
    OFFICERS,
    OTHER_COUNTY,
    OTHER_PRINCIPAL,
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


ROWS = [
    Row("GET", "school/<int:school_id>/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    Row("GET", "school/<int:school_id>/evenings/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    Row("GET", "school/<int:school_id>/rules/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    Row("POST", "school/<int:school_id>/rules/", led(302, SEEN_BY)),
    Row("GET", "school/<int:school_id>/calendar/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    Row("POST", "school/<int:school_id>/calendar/", led(302, SEEN_BY)),
    Row("GET", "school/<int:school_id>/staff/", led(200, KNOWN_TO)),
    Row("POST", "school/<int:school_id>/staff/", led(302, KNOWN_TO)),
    Row("POST", "school/<int:school_id>/staff/accounts/", led(200, KNOWN_TO)),
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
            "a roster": {200: LEADERS, 403: (TEACHER, HOMEROOM, COLLEAGUE, GRADE_HEAD)},
            "a roster of another school": {403: (STRANGER,)},
            "what is not there": {},
        },
    ),
]
