"""What waits for an answer on a child's page of the service: a seat that is offered, a teacher's invitation."""

from dataclasses import dataclass

from shuangjian.afterschool.queries import OfferOpen, offers_open
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.family.service_tutoring import Card, cards


@dataclass(frozen=True)
class After:
    """For templates/family/service_after.html."""

    pupil_id: int
    offers: list[OfferOpen]
    invitations: list[Card]


def after(desk: DeskRequest, pupil_id: int) -> After:
    """Two queries, more only where a child is invited. Raises NotVisible."""
    offers = offers_open([pupil_id], desk.at).get(pupil_id)
    return After(pupil_id, [offers] if offers else [], cards(desk, pupil_id))
