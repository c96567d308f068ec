"""The city's draw end to end: from sign-ups in the database to stored places and all reasons, and drawn again to check.

Some schools of `bench.wishing_city`, whose sizes are the city's, in one process, step by step. Limits are of processor
seconds, PostgreSQL's included: a busy machine does not stretch them.
"""

from collections.abc import Callable, Iterable

from bench.figure import Figure
from bench.processes import seconds_of_database
from bench.took import Took, timed
from bench.wishing_city import CLOSES, DUE, PUPILS, RESULTS, SCHOOLS, fill
from shuangjian.afterschool.draw import Entry, build_file, stories
from shuangjian.afterschool.models import Draw, Placement, Programme, SignUp, Unit
from shuangjian.afterschool.operations import draw_programme, seal_lists
from shuangjian.afterschool.queries import menu_of, replayed
from shuangjian.afterschool.queries.as_drawn import drawn_units, entry_drawn, facts_drawn, menu_drawn, place_drawn
from shuangjian.afterschool.rules.sealed_lists import unpacked
from shuangjian.kernel.actor import operator

MEASURED = 48  # schools, of which the first is drawn beforehand, for the compiler
CORES, MOST_SECONDS = 2, 120  # the whole city, from sign-ups to stored places
MOST_STORED, MOST_CHECKED = 7.0, 9.0  # processor seconds, as a multiple of the draw alone
BY = operator("bench")


def measure(database: str) -> list[Figure]:
    """A row for each step, of the same schools."""
    fill(MEASURED, round(PUPILS * MEASURED / SCHOOLS))
    first, *schools = Programme.objects.select_related("round").order_by("pk")
    for step in (_seal, _draw, _draw_alone):
        step(first)
    seal, draw, alone = _took(_seal, schools), _took(_draw, schools), _took(_draw_alone, schools)
    tell, check = _took(_tell, schools), _took(_check, schools)
    children = sum(Draw.objects.filter(programme__in=schools).values_list("joined", flat=True))
    stored = Took(seal.seconds + draw.seconds, seal.processor + draw.processor)
    city = stored.processor * PUPILS / children
    return [
        Figure(f"{len(schools)} schools: sealed and drawn", database, str(stored),
               f"{children:,} children, {Placement.objects.count():,} places stored; sealed in {seal}"),
        _beside("the same, as a multiple of the draw alone", database, stored, alone, MOST_STORED),
        Figure("every reason of every child, from stored rows", database, str(tell)),
        Figure("checked again with both programs", database, str(check)),
        _beside("checking, as a multiple of the draw alone", database, check, alone, MOST_CHECKED),
        Figure("the city's draw, from sign-ups to stored places", database, f"{city / CORES:.0f} s",
               f"{city:.0f} s of processors, of these schools by {PUPILS:,} / {children:,} children; {SCHOOLS} schools "
               f"on {CORES} cores", f"≤ {MOST_SECONDS} s", city / CORES <= MOST_SECONDS),
    ]  # fmt: skip


def _took(step: Callable[[Programme], None], schools: Iterable[Programme]) -> Took:
    """Of all schools, one after another; the processor's seconds with those of the database's processes."""
    before = seconds_of_database()
    _, took = timed(lambda: _all(step, schools))
    return Took(took.seconds, took.processor + seconds_of_database() - before)


def _all(step: Callable[[Programme], None], schools: Iterable[Programme]) -> None:
    for programme in schools:
        step(programme)


def _seal(programme: Programme) -> None:
    seal_lists(by=BY, at=CLOSES, programme_id=programme.pk)


def _draw(programme: Programme) -> None:
    draw_programme(by=BY, at=DUE, programme_id=programme.pk)


def _draw_alone(programme: Programme) -> None:
    """From lists to the published file: what the same draw takes where nothing is stored."""
    draw, round_ = Draw.objects.get(programme=programme), programme.round
    assert round_ is not None
    lists = unpacked(bytes(draw.sealed_lists))["lists"]
    menu = menu_of(programme, Unit.objects.filter(programme=programme))
    build_file(
        menu,
        map(Entry.from_json, lists),
        secret=programme.secret,
        public=round_.public,
        public_value=round_.public_value,
    )


def _tell(programme: Programme) -> None:
    drawn = drawn_units(programme.pk)
    menu, facts = menu_drawn(programme, drawn), facts_drawn(drawn)
    numbers = {row.unit_id: row.unit.number for row in drawn}
    places: dict[int, list[Placement]] = {}
    for row in Placement.objects.filter(programme=programme).order_by("weekday"):
        places.setdefault(row.sign_up_id, []).append(row)
    for sign_up in SignUp.objects.filter(programme=programme):
        mine = places[sign_up.pk]
        stories(menu, entry_drawn(menu, sign_up, mine), place_drawn(menu, sign_up, mine, numbers), facts)


def _check(programme: Programme) -> None:
    if problems := replayed(programme.pk, RESULTS):
        raise ValueError(problems[0])


def _beside(name: str, database: str, took: Took, alone: Took, most: float) -> Figure:
    times = took.processor / alone.processor
    told = f"{took.processor:.2f} s of processors, the draw alone {alone.processor:.2f} s"
    return Figure(name, database, f"{times:.1f} ×", told, f"≤ {most:.0f} ×", times <= most)
