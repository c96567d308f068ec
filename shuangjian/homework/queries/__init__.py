"""Questions about assignments and evenings."""

from shuangjian.homework.queries.ahead import ClassAhead, classes_ahead
from shuangjian.homework.queries.assignments import (
    Item,
    drafts_of,
    history_of,
    items_on,
    publications_of,
    spec_of,
    units_used,
)
from shuangjian.homework.queries.evenings import (
    ClassEvening,
    Segment,
    class_evenings,
    evenings_of_classes,
    ledger_faults,
    rooms_for,
    segments_of,
)
from shuangjian.homework.queries.overview import EveningCount, count_evenings, evenings_counted
from shuangjian.homework.queries.sheets import class_of_sheet, sheet_address, sheet_addresses

__all__ = [
    "ClassAhead",
    "ClassEvening",
    "EveningCount",
    "Item",
    "Segment",
    "class_evenings",
    "class_of_sheet",
    "classes_ahead",
    "count_evenings",
    "drafts_of",
    "evenings_counted",
    "evenings_of_classes",
    "history_of",
    "items_on",
    "ledger_faults",
    "publications_of",
    "rooms_for",
    "segments_of",
    "sheet_address",
    "sheet_addresses",
    "spec_of",
    "units_used",
]
