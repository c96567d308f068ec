"""What stands before the first lesson: places, terms, officers, rosters, posts, and whoever may sign in."""

import datetime as dt
from collections.abc import Callable

from shuangjian.audit.operations import Request
from shuangjian.demo.cast import GRADE_HEADS, OFFICERS, PASSWORD, STAFF, reserved_names
from shuangjian.demo.directory import OPERATOR, Directory, on
from shuangjian.demo.names import Names
from shuangjian.demo.plan import CITY_CODE, SCHOOLS, SINCE, TABLE, TERMS, SchoolPlan
from shuangjian.demo.rosters import Roster, roster_of
from shuangjian.journeys.import_roster import apply_roster, preview_roster
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.grade import cohort_of
from shuangjian.people.operations import add_staff, appoint, open_account
from shuangjian.people.queries import staff_of_school
from shuangjian.schools.gazetteer import divisions
from shuangjian.schools.operations import add_place, add_school, set_term
from shuangjian.schools.queries import classes_of_school, place, place_with_code, school_facts
from shuangjian.schools.rules import PlaceKind

LAID_OUT = on(dt.date(2026, 8, 24), "09:00")
FIRST_MORNING = on(SINCE, "07:30")


def lay_out(city: Directory) -> dict[str, int]:
    """The city, its counties and 中心校, eight schools, two terms; returns the id of every place above the schools by
    its code or name."""
    made: dict[str, int] = {}
    for division in divisions(TABLE):
        if len(division.code) == 6:
            kind = PlaceKind.COUNTY if division.parent else PlaceKind.CITY
            above = place(made[division.parent]) if division.parent else None
            row = add_place(by=OPERATOR, at=LAID_OUT, kind=kind, name=division.name, parent=above, code=division.code)
            made[division.code] = row.pk
    for plan in SCHOOLS:
        if plan.central:
            county, kind = place(made[plan.county]), PlaceKind.CENTRAL_SCHOOL
            row = add_place(by=OPERATOR, at=LAID_OUT, kind=kind, name=plan.central, parent=county)
            made[plan.central] = row.pk
        city.schools[plan.name] = school_facts(_add_school(plan, made[plan.central or plan.county]))
    for number, since, until in TERMS:
        set_term(
            by=OPERATOR, at=LAID_OUT, place=place(made[CITY_CODE]), year=SINCE.year, number=number, since=since,
            until=until,
        )  # fmt: skip
    return made


def _add_school(plan: SchoolPlan, above: int) -> int:
    school = add_school(
        by=OPERATOR, at=LAID_OUT, name=plan.name, parent=place(above), code=None, system=plan.system,
        grades=plan.grades, setting=plan.setting,
    )  # fmt: skip
    if plan.point:
        kind = PlaceKind.TEACHING_POINT
        add_place(by=OPERATOR, at=LAID_OUT, kind=kind, name=plan.point, parent=school.place)
    return school.place_id


def appoint_officers(made: dict[str, int]) -> None:
    """Whoever works above the schools, each in an office."""
    accounts = {staff.name: staff.account for staff in STAFF if not staff.school}
    for officer in OFFICERS:
        person = add_staff(by=OPERATOR, at=LAID_OUT, name=officer.name, number=None, school_id=None)
        here = place(made[officer.place]) if officer.place in made else place_with_code(officer.place)
        assert here is not None
        appoint(
            by=OPERATOR, at=LAID_OUT, person=person, role=officer.role, place_id=here.pk, place_path=here.path,
            office=officer.office,
        )  # fmt: skip
        if officer.name in accounts:
            open_account(by=OPERATOR, at=LAID_OUT, person=person, username=accounts[officer.name], password=PASSWORD)


def enrol(city: Directory, seed: int, say: Callable[[str], None]) -> dict[str, Roster]:
    """Every school's roster as a workbook, previewed and applied on the morning of the first day."""
    names = Names(seed, taken=reserved_names())
    rosters = {}
    for index, plan in enumerate(SCHOOLS, 1):
        roster = rosters[plan.name] = roster_of(plan, index, names, city.draw)
        school = city.schools[plan.name]
        bring_in(
            city, by=OPERATOR, at=FIRST_MORNING, school_id=school.id, name=f"{plan.name}名册", content=roster.workbook()
        )
        classes = classes_of_school(school.id, SINCE)
        say(f"{plan.name}：{len(classes)}个班，{len(roster.pupils)}名学生，{len(roster.teachers)}名教师")
    return rosters


def bring_in(city: Directory, *, by: Actor, at: dt.datetime, school_id: int, name: str, content: bytes) -> None:
    """A workbook comes in as any other: looked at, then applied whole."""
    preview = preview_roster(by=by, at=at, place_id=school_id, filename=f"{name}.xlsx", content=content)
    if preview.bad:
        raise ValueError(f"the sample roster of {name} has bad cells: {preview.bad[:3]}")
    request = Request.of(f"sample-roster-{school_id}-{at:%m%d}", upload=preview.upload_id)
    apply_roster(by=by, at=at, upload_id=preview.upload_id, request=request, choose=city.draw.choice)


def appoint_staff(city: Directory) -> None:
    """Principals, academic affairs and coordinators, heads of grades where a grade has several classes, and the
    accounts of the story."""
    at = on(SINCE, "07:50")
    for plan in SCHOOLS:
        _lead(city, plan.name, plan.principal, Role.PRINCIPAL, at)
        if plan.academic:
            _lead(city, plan.name, plan.academic, Role.ACADEMIC_AFFAIRS, at)
        if plan.coordinator:
            _lead(city, plan.name, plan.coordinator, Role.COORDINATOR, at)
        if plan.parallel > 1:
            for grade in plan.grades:
                head = GRADE_HEADS.get((plan.name, grade)) or city.homeroom(city.klass(plan.name, grade), at).name
                _lead(city, plan.name, head, Role.GRADE_HEAD, at, cohort=cohort_of(grade, SINCE))
    for staff in STAFF:
        if staff.school:
            person = staff_of_school(city.schools[staff.school].id, SINCE).get(name=staff.name)
            open_account(by=OPERATOR, at=at, person=person, username=staff.account, password=PASSWORD)


def _lead(city: Directory, school: str, name: str, role: Role, at: dt.datetime, cohort: int | None = None) -> None:
    if city.actor(school, name, at).holds(role):  # the roster's 职务 has said so already
        return
    facts = city.schools[school]
    appoint(
        by=OPERATOR, at=at, person=staff_of_school(facts.id, SINCE).get(name=name), role=role, place_id=facts.id,
        place_path=facts.path, school_id=facts.id, cohort=cohort,
    )  # fmt: skip
