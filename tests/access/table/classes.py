"""The school desk: the pages of a class."""

from tests.access.persons import (
    CENTRAL,
    CITY,
    COLLEAGUE,
    COORDINATOR,
    COUNTY,
    GRADE_HEAD,
    HOMEROOM,
    LEADERS,
    OTHER_COUNTY,
    OTHER_PRINCIPAL,
    STRANGER,
    TEACHER,
)
from tests.access.table.row import Row

# The evening of a class: whoever works with it, and from above. Families have a page of their own.
SEEN_BY = {
    "the class": (TEACHER, HOMEROOM, GRADE_HEAD, *LEADERS, COUNTY, CITY),
    "the class beside": (TEACHER, HOMEROOM, GRADE_HEAD, *LEADERS, COUNTY, CITY),
    "a class of another grade": (COLLEAGUE, *LEADERS, COUNTY, CITY),
    "the other county's class": (STRANGER, OTHER_PRINCIPAL, OTHER_COUNTY, CITY),
    "the village class": (CENTRAL, OTHER_COUNTY, CITY),
    "what is not there": (),
}
# Names of pupils: the homeroom teacher and the leaders. No officer, no other teacher.
LIST_SEEN_BY = {
    "the class": (HOMEROOM, *LEADERS),
    "the class beside": LEADERS,
    "a class of another grade": (COLLEAGUE, *LEADERS),
    "the other county's class": (OTHER_PRINCIPAL,),
    "the village class": (),
    "what is not there": (),
}
# Likewise who joins the service, and where it takes the children: and whoever plans it.
OF_THE_SCHOOL = ("the class", "the class beside", "a class of another grade")
SERVICE_SEEN_BY = {thing: (*who, COORDINATOR) if thing in OF_THE_SCHOOL else who for thing, who in LIST_SEEN_BY.items()}
HOMEROOM_OF = {
    "the class": (HOMEROOM,),
    "the class beside": (),
    "a class of another grade": (COLLEAGUE,),
    "the other county's class": (),
    "the village class": (),
    "what is not there": (),
}

SETTLED_BY = {
    "the class": (HOMEROOM, GRADE_HEAD),
    "the class beside": (GRADE_HEAD,),
    "a class of another grade": (COLLEAGUE,),
    "the other county's class": (),
    "the village class": (),
    "what is not there": (),
}

# One of the teachers sits with the class in the homework slot.
COUNTED_BY = {
    "the class": (TEACHER, HOMEROOM),
    "the class beside": (TEACHER, HOMEROOM),
    "a class of another grade": (COLLEAGUE,),
    "the other county's class": (STRANGER,),
    "the village class": (),
    "what is not there": (),
}


def where_announced(gives: int) -> dict[str, dict[int | str, tuple[str, ...]]]:
    """As the list of the service; the other county's school has announced nothing that one could answer."""
    nothing: dict[int | str, tuple[str, ...]] = {403: (STRANGER, OTHER_COUNTY, CITY)}
    return for_some(gives, SERVICE_SEEN_BY) | {"the other county's class": nothing}


def for_some(gives: int, some: dict[str, tuple[str, ...]]) -> dict[str, dict[int | str, tuple[str, ...]]]:
    """Some of those who see the class may; the others of them get 403."""
    return {
        thing: {gives: some[thing], 403: tuple(person for person in seen if person not in some[thing])}
        for thing, seen in SEEN_BY.items()
    }


ROWS = [
    Row("GET", "class/<int:class_id>/", {thing: {200: who} for thing, who in SEEN_BY.items()}),
    # Minutes are settled by who answers for the class. Where nothing is kept there is nothing to settle.
    Row(
        "POST",
        "class/<int:class_id>/settle/",
        for_some(302, SETTLED_BY) | {"a class of another grade": {409: (COLLEAGUE,), 403: (*LEADERS, COUNTY, CITY)}},
    ),
    Row("POST", "class/<int:class_id>/count/", for_some(302, COUNTED_BY)),
    Row("POST", "class/<int:class_id>/sheet/", for_some(302, HOMEROOM_OF)),
    Row("GET", "class/<int:class_id>/slips/", for_some(200, LIST_SEEN_BY)),
    Row("POST", "class/<int:class_id>/slips/", for_some(200, HOMEROOM_OF)),
    Row("GET", "class/<int:class_id>/record/", for_some(200, LIST_SEEN_BY)),
    Row("GET", "class/<int:class_id>/service/", for_some(200, SERVICE_SEEN_BY)),
    Row("GET", "class/<int:class_id>/service/paper/", where_announced(200)),
    Row("GET", "class/<int:class_id>/service/<int:pupil_id>/", where_announced(200)),
    Row("POST", "class/<int:class_id>/service/<int:pupil_id>/", where_announced(302)),
]
