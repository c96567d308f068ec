"""Who answers for a child after the draw: its guardians and carers; from paper, its present homeroom teacher and
whoever plans the service."""

import datetime as dt
from typing import NamedTuple

from shuangjian.afterschool.access.sign_ups import can_see_answers
from shuangjian.afterschool.models import Offer, SignUp
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotVisible
from shuangjian.people.access import guards
from shuangjian.people.queries import seats_of


class ChildSeat(NamedTuple):
    """A child as somebody answers for it. `class_id`: where it sits today. `on_paper`: said for its family at
    school."""

    pupil_id: int
    name: str
    class_id: int
    school_id: int
    cohort: int
    on_paper: bool


def answering_for(by: Actor, pupil_id: int, date: dt.date) -> ChildSeat:
    """The child, for whoever may answer for it. Raises NotVisible."""
    seat = seats_of([pupil_id], date).get(pupil_id)
    if seat is None:
        raise NotVisible(f"pupil {pupil_id}")
    if guards(by, pupil_id):
        return ChildSeat(*seat, on_paper=False)
    if can_see_answers(by, seat.school_id, seat.class_id):
        return ChildSeat(*seat, on_paper=True)
    raise NotVisible(f"pupil {pupil_id}")


def get_offer_for(by: Actor, offer_id: int) -> Offer:
    """An offer to a child of the actor's, ended or not. Raises NotVisible."""
    offer = Offer.objects.filter(pk=offer_id).select_related("unit", "sign_up", "programme").first()
    if offer is None or not guards(by, offer.sign_up.pupil_id):
        raise NotVisible(f"offer {offer_id}")
    return offer


def get_sign_up_for(by: Actor, programme_id: int, pupil_id: int, *, lock: bool = False) -> SignUp:
    """What was said for a child; the caller has asked whether the actor answers for it. Raises NotVisible."""
    rows = SignUp.objects.select_for_update() if lock else SignUp.objects.all()
    found = rows.filter(programme_id=programme_id, pupil_id=pupil_id).first()
    if found is None:
        raise NotVisible(f"sign-up of {pupil_id}")
    return found
