"""A OneRoster set as a whole: its version, whether it is complete, and its people and classes."""

import datetime as dt

from shuangjian.people.roster import consistency
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.roster.findings import Findings
from shuangjian.people.roster.grid import column_letter
from shuangjian.people.roster.headers import NOT_KEPT, NOT_USED
from shuangjian.people.roster.oneroster import placement
from shuangjian.people.roster.oneroster.classes import Schools, read_classes
from shuangjian.people.roster.oneroster.tables import READ, Tables
from shuangjian.people.roster.oneroster.users import read_users
from shuangjian.people.roster.rows import Cell, IgnoredColumn, Kind, Layout, Reading, Source, in_file_order

_TAKEN = {
    "orgs": ("sourcedid", "status", "name", "type", "parentsourcedid"),
    "users": (
        ["sourcedid", "status", "enableduser", "orgsourcedids", "role", "givenname", "familyname", "grades", "grade"]
    ),
    "roles": [
        "sourcedid",
        "status",
        "usersourcedid",
        "roletype",
        "role",
        "begindate",
        "enddate",
        "orgsourcedids",
        "orgsourcedid",
    ],
    "classes": (
        [
            "sourcedid",
            "status",
            "title",
            "grades",
            "grade",
            "coursesourcedid",
            "classcode",
            "classtype",
            "schoolsourcedid",
            "subjects",
        ]
    ),
    "courses": ["sourcedid", "status", "title", "grades", "grade", "subjects"],
    "enrollments": (
        [
            "sourcedid",
            "status",
            "classsourcedid",
            "schoolsourcedid",
            "usersourcedid",
            "role",
            "primary",
            "begindate",
            "enddate",
        ]
    ),
}
_PERSONAL = (
    "email",
    "phone",
    "sms",
    "password",
    "birth",
    "sex",
    "pronoun",
    "agent",
    "mother",
    "father",
    "photo",
    "ssn",
)


def read_tables(tables: Tables, on: dt.date | None) -> Reading:
    """The set as typed rows; `on` leaves out enrolments and roles not in force that day. Raises UnreadableFile."""
    findings = Findings()
    properties = _manifest(tables)
    source = _version(tables, properties)
    complete = "delta" not in {properties.get(f"file.{name}", "") for name in READ}
    _check_manifest(tables, properties, findings)
    tables.blame_overflow(findings)
    schools = Schools(tables, findings)
    classes = read_classes(tables, schools, findings)
    users = read_users(tables, schools, on, findings)
    enrolled = placement.sort_out(tables, users, classes, on, findings)
    pupils, pupil_leavers = placement.pupil_rows(users, enrolled, complete, findings)
    teachers, teacher_leavers = placement.teacher_rows(users)
    teachings, ended = placement.teaching_rows(classes, enrolled, pupils, findings)
    _note_unread(tables, complete, findings)
    return Reading(
        source,
        tuple(pupils),
        tuple(teachers),
        consistency.unique_teachings(teachings, teachers, findings),
        (*pupil_leavers, *teacher_leavers, *ended),
        in_file_order(findings.bad, tables.files),
        _ignored_columns(tables),
        findings.ignored_rows,
        _layouts(tables),
        findings.all_notes,
        complete,
    )


def _manifest(tables: Tables) -> dict[str, str]:
    return {
        record.text("propertyName").lower(): record.text("value").lower()
        for record in tables["manifest"]
        if record.text("propertyName")
    }


def _version(tables: Tables, properties: dict[str, str]) -> Source:
    """By the manifest; without one, roles.csv tells 1.2 from 1.1."""
    version = properties.get("oneroster.version", "")
    if version.startswith("1.2") or (not version and "roles" in tables):
        return Source.ONEROSTER_1_2
    if not version or version.startswith("1.1"):
        return Source.ONEROSTER_1_1
    raise unreadable("ONEROSTER_VERSION", version=version)


def _check_manifest(tables: Tables, properties: dict[str, str], findings: Findings) -> None:
    """A file that the manifest promises and that is not there: the set is not whole."""
    for record in tables["manifest"]:
        name = record.text("propertyName").lower().removeprefix("file.")
        promised = record.text("value").lower() in ("bulk", "delta")
        if name in READ and promised and name not in tables:
            words = f"这里说有 {name}.csv，文件里却没有。请重新导出完整的一套，或把这一格改成 absent。"
            findings.blame(record.where("value"), record.text("value"), words)


def _note_unread(tables: Tables, complete: bool, findings: Findings) -> None:
    for name in tables.unread:
        why = NOT_KEPT if name.lower() in ("demographics.csv", "userprofiles.csv") else NOT_USED
        findings.notes.append(f"{name} 没有读（{why}）。")
    if not complete:
        findings.notes.append("这是增量文件，只写了变化；里面没有的人和班保持不变。")


def _ignored_columns(tables: Tables) -> tuple[IgnoredColumn, ...]:
    """Columns with something in them that were not taken."""
    found = []
    for name, taken in _TAKEN.items():
        table = tables[name]
        filled = {index for row in table.rows for index, cell in enumerate(row.cells) if cell is not None}
        for index, header in enumerate(table.headers):
            if header and header.lower() not in taken and index in filled:
                why = NOT_KEPT if any(word in header.lower() for word in _PERSONAL) else NOT_USED
                found.append(IgnoredColumn(table.file, column_letter(index + 1), header, why))
    return tuple(found)


def _layouts(tables: Tables) -> tuple[Layout, ...]:
    shape = (
        ("users", Kind.PUPILS, (("pupil_number", "sourcedid"), ("name", "familyname"), ("grade", "grades"))),
        ("users", Kind.TEACHERS, (("teacher_number", "sourcedid"), ("name", "familyname"))),
        ("enrollments", Kind.TEACHINGS, (("teacher_number", "usersourcedid"), ("class", "classsourcedid"))),
    )
    layouts = []
    for name, kind, fields in shape:
        table = tables[name]
        places = {
            header.lower(): Cell(table.file, 1, column_letter(i + 1), header) for i, header in enumerate(table.headers)
        }
        columns = tuple((field, places[key].column, places[key].header) for field, key in fields if key in places)
        layouts.append(Layout(table.file, kind, 1, columns))
    return tuple(layouts)
