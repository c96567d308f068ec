"""How many statements every page with a list takes, at one size and at four times that size."""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.evenings import fill
from bench.figure import Figure
from bench.town import AT, BY, GRADES, SUBJECTS, TODAY, Town, add_schools, found_town, seat_pupils
from bench.visits import NotOpened, signed_in, statements
from shuangjian.homework.queries import sheet_address
from shuangjian.people.models import Person
from shuangjian.schools.operations import state_local_day


@dataclass(frozen=True)
class Size:
    """How many rows the lists have."""

    schools: int
    parallel: int
    pupils: int
    wards: int
    evenings: int
    days: int

    def times(self, factor: int) -> "Size":
        return Size(*(factor * each for each in vars(self).values()))


ONE = Size(schools=2, parallel=2, pupils=10, wards=1, evenings=2, days=2)
Page = tuple[Person | None, str]


def measure(database: str) -> list[Figure]:
    """One row per page; the limit is what it took at the smaller size."""
    small, large = _pages(_town("4101", ONE)), _pages(_town("4102", ONE.times(4)))
    return [_figure(name, database, small[name], large[name]) for name in small]


def _figure(name: str, database: str, small: Page, large: Page) -> Figure:
    try:
        few, many = (statements(signed_in(who), path) for who, path in (small, large))
    except NotOpened as answer:
        return Figure(name, database, str(answer), limit="a page", met=False)
    return Figure(name, database, f"{many} statements at 4×", limit=f"≤ {few}, as at 1×", met=many <= few)


def _pages(town: Town) -> Mapping[str, Page]:
    """Every page with a list, and who opens it."""
    people, city, school = town.people, town.city.pk, town.schools[0].pk
    first = town.classes_of_grade(5)[0].pk
    return {
        "teacher: today": (people["teacher"], "/today/"),
        "teacher: my homework": (people["teacher"], "/homework/"),
        "homeroom: the class's evening": (people["homeroom"], f"/class/{first}/"),
        "homeroom: class list and slips": (people["homeroom"], f"/class/{first}/slips/"),
        "homeroom: the class's record": (people["homeroom"], f"/class/{first}/record/"),
        "school: the week": (people["principal"], f"/school/{school}/"),
        "school: rows behind a figure": (people["principal"], f"/school/{school}/evenings/?kind=all&date={TODAY}"),
        "school: calendar": (people["principal"], f"/school/{school}/calendar/"),
        "school: staff": (people["principal"], f"/school/{school}/staff/"),
        "school: rosters": (people["principal"], f"/school/{school}/roster/"),
        "school: record": (people["principal"], f"/school/{school}/record/"),
        "bureau: overview of the city": (people["officer"], f"/places/{city}/"),
        "bureau: one school": (people["officer"], f"/places/{school}/"),
        "bureau: rows behind a figure": (people["officer"], f"/places/{city}/evenings/?kind=all&date={TODAY}"),
        "bureau: record": (people["officer"], f"/places/{city}/record/"),
        "family: tonight": (people["guardian"], "/family/"),
        "anyone: a class's sheet": (None, f"/t/{sheet_address(first)}/"),
    }


def _town(code: str, size: Size) -> Town:
    """Homework stands on `evenings` evenings, tonight first, one subject more on each."""
    town = found_town(code)
    add_schools(town, size.schools, parallel=size.parallel, taught_in=size.parallel)
    seat_pupils(town, town.classes_of_grade(5)[:1], size.pupils, size.wards)
    dates = [TODAY, *town.nights(size.evenings - 1)]
    for grade in GRADES[2:]:
        for date in dates:
            fill(town.classes_of_grade(grade), grade, date, SUBJECTS[: 1 + (size.evenings > 2)], town.people["teacher"])
    for date in town.nights(size.days + 10)[10:]:
        state_local_day(by=BY, at=AT, place=town.schools[0].place, date=date, is_school_day=False, reason="停课")
    return town
