"""A programme and its sign-ups as the draw saw them, put together again from stored rows."""

from collections.abc import Iterable, Mapping

from shuangjian.afterschool.draw import Closed, Entry, Menu, MenuUnit, Place, UnitFacts
from shuangjian.afterschool.models import DrawnUnit, Placement, Programme, SignUp, Unit
from shuangjian.afterschool.rules.kinds import Origin
from shuangjian.afterschool.rules.weekdays import weekdays_in


def drawn_units(programme_id: int) -> list[DrawnUnit]:
    """How each unit came out, by number, with the unit and its leader. One query."""
    rows = DrawnUnit.objects.filter(unit__programme_id=programme_id).select_related("unit__leader")
    return list(rows.order_by("unit__number"))


def menu_drawn(programme: Programme, drawn: Iterable[DrawnUnit]) -> Menu:
    """The menu with the seats that there were then. It explains a draw; it is not the text that was committed to, which
    stands in the file."""
    units = tuple(_menu_unit(row.unit, row.capacity) for row in drawn)
    term = f"{programme.year}-{programme.number}"
    days = weekdays_in(programme.weekdays)
    return Menu(term, str(programme.school_id), programme.reference or 0, days, units)


def facts_drawn(drawn: Iterable[DrawnUnit]) -> dict[int, UnitFacts]:
    """By number."""
    return {row.unit.number: _facts(row) for row in drawn}


def entry_drawn(menu: Menu, sign_up: SignUp, places: Iterable[Placement]) -> Entry:
    """A child's list as it was drawn: the days drawn for, without wishes for a day on which it was tutored."""
    rows = list(places)
    days = tuple(sorted({row.weekday for row in rows if row.origin == Origin.DRAW}))
    tutored = {row.weekday for row in rows if row.origin == Origin.TUTORING}
    wishes = tuple(n for n in sign_up.wishes if n in menu.by_number and tutored.isdisjoint(menu.by_number[n].days))
    return Entry(sign_up.opaque, None, sign_up.grade, 0, days, wishes)


def place_drawn(menu: Menu, sign_up: SignUp, places: Iterable[Placement], numbers: Mapping[int, int]) -> Place:
    """What the draw gave, whatever happened since. `numbers`: of units by their ids."""
    rows = [row for row in places if row.origin == Origin.DRAW]
    units = {row.weekday: numbers[row.unit_id] if row.unit_id else None for row in rows}
    turns = {menu.block_of(row.weekday)[0]: row.turn for row in rows if row.turn is not None}
    return Place(sign_up.opaque, units, turns, 0)


def _menu_unit(unit: Unit, capacity: int) -> MenuUnit:
    grades = tuple(range(unit.first_grade, unit.last_grade + 1))
    minimum = min(unit.minimum, capacity)
    return MenuUnit(unit.number, unit.name, weekdays_in(unit.weekdays), grades, capacity, minimum)


def _facts(row: DrawnUnit) -> UnitFacts:
    number, closed = row.unit.number, None
    if row.closed_round is not None and row.closed_takers is not None:
        closed = Closed(number, row.closed_round, row.closed_takers, row.unit.minimum)
    return UnitFacts(number, row.takers, row.last_turn, closed)
