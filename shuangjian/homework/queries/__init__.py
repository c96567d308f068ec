"""Questions about assignments and evenings."""

from shuangjian.homework.queries.ahead import ClassAhead, classes_ahead
from shuangjian.homework.queries.assignments import (
    Item,
    assignments_of_class,
    drafts_of,
    history_of,
    items_on,
    publications_of,
    spec_of,
    units_used,
)
from shuangjian.homework.queries.beside import Beside, minutes_beside
from shuangjian.homework.queries.evenings import (
    ClassEvening,
    Segment,
    class_evenings,
    evenings_of_classes,
    ledger_faults,
    rooms_for,
    segments_of,
)
from shuangjian.homework.queries.overview import (
    DayBelow,
    EveningCount,
    EveningNow,
    evenings_on,
    schools_with_homework,
)
from shuangjian.homework.queries.sheets import class_of_sheet, sheet_address, sheet_addresses
from shuangjian.homework.queries.week import SchoolWeek, monday_of, school_week

__all__ = [
    "Beside",
    "ClassAhead",
    "ClassEvening",
    "DayBelow",
    "EveningCount",
    "EveningNow",
    "Item",
    "SchoolWeek",
    "Segment",
    "assignments_of_class",
    "class_evenings",
    "class_of_sheet",
    "classes_ahead",
    "drafts_of",
    "evenings_of_classes",
    "evenings_on",
    "history_of",
    "items_on",
    "ledger_faults",
    "minutes_beside",
    "monday_of",
    "publications_of",
    "rooms_for",
    "school_week",
    "schools_with_homework",
    "segments_of",
    "sheet_address",
    "sheet_addresses",
    "spec_of",
    "units_used",
]
