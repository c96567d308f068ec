"""Slips (入户条): given out and replaced by the homeroom teacher."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, Subject, outcome_of, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotVisible, Refusal, Refused
from shuangjian.people import access
from shuangjian.people.models import Enrolment, Pupil, Slip
from shuangjian.people.operations.guardians import SLIP_RULE, end_guardianship
from shuangjian.people.operations.identity import digest_of
from shuangjian.people.rules import plain_secret, slip_name, slip_secret


@dataclass(frozen=True)
class IssuedSlip:
    """A slip to be printed now: its secret is not kept and cannot be shown again."""

    pupil_name: str
    username: str
    secret: str

    @property
    def digest(self) -> str:
        return digest_of("slip", plain_secret(self.secret))


def issue_slips(
    *,
    by: Actor,
    at: dt.datetime,
    school_id: int,
    class_id: int,
    class_path: str,
    pupil_ids: Sequence[int],
    choose: Callable[[str], str],
    request: Request | None = None,
) -> list[IssuedSlip]:
    """One more slip for each of these pupils of the class; slips that are out stay good.

    The same request again, with a `choose` that picks the same, gives nothing out and answers with those of the first
    time that nobody has used yet.
    """
    access.check_can_manage_slips(by, school_id, class_id)
    done = outcome_of(by, request) if request else None
    if done is not None:
        return _still_open(_draw(done["pupils"], choose))
    _check_in_class(pupil_ids, class_id)
    issued = _draw(pupil_ids, choose)
    try:
        with transaction.atomic():
            _add(issued, school_id, by, at)
            record(
                by=by,
                at=at,
                name="people.issue_slips",
                on=Subject("class", class_id, "", class_path, school_id, class_id),
                after={"slips": len(issued)},
                request=request,
                outcome={"pupils": [pk for pk, _ in issued]},
            )
    except IntegrityError:
        if request is None or outcome_of(by, request) is None:
            raise
        return _still_open(issued)
    return [slip for _, slip in issued]


def replace_slip(
    *,
    by: Actor,
    at: dt.datetime,
    slip_id: int,
    class_id: int,
    class_path: str,
    choose: Callable[[str], str],
    request: Request | None = None,
) -> IssuedSlip:
    """Take a slip back and issue another: whoever entered by the old one is out at once.

    The same request again answers with the slip of the first time while nobody has used it. Raises Refused when the
    slip was taken back by another act, or its successor has been used.
    """
    slip = Slip.objects.select_related("pupil").filter(pk=slip_id).first()
    if (
        slip is None
        or not Enrolment.objects.filter(pupil_id=slip.pupil_id, school_class_id=class_id, until=None).exists()
    ):
        raise NotVisible(f"slip {slip_id}")
    access.check_can_manage_slips(by, slip.school_id, class_id)
    issued = _draw([slip.pupil_id], choose)
    if request and outcome_of(by, request) is not None:
        return _the_one(issued)
    with transaction.atomic():
        taken_back = Slip.objects.filter(pk=slip.pk, replaced_at=None).update(replaced_at=at)
        if taken_back:
            slip.refresh_from_db(fields=["claimed_by"])  # somebody may have claimed it a moment ago
            if slip.claimed_by_id:
                end_guardianship(slip.claimed_by_id, slip.pupil_id, shanghai_date(at))
            _add(issued, slip.school_id, by, at)
            record(
                by=by,
                at=at,
                name="people.replace_slip",
                on=Subject("class", class_id, "", class_path, slip.school_id, class_id),
                after={"slips": 1},
                request=request,
                outcome={"pupils": [slip.pupil_id]},
            )
    return issued[0][1] if taken_back else _the_one(issued)


def _check_in_class(pupil_ids: Sequence[int], class_id: int) -> None:
    seated = Enrolment.objects.filter(school_class_id=class_id, pupil_id__in=pupil_ids, until=None)
    if set(seated.values_list("pupil_id", flat=True)) != set(pupil_ids):
        raise NotVisible("a pupil who is not in this class")


def _draw(pupil_ids: Sequence[int], choose: Callable[[str], str]) -> list[tuple[int, IssuedSlip]]:
    names = dict(Pupil.objects.filter(pk__in=pupil_ids).values_list("pk", "name"))
    return [(pk, IssuedSlip(names[pk], slip_name(choose), slip_secret(choose))) for pk in pupil_ids]


def _add(issued: Sequence[tuple[int, IssuedSlip]], school_id: int, by: Actor, at: dt.datetime) -> None:
    Slip.objects.bulk_create(
        Slip(
            pupil_id=pk,
            school_id=school_id,
            username=slip.username,
            secret_digest=slip.digest,
            issued_at=at,
            issued_by_id=by.person_id,
        )
        for pk, slip in issued
    )


def _still_open(issued: Sequence[tuple[int, IssuedSlip]]) -> list[IssuedSlip]:
    """Those that are out and were not used or taken back since."""
    digests = [slip.digest for _, slip in issued]
    good = Slip.objects.filter(secret_digest__in=digests, claimed_at=None, replaced_at=None)
    found = set(good.values_list("secret_digest", flat=True))
    return [slip for _, slip in issued if slip.digest in found]


def _the_one(issued: Sequence[tuple[int, IssuedSlip]]) -> IssuedSlip:
    found = _still_open(issued)
    if not found:
        words = "这张条刚才已经换过了，没有再换。要再加一位家长，请再发一张。"
        raise Refused(Refusal("SLIP_ALREADY_REPLACED", words, "", (SLIP_RULE,)))
    return found[0]
