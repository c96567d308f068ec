"""Building the whole city, school by school; what is there whole already is left alone."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from shuangjian.demo import clock
from shuangjian.demo.models import WholeCity
from shuangjian.demo.whole_city import model
from shuangjian.demo.whole_city.checks import check_whole
from shuangjian.demo.whole_city.faults import Planted, planted_in
from shuangjian.demo.whole_city.ground import Ground, lay_out
from shuangjian.demo.whole_city.school import Built, build_school
from shuangjian.demo.whole_city.shapes import City, Shape
from shuangjian.demo.whole_city.term import Term
from shuangjian.demo.whole_city.walk import let_people_in
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.schools.queries import cities, codes_of_schools
from shuangjian.workers import in_turn

SAY_EVERY = 5.0  # seconds
CACHE_KIB = 200_000
Say = Callable[[str], None]


def build(city: City, *, resume: bool, workers: int, say: Say) -> None:
    """Build a city into an empty database, or go on with one that was broken off. Equal seeds build equal cities.

    Raises InvalidInput where the database holds something else, or the city does not check out.
    """
    row = _take_up(city, resume=resume)
    if row.finished:
        say(f"这座城已经建好了：{row.schools}所学校")
        return
    build_schools(city, workers=workers, say=say)
    let_people_in(city)
    clock.set_to(model.STANDS_AT)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for words in check_whole(city):
        say(words)
    WholeCity.objects.update(finished=True)


def _take_up(city: City, *, resume: bool) -> WholeCity:
    """The row of this city, new or, with `resume`, the one that was broken off."""
    found = WholeCity.objects.first()
    if found is None:
        if cities().exists():
            raise InvalidInput({"database": "这个数据库里已经有别的城市。全市只建在空的数据库里，请换一个。"})
        return WholeCity.objects.create(pk=1, seed=city.seed, schools=len(city.shapes))
    if (found.seed, found.schools) != (city.seed, len(city.shapes)):
        known = f"--schools {found.schools} --seed {found.seed}"
        raise InvalidInput({"seed": f"这里建的是另一座城（{known}）。接着建要用同样的数，或者换一个数据库。"})
    if not (resume or found.finished):
        raise InvalidInput({"resume": "这里有一座没建完的城。加上 --resume 接着建，或者换一个数据库。"})
    return found


@dataclass(frozen=True)
class _Builder:
    """What every school is built from."""

    seed: int
    planted: dict[int, Planted]
    ground: Ground
    term: Term

    def __call__(self, shape: Shape) -> Built:
        return build_school(self.seed, shape, self.planted.get(shape.number), self.ground, self.term)


def build_schools(city: City, *, workers: int, say: Say) -> Built:
    """Build every school that is not there yet; returns what was built now."""
    ground = lay_out(city.shapes)
    builder = _Builder(city.seed, planted_in(city), ground, Term(cities()[0].path))
    there = codes_of_schools("/")
    missing = [shape for shape in city.shapes if shape.code not in there]
    if there:
        say(f"已有{len(there)}所，接着建{len(missing)}所")
    if workers > 1:  # the largest first, so that nobody waits for one at the end
        missing.sort(key=lambda shape: -len(shape.rooms))
    _take_more_memory()
    total, said = Built(), time.monotonic()
    for done, built in enumerate(in_turn(builder, missing, workers), len(there) + 1):
        total += built
        if time.monotonic() - said > SAY_EVERY or done == len(city.shapes):
            said = time.monotonic()
            say(f"{done}／{len(city.shapes)}所，这次{total.classes:,}个班，{total.entries:,}条分录")
    return total


def _take_more_memory() -> None:
    """A larger cache of pages for the time of the build; what waits for the disk still does."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
