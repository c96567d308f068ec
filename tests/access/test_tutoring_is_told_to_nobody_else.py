"""Nobody but those who must know learns that a child is tutored.

Every page of a school's service is opened by everybody to whom it opens, in a city after its draw, twice: a child of
五（1） is in tutoring on Tuesdays, or does not come on Tuesdays at all. To everybody but the teacher who proposed it,
the homeroom teacher, whoever plans the service, and the child's guardians both must say the same to the letter."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from shuangjian.afterschool.models import Offer, Placement, Programme, Round, SignUp, TutoringPlace, TutoringProposal
from tests.access.city import City, build_city, roles_looked_up_once
from tests.access.persons import ACADEMIC, COORDINATOR, GUARDIAN, HOMEROOM, PRINCIPAL, TEACHER
from tests.access.table.rows import TABLE
from tests.access.test_nothing_measured_leaks import careless  # noqa: F401
from tests.access.walk import Answers, pages
from tests.apps.afterschool.after_draw import told
from tests.apps.afterschool.term import CLOSES, DUE, OPENS, PUBLIC_NAME, PUBLIC_VALUE, RESULTS
from tests.cast import AT

pytestmark = pytest.mark.django_db
KNOWING = (GUARDIAN, HOMEROOM, TEACHER, COORDINATOR, ACADEMIC, PRINCIPAL)
# Wherever the service is told of; what else is told tells nothing of it.
ADDRESSES = [row.address for row in TABLE if row.method == "GET" and not row.address.startswith("api/")]
OF_THE_SERVICE = [address for address in ADDRESSES if "service" in address or address in ("family/", "today/")]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:
    with django_db_blocker.unblock(), override_settings(SHUANGJIAN_CLOCK="tests.cast.standing"), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("secrets.token_urlsafe", lambda length=32: "k" * length)  # the keys of forms
            city = build_city()
            _drawn(city)
            with roles_looked_up_once():
                yield city
        transaction.set_rollback(True)


def _drawn(city: City) -> None:
    """The school's open programme gives way to one that is drawn; the child of the guardian joins Mondays. What was
    drawn in the term before stays."""
    cast = city.cast
    old = Programme.objects.get(school=cast.school, year=AT.year)
    Offer.objects.filter(programme=old).delete()
    TutoringProposal.objects.filter(place__programme=old).delete()
    for model in (TutoringPlace, SignUp):
        model.objects.filter(programme=old).delete()
    old.delete()
    Round.objects.filter(year=AT.year).update(
        opens_at=OPENS, closes_at=CLOSES, public_due_at=DUE, results_at=RESULTS,
        public_source=PUBLIC_NAME, public_issue="1", public_wait_days=5,
        public_value=PUBLIC_VALUE, value_entered_at=DUE,
    )  # fmt: skip
    programme = told(cast)
    pupil = cast.pupils["左小禾"]
    sign_up = SignUp.objects.create(
        programme=programme, school=cast.school, pupil=pupil, answer="JOIN", grade=5, weekdays=1, wishes=[1],
        opaque="0" * 16, notice="2026-11", said_at=AT, is_late=True,
    )  # fmt: skip
    Placement.objects.create(
        programme=programme,
        school=cast.school,
        sign_up=sign_up,
        pupil=pupil,
        weekday=1,
        origin="LATE",
        turn=1,
        since=AT,
    )
    TutoringPlace.objects.create(
        programme=programme, school=cast.school, number=1, subject="MATHEMATICS", weekday=2, capacity=3,
        leader=cast.people["english"],
    )  # fmt: skip


def walked(city: City, tutored: bool, only: tuple[str, ...] = tuple(OF_THE_SERVICE)) -> Answers:
    """Everything that is told of the service, or `only` some pages; after which everything is as before."""
    cast = city.cast
    with transaction.atomic():
        if tutored:
            sign_up = SignUp.objects.get(pupil=cast.pupils["左小禾"], programme__year=AT.year)
            place = TutoringPlace.objects.get(programme=sign_up.programme)
            TutoringPlace.objects.filter(pk=place.pk).update(taken=1)
            TutoringProposal.objects.create(
                place=place, school=cast.school, pupil=sign_up.pupil, proposed_by=cast.people["maths"], proposed_at=AT,
                accepted=True, answered_at=AT,
            )  # fmt: skip
            Placement.objects.create(
                programme=sign_up.programme, school=cast.school, sign_up=sign_up, pupil=sign_up.pupil, weekday=2,
                tutoring=place, origin="TUTORING", since=AT,
            )  # fmt: skip
        found = dict(pages(city, only))
        transaction.set_rollback(True)
    return found


def differing(city: City, *only: str) -> list[str]:
    """Where anybody is told something else of a child that is tutored."""
    without, tutored = (walked(city, so, *([only] if only else [])) for so in (False, True))
    assert without.keys() == tutored.keys()
    return [asked for asked in tutored if tutored[asked] != without[asked]]


def test_nobody_learns_that_a_child_is_tutored_but_those_who_must_know(city: City) -> None:
    told_of_it = differing(city)
    assert any(asked.startswith(GUARDIAN) for asked in told_of_it)
    assert any(asked.startswith(HOMEROOM) for asked in told_of_it)
    assert [asked for asked in told_of_it if not asked.startswith(KNOWING)] == []


@pytest.mark.usefixtures("careless")
@pytest.mark.parametrize("careless", ["leaked_tutoring"], indirect=True)
def test_a_page_that_tells_it_is_noticed(city: City) -> None:
    assert [asked for asked in differing(city, "rules/") if not asked.startswith(KNOWING)]
