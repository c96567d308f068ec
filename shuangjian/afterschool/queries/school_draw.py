"""A school's draw as the school and the bureaus above see it: how far it is, how well it came out, and unit by unit."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from shuangjian.afterschool.access import can_coordinate, check_sees_service
from shuangjian.afterschool.draw import MoreSeats
from shuangjian.afterschool.models import ClosedTerm, Draw, DrawnUnit, Programme, SignUp, Unit
from shuangjian.afterschool.queries.quality import Whole, Wished, bound_of, changes_of, sealed_of, whole_of, wished_for
from shuangjian.afterschool.queries.results import draw_of
from shuangjian.afterschool.queries.stages import stage_of
from shuangjian.afterschool.rules.kinds import Answer, Stage
from shuangjian.afterschool.rules.weekdays import weekdays_in, weekdays_label
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.queries import pupils_by_cohort
from shuangjian.schools.queries import SchoolFacts


@dataclass(frozen=True)
class UnitDrawn:
    """A unit before or after the draw. `wished` is None until the lists are sealed, `drawn` until they are drawn;
    `change` what more seats would do, where that was asked and the unit was full."""

    unit: Unit
    wished: Wished | None
    drawn: DrawnUnit | None
    change: MoreSeats | None

    @property
    def days(self) -> str:
        return weekdays_label(weekdays_in(self.unit.weekdays))

    @property
    def seats(self) -> int:
        """In the draw; before it, on the menu."""
        return self.drawn.capacity if self.drawn else self.unit.capacity

    @property
    def added(self) -> int:
        """Seats given to it since."""
        return self.unit.capacity - self.seats

    @property
    def is_closed(self) -> bool:
        return self.drawn is not None and self.drawn.closed_round is not None

    @property
    def was_full(self) -> bool:
        return self.drawn is not None and not self.is_closed and self.drawn.takers == self.drawn.capacity


@dataclass(frozen=True)
class SchoolDraw:
    """`answers` counts families by what they said, of `pupils`; `closed_on`: as it was kept of that day, since what
    they said is deleted, and nothing of a small school. `bound`: the most points any rule could have given.
    `has_tutoring_file`: there is one, and whoever asks may have it."""

    programme: Programme
    stage: Stage
    answers: dict[Answer, int]
    pupils: int
    draw: Draw | None
    whole: Whole | None
    bound: int
    units: tuple[UnitDrawn, ...]
    closed_on: dt.date | None = None
    has_tutoring_file: bool = False

    @property
    def answered(self) -> int:
        return sum(self.answers.values())


def programme_shown(school_id: int, term: tuple[int, int] | None = None) -> Programme | None:
    """The programme of a term, or the latest that was announced. One query."""
    found = Programme.objects.filter(school_id=school_id, announced_at__isnull=False).select_related("round")
    if term is not None:
        found = found.filter(year=term[0], number=term[1])
    return found.order_by("-year", "-number").first()


def terms_shown(school_id: int) -> list[tuple[int, int]]:
    """The terms with an announced programme, the latest first. One query."""
    found = Programme.objects.filter(school_id=school_id, announced_at__isnull=False).order_by("-year", "-number")
    return list(found.values_list("year", "number"))


def school_draw(
    by: Actor, at: dt.datetime, school: SchoolFacts, programme: Programme, more_seats: int = 0
) -> SchoolDraw:
    """The draw of a programme, without a child's name. What families wish for is counted once the lists are sealed:
    a count that is seen while one can still change one's list would make a race of it. `more_seats`: also say what so
    many more in each full unit would change. A fixed number of queries. Raises NotVisible."""
    check_sees_service(by, school.id, school.path)
    draw = draw_of(programme.pk)
    drawn = draw is not None and draw.drawn_at is not None
    units = list(Unit.objects.filter(programme=programme).select_related("leader").order_by("number"))
    facts = {row.unit_id: row for row in DrawnUnit.objects.filter(draw=draw)} if draw and drawn else {}
    days_of = {unit.number: weekdays_in(unit.weekdays) for unit in units}
    wished = wished_for(sealed_of(draw.pk), days_of) if draw else {}
    changes = {one.unit: one for one in changes_of(draw, more_seats)} if draw and drawn and more_seats else {}
    rows = tuple(
        UnitDrawn(unit, wished.get(unit.number), facts.get(unit.pk), changes.get(unit.number)) for unit in units
    )
    whole = whole_of(draw) if draw and drawn else None
    bound = bound_of(draw) if draw and drawn else 0
    closed = ClosedTerm.objects.filter(programme=programme).first()
    answers = _kept(closed) if closed else _answers(programme)
    pupils = closed.pupils if closed else sum(pupils_by_cohort(school.id, shanghai_date(at)).values())
    of_tutoring = Draw.objects.filter(programme=programme, drawn_at__isnull=False, tutoring_file__isnull=False)
    has_file = can_coordinate(by, school.id) and of_tutoring.exists()
    stage = stage_of(programme, draw.drawn_at if draw else None, at)
    return SchoolDraw(
        programme, stage, answers, pupils, draw, whole, bound, rows, closed.on_date if closed else None, has_file
    )


def _kept(closed: ClosedTerm) -> dict[Answer, int]:
    return {Answer.JOIN: closed.joined + closed.left, Answer.NEED: closed.needing, Answer.NO: closed.declined}


def _answers(programme: Programme) -> dict[Answer, int]:
    rows = SignUp.objects.filter(programme=programme).values_list("answer").annotate(n=Count("pk"))
    return {Answer(answer): n for answer, n in rows}
