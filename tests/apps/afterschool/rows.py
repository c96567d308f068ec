"""A round, a programme, a unit and a family's answer as plain rows: what the terms of the tests are made from."""

import datetime as dt
import itertools
from typing import Any

from django.utils.crypto import salted_hmac

from shuangjian.afterschool.draw import commitment_of, digest
from shuangjian.afterschool.models import Programme, Round, SignUp, Unit
from shuangjian.afterschool.queries import menu_of
from shuangjian.afterschool.rules.weekdays import mask_of
from shuangjian.audit.operations import Request
from shuangjian.people.models import Pupil
from shuangjian.schools.models import Place, School
from tests.cast import SINCE

HOURS = "16:00 16:45 16:50 17:40"  # homework from, until; activity from, until
SECRET = "5a" * 32
UNTIL = dt.date(2027, 1, 23)
_keys = itertools.count()


def key(**asked: object) -> Request:
    """A form that nobody has sent yet."""
    return Request.of(f"service-{next(_keys)}", **asked)


def round_row(place: Place, *moments: dt.datetime, term: tuple[int, int] = (2026, 1), **more: Any) -> Round:
    """The place's round of a term, if it has none: stated, opens, closes, public number due, results."""
    stated, opens, closes, due, results = moments
    facts = {
        "stated_at": stated, "opens_at": opens, "closes_at": closes, "public_due_at": due, "results_at": results,
        "public_source": "双色球", "public_issue": "2026101", "public_wait_days": 5,
    }  # fmt: skip
    year, number = term
    return Round.objects.get_or_create(place=place, year=year, number=number, defaults=facts | more)[0]


def programme_row(
    school: School, its_round: Round, days: tuple[int, ...], *, since: dt.date = SINCE, hours: str = HOURS, **more: Any
) -> Programme:
    """Announced an hour before sign-up opens, at the moments of its round. Its commitment is none yet: see `commit`."""
    times = map(dt.time.fromisoformat, hours.split())
    slots = ("homework_from", "homework_until", "activity_from", "activity_until")
    moments = {name: getattr(its_round, name) for name in ("opens_at", "closes_at", "results_at")} | more
    facts = {
        "year": its_round.year, "number": its_round.number, "until": UNTIL, "planned_at": its_round.stated_at,
        "announced_at": moments["opens_at"] - dt.timedelta(hours=1), "reference": 800_000, "secret": SECRET,
        "menu_digest": "d" * 64, "commitment": "c" * 64,
    }  # fmt: skip
    return Programme.objects.create(
        school=school, round=its_round, since=since, weekdays=mask_of(days), **dict(zip(slots, times, strict=True)),
        **facts | moments,
    )  # fmt: skip


def unit_row(
    programme: Programme, number: int, name: str, days: tuple[int, ...], grades: tuple[int, ...] = (1, 6),
    capacity: int = 30, minimum: int = 0, **more: Any,
) -> Unit:  # fmt: skip
    """`grades`: the first to the last."""
    return Unit.objects.create(
        programme=programme, school_id=programme.school_id, number=number, name=name, weekdays=mask_of(days),
        first_grade=grades[0], last_grade=grades[-1], capacity=capacity, minimum=minimum,
        **{"kind": "CLUB", "room_need": "CLASSROOM"} | more,
    )  # fmt: skip


def commit(programme: Programme) -> Programme:
    """Bind it to its units and its secret, as announcing does."""
    assert programme.round is not None
    menu = menu_of(programme, programme.units.all()).as_json()
    programme.menu_digest = digest(menu)
    programme.commitment = digest(commitment_of(programme.secret, menu, programme.round.public))
    programme.save()
    return programme


def answer_row(
    programme: Programme, pupil: Pupil, days: tuple[int, ...] = (), wishes: tuple[int, ...] = (), **more: Any
) -> SignUp:
    """A family's answer: joined, unless said otherwise, as sign-up opened."""
    name = salted_hmac("tests", f"{programme.pk}|{pupil.pk}", algorithm="sha256").hexdigest()[:16]
    facts = {"answer": "JOIN", "grade": 5, "notice": "2026-11", "opaque": name, "said_at": programme.opens_at}
    return SignUp.objects.create(
        programme=programme, school_id=programme.school_id, pupil=pupil, weekdays=mask_of(days), wishes=list(wishes),
        **facts | more,
    )  # fmt: skip
