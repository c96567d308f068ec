"""After-school service once it is drawn: figures for the staff and those above, names for who plans and who leads."""

from tests.access.draw_life import A_LIST
from tests.access.persons import CITY, COORDINATOR, COUNTY, LEADERS, OF_THE_SCHOOL, PERSONS
from tests.access.table.classes import SERVICE_SEEN_BY, for_some
from tests.access.table.row import Row
from tests.access.table.school import KNOWN_TO
from tests.access.table.service import SCHOOL_SERVICE, planned

PLANNERS = (COORDINATOR, *LEADERS)

ROWS = [
    Row("GET", f"{SCHOOL_SERVICE}draw/", {thing: {200: who} for thing, who in KNOWN_TO.items()}),
    Row("GET", f"{SCHOOL_SERVICE}reading/", planned(200)),
    # Whoever leads a unit reads its list too; this one is led by the coordinator.
    Row(
        "GET",
        f"{SCHOOL_SERVICE}unit/<int:unit_id>/list/",
        {
            A_LIST: {200: PLANNERS, 403: tuple(p for p in (*OF_THE_SCHOOL, COUNTY, CITY) if p not in PLANNERS)},
            "what is not there": {},
        },
    ),
    Row("GET", "class/<int:class_id>/service/places/", for_some(200, SERVICE_SEEN_BY)),
    Row("GET", "service/rule/", {"nothing": {200: PERSONS}}, public=True),
]
