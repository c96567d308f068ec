"""Sealing: from now on nothing in the lists can change, and the digest that says so can be published."""

import datetime as dt

from django.db import transaction

from shuangjian.afterschool.access import check_can_coordinate
from shuangjian.afterschool.models import Draw, Programme
from shuangjian.afterschool.queries.lists import lists_now
from shuangjian.afterschool.rules.refusals import not_closed_yet
from shuangjian.afterschool.rules.sealed_lists import packed
from shuangjian.audit.operations import Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotVisible, Refused
from shuangjian.schools.queries import SchoolFacts, known_school


def seal_lists(*, by: Actor, at: dt.datetime, programme_id: int) -> Draw:
    """Seal the lists of a programme: once. Again, the first sealing is told.

    A family that answers in the same moment is either in the lists or refused: this waits for every answer being
    written, and an answer looks, after writing and before it commits, whether the lists are sealed (`is_sealed`).

    Raises NotVisible and NotAllowed by who may plan the service, Refused before sign-up has closed.
    """
    programme, school = programme_with_school(programme_id)
    check_can_coordinate(by, school.id, school.path)
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=programme.pk)
        if (sealed := Draw.objects.filter(programme=programme).first()) is not None:
            return sealed
        if programme.closes_at is None or at < programme.closes_at:
            raise Refused(not_closed_yet(programme.closes_at))
        lists = lists_now(programme)
        draw = Draw.objects.create(
            programme=programme,
            school_id=programme.school_id,
            sealed_at=at,
            sealed_digest=lists.digest,
            sealed_lists=packed(lists.as_json()),
            joined=len(lists.lists),
            tutoring_file=packed(lists.tutoring_file) if lists.tutoring_file else None,
        )
        record(
            by=by,
            at=at,
            name="afterschool.seal_lists",
            on=subject_of(programme, school),
            after={"joined": draw.joined, "digest": draw.sealed_digest},
        )
    return draw


def programme_with_school(programme_id: int) -> tuple[Programme, SchoolFacts]:
    """Raises NotVisible where there is none."""
    programme = Programme.objects.filter(pk=programme_id).first()
    if programme is None:
        raise NotVisible(f"programme {programme_id}")
    return programme, known_school(programme.school_id)


def subject_of(programme: Programme, school: SchoolFacts) -> Subject:
    return Subject("programme", programme.pk, school.name, school.path, school_id=school.id)
