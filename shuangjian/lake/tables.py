"""What the lake holds: for each table its columns, with DuckDB's types."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table of one file for each evening. Its rows stand in the order of its columns."""

    name: str
    columns: Mapping[str, str]


# How a report was made: a number of minutes; one of the answers; no answer, but what was left when the evening was
# ended, which to the estimator is the answer "not finished", and is nobody's among those who answered.
MINUTES, BUCKET, STOP = 0, 1, 2

# One report of one child on one tier of an assignment: it took from `low` to `high` minutes, without `high` where it
# was longer than the longest answer, or not finished. `block` is school × grade, `tier` the place of the tier among
# those of its assignment (rules of timing), `declared` the teacher's minutes for it, `counted` what the evening counts.
REPORTS = Table(
    "reports",
    {
        "block": "BIGINT",
        "school_class": "BIGINT",
        "grade": "TINYINT",
        "pupil": "BIGINT",
        "assignment": "BIGINT",
        "position": "SMALLINT",
        "tier": "TINYINT",
        "school": "BIGINT",
        "teacher": "BIGINT",
        "subject": "VARCHAR",
        "stage": "VARCHAR",
        "form": "VARCHAR",
        "declared": "SMALLINT",
        "counted": "SMALLINT",
        "low": "DOUBLE",
        "high": "DOUBLE",
        "finished": "BOOLEAN",
        "mode": "TINYINT",
        "weight": "DOUBLE",
    },
)

# How many families of a class were asked about an evening, and how many answered.
ASKED = Table(
    "asked",
    {
        "school": "BIGINT",
        "school_class": "BIGINT",
        "grade": "TINYINT",
        "asked": "INTEGER",
        "answered": "INTEGER",
    },
)

# Work that no sheet had, as a family named it.
UNLISTED = Table(
    "unlisted",
    {
        "school": "BIGINT",
        "school_class": "BIGINT",
        "grade": "TINYINT",
        "subject": "VARCHAR",
        "pupil": "BIGINT",
        "low": "DOUBLE",
        "high": "DOUBLE",
    },
)

# What stood on an evening's sheet when it closed: one row for each piece of homework of each class, in the longest of
# its tiers. It takes `minutes` of this evening, and `counted` of all its evenings; both 0 for what counts nothing.
WORKS = Table(
    "works",
    {
        "school": "BIGINT",
        "school_class": "BIGINT",
        "grade": "TINYINT",
        "assignment": "BIGINT",
        "position": "SMALLINT",
        "tier": "TINYINT",
        "teacher": "BIGINT",
        "subject": "VARCHAR",
        "stage": "VARCHAR",
        "form": "VARCHAR",
        "declared": "SMALLINT",
        "minutes": "SMALLINT",
        "counted": "SMALLINT",
        "committed": "SMALLINT",
        "cap": "SMALLINT",
    },
)

# What an evening of a class took a middle-level pupil there, in log minutes: as was to be expected before it
# (`expected`, and its `spread` but for what evenings differ by; null where nothing was known), and as was fitted after
# it (`fitted`, its `variance`, and of that what all evenings of the class have in common).
TOTALS = Table(
    "totals",
    {
        "school": "BIGINT",
        "school_class": "BIGINT",
        "grade": "TINYINT",
        "stage": "VARCHAR",
        "cap": "SMALLINT",
        "expected": "DOUBLE",
        "spread": "DOUBLE",
        "fitted": "DOUBLE",
        "variance": "DOUBLE",
        "shared": "DOUBLE",
    },
)

TABLES = (REPORTS, ASKED, UNLISTED, WORKS, TOTALS)
OF_PUPILS = (REPORTS, UNLISTED)
