"""The family desk: coming in by a slip, tonight for one's children, leaving; and the sheet, which asks nobody."""

from tests.access.persons import GUARDIAN, OTHER_GUARDIAN, OUTSIDE, PERSONS
from tests.access.table.row import Row

GUARDED_BY = {
    "the class": (GUARDIAN,),  # the child in it whom the address names
    "the class beside": (),
    "a class of another grade": (),
    "the other county's class": (),
    "the village class": (OTHER_GUARDIAN,),
    "what is not there": (),
}
GUARDIANS = (GUARDIAN, OTHER_GUARDIAN)
ASKED = {"a question": (GUARDIAN,), "another family's question": (OTHER_GUARDIAN,), "what is not there": ()}
SHEETS = ("the class", "the class beside", "a class of another grade", "the other county's class", "the village class")
# A sheet tells whoever has its address what was set, and by which rule of the school.
ON_SHEETS = frozenset(
    {"记号甲五年级", "记号乙五二班", "记号丙一年级", "记号丁七年级", "记号戊复式班", "青枣作业办法", "任可"}
)

ROWS = [
    # A teacher may be a parent too: whoever has signed in gets the child added to what they have.
    Row("GET", "enter/", {"nothing": {200: PERSONS}}, public=True),
    Row("POST", "enter/", {"nothing": {302: PERSONS}}, public=True),
    Row("GET", "family/", {"nothing": {200: GUARDIANS}}),
    # Whoever runs a school has no say in whether a family is asked, and does not learn of it.
    Row("GET", "family/panel/", {"nothing": {200: GUARDIANS}}),
    Row("POST", "family/panel/", {"nothing": {302: GUARDIANS}}),
    Row("GET", "family/ask/<int:ask_id>/", {thing: {200: who} for thing, who in ASKED.items()}),
    Row("POST", "family/ask/<int:ask_id>/", {thing: {302: who} for thing, who in ASKED.items()}),
    Row("GET", "family/stop/<int:pupil_id>/", {thing: {200: who} for thing, who in GUARDED_BY.items()}),
    # Before bedtime the family is sent back, in words.
    Row("POST", "family/stop/<int:pupil_id>/", {thing: {302: who} for thing, who in GUARDED_BY.items()}),
    Row("POST", "family/stop/<int:pupil_id>/undo/", {thing: {302: who} for thing, who in GUARDED_BY.items()}),
    # Whether a child joins is its family's to say: guardians and carers.
    Row("GET", "family/service/<int:pupil_id>/", {thing: {200: who} for thing, who in GUARDED_BY.items()}),
    Row("POST", "family/service/<int:pupil_id>/", {thing: {302: who} for thing, who in GUARDED_BY.items()}),
    Row("GET", "family/left/", {"nothing": {200: PERSONS}}, public=True),
    Row("GET", "family/leave/<int:pupil_id>/", {thing: {200: who} for thing, who in GUARDED_BY.items()}),
    # A second tap, after the first has ended the account or the tie, is led on in words; nothing is done.
    Row(
        "POST",
        "family/leave/<int:pupil_id>/",
        {thing: {302: (*GUARDIANS, *OUTSIDE)} for thing in GUARDED_BY},
        public=True,
    ),
    Row(
        "GET",
        "t/<str:token>/",
        {thing: {200: PERSONS} for thing in SHEETS} | {"what is not there": {}},
        public=True,
        shows=ON_SHEETS,
    ),
]
