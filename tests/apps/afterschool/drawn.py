"""A school whose places were drawn: a small random one, or a given one."""

import datetime as dt
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shuangjian.afterschool.draw import Entry, Menu, MenuUnit, Result, receipt, run
from shuangjian.afterschool.draw.carrying import BAND_FROM
from shuangjian.afterschool.models import Credit, Draw, Placement, Programme, SignUp, TutoringPlace, Unit
from shuangjian.afterschool.operations import draw_programme, seal_lists
from shuangjian.afterschool.queries import menu_of
from shuangjian.afterschool.rules.kinds import Origin, RoomNeed, UnitKind
from shuangjian.kernel.actor import operator
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.grade import cohort_of
from shuangjian.people.models import Enrolment, Pupil
from shuangjian.schools.models import School, SchoolClass
from tests.apps.afterschool.rows import answer_row, commit, programme_row, round_row, unit_row
from tests.cast import SINCE, TODAY, Cast

PUBLIC_VALUE = "03 08 11 19 26 30 + 07"
OPERATOR = operator("测试")
DAYS = (1, 2, 3, 4, 5)
UNITS = ("篮球", "剪纸", "合唱团", "航模", "种植", "诗社", "棋类", "观影")


def on(day: int, hour: int = 12, month: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=SHANGHAI)


RESULTS_AT = on(15, 18)


@dataclass
class Drawn:
    """What was drawn and what was kept of it. `sign_ups` and `entries` are by pupil, `units` by number."""

    programme: Programme
    menu: Menu
    draw: Draw
    result: Result
    entries: dict[int, Entry]
    sign_ups: dict[int, SignUp]
    units: dict[int, Unit]


def random_menu(chooser: random.Random) -> list[MenuUnit]:
    """Eight units; two of them clubs on two days, two for some grades only, some too large to come about."""
    units = []
    for number, name in enumerate(UNITS, 1):
        days = tuple(sorted(chooser.sample(DAYS, 2 if number in (3, 8) else 1)))
        grades = tuple(range(1, 7)) if number % 4 else (3, 4, 5, 6)
        capacity = chooser.randint(8, 14) if number in (5, 7) else chooser.randint(1, 6)
        minimum = chooser.randint(7, capacity) if number in (5, 7) else chooser.randint(0, min(4, capacity))
        units.append(MenuUnit(number, name, days, grades, capacity, minimum))
    return units


def random_lists(chooser: random.Random, grades: Iterable[int], units: Sequence[MenuUnit]) -> list[Entry]:
    entries = []
    for grade in grades:
        days = tuple(sorted(chooser.sample(DAYS, chooser.randint(1, 5))))
        wishes = [unit.number for unit in chooser.sample(list(units), chooser.randint(0, len(units)))]
        opaque = f"{chooser.getrandbits(64):016x}"
        entries.append(Entry(opaque, None, grade, chooser.choice((-1, 0, 0, 1)), days, tuple(wishes)))
    return entries


def drawn_school(
    cast: Cast,
    *,
    seed: int = 1,
    children: int = 24,
    units: Sequence[MenuUnit] | None = None,
    lists: Sequence[Entry] | None = None,
    year: int = 2026,
    number: int = 1,
    leader: str = "maths",
) -> Drawn:
    """The cast's school with its places drawn: the cast's three pupils there first, then as many more as are wanted.
    `lists` are taken in that order. 篮球 is led by `leader`."""
    chooser = random.Random(seed)
    offered = list(units) if units is not None else random_menu(chooser)
    pupils = [cast.pupils[name] for name in ("左小禾", "𠅤·阿依古丽", "查朵")]
    seats: list[tuple[Pupil, SchoolClass, int]] = [
        (pupil, cast.one_one if pupil.name == "查朵" else cast.five_one, 1 if pupil.name == "查朵" else 5)
        for pupil in pupils
    ]
    wanted = len(lists) if lists is not None else children
    seats += add_pupils(cast, wanted - len(seats))
    entries = list(lists or random_lists(chooser, [grade for *_, grade in seats], offered))
    programme = announced(cast, cast.school, year, number, public_value=PUBLIC_VALUE)
    kept = add_units(cast, programme, offered, leader)
    by_pupil = {pupil.pk: entry for (pupil, *_), entry in zip(seats, entries, strict=True)}
    signed = {pupil.pk: sign_up(programme, pupil, entry) for (pupil, *_), entry in zip(seats, entries, strict=True)}
    carry(cast.school, by_pupil)
    seal_lists(by=OPERATOR, at=on(10, 13), programme_id=programme.pk)
    draw = draw_programme(by=OPERATOR, at=on(14, 20), programme_id=programme.pk)
    for row in (*kept.values(), *signed.values()):
        row.refresh_from_db()
    menu = menu_of(programme, kept.values())
    return Drawn(programme, menu, draw, run(menu, entries, draw.seed), by_pupil, signed, kept)


def carry(school: School, entries: Mapping[int, Entry]) -> None:
    """What children bring along, so that each stands in the band of its entry."""
    Credit.objects.filter(school=school).delete()
    Credit.objects.bulk_create(
        Credit(school=school, pupil_id=pupil, value=entry.band * BAND_FROM) for pupil, entry in entries.items()
    )


def add_pupils(cast: Cast, wanted: int) -> list[tuple[Pupil, SchoolClass, int]]:
    """More children of 五（2）, 名01 and so on."""
    new = Pupil.objects.bulk_create(
        [Pupil(school=cast.school, name=f"名{n:02d}", sort_key=f"ming{n:02d}") for n in range(1, wanted + 1)]
    )
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                pupil=pupil, school=cast.school, school_class=cast.five_two, cohort=cohort_of(5, TODAY), since=SINCE
            )
            for pupil in new
        ]
    )
    return [(pupil, cast.five_two, 5) for pupil in new]


def announced(
    cast: Cast, school: School, year: int = 2026, number: int = 1, *, public_value: str = "", **dates: Any
) -> Programme:
    """Announced on 31 August, open from the 1st to the 10th, told on the 15th at 18:00, unless said otherwise."""
    opens, closes, results = ({"opens_at": on(1), "closes_at": on(10), "results_at": RESULTS_AT} | dates).values()
    due = results - dt.timedelta(days=1)
    out = {"public_value": public_value, "value_entered_at": due} if public_value else {}
    stated = round_row(cast.city, on(31, month=8), opens, closes, due, results, term=(year, number), **out)
    return programme_row(
        school, stated, DAYS, since=dt.date(2026, 9, 16), until=dt.date(2027, 1, 16), hours="15:50 16:40 16:50 17:40",
        planned_at=on(30, month=8), announced_at=on(31, month=8), announced_by=cast.people["academic"],
    )  # fmt: skip


def add_units(cast: Cast, programme: Programme, units: Iterable[MenuUnit], leader: str = "maths") -> dict[int, Unit]:
    """篮球 is led by one of the school, all else by somebody from outside."""
    kinds, rooms = list(UnitKind), list(RoomNeed)
    made = {}
    for u in units:
        ours = u.name == "篮球"
        made[u.number] = unit_row(
            programme, u.number, u.name, u.days, u.grades, u.capacity, u.minimum, kind=kinds[u.number % len(kinds)],
            room_need=RoomNeed.PLAYGROUND if ours else rooms[u.number % len(rooms)],
            leader=cast.people[leader] if ours else None, outside_leader="" if ours else f"{u.name}老师",
        )  # fmt: skip
    commit(programme)
    return made


def sign_up(programme: Programme, pupil: Pupil, entry: Entry) -> SignUp:
    return answer_row(
        programme, pupil, entry.days, entry.wishes, grade=entry.grade, opaque=entry.id, receipt=receipt(entry),
        said_at=on(3),
    )  # fmt: skip


def tutored(cast: Cast, drawn: Drawn, pupil: Pupil, weekday: int) -> Placement:
    """A place of tutoring for a child that did not join that afternoon's draw."""
    place, _ = TutoringPlace.objects.get_or_create(
        programme=drawn.programme, number=1,
        defaults={"school": cast.school, "subject": "MATHEMATICS", "weekday": weekday, "capacity": 4,
                  "leader": cast.people["science"]},
    )  # fmt: skip
    return Placement.objects.create(
        programme=drawn.programme, school=cast.school, sign_up=drawn.sign_ups[pupil.pk], pupil=pupil, weekday=weekday,
        tutoring=place, origin=Origin.TUTORING, since=on(14, 20),
    )  # fmt: skip
