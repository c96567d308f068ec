"""Who works where and as what: staff, posts (任职) and teaching (任课)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor, Office, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible
from shuangjian.people.models import Person, RoleAssignment, TeachingAssignment
from shuangjian.people.operations.identity import digest_of, sort_key
from shuangjian.schools.access import OVERSIGHT, can_lead_school
from shuangjian.schools.queries import classes_ever_of, school_facts

_FILLED_BY_THE_SCHOOL = (Role.HOMEROOM, Role.GRADE_HEAD, Role.COORDINATOR)


def add_staff(*, by: Actor, at: dt.datetime, name: str, number: str | None, school_id: int | None) -> Person:
    """A person who works for a school or a bureau; `number` is the 工号."""
    path = school_facts(school_id).path if school_id is not None else "/"
    if not by.holds_over(path, *OVERSIGHT):
        raise NotAllowed("人员由名册更新，或由教育局添加。")
    if not name.strip():
        raise InvalidInput({"name": "请写姓名。"})
    with transaction.atomic():
        person = Person.objects.create(
            name=name.strip(),
            sort_key=sort_key(name),
            school_id=school_id,
            number_digest=digest_of("staff", number) if number else None,
            number_tail=number.strip()[-4:] if number else "",
        )
        on = Subject("person", person.pk, person.name, path, school_id)
        record(by=by, at=at, name="people.add_staff", on=on)
    return person


def appoint(
    *,
    by: Actor,
    at: dt.datetime,
    person: Person,
    role: Role,
    place_id: int,
    place_path: str,
    school_id: int | None = None,
    class_id: int | None = None,
    cohort: int | None = None,
    office: Office | None = None,
    since: dt.date | None = None,
    request: Request | None = None,
) -> RoleAssignment:
    """任职: give a role from a date on. The earlier homeroom teacher of a class, or head of a grade, ends that day; of
    coordinators there may be several.

    Raises NotVisible when the class is not the school's, NotAllowed when somebody from elsewhere is appointed.
    """
    leads = school_id is not None and can_lead_school(by, school_id)
    if not (by.holds_over(place_path, *OVERSIGHT) or (leads and role in _FILLED_BY_THE_SCHOOL)):
        raise NotAllowed("任职由上一级定；本校教务处和校长可以定班主任、年级组长和课后服务负责人。")
    if leads and not by.holds_over(place_path, *OVERSIGHT) and person.school_id != school_id:
        raise NotAllowed("只能请本校的老师任职。")
    if class_id is not None and (school_id is None or not classes_ever_of(school_id).filter(pk=class_id).exists()):
        raise NotVisible(f"class {class_id}")
    start = since or shanghai_date(at)
    with transaction.atomic():
        _end_predecessors(role, school_id, class_id, cohort, start)
        assignment = RoleAssignment.objects.create(
            person=person,
            role=role,
            place_id=place_id,
            school_id=school_id,
            school_class_id=class_id,
            cohort=cohort,
            office=office or "",
            since=start,
        )
        record(
            by=by,
            at=at,
            name="people.appoint",
            on=Subject("person", person.pk, person.name, place_path, school_id, class_id),
            after={"role": role, "cohort": cohort, "office": office, "since": start},
            request=request,
        )
    return assignment


def _end_predecessors(
    role: Role, school_id: int | None, class_id: int | None, cohort: int | None, start: dt.date
) -> None:
    """End whoever holds this one-person post on that day or later; one that had not begun by then never does."""
    if role not in (Role.HOMEROOM, Role.GRADE_HEAD):
        return
    held = RoleAssignment.objects.filter(Q(until=None) | Q(until__gt=start), role=role, school_id=school_id)
    held = held.filter(school_class_id=class_id) if role is Role.HOMEROOM else held.filter(cohort=cohort)
    held.filter(since__gte=start).delete()
    held.update(until=start)


def relieve_coordinator(
    *, by: Actor, at: dt.datetime, school_id: int, place_path: str, person_id: int, request: Request
) -> RoleAssignment:
    """A coordinator holds the post no longer from today on. Raises NotAllowed, NotVisible where the person does not."""
    if not (by.holds_over(place_path, *OVERSIGHT) or can_lead_school(by, school_id)):
        raise NotAllowed("课后服务负责人由本校教务处或校长定。")
    today = shanghai_date(at)
    with transaction.atomic():
        held = (
            RoleAssignment.objects.select_for_update(of=("self",))
            .filter(Q(until=None) | Q(until__gt=today), role=Role.COORDINATOR, school_id=school_id, person_id=person_id)
            .select_related("person")
            .first()
        )
        if held is None:
            raise NotVisible(f"coordinator {person_id}")
        held.until = max(today, held.since)
        held.save(update_fields=["until"])
        record(
            by=by,
            at=at,
            name="people.relieve_coordinator",
            on=Subject("person", held.person_id, held.person.name, place_path, school_id),
            after={"until": held.until},
            request=request,
        )
    return held


def assign_teaching(
    *, by: Actor, at: dt.datetime, person: Person, school_id: int, class_id: int, subject: str, since: dt.date
) -> TeachingAssignment:
    """任课: a person teaches a subject to a class from a date on."""
    if not can_lead_school(by, school_id):
        raise NotAllowed("任课由本校教务处或校长定。")
    with transaction.atomic():
        teaching = TeachingAssignment.objects.create(
            person=person, school_id=school_id, school_class_id=class_id, subject=subject, since=since
        )
        record(
            by=by,
            at=at,
            name="people.assign_teaching",
            on=Subject("person", person.pk, person.name, school_id=school_id, class_id=class_id),
            after={"subject": subject, "since": since},
        )
    return teaching
