"""A seat that is offered and a teacher's invitation in the access table's city, and the forms that answer them."""

from typing import Any

from shuangjian.afterschool.models import Offer, SignUp, TutoringPlace, TutoringProposal, Unit
from shuangjian.people.models import Person, Pupil
from tests.apps.afterschool.signing import BASKETBALL
from tests.cast import AT, Cast

OFFERED, INVITED = "an offered seat", "an invitation to tutoring"


def what_is_offered(cast: Cast) -> dict[str, dict[str, Any]]:
    """The child in 五（1） is offered a seat of basketball, and invited to mathematics by its homeroom teacher, not by
    who teaches it; another afternoon is free."""
    sign_up = SignUp.objects.get(pupil=cast.pupils["左小禾"], programme__year=AT.year)
    unit = Unit.objects.get(programme=sign_up.programme_id, number=BASKETBALL)
    Unit.objects.filter(pk=unit.pk).update(held=1)
    offer = Offer.objects.create(
        programme=sign_up.programme, school=cast.school, sign_up=sign_up, unit=unit, offered_at=AT,
        until=AT.replace(day=21),
    )  # fmt: skip
    about = {"programme": sign_up.programme, "school": cast.school, "subject": "MATHEMATICS", "capacity": 3}
    place, _ = (
        TutoringPlace.objects.create(number=day, weekday=day, leader=cast.people["maths"], **about) for day in (1, 2)
    )
    proposal = TutoringProposal.objects.create(
        place=place, school=cast.school, pupil=sign_up.pupil, proposed_by=cast.people["chinese"], proposed_at=AT
    )
    child = {"pupil_id": sign_up.pupil_id}
    return {OFFERED: child | {"offer_id": offer.pk}, INVITED: child | {"proposal_id": proposal.pk}}


def plans(about: dict[str, Any]) -> dict[str, Any]:
    leader = Person.objects.filter(school_id=about["school_id"]).order_by("pk").first()
    seats = {"act": "plan", "subject": "MATHEMATICS", "weekday": "4", "capacity": "2", "key": "plan"}
    return seats | {"leader": str(leader.pk if leader else 1)}


def proposes(about: dict[str, Any]) -> dict[str, Any]:
    place = TutoringPlace.objects.get(programme__year=AT.year, weekday=2)
    child = Pupil.objects.filter(pk=about["pupil_id"]).first()
    named = {"child": str(about["pupil_id"]), "name": child.name if child else "谁"}
    return {"act": "propose", "place": str(place.pk), "key": "propose"} | named
