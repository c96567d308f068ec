"""How long the evening's pages take to build, as multiples of a page that shows nothing, at several sizes."""

from django.test import Client

from bench.evenings import fill
from bench.figure import Figure
from bench.rounds import Pace, by_turns, ratio
from bench.town import GRADES, SUBJECTS, TODAY, Town, add_schools, found_town, seat_pupils
from bench.visits import NotOpened, get, signed_in
from shuangjian.people.models import Person

NOTHING = "/password/"  # signed in, the frame of every page, and one form
SCHOOL_SIZES = {"12 classes": 2, "24 classes": 4, "48 classes": 8}
CITY_SIZES = {"10 schools, 120 classes": 10, "100 schools, 1,200 classes": 100, "926 schools, 11,112 classes": 926}
CODES = iter(("4101", "4102", "4103", "4104", "4105", "4106"))


def measure(database: str) -> list[Figure]:
    """Rows without a limit: they show what a page costs, and how that grows."""
    figures = []
    for size, parallel in SCHOOL_SIZES.items():
        town = _town(1, parallel, taught_in=2)
        seat_pupils(town, town.classes_of_grade(5)[:1], 45, 1)
        school, first = town.schools[0].pk, town.classes_of_grade(5)[0].pk
        figures.append(_figure(f"a teacher's today, {size}", database, town.people["teacher"], "/today/"))
        figures.append(_figure(f"a class's evening, {size}", database, town.people["homeroom"], f"/class/{first}/"))
        figures.append(_figure(f"a school's week, {size}", database, town.people["principal"], f"/school/{school}/"))
    for size, schools in CITY_SIZES.items():
        town = _town(schools, 2)
        path = f"/places/{town.city.pk}/"
        figures.append(_figure(f"the city's overview, {size}", database, town.people["officer"], path))
    return sorted(figures, key=lambda f: f.name.split(",")[0])


def _town(schools: int, parallel: int, taught_in: int = 0) -> Town:
    """A town whose every class of grade 3 and above has three assignments tonight."""
    town = found_town(next(CODES))
    add_schools(town, schools, parallel=parallel, taught_in=taught_in)
    for grade in GRADES[2:]:
        fill(town.classes_of_grade(grade), grade, TODAY, SUBJECTS, town.people["officer"])
    return town


def _figure(name: str, database: str, who: Person, path: str) -> Figure:
    """A page and the page that shows nothing, by turns, for the same person."""
    client = signed_in(who)
    try:
        slow = _seconds(client, path) > 0.5
    except NotOpened as answer:
        return Figure(name, database, str(answer), limit="a page", met=False)
    paces = by_turns(
        {path: lambda: get(client, path), NOTHING: lambda: get(client, NOTHING)},
        rounds=5 if slow else 12,
        each=1 if slow else 3,
        warm_up=1,
    )
    found = ratio(paces[NOTHING], paces[path])
    size = len(get(client, path).content) / 1024
    return Figure(name, database, f"{found.median:.1f} × nothing", _detail(paces[path], size))


def _detail(pace: Pace, kilobytes: float) -> str:
    return f"{pace.median * 1000:,.0f} ms, {kilobytes:,.0f} KiB"


def _seconds(client: Client, path: str) -> float:
    (pace,) = by_turns({path: lambda: get(client, path)}, rounds=1, each=1, warm_up=1).values()
    return pace.median
