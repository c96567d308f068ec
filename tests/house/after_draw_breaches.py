"""How to break each constraint of offers and tutoring: see breaches.py."""

from collections.abc import Callable
from typing import Any

from shuangjian.afterschool.models import Offer, TutoringPlace, TutoringProposal
from tests.apps.afterschool.signing import announced
from tests.apps.afterschool.term import joins, tutoring
from tests.cast import AT, Cast
from tests.house.breaking import again, change
from tests.house.panel_breaches import LATER


def offer(cast: Cast, **values: Any) -> Offer:
    programme = announced(cast)
    sign_up = joins(programme, cast.pupils["左小禾"], (1,), (1,))
    row = {"programme": programme, "school": cast.school, "sign_up": sign_up, "unit": programme.units.get(number=1)}
    return Offer.objects.create(**row | {"offered_at": AT, "until": LATER} | values)


def place(cast: Cast) -> TutoringPlace:
    return tutoring(cast, announced(cast), cast.pupils["左小禾"])


def proposal(cast: Cast) -> TutoringProposal:
    return TutoringProposal.objects.get(place=place(cast))


def changed(make: Callable[[Cast], object], model: Any, **values: Any) -> Callable[[Cast], None]:
    def breach(cast: Cast) -> None:
        make(cast)
        change(model, **values)

    return breach


AFTER_DRAW: dict[str, Callable[[Cast], object]] = {
    "a_child_is_offered_one_seat_at_a_time": lambda c: again(offer(c)),
    "a_seat_once_declined_is_not_offered_again": lambda c: again(offer(c, ended_at=LATER)),
    "an_offer_leaves_time_to_answer": changed(offer, Offer, until=AT),
    "a_taken_offer_has_ended": changed(offer, Offer, taken=True),
    "a_withdrawn_offer_has_ended_unanswered": changed(offer, Offer, withdrawn=True),
    "a_programme_numbers_its_tutoring_once": lambda c: again(place(c)),
    "tutoring_is_on_a_school_day": changed(place, TutoringPlace, weekday=6),
    "tutoring_never_takes_more_than_it_can": changed(place, TutoringPlace, taken=2),
    "a_child_is_proposed_for_a_place_once": lambda c: again(proposal(c)),
    "an_answered_proposal_says_when": changed(proposal, TutoringProposal, answered_at=None),
}
