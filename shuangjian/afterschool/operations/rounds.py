"""Rounds of sign-up: their dates, and the public number once it is out."""

import datetime as dt
from typing import Any

from django.db import transaction

from shuangjian.afterschool.access import check_can_state_service
from shuangjian.afterschool.models import Round
from shuangjian.afterschool.queries.rounds import announced_with
from shuangjian.afterschool.rules.planning_refusals import (
    another_issue_counts,
    issue_awaited,
    number_not_out,
    number_stands,
    round_in_use,
)
from shuangjian.afterschool.rules.rounds import RoundSpec, as_public_value, mistakes_in_round
from shuangjian.afterschool.rules.terms import term_label
from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.schools.operations import lock_place
from shuangjian.schools.queries import known_place, terms_from


def state_round(
    *, by: Actor, at: dt.datetime, place_id: int, year: int, number: int, spec: RoundSpec, request: Request
) -> Round:
    """State the round of a term for a place, or state it anew while no school has announced with it.

    Raises NotVisible, NotAllowed, InvalidInput by field, Refused once a school has announced with it.
    """
    here = known_place(place_id)
    check_can_state_service(by, here.path, here.kind)
    errors = mistakes_in_round(spec, at)
    if (year, number) not in {(term.year, term.number) for term in terms_from(here.path, shanghai_date(at))}:
        errors["term"] = "没有这个学期，或者已经过完。请选下面列出的学期。"
    if errors:
        raise InvalidInput(errors)
    with transaction.atomic():
        lock_place(here.pk)
        row = Round.objects.select_for_update().filter(place_id=here.pk, year=year, number=number).first()
        before = {} if row is None else _in_words(row)
        if row is not None and (schools := announced_with(row.pk)):
            raise Refused(round_in_use(schools))
        row = row or Round(place_id=here.pk, year=year, number=number)
        row.opens_at, row.closes_at, row.results_at = spec.dates.opens_at, spec.dates.closes_at, spec.dates.results_at
        row.waves, row.gap_minutes = spec.waves, spec.gap_minutes
        row.public_source, row.public_issue = spec.public.source, spec.public.issue
        row.public_due_at, row.public_wait_days = spec.public.due, spec.public.wait_days
        row.public_where = spec.public.where
        row.stated_at, row.stated_by_id = at, by.person_id
        row.save()
        record(
            by=by,
            at=at,
            name="afterschool.state_round",
            on=_subject(row),
            before=before,
            after=_in_words(row),
            request=request,
        )
    return row


def enter_public_value(
    *, by: Actor, at: dt.datetime, round_id: int, typed: str, request: Request, passed: int | None = None
) -> Round:
    """Enter the public number of a round, once and for good. `passed`: how many issues were passed over when the page
    was shown; None takes the issue that counts now.

    Raises NotVisible, NotAllowed, InvalidInput for what is no value, Refused before it is out and once one stands.
    """
    row = _stated(by, round_id)
    if at < row.public_due_at:
        raise Refused(number_not_out(row.public_due_at))
    try:
        value = as_public_value(typed)
    except ValueError:
        raise InvalidInput({"value": "请照公布的样子填，80个字以内，不换行。"}) from None
    with transaction.atomic():
        facts = {"public_value": value, "value_entered_at": at, "value_entered_by_id": by.person_id}
        _claim(row, row.issues_passed if passed is None else passed, facts)
        after = {"name": row.public_name, "value": value}
        record(by=by, at=at, name="afterschool.enter_public_value", on=_subject(row), after=after, request=request)
    row.refresh_from_db()
    return row


def pass_issue_over(*, by: Actor, at: dt.datetime, round_id: int, passed: int, request: Request) -> Round:
    """Say that the issue awaited did not come out in time: the next one counts, which was settled before sign-up.
    `passed`: how many were passed over when the page was shown, so that a page sent twice passes over one.

    Raises NotVisible, NotAllowed, Refused while it is still awaited, once a number stands, and from an old page.
    """
    row = _stated(by, round_id)
    if passed == row.issues_passed and at < row.awaited_until:
        raise Refused(issue_awaited(row.public_name, row.awaited_until))
    with transaction.atomic():
        _claim(row, passed, {"issues_passed": passed + 1, "last_passed_at": at})
        after = row.public.passed_over(passed + 1)[-1] | {"next": row.public.name_of(passed + 1)}
        record(by=by, at=at, name="afterschool.pass_issue_over", on=_subject(row), after=after, request=request)
    row.refresh_from_db()
    return row


def _stated(by: Actor, round_id: int) -> Round:
    """The round, for who may state it."""
    row = Round.objects.select_related("place").filter(pk=round_id).first()
    if row is None:
        raise NotVisible(f"round {round_id}")
    check_can_state_service(by, row.place.path, row.place.kind)
    return row


def _claim(row: Round, passed: int, facts: dict[str, Any]) -> None:
    """Write, if no number stands and the issue is still the one that was shown: of two at once, one is refused."""
    if Round.objects.filter(pk=row.pk, public_value="", issues_passed=passed).update(**facts):
        return
    row.refresh_from_db()
    raise Refused(number_stands(row.public_value) if row.public_value else another_issue_counts(row.public_name))


def _subject(row: Round) -> Subject:
    return Subject("round", row.pk, f"{row.place.name}{term_label(row.year, row.number)}", row.place.path)


def _in_words(row: Round) -> dict[str, object]:
    return {
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "results_at": row.results_at,
        "waves": row.waves,
        "gap": row.gap_minutes,
        "public": row.public_name,
        "due": row.public_due_at,
        "wait_days": row.public_wait_days,
    }
