"""What happens after the draw, and tutoring. Sign-up is open in the table's city: what comes after leads back to it."""

from tests.access.after_draw import INVITED, OFFERED
from tests.access.persons import (
    COLLEAGUE,
    COORDINATOR,
    GRADE_HEAD,
    GUARDIAN,
    HOMEROOM,
    LEADERS,
    OTHER_PRINCIPAL,
    TEACHER,
)
from tests.access.table.classes import COUNTED_BY, SERVICE_SEEN_BY, for_some
from tests.access.table.family import GUARDED_BY
from tests.access.table.row import Answers, Row
from tests.access.table.school import KNOWN_TO
from tests.access.table.service import planned

NOT_THERE: dict[str, Answers] = {"what is not there": {}}
# The teacher of an afternoon reads who comes to it; everybody else who is not planning knows that there is such a page.
READ_BY = (TEACHER, COORDINATOR, *LEADERS)
PLANNED = planned(200) | {
    "the school": {200: READ_BY, 403: tuple(who for who in KNOWN_TO["the school"] if who not in READ_BY)}
}
# Of the staff those who teach the class may ask its children; no officer knows of it.
STAFF_BESIDE = {
    "the class": (GRADE_HEAD, *LEADERS),
    "the class beside": (GRADE_HEAD, *LEADERS),
    "a class of another grade": LEADERS,
    "the other county's class": (OTHER_PRINCIPAL,),
    "the village class": (),
    "what is not there": (),
}
READING = {thing: {200: COUNTED_BY[thing], 403: staff} for thing, staff in STAFF_BESIDE.items()}
# An afternoon of mathematics at the school: for who teaches it there, and homeroom teachers.
PROPOSING: dict[str, Answers] = {
    "the class": {302: (TEACHER, HOMEROOM), 403: (GRADE_HEAD, *LEADERS)},
    "the class beside": {302: (TEACHER,), 403: (HOMEROOM, GRADE_HEAD, *LEADERS)},
    "a class of another grade": {302: (COLLEAGUE,), 403: LEADERS},
    "the other county's class": {403: (OTHER_PRINCIPAL,)},
    "the village class": {},
    "what is not there": {},
}

ROWS = [
    Row("GET", "family/service/<int:pupil_id>/change/", {thing: {302: who} for thing, who in GUARDED_BY.items()}),
    Row("POST", "family/service/<int:pupil_id>/change/", {thing: {302: who} for thing, who in GUARDED_BY.items()}),
    Row("GET", "family/service/<int:pupil_id>/offer/<int:offer_id>/", {OFFERED: {200: (GUARDIAN,)}} | NOT_THERE),
    Row("POST", "family/service/<int:pupil_id>/offer/<int:offer_id>/", {OFFERED: {302: (GUARDIAN,)}} | NOT_THERE),
    Row("GET", "family/service/<int:pupil_id>/tutoring/<int:proposal_id>/", {INVITED: {200: (GUARDIAN,)}} | NOT_THERE),
    Row("POST", "family/service/<int:pupil_id>/tutoring/<int:proposal_id>/", {INVITED: {302: (GUARDIAN,)}} | NOT_THERE),
    Row("GET", "school/<int:school_id>/service/waiting/", planned(200)),
    Row("GET", "school/<int:school_id>/service/tutoring/", PLANNED),
    Row("POST", "school/<int:school_id>/service/tutoring/", planned(302)),
    Row("GET", "class/<int:class_id>/service/tutoring/", READING),
    Row("POST", "class/<int:class_id>/service/tutoring/", PROPOSING),
    Row("GET", "class/<int:class_id>/service/<int:pupil_id>/change/", for_some(302, SERVICE_SEEN_BY)),
    Row("POST", "class/<int:class_id>/service/<int:pupil_id>/change/", for_some(302, SERVICE_SEEN_BY)),
]
