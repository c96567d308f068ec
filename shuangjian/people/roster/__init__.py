"""Reading rosters: an uploaded file becomes typed rows, or every bad cell is named. No Django, no clock."""

from shuangjian.people.roster.export import write_roster_csv, write_roster_workbook
from shuangjian.people.roster.handback import bad_cells_workbook
from shuangjian.people.roster.oneroster.write import write_oneroster
from shuangjian.people.roster.rows import (
    BadCell,
    Cell,
    Cohort,
    Grade,
    IgnoredColumn,
    IgnoredRows,
    Kind,
    Layout,
    LeaverKind,
    LeaverRow,
    PupilRow,
    Reading,
    Source,
    TeacherRow,
    TeachingRow,
    UnreadableFile,
)
from shuangjian.people.roster.template import template_workbook
from shuangjian.people.roster.upload import read_folder, read_original, read_upload

__all__ = [
    "BadCell",
    "Cell",
    "Cohort",
    "Grade",
    "IgnoredColumn",
    "IgnoredRows",
    "Kind",
    "Layout",
    "LeaverKind",
    "LeaverRow",
    "PupilRow",
    "Reading",
    "Source",
    "TeacherRow",
    "TeachingRow",
    "UnreadableFile",
    "bad_cells_workbook",
    "read_folder",
    "read_original",
    "read_upload",
    "template_workbook",
    "write_oneroster",
    "write_roster_csv",
    "write_roster_workbook",
]
