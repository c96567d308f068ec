"""users.csv, in 1.2 with roles.csv: who is a pupil, who a teacher, who is passed over."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.people.roster.findings import Findings
from shuangjian.people.roster.oneroster import codes
from shuangjian.people.roster.oneroster.classes import Schools, by_sourced_id, current
from shuangjian.people.roster.oneroster.tables import Record, Tables
from shuangjian.people.roster.rows import Cohort, Grade
from shuangjian.people.roster.text import Unclear


@dataclass(frozen=True, slots=True)
class User:
    """A user whose row could be read. `name` is None where it was blamed, or for a leaver without one."""

    record: Record
    number: str
    name: str | None
    pupil: bool
    teacher: bool
    stays: bool
    school: str | None
    grades: tuple[Grade | Cohort, ...]


def read_users(tables: Tables, schools: Schools, on: dt.date | None, findings: Findings) -> dict[str, User | None]:
    """Users by sourcedId; None for those passed over or blamed."""
    records = by_sourced_id(tables["users"], findings)
    held = _held_roles(tables, set(records), on, findings) if tables["roles"].rows else None
    found: dict[str, User | None] = {}
    for identifier, record in records.items():
        roles = held.get(identifier, {}) if held is not None else _own_roles(record, findings)
        found[identifier] = None if roles is None else _user(identifier, record, roles, schools, findings)
    return found


def _own_roles(record: Record, findings: Findings) -> dict[str, tuple[str, ...]] | None:
    """1.1: role → orgs, from the user's own row."""
    role = _role(record, findings)
    return None if role is None else {role: record.many("orgSourcedIds")}


def _role(record: Record, findings: Findings) -> str | None:
    role = record.text("role").lower()
    if role in ("student", "teacher") or role in codes.IGNORED_ROLES:
        return role
    findings.blame(record.where("role"), record.text("role"), "不认识这个角色。请写 student 或 teacher。")
    return None


def _held_roles(
    tables: Tables, users: set[str], on: dt.date | None, findings: Findings
) -> dict[str, dict[str, tuple[str, ...]]]:
    """1.2: user → role → orgs, the primary role's org first. Ended roles are passed over."""
    held: dict[str, dict[str, tuple[str, ...]]] = {}
    by_sourced_id(tables["roles"], findings)
    for record in tables["roles"]:
        user = record.text("userSourcedId")
        if user not in users:
            findings.blame(record.where("userSourcedId"), user, "users.csv 里没有这个人。请补上，或删去这一行。")
            continue
        role = _role(record, findings)
        if role is None or not current(record, findings) or not in_force(record, on, findings):
            continue
        orgs = held.setdefault(user, {}).get(role, ())
        more = record.many("orgSourcedIds", "orgSourcedId")
        held[user][role] = more + orgs if record.text("roleType").lower() == "primary" else orgs + more
    return held


def in_force(record: Record, on: dt.date | None, findings: Findings) -> bool:
    """Whether beginDate and endDate (the first day after) admit the day asked for; bad dates are blamed."""
    try:
        begin, end = codes.date(record, "beginDate"), codes.date(record, "endDate")
    except Unclear as unclear:
        findings.blame(record.where("beginDate"), record.text("beginDate"), unclear.reason)
        return False
    inside = on is None or ((begin is None or begin <= on) and (end is None or on < end))
    if not inside:
        findings.ignore_row(record.file, "不在有效日期内")
    return inside


def _user(
    identifier: str, record: Record, roles: dict[str, tuple[str, ...]], schools: Schools, findings: Findings
) -> User | None:
    pupil, teacher = "student" in roles, "teacher" in roles
    if not (pupil or teacher):
        for role in roles or {"": ()}:
            findings.ignore_row(record.file, codes.IGNORED_ROLES.get(role, "没有有效的角色"))
        return None
    stays = current(record, findings)
    if stays is None:
        return None
    orgs = roles.get("student", ()) + roles.get("teacher", ())
    for org in orgs:
        if org not in schools:
            words = f"orgs.csv 里没有组织“{org[:40]}”。请补上，或改正这一格。"
            findings.blame(record.where("orgSourcedIds", "sourcedId"), org, words)
    name: str | None = None
    grades: tuple[Grade | Cohort, ...] = ()
    if stays:
        try:
            name = codes.person_name(record)
        except Unclear as unclear:
            findings.blame(record.where("familyName"), record.text("familyName"), unclear.reason)
        name = name if _enabled_is_readable(record, findings) else None
        grades = _grades(record, findings) if pupil else ()
    school = next((name_ for org in orgs if (name_ := schools.name_of_any(org))), None)
    return User(record, identifier, name, pupil, teacher, stays, school, grades)


def _enabled_is_readable(record: Record, findings: Findings) -> bool:
    """enabledUser speaks of an account elsewhere, so it decides nothing here; but it must be true or false."""
    try:
        codes.flag(record, "enabledUser")
    except Unclear as unclear:
        findings.blame(record.where("enabledUser"), record.text("enabledUser"), unclear.reason)
        return False
    return True


def _grades(record: Record, findings: Findings) -> tuple[Grade | Cohort, ...]:
    try:
        return codes.grades(record)
    except Unclear as unclear:
        findings.blame(record.where("grades", "grade"), record.text("grades", "grade"), unclear.reason)
        return ()
