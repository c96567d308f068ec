"""What stands before the first school: the city, its counties and 中心校, and two terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from shuangjian.demo.directory import OPERATOR, on
from shuangjian.demo.whole_city import model
from shuangjian.demo.whole_city.shapes import Shape
from shuangjian.schools.gazetteer import divisions
from shuangjian.schools.operations import add_place, set_term
from shuangjian.schools.queries import place_with_code, places_below
from shuangjian.schools.rules import PlaceKind

if TYPE_CHECKING:
    from shuangjian.schools.models import Place

LAID_OUT = on(model.SINCE, "00:05")


@dataclass(frozen=True)
class Ground:
    """The ids of counties by code, and of 中心校 by (county, name)."""

    counties: dict[str, int]
    central: dict[tuple[str, str], int]

    def above(self, shape: Shape) -> int:
        """The place under which a school stands."""
        return self.central[shape.county, shape.central] if shape.central else self.counties[shape.county]


def lay_out(shapes: Iterable[Shape]) -> Ground:
    """Lay it out, or find what was laid out before."""
    with transaction.atomic():
        if place_with_code(model.CITY_CODE) is None:
            _lay_out(shapes)
    counties: dict[str, int] = {}
    central: dict[tuple[str, str], int] = {}
    codes: dict[int, str] = {}
    for place in places_below("/", (PlaceKind.COUNTY, PlaceKind.CENTRAL_SCHOOL)):
        if place.kind == PlaceKind.COUNTY:
            counties[place.code or ""], codes[place.pk] = place.pk, place.code or ""
        else:
            central[codes[place.parent_id or 0], place.name] = place.pk
    return Ground(counties, central)


def _lay_out(shapes: Iterable[Shape]) -> None:
    act: Any = {"by": OPERATOR, "at": LAID_OUT}
    made: dict[str, Place] = {}
    for division in divisions(model.TABLE):
        if len(division.code) == 6:
            kind = PlaceKind.COUNTY if division.parent else PlaceKind.CITY
            made[division.code] = add_place(
                **act, kind=kind, name=division.name, parent=made.get(division.parent), code=division.code
            )
    for county, name in sorted({(shape.county, shape.central) for shape in shapes if shape.central}):
        add_place(**act, kind=PlaceKind.CENTRAL_SCHOOL, name=name, parent=made[county])
    for number, since, until in model.TERMS:
        set_term(**act, place=made[model.CITY_CODE], year=model.SINCE.year, number=number, since=since, until=until)
