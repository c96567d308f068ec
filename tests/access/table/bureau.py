"""The bureau desk: a place as those above it see it. Those who work in a school have the school desk."""

from tests.access.persons import CENTRAL, CITY, COUNTY, OTHER_COUNTY
from tests.access.table.row import Row

OVERSEEN_BY = {
    "the city": (CITY,),
    "the county": (COUNTY, CITY),
    "the other county": (OTHER_COUNTY, CITY),
    "the central school": (CENTRAL, OTHER_COUNTY, CITY),
    "the school as a place": (COUNTY, CITY),
    "the teaching point": (),  # its classes stand on the page of its school
    "what is not there": (),
}

# When work ends is said by a county or the city; a central school and a school have no such page.
SAYS_HOURS = {
    thing: who if thing in {"the city", "the county", "the other county"} else () for thing, who in OVERSEEN_BY.items()
}

ROWS = [
    Row("GET", "places/<int:place_id>/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
    Row("GET", "places/<int:place_id>/evenings/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
    # Which classes went over, as of the last night, and how many families answered.
    Row("GET", "places/<int:place_id>/measured/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
    # Both coverages of after-school service, and the schools behind a number.
    Row("GET", "places/<int:place_id>/service/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
    Row("GET", "places/<int:place_id>/service/schools/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
    Row("GET", "places/<int:place_id>/hours/", {thing: {200: who} for thing, who in SAYS_HOURS.items()}),
    Row("POST", "places/<int:place_id>/hours/", {thing: {302: who} for thing, who in SAYS_HOURS.items()}),
    Row("GET", "places/<int:place_id>/record/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
]
