"""The draw of after-school places: its page for anybody, its files for the families in it, the school, those above."""

from tests.access.persons import CITY, COORDINATOR, COUNTY, GUARDIAN, LEADERS, OF_THE_SCHOOL, PERSONS
from tests.access.table.row import Row
from tests.access.table.sign_in import SCHOOLS

# Only the school has a draw; who knows of none finds nothing.
NOWHERE = {"the other county's school": {}, "the village school": {}, "what is not there": {}}
FILE, TUTORING = "service/<int:school_id>/draw/file/", "service/<int:school_id>/draw/tutoring-file/"

ROWS = [
    Row(
        "GET",
        "service/<int:school_id>/draw/",
        {thing: {200: PERSONS} for thing in SCHOOLS} | {"what is not there": {}},
        public=True,
    ),
    Row("GET", "service/verify-draw.py", {"nothing": {200: PERSONS}}, public=True),
    Row("GET", FILE, {"the school": {200: (GUARDIAN, *OF_THE_SCHOOL, COUNTY, CITY)}, **NOWHERE}),
    # Who is tutored is known to its own family and to whoever plans the service.
    Row("GET", TUTORING, {"the school": {200: (GUARDIAN, COORDINATOR, *LEADERS)}, **NOWHERE}),
]
