"""Who belongs to a school's homework leading group, and with which duty. Its head follows from the principal's role."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor, Duty
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible
from shuangjian.people.models import GroupMember, Person
from shuangjian.people.queries import colleague_of_school, leading_group
from shuangjian.schools.access import check_can_lead_school
from shuangjian.schools.queries import SchoolFacts

NOT_BEFORE_TODAY = "请选今天或以后的日子：过去的事照实留着。"


def join_leading_group(
    *,
    by: Actor,
    at: dt.datetime,
    school: SchoolFacts,
    person_id: int,
    duty: Duty,
    since: dt.date,
    request: Request | None = None,
) -> GroupMember:
    """Give somebody of the staff a duty in the group from a date on; an earlier duty of theirs ends that day.

    Raises NotVisible, NotAllowed; InvalidInput for who does not work here or is the principal, and for a day that
    cannot be.
    """
    check_can_lead_school(by, school.id, school.path)
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
        _check(school, person, duty, since, shanghai_date(at))
        assert person is not None
        before = _end(person, since)
        member = GroupMember.objects.create(school_id=school.id, person=person, duty=duty, since=since)
        record(
            by=by,
            at=at,
            name="people.join_leading_group",
            on=_on(person, school),
            before={"duty": before},
            after={"duty": duty, "since": since},
            request=request,
        )
    return member


def leave_leading_group(
    *,
    by: Actor,
    at: dt.datetime,
    school: SchoolFacts,
    member_id: int,
    until: dt.date,
    request: Request | None = None,
) -> None:
    """Let somebody's part in the group end on a day; one that had not begun by then never does.

    Raises NotVisible, NotAllowed; InvalidInput for a day that cannot be, or a part that has ended.
    """
    check_can_lead_school(by, school.id, school.path)
    with transaction.atomic():
        rows = GroupMember.objects.select_for_update(of=("self",)).select_related("person")
        member = rows.filter(pk=member_id, school_id=school.id).first()
        if member is None:
            raise NotVisible(f"member {member_id}")
        if until < shanghai_date(at):
            raise InvalidInput({"until": NOT_BEFORE_TODAY})
        if member.until is not None and member.until <= until:
            raise InvalidInput({"until": "这一位到那一天已经不在小组里了。"})
        if until <= member.since:
            member.delete()
        else:
            member.until = until
            member.save(update_fields=["until"])
        record(
            by=by,
            at=at,
            name="people.leave_leading_group",
            on=_on(member.person, school),
            before={"duty": member.duty},
            after={"until": until},
            request=request,
        )


def _check(school: SchoolFacts, person: Person | None, duty: Duty, since: dt.date, today: dt.date) -> None:
    errors = {}
    if since < today:
        errors["since"] = NOT_BEFORE_TODAY
    if person is None or colleague_of_school(person.pk, school.id, max(since, today)) is None:
        errors["person"] = "请选一位本校老师。名单里没有的，先更新名册。"
    else:
        group = leading_group(school.id, since)
        if any(head.person_id == person.pk for head in group.heads):
            errors["person"] = f"{person.name}是校长，本来就是组长，不用再写一遍。"
        elif any(m.person_id == person.pk and m.duty is duty and m.until is None for m in group.members):
            errors["person"] = f"{person.name}现在就是{duty.label}，不用再定。"
    if errors:
        raise InvalidInput(errors)


def _end(person: Person, since: dt.date) -> str | None:
    """End what the person does in a group on that day; what was to begin later never does. Returns the duty ended."""
    held = GroupMember.objects.filter(Q(until=None) | Q(until__gt=since), person=person)
    ended = held.filter(since__lt=since).values_list("duty", flat=True).first()
    held.filter(since__gte=since).delete()
    held.update(until=since)
    return ended


def _on(person: Person, school: SchoolFacts) -> Subject:
    return Subject("person", person.pk, person.name, school.path, school.id)
