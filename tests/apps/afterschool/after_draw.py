"""A drawn term, and what happens after its results."""

import datetime as dt
import hashlib

from shuangjian.afterschool.models import Offer, Placement, Programme, SignUp, Unit
from shuangjian.afterschool.operations import Round, answer_offer, leave_service, offer_freed_seats
from shuangjian.kernel.day import SHANGHAI
from shuangjian.people.models import Person, Pupil
from tests.apps.afterschool.rows import key
from tests.apps.afterschool.term import OPERATOR, answered, drawn, programme_of
from tests.apps.timing.panel import guardian, known
from tests.cast import AT, Cast

SIX = dt.datetime(2026, 9, 17, 18, 0, tzinfo=SHANGHAI)  # Thursday's round
NEXT_SIX = dt.datetime(2026, 9, 18, 18, 0, tzinfo=SHANGHAI)
UNTIL = dt.datetime(2026, 9, 20, 18, 0, tzinfo=SHANGHAI)  # Friday, and the Sunday on which school is held


def told(cast: Cast) -> Programme:
    """Eight children, drawn: basketball, choir and chess are full, planting had too few. The lottery hangs on the
    school's number, which the cast gives, and on names that are always the same."""
    programme, _ = signed_up(cast)
    drawn(programme)
    return programme


def signed_up(cast: Cast) -> tuple[Programme, list[SignUp]]:
    """The same before the closing."""
    programme = programme_of(cast)
    sign_ups = answered(cast, programme)
    for number, sign_up in enumerate(sign_ups):
        sign_up.opaque = hashlib.sha256(f"child {number}".encode()).hexdigest()[:16]
        sign_up.save()
    return programme, sign_ups


def parent(cast: Cast, pupil: Pupil, who: str = "") -> Person:
    """A guardian of the child, in the cast as `who` or by the child's name."""
    person = guardian(cast, pupil)
    known(cast, who or pupil.name, person)
    return person


def places(sign_up: SignUp) -> dict[int, str]:
    """Where a child is now, by weekday."""
    rows = Placement.objects.filter(sign_up=sign_up, ended_at=None).select_related("unit", "tutoring")
    return {row.weekday: row.unit.name if row.unit else row.tutoring.subject if row.tutoring else "" for row in rows}


def unit(programme: Programme, name: str) -> Unit:
    return Unit.objects.get(programme=programme, name=name)


def in_unit(programme: Programme, name: str) -> list[SignUp]:
    rows = Placement.objects.filter(unit__programme=programme, unit__name=name, ended_at=None)
    return list(SignUp.objects.filter(pk__in=rows.values("sign_up")).order_by("pk"))


def leaves(cast: Cast, sign_up: SignUp, at: dt.datetime = AT) -> None:
    if sign_up.pupil.name not in cast.people:
        parent(cast, sign_up.pupil)
    by = cast.actor(sign_up.pupil.name, at)
    leave_service(by=by, at=at, programme_id=sign_up.programme_id, pupil_id=sign_up.pupil_id, request=key())


def round_at(programme: Programme, at: dt.datetime = SIX) -> Round | None:
    return offer_freed_seats(by=OPERATOR, at=at, programme_id=programme.pk)


def answers(cast: Cast, offer: Offer, take: bool = True, at: dt.datetime = NEXT_SIX - dt.timedelta(hours=1)) -> None:
    name = offer.sign_up.pupil.name
    if name not in cast.people:
        parent(cast, offer.sign_up.pupil)
    answer_offer(by=cast.actor(name, at), at=at, offer_id=offer.pk, take=take, request=key())


def counted(programme: Programme) -> None:
    """What the counters say is what the rows are."""
    for row in Unit.objects.filter(programme=programme):
        standing = Placement.objects.filter(unit=row, ended_at=None)
        assert row.taken == standing.values("sign_up").distinct().count(), row.name
        assert row.held == Offer.objects.filter(unit=row, ended_at=None).count(), row.name
        assert standing.count() == row.taken * bin(row.weekdays).count("1"), row.name
