"""Announcing a programme: from then on the menu stands still and the school is committed to a draw nobody can steer."""

import datetime as dt

from django.db import transaction

from shuangjian.afterschool.draw import FIRST_REFERENCE, commitment_of, digest
from shuangjian.afterschool.models import Draw, Programme, Round, SignUp
from shuangjian.afterschool.operations.planning import lock_plan, lock_programme, subject_of
from shuangjian.afterschool.queries.menus import menu_of
from shuangjian.afterschool.queries.plans import announcement_refusals, plan_of
from shuangjian.afterschool.queries.rounds import dates_of_school, round_at
from shuangjian.afterschool.rules.planning_refusals import not_announced, sign_up_has_begun
from shuangjian.audit.operations import Request, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import Refused

# Whatever an announcement sets, and its withdrawal takes back.
PLANNED = {
    "announced_at": None,
    "announced_by": None,
    "round": None,
    "opens_at": None,
    "closes_at": None,
    "results_at": None,
    "reference": None,
    "secret": "",
    "menu_digest": "",
    "commitment": "",
}


def announce_programme(*, by: Actor, at: dt.datetime, programme_id: int, secret: str, request: Request) -> Programme:
    """Freeze the menu and commit to it. `secret`: 64 hex signs, drawn by whoever calls, told with the result.

    Raises NotVisible, NotAllowed, and Refused with all reasons: what the checks refuse, a round that is not stated or
    whose sign-up has opened, a programme that stands announced.
    """
    with transaction.atomic():
        row, school = lock_plan(by, programme_id)
        units = list(row.units.order_by("number"))
        its_round = _hold_round(school.path, row)
        refusals = announcement_refusals(plan_of(row, units, school), its_round, school, at)
        if refusals or its_round is None:
            raise Refused(*refusals)
        dates = dates_of_school(its_round, school.id, its_round.place.path)
        row.announced_at, row.announced_by_id, row.round = at, by.person_id, its_round
        row.opens_at, row.closes_at, row.results_at = dates.opens_at, dates.closes_at, dates.results_at
        row.reference, row.secret = _reference(row), secret
        commitment = commitment_of(secret, menu_of(row, units).as_json(), its_round.public)
        row.menu_digest, row.commitment = commitment["menu"], digest(commitment)
        row.save()
        record(
            by=by,
            at=at,
            name="afterschool.announce",
            on=subject_of(row, school),
            after={
                "units": len(units),
                "opens_at": row.opens_at,
                "closes_at": row.closes_at,
                "public": its_round.public_name,
                "commitment": row.commitment,
                "menu": row.menu_digest,
            },
            request=request,
        )
    return row


def withdraw_announcement(*, by: Actor, at: dt.datetime, programme_id: int, request: Request) -> Programme:
    """Take an announcement back before sign-up opens, so that it can be changed and announced anew, with another
    secret. Raises NotVisible, NotAllowed, Refused where it is not announced or sign-up has begun."""
    with transaction.atomic():
        row, school = lock_programme(by, programme_id)
        if row.announced_at is None or row.opens_at is None:
            raise Refused(not_announced())
        if at >= row.opens_at or SignUp.objects.filter(programme=row).exists():
            raise Refused(sign_up_has_begun(row.opens_at))
        before = {"commitment": row.commitment}
        for name, value in PLANNED.items():
            setattr(row, name, value)
        row.save()
        on = subject_of(row, school)
        record(by=by, at=at, name="afterschool.withdraw", on=on, before=before, request=request)
    return row


def _hold_round(path: str, row: Programme) -> Round | None:
    """The round that counts at the school, whose dates then stand still until the announcement is written."""
    found = round_at(path, row.year, row.number)
    if found is not None:
        Round.objects.select_for_update().get(pk=found.pk)
        found.refresh_from_db()
    return found


def _reference(row: Programme) -> int:
    """What was open to a child of the school in its last draw, on average: carry-over is measured against it, and it
    is committed to before anybody signs up."""
    draws = Draw.objects.filter(school_id=row.school_id, mean_open__isnull=False).order_by("-drawn_at")
    last = draws.values_list("mean_open", flat=True).first()
    return FIRST_REFERENCE if last is None else last
