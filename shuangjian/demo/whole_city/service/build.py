"""The service into a city that stands: one round for all, a programme for every school, and what its families wish."""

import datetime as dt
import hashlib
import time
from collections.abc import Callable

import numpy as np
from django.db import transaction

from shuangjian.afterschool.draw import PublicNumber
from shuangjian.afterschool.operations import enter_public_value
from shuangjian.afterschool.operations.loading import NewProgramme, load_programmes, load_round
from shuangjian.afterschool.operations.sign_ups_in_bulk import PastAnswer, load_sign_ups
from shuangjian.afterschool.queries import programme_of
from shuangjian.afterschool.queries.rounds import round_of
from shuangjian.afterschool.rules.hours import USUAL_TIMES, Hours
from shuangjian.afterschool.rules.rounds import RoundSpec
from shuangjian.afterschool.rules.units import UnitSpec
from shuangjian.afterschool.rules.waves import Dates
from shuangjian.afterschool.rules.weekdays import ALL_WEEKDAYS, weekdays_in
from shuangjian.audit.operations import Request, Subject, load_acts
from shuangjian.demo.directory import OPERATOR
from shuangjian.demo.models import WholeCity
from shuangjian.demo.whole_city.panel.chance import uniform
from shuangjian.demo.whole_city.service import model
from shuangjian.demo.whole_city.service.offered import Offered, offered_by
from shuangjian.demo.whole_city.service.wished import Wished, wishes_of
from shuangjian.demo.whole_city.shapes import Shape, city_of
from shuangjian.kernel.grade import grade_at
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.people.queries import seats_of_all, staff_by_number
from shuangjian.schools.queries import SchoolFacts, cities, facts_below, places_below
from shuangjian.schools.rules import PlaceKind

SAY_EVERY = 5.0  # seconds
Say = Callable[[str], None]
Seats = dict[int, list[tuple[int, int]]]


def add_service(say: Say) -> None:
    """A round, programmes and sign-ups, up to the evening before the draw. Schools that have theirs stay as they are,
    so that a broken-off run goes on.

    Raises InvalidInput where no whole city was built here.
    """
    row = WholeCity.objects.filter(finished=True).first()
    if row is None:
        raise InvalidInput({"database": "这个数据库里没有建好的城。请先运行 shuangjian city build。"})
    shapes = {shape.code: shape for shape in city_of(row.seed).shapes}  # a part of a city has schools of the whole
    facts = facts_below("/")
    missing = [
        (shapes[place.code], facts[place.pk])
        for place in places_below("/", [PlaceKind.SCHOOL])
        if place.code in shapes and programme_of(place.pk, model.YEAR, model.NUMBER) is None
    ]
    seats, said, total = _seats(), time.monotonic(), 0
    for done, (shape, school) in enumerate(missing, 1):
        total += _add_school(row.seed, shape, school, seats.get(school.id, []), sorted(facts))
        if time.monotonic() - said > SAY_EVERY or done == len(missing):
            said = time.monotonic()
            say(f"{done}／{len(missing)}所，{total:,}份报名")
    _enter_value()


def _seats() -> Seats:
    """Who sits at each school, with the grade in the new term."""
    found: Seats = {}
    for pupil_id, school_id, _, cohort in seats_of_all():
        found.setdefault(school_id, []).append((pupil_id, grade_at(cohort, model.SINCE)))
    return found


@transaction.atomic
def _add_school(seed: int, shape: Shape, school: SchoolFacts, seats: list[tuple[int, int]], schools: list[int]) -> int:
    """A school whole, or not at all; how many families answered."""
    units = offered_by(seed, shape)
    staff = sorted(staff_by_number(school.id).values())
    city = cities()[0]
    round_ = round_of(city.pk, model.YEAR, model.NUMBER)
    if round_ is None:
        round_ = load_round(city.pk, model.YEAR, model.NUMBER, _round(), model.STATED)
        whole = Subject("round", round_.pk, city.name, city.path)
        load_acts(by=OPERATOR, acts=[(model.STATED, "afterschool.load_round", whole, {})])
    secret = hashlib.sha256(f"{seed} {shape.number} secret".encode()).hexdigest()
    new = NewProgramme(
        school.id, model.YEAR, model.NUMBER, _hours(), tuple(_spec(unit, staff) for unit in units),
        model.STATED, model.ANNOUNCED, secret,
    )  # fmt: skip
    (programme,) = load_programmes([new], round_, schools)
    pupils = np.array(seats, np.int64).reshape(-1, 2)
    answers = wishes_of(seed, pupils[:, 0], pupils[:, 1], units)
    said = _said_at(seed, pupils[:, 0])
    count = load_sign_ups(programme, [_answer(one, said[one.pupil_id]) for one in answers])
    subject = Subject("programme", programme.pk, school.name, school.path, school.id)
    acts = [(model.ANNOUNCED, "afterschool.load_programme", subject, {"units": len(units)}),
            (model.CLOSES, "afterschool.load_sign_ups", subject, {"answers": count})]  # fmt: skip
    load_acts(by=OPERATOR, acts=acts)
    return count


def _round() -> RoundSpec:
    dates = Dates(model.OPENS, model.CLOSES, model.RESULTS)
    public = PublicNumber(model.SOURCE, model.ISSUE, model.PUBLIC_DUE, model.WAIT_DAYS, model.WHERE)
    return RoundSpec(dates, model.WAVES, model.GAP_MINUTES, public)


def _hours() -> Hours:
    return Hours(model.SINCE, model.UNTIL, weekdays_in(ALL_WEEKDAYS), *USUAL_TIMES, model.EXTENDED, model.LESSONS_END)


def _spec(unit: Offered, staff: list[int]) -> UnitSpec:
    outside = unit.leader < 0
    return UnitSpec(
        unit.kind, unit.name, unit.days, unit.first_grade, unit.last_grade, unit.capacity, unit.minimum,
        unit.room_need, None if outside else staff[unit.leader % len(staff)], "校外辅导老师" if outside else "",
    )  # fmt: skip


def _said_at(seed: int, pupils: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> dict[int, dt.datetime]:
    """When each family answered: somewhere in the days of sign-up, half of them on the last."""
    span = model.CLOSES - model.OPENS
    parts = uniform(seed, "said", pupils)
    late = np.where(parts < 0.5, parts * 1.6, 0.8 + (parts - 0.5) * 0.4)
    return {pk: model.OPENS + span * part for pk, part in zip(pupils.tolist(), late.tolist(), strict=True)}


def _answer(one: Wished, at: dt.datetime) -> PastAnswer:
    return PastAnswer(one.pupil_id, one.grade, at, one.answer, weekdays_in(one.weekdays), tuple(one.wishes))


def _enter_value() -> None:
    """The public number came out after everybody had answered."""
    round_ = round_of(cities()[0].pk, model.YEAR, model.NUMBER)
    if round_ is not None and not round_.public_value:
        enter_public_value(
            by=OPERATOR, at=model.VALUE_ENTERED, round_id=round_.pk, typed=model.PUBLIC_VALUE,
            request=Request.of("sample-public-number"),
        )  # fmt: skip
