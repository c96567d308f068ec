"""A school's announced service, and families who answer."""

import datetime as dt
from typing import Any

from shuangjian.afterschool.models import Draw, Programme, SignUp
from shuangjian.afterschool.operations import sign_up
from shuangjian.afterschool.rules.wishes import Wishes
from tests.apps.afterschool.rows import key, programme_row, round_row, unit_row
from tests.cast import AT, Cast

OPENS, CLOSES = AT - dt.timedelta(days=1), AT + dt.timedelta(days=1)
TOLD = CLOSES + dt.timedelta(days=3)
DAYS = (1, 2, 3, 4)
BASKETBALL, PAPER, CHOIR, EXPERIMENTS, ROPE, FIRST_GRADERS = range(1, 7)
# number, name, weekdays, grades, seats, minimum. 合唱团 ties Tuesday and Thursday together.
UNITS = (
    (BASKETBALL, "篮球", (1,), (3, 6), 24, 0),
    (PAPER, "剪纸", (1,), (1, 6), 24, 10),
    (CHOIR, "合唱团", (2, 4), (3, 6), 36, 0),
    (EXPERIMENTS, "科学小实验", (2,), (3, 6), 24, 0),
    (ROPE, "跳绳", (4,), (1, 6), 40, 0),
    (FIRST_GRADERS, "积木", (1,), (1, 2), 20, 0),
)


def announced(cast: Cast, school: Any = None, **dates: dt.datetime) -> Programme:
    """The service of a school, with sign-up open since yesterday; other moments by name."""
    moments = {"opens_at": OPENS, "closes_at": CLOSES, "results_at": TOLD} | dates
    stated, due = moments["opens_at"] - dt.timedelta(days=1), moments["results_at"] - dt.timedelta(hours=1)
    its_round = round_row(cast.city, stated, moments["opens_at"], moments["closes_at"], due, moments["results_at"])
    programme = programme_row(
        school or cast.school, its_round, DAYS, since=dt.date(2026, 10, 8), hours="16:30 17:20 17:30 18:10", **moments
    )
    for unit in UNITS:
        unit_row(programme, *unit)
    return programme


def join(
    cast: Cast,
    *units: int,
    days: tuple[int, ...] = DAYS,
    who: str = "guardian",
    child: str = "左小禾",
    at: dt.datetime = AT,
    **more: Any,
) -> str:
    """A guardian hands in a list; the receipt."""
    siblings, request = more.pop("with_siblings", False), more.pop("request", None) or key()
    programme = Programme.objects.get(school_id=cast.pupils[child].school_id)
    return sign_up(
        by=cast.actor(who, at), at=at, programme_id=programme.pk, pupil_id=cast.pupils[child].pk,
        wishes=Wishes(days, units, siblings), request=request,
    )  # fmt: skip


def seal(programme: Programme, at: dt.datetime = CLOSES) -> Draw:
    """Sealing, as far as a sign-up meets it: the programme's row, then the lists, then the draw."""
    return Draw.objects.create(
        programme=Programme.objects.select_for_update().get(pk=programme.pk),
        school_id=programme.school_id, sealed_at=at, sealed_digest="m" * 64, sealed_lists=b"",
        joined=SignUp.objects.filter(programme=programme, answer="JOIN").count(),
    )  # fmt: skip
