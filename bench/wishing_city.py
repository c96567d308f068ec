"""A city that has signed up for after-school service, as rows: pupils, programmes and lists, closed and not yet sealed.

`python -m bench.wishing_city` fills the empty, migrated database of DATABASE_URL. The model: schools of log-normal
size, a seat and a fifth for each joined afternoon, units of unequal favour, lists of one to four wishes a day.
"""

import datetime as dt
import hashlib
import os
from typing import Any

import numpy as np

SCHOOLS, PUPILS = 926, 498_000
SEED = 5
OPENS = dt.datetime(2026, 9, 7, 10, tzinfo=dt.UTC)
CLOSES, DUE, RESULTS = OPENS + dt.timedelta(days=3), OPENS + dt.timedelta(days=5), OPENS + dt.timedelta(days=8)
PUBLIC_VALUE = "02 07 13 19 25 31 + 08"
SEATS = 16  # of a unit, at least
A_LIST = 1.3  # wishes a joined day beyond the first, on average


def sizes(draws: np.random.Generator, schools: int, pupils: int) -> list[int]:
    """Pupils of each school: many small, few large."""
    shares = draws.lognormal(0, 0.9, schools)
    return [max(20, round(pupils * share / shares.sum())) for share in shares]


def fill(schools: int = SCHOOLS, pupils: int = PUPILS) -> None:
    """Write it all, a transaction a school."""
    from django.db import transaction

    from shuangjian.afterschool.models import Round
    from shuangjian.schools.models import Place

    draws = np.random.default_rng(SEED)
    with transaction.atomic():
        city = Place.objects.create(kind="CITY", name="样例市", code="410900", path="/1/")
        Place.objects.filter(pk=city.pk).update(path=f"/{city.pk}/")
        county = Place.objects.create(kind="COUNTY", name="样例县", code="410902", parent=city, path="/0/")
        county.path = f"/{city.pk}/{county.pk}/"
        county.save()
        round_ = Round.objects.create(
            place=city, year=2026, number=1, opens_at=OPENS, closes_at=CLOSES, results_at=RESULTS, public_due_at=DUE,
            public_source="公开的数", public_issue="1", public_wait_days=5,
            public_value=PUBLIC_VALUE, value_entered_at=DUE, stated_at=OPENS,
        )  # fmt: skip
    for number, size in enumerate(sizes(draws, schools, pupils)):
        with transaction.atomic():
            _school(draws, county, round_, number, size)


def _school(draws: np.random.Generator, county: Any, round_: Any, number: int, size: int) -> None:
    from shuangjian.afterschool.draw import commitment_of, digest
    from shuangjian.afterschool.models import Programme, Unit
    from shuangjian.afterschool.queries import menu_of
    from shuangjian.people.models import Pupil
    from shuangjian.rows import take_ids, write_rows
    from shuangjian.schools.models import Place, School

    place = Place.objects.create(
        kind="SCHOOL", name=f"第{number + 1}小学", code=f"4109{number:06d}", parent=county, path=f"/new/{number}/"
    )
    Place.objects.filter(pk=place.pk).update(path=f"{county.path}{place.pk}/")
    school = School.objects.create(place=place, system="SIX_THREE", first_grade=1, last_grade=6, setting="TOWN")
    programme = Programme.objects.create(
        school=school, year=2026, number=1, since=OPENS.date(), until=dt.date(2027, 1, 23), weekdays=31,
        homework_from=dt.time(16), homework_until=dt.time(16, 45), activity_from=dt.time(16, 50),
        activity_until=dt.time(17, 40), planned_at=OPENS,
    )  # fmt: skip
    units = _units(draws, programme, size)
    Unit.objects.bulk_create(units)
    secret = hashlib.sha256(f"{SEED}|{number}".encode()).hexdigest()
    menu = menu_of(_announced(programme, round_, secret), units).as_json()
    programme.menu_digest = digest(menu)
    programme.commitment = digest(commitment_of(secret, menu, round_.public))
    programme.save()
    ids = take_ids(Pupil, size)
    write_rows(Pupil, ("id", "school_id", "name"), [(pk, school.pk, f"童{pk}") for pk in ids])
    _lists(draws, programme, units, list(ids))


def _announced(programme: Any, round_: Any, secret: str) -> Any:
    programme.announced_at, programme.round, programme.reference = OPENS - dt.timedelta(days=2), round_, 800_000
    programme.opens_at, programme.closes_at, programme.results_at, programme.secret = OPENS, CLOSES, RESULTS, secret
    return programme


def _units(draws: np.random.Generator, programme: Any, size: int) -> list[Any]:
    """Seats for a little more than the afternoons that will be joined; each tenth is a club of two days."""
    from shuangjian.afterschool.models import Unit

    count = int(np.clip(size * 2.6 * 1.2 / 30, 6, 60))
    seats = max(SEATS, round(size * 2.6 * 1.2 / count))
    found = []
    for number in range(1, count + 1):
        day = (number - 1) % 5
        days = 1 << day | (1 << (day + 2) % 5 if number % 10 == 0 and day in (0, 1) else 0)
        lower = int(draws.integers(1, 4))
        found.append(
            Unit(
                programme=programme, school_id=programme.school_id, number=number, kind="CLUB", name=f"活动{number}",
                weekdays=days, first_grade=lower, last_grade=lower + 3, capacity=seats, minimum=seats // 3,
                room_need="CLASSROOM",
            )
        )  # fmt: skip
    return found


def _lists(draws: np.random.Generator, programme: Any, units: list[Any], pupils: list[int]) -> None:
    from shuangjian.afterschool.models import SignUp
    from shuangjian.rows import stored, write_rows

    favour = {unit.number: 1 / (1 + rank) ** 0.6 for rank, unit in enumerate(draws.permutation(units))}
    of_day = {day: [u for u in units if u.weekdays >> day & 1] for day in range(5)}
    moment, rows = stored(SignUp, "said_at", CLOSES - dt.timedelta(hours=1)), []
    for pupil in pupils:
        grade = int(draws.integers(1, 7))
        days = [day for day in range(5) if draws.random() < 0.52] or [int(draws.integers(0, 5))]
        wishes: list[int] = []
        for day in days:
            open_to = [u for u in of_day[day] if u.first_grade <= grade <= u.last_grade]
            if open_to:
                weight = np.array([favour[u.number] for u in open_to]) * draws.gamma(2.0, 1.0, len(open_to))
                most = np.argsort(-weight)[: 1 + draws.poisson(A_LIST)]
                wishes += [open_to[k].number for k in most if open_to[k].number not in wishes]
        opaque = hashlib.sha256(f"{SEED}|{pupil}".encode()).hexdigest()[:16]
        rows.append(
            (programme.pk, programme.school_id, pupil, "JOIN", grade, sum(1 << day for day in days),
             "[" + ", ".join(map(str, wishes)) + "]", opaque, "2026-11", moment)
        )  # fmt: skip
    names = (
        "programme_id", "school_id", "pupil_id", "answer", "grade", "weekdays", "wishes", "opaque", "notice", "said_at",
    )  # fmt: skip
    write_rows(SignUp, names, rows)


if __name__ == "__main__":
    import sys

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangjian.config.settings.production")
    django.setup()
    fill(*map(int, sys.argv[1:3]))
