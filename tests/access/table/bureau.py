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

ROWS = [
    Row("GET", "places/<int:place_id>/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
    Row("GET", "places/<int:place_id>/evenings/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
    # Which classes went over, as of the last night, and how many families answered.
    Row("GET", "places/<int:place_id>/measured/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
    Row("GET", "places/<int:place_id>/record/", {thing: {200: who} for thing, who in OVERSEEN_BY.items()}),
]
