"""The teacher's desk."""

from tests.access.persons import (
    CENTRAL,
    CITY,
    COLLEAGUE,
    COUNTY,
    GRADE_HEAD,
    HOMEROOM,
    LEADERS,
    OTHER_COUNTY,
    OTHER_PRINCIPAL,
    OUTSIDE,
    SIGNED_IN,
    STRANGER,
    TEACHER,
    TEACHERS,
)
from tests.access.table.row import Row

WORK_WITH_CLASSES = (*TEACHERS, GRADE_HEAD, *LEADERS, OTHER_PRINCIPAL)
# One assignment may be read by whoever works with a class it was published to, and from above. Families have the sheet.
READ_BY = {
    "homework of the fifth classes": (TEACHER, HOMEROOM, GRADE_HEAD, *LEADERS, COUNTY, CITY),
    "homework of the class beside": (TEACHER, HOMEROOM, GRADE_HEAD, *LEADERS, COUNTY, CITY),
    "homework of another grade": (COLLEAGUE, *LEADERS, COUNTY, CITY),
    "homework of another county": (STRANGER, OTHER_PRINCIPAL, OTHER_COUNTY, CITY),
    "homework of the village": (CENTRAL, OTHER_COUNTY, CITY),
    "a draft": (TEACHER,),
    "what is not there": (),
}
# It is changed by whoever wrote it. (That of the class beside and of the village was written by people not asked here.)
WRITTEN_BY = {
    "homework of the fifth classes": (TEACHER,),
    "homework of the class beside": (),
    "homework of another grade": (COLLEAGUE,),
    "homework of another county": (STRANGER,),
    "homework of the village": (),
    "what is not there": (),
}
# It is withdrawn from a class by whoever teaches the class its subject now, the homeroom teacher and the leaders.
WITHDRAWN_BY = {
    "homework of the fifth classes": (TEACHER, HOMEROOM, *LEADERS),
    "homework of the class beside": LEADERS,
    "homework of another grade": (COLLEAGUE, *LEADERS),
    "homework of another county": (STRANGER, OTHER_PRINCIPAL),
    "homework of the village": (),
}

ROWS = [
    Row("GET", "today/", {"nothing": {200: TEACHERS}}),
    # An ask is answered by who teaches the subject that is asked; who asked knows of it, and may not answer.
    Row("POST", "loans/", {"nothing": {302: (HOMEROOM,), 403: (TEACHER,)}}),
    # Large work to come, for whoever works with a class. Mathematics of 五（1） is announced by who teaches it;
    # a colleague elsewhere in the school is told what the roster says.
    Row("GET", "large-work/", {"nothing": {200: WORK_WITH_CLASSES}}),
    Row(
        "POST",
        "large-work/",
        {"nothing": {302: (TEACHER,), 409: (HOMEROOM, COLLEAGUE, GRADE_HEAD, *LEADERS)}},
    ),
    # It is changed by who teaches the subject; whoever works with the class sees it, and may not.
    Row(
        "POST",
        "large-work/<int:announcement_id>/",
        {
            "large work to come": {302: (TEACHER,), 403: (HOMEROOM, GRADE_HEAD, *LEADERS)},
            "what is not there": {},
        },
    ),
    Row("GET", "homework/", {"nothing": {200: TEACHERS}}),
    # One's own works, declared and measured: nobody else's.
    Row("GET", "homework/measured/", {"nothing": {200: TEACHERS}}),
    Row("GET", "homework/new/", {"nothing": {200: TEACHERS}}),
    # Mathematics for 五（1）. A colleague who teaches it elsewhere in the school is told that the roster says otherwise
    # for this class; who teaches another subject gets the form back with a word; who teaches nothing (any more) gets
    # it back with 403, so that nothing written is lost, and who has not signed in with 401.
    Row(
        "POST",
        "homework/new/",
        {
            "nothing": {
                302: (TEACHER, COLLEAGUE),
                422: (HOMEROOM,),
                404: (STRANGER,),
                401: OUTSIDE,
                403: tuple(person for person in SIGNED_IN if person not in TEACHERS),
            }
        },
    ),
    # `?key=` of the city's own publication: its outcome is told to whoever sent it.
    Row("GET", "homework/result/", {"nothing": {200: (TEACHER,)}}),
    Row("GET", "homework/<int:assignment_id>/", {thing: {200: who} for thing, who in READ_BY.items()}),
    Row(
        "GET",
        "homework/<int:assignment_id>/amend/",
        {thing: {200: who} for thing, who in WRITTEN_BY.items()} | {"a draft": {302: (TEACHER,)}},
    ),
    Row(
        "POST",
        "homework/<int:assignment_id>/amend/",
        {thing: {302: who} for thing, who in WRITTEN_BY.items()} | {"a draft": {302: (TEACHER,)}},
    ),
    Row(
        "POST",
        "homework/<int:assignment_id>/withdraw/",
        {
            thing: {302: who, 403: tuple(person for person in READ_BY[thing] if person not in who)}
            for thing, who in WITHDRAWN_BY.items()
        }
        | {"a draft": {}, "what is not there": {}},
    ),
    # What was published stands; only a draft is thrown away.
    Row(
        "POST",
        "homework/<int:assignment_id>/discard/",
        {thing: {403: who} for thing, who in WRITTEN_BY.items()} | {"a draft": {302: (TEACHER,)}},
    ),
]
