"""How to break each constraint of the draw's tables: see breaches.py."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from shuangjian.afterschool.models import Draw, DrawnUnit, Placement
from tests.apps.afterschool.term import SEALED, drawn, joins, programme_of, sealed, tutoring
from tests.cast import Cast
from tests.house.breaking import again, change


def _sealed(cast: Cast) -> Draw:
    return sealed(programme_of(cast))


def _drawn(cast: Cast) -> Draw:
    """With a child that is in a unit, in the reading place, and tutored."""
    programme = programme_of(cast)
    joins(programme, cast.pupils["左小禾"], (1, 2, 3), (3,))
    tutoring(cast, programme, cast.pupils["左小禾"], weekday=1)
    return drawn(programme)


def _changed(cast: Cast, **values: Any) -> None:
    _drawn(cast)
    change(Placement, **values)


def _tutored(cast: Cast, **values: Any) -> None:
    _drawn(cast)
    Placement.objects.exclude(tutoring=None).update(**values)


def _in_two_things(cast: Cast) -> None:
    draw = _drawn(cast)
    Placement.objects.exclude(tutoring=None).update(unit=draw.programme.units.first())


def _closed(cast: Cast) -> None:
    _drawn(cast)
    DrawnUnit.objects.filter(closed_round=1).update(takers=1)


DRAWS: dict[str, Callable[[Cast], object]] = {
    "draw.programme": lambda c: again(_sealed(c)),
    "a_draw_follows_the_sealing_and_can_be_recomputed": lambda c: (_sealed(c), change(Draw, drawn_at=SEALED)),
    "drawnunit.unit": lambda c: (_drawn(c), again(DrawnUnit.objects.first())),
    "a_closed_unit_says_in_which_round_and_with_how_many": _closed,
    "a_child_has_one_place_an_afternoon": lambda c: (_drawn(c), again(Placement.objects.first())),
    "a_place_is_on_a_school_day": lambda c: _changed(c, weekday=6),
    "a_place_is_in_one_thing": _in_two_things,
    "a_tutoring_place_says_where_it_came_from": lambda c: _tutored(c, origin="DRAW"),
    "a_place_ends_after_it_begins": lambda c: _changed(c, ended_at=SEALED - dt.timedelta(days=1)),
}
