"""A round of sign-up and a service model are stated by a county's or a city's bureau."""

from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.schools.access import check_oversees
from shuangjian.schools.rules import PlaceKind


def states_service(kind: str) -> bool:
    """Whether a place of a kind is one whose bureau states rounds and models."""
    return kind in (PlaceKind.CITY, PlaceKind.COUNTY)


def check_can_state_service(by: Actor, path: str, kind: str) -> None:
    """404 for who does not oversee the place, 403 where it is neither a county nor the city."""
    check_oversees(by, path)
    if not states_service(kind):
        raise NotAllowed("报名轮次和服务模式由市、县区教育局定。")
