"""After-school service: the pages of who plans it, of the bureaus, and for anybody."""

from tests.access.persons import (
    CITY,
    COORDINATOR,
    LEADERS,
    OTHER_COUNTY,
    OTHER_PRINCIPAL,
    PERSONS,
    STRANGER,
)
from tests.access.service_life import A_UNIT
from tests.access.table.bureau import OVERSEEN_BY
from tests.access.table.row import Answers, Row
from tests.access.table.school import KNOWN_TO

SCHOOL_SERVICE = "school/<int:school_id>/service/"
PLANNED_BY = {
    "the school": (COORDINATOR, *LEADERS),
    "the other county's school": (OTHER_PRINCIPAL,),
    "the village school": (),
    "what is not there": (),
}
# The one plan of this city is that of the other county's school: the school has announced its own.
PLAN = "the other county's school"


def planned(gives: int, announced: int | None = None) -> dict[str, Answers]:
    """Whoever plans may, whoever knows of it may not; `announced`: what is given where it is announced already."""
    return {
        thing: {
            gives if thing == PLAN or announced is None else announced: planners,
            403: tuple(person for person in KNOWN_TO[thing] if person not in planners),
        }
        for thing, planners in PLANNED_BY.items()
    }


def stated(gives: int) -> dict[str, Answers]:
    """A county's bureau for its county, the city's for all; where nothing is stated, nobody."""
    nowhere = ("the central school", "the school as a place")
    return {thing: {403 if thing in nowhere else gives: who} for thing, who in OVERSEEN_BY.items()}


ROWS = [
    Row("GET", SCHOOL_SERVICE, {thing: {200: who} for thing, who in KNOWN_TO.items()}),
    Row("POST", SCHOOL_SERVICE, planned(302, announced=409)),
    Row("GET", f"{SCHOOL_SERVICE}units/", planned(200)),
    Row("POST", f"{SCHOOL_SERVICE}units/", planned(302, announced=409)),
    Row(
        "GET",
        f"{SCHOOL_SERVICE}units/<int:number>/",
        {A_UNIT: {200: KNOWN_TO[PLAN]}, "what is not there": {}},
    ),
    Row(
        "POST",
        f"{SCHOOL_SERVICE}units/<int:number>/",
        {A_UNIT: {302: (OTHER_PRINCIPAL,), 403: (STRANGER, OTHER_COUNTY, CITY)}, "what is not there": {}},
    ),
    Row("GET", "places/<int:place_id>/service/round/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
    # Schools have announced by the dates of the city's round.
    Row("POST", "places/<int:place_id>/service/round/", stated(302) | {"the city": {409: OVERSEEN_BY["the city"]}}),
    Row("GET", "places/<int:place_id>/service/model/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
    Row("POST", "places/<int:place_id>/service/model/", stated(302)),
    # What a school offers: for anybody, once it is announced.
    Row(
        "GET",
        "service/<int:school_id>/",
        {
            "the school": {200: PERSONS},
            "the other county's school": {200: PERSONS},
            "the village school": {200: PERSONS},
            "what is not there": {},
        },
        public=True,
    ),
]
