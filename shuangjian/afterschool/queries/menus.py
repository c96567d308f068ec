"""The menu of a programme as the draw and its published file write it."""

from collections.abc import Iterable

from shuangjian.afterschool.draw import Menu, MenuUnit
from shuangjian.afterschool.models import Programme, Unit
from shuangjian.afterschool.rules.weekdays import weekdays_in


def term_code(year: int, number: int) -> str:
    """2026-1, as it stands in commitments, seeds and addresses."""
    return f"{year}-{number}"


def menu_of(programme: Programme, units: Iterable[Unit], reference: int | None = None) -> Menu:
    """The menu of these rows; no query. The school goes by the number of its public page, /service/<number>/.

    `reference` is for a programme that is about to be committed to. Once seats were added after the draw, the rows say
    more than what was committed to: what was drawn from then stands in the draw's file.
    """
    if reference is None:
        reference = programme.reference
    if reference is None:
        raise ValueError(f"programme {programme.pk} is not announced and has no reference")
    return Menu(
        term=term_code(programme.year, programme.number),
        school=str(programme.school_id),
        reference=reference,
        days=weekdays_in(programme.weekdays),
        units=tuple(_menu_unit(unit) for unit in sorted(units, key=lambda unit: unit.number)),
    )


def _menu_unit(unit: Unit) -> MenuUnit:
    grades = tuple(range(unit.first_grade, unit.last_grade + 1))
    return MenuUnit(unit.number, unit.name, weekdays_in(unit.weekdays), grades, unit.capacity, unit.minimum)
