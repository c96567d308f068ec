"""Past evenings in bulk: the rows that publishing would have left, sums that agree, and no way past a constraint."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from shuangjian.homework.models import Assignment, Entry, Evening, Publication, Share, Tier
from shuangjian.homework.operations.loading import Ended, PastAssignment, PastEvening, load_homework
from shuangjian.homework.queries import class_evenings, items_on, ledger_faults
from shuangjian.homework.rules import AssignmentSpec, Form, PublicationState, TierSpec
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.subject import Subject
from shuangjian.schools.queries import calendar_at
from tests.cast import Cast
from tests.desks.publishing import WORDS, send

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 9, 14)
SET_AT = dt.datetime(2026, 9, 14, 15, 10, tzinfo=SHANGHAI)


def spec(minutes: int, subject: str = "MATHEMATICS", **more: object) -> AssignmentSpec:
    tiers = (TierSpec("基础", minutes), TierSpec("提高", minutes - 1))
    return AssignmentSpec(subject, "位置", "会用数对", Form.WRITTEN, "写三个位置。", tiers, **more)  # type: ignore[arg-type]


def evening(cast: Cast, school_class: object, cap: int = 60) -> PastEvening:
    span = calendar_at(cast.school.place.path).evening(MONDAY)
    assert span is not None
    release_at = dt.datetime(2026, 9, 14, 15, 30, tzinfo=SHANGHAI)
    return PastEvening(school_class.pk, 5, "五（1）班", span, cap, "2026", release_at)  # type: ignore[attr-defined]


def by(cast: Cast, person: str, work: AssignmentSpec, *evenings: int, ended: Ended | None = None) -> PastAssignment:
    return PastAssignment(cast.people[person].pk, work, SET_AT, evenings, ended)


def test_what_was_loaded_is_read_as_what_was_published(cast: Cast) -> None:
    page = send(cast.client("maths"), cast, classes=[cast.five_one], **{"minutes-0": "20"})
    assert page.status_code == 302
    loaded = load_homework(cast.school.pk, [evening(cast, cast.five_one)], [by(cast, "maths", spec(20), 0)])
    assert (loaded.evenings, loaded.assignments, loaded.entries, loaded.minutes) == (1, 1, 1, 20)
    (item,) = items_on([cast.five_one.pk], [MONDAY])
    assert (item.subject, item.minutes, item.spec.tiers[0].minutes) == (Subject.MATHEMATICS, 20, 20)
    assert (item.author_id, item.published_at) == (cast.people["maths"].pk, SET_AT)
    told = {"id", "date", "until", "label", "unit", "content", "aim", "intent", "name", "position"}
    for table in (Evening, Share, Assignment, Publication, Entry):
        published, past = table.objects.order_by("pk")
        for field in table._meta.concrete_fields:
            here, there = getattr(published, field.attname), getattr(past, field.attname)
            if field.name not in told and not field.name.endswith("_at"):
                assert type(here) is type(there) or None in (here, there), (table, field)
    assert WORDS["subject"] == item.spec.subject


def test_sums_are_those_of_what_still_stands(cast: Cast) -> None:
    ended = Ended(SET_AT + dt.timedelta(hours=5), cast.people["maths"].pk, "布置有误")
    chinese = spec(15, "CHINESE")
    loaded = load_homework(
        cast.school.pk,
        [evening(cast, cast.five_one), evening(cast, cast.five_two)],
        [
            by(cast, "maths", spec(20), 0, 1),
            by(cast, "maths", spec(10), 0, ended=ended),
            by(cast, "chinese", chinese, 1),
        ],
    )
    assert (loaded.entries, loaded.minutes) == (5, 55)
    assert list(Evening.objects.order_by("pk").values_list("committed", "obligated")) == [(20, 20), (35, 35)]
    assert Share.objects.count() == 3
    withdrawn = Publication.objects.get(state=PublicationState.WITHDRAWN)
    assert (withdrawn.ended_by_id, withdrawn.reason) == (cast.people["maths"].pk, "布置有误")
    assert Entry.objects.get(minutes__lt=0).reverses == Entry.objects.get(publication=withdrawn, reverses=None)
    assert Tier.objects.count() == 6
    assert ledger_faults() == []
    connection.check_constraints()


def test_what_does_not_fit_is_refused_by_the_database_and_leaves_nothing(cast: Cast) -> None:
    for work in ([by(cast, "maths", spec(61), 0)], [by(cast, "maths", spec(31), 0), by(cast, "chinese", spec(30), 0)]):
        with pytest.raises(IntegrityError, match=r"cap|constraint"), transaction.atomic():
            load_homework(cast.school.pk, [evening(cast, cast.five_one)], work)
    assert not Evening.objects.exists()
    assert not Assignment.objects.exists()


def test_an_evening_that_is_there_is_not_loaded_again(cast: Cast) -> None:
    load_homework(cast.school.pk, [evening(cast, cast.five_one)], [by(cast, "maths", spec(20), 0)])
    with pytest.raises(IntegrityError), transaction.atomic():
        load_homework(cast.school.pk, [evening(cast, cast.five_one)], [by(cast, "maths", spec(20), 0)])
    assert Evening.objects.count() == 1


def test_rows_that_come_after_have_ids_of_their_own(cast: Cast) -> None:
    load_homework(cast.school.pk, [evening(cast, cast.five_one)], [by(cast, "maths", spec(20), 0)])
    page = send(cast.client("maths"), cast, classes=[cast.five_one], **{"minutes-0": "20"})
    assert page.status_code == 302
    assert Evening.objects.count() == Assignment.objects.count() == 2
    assert len(class_evenings([], {})) == 0
