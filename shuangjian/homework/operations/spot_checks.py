"""抽查: drawing published works to be read again, and saying what was found in each."""

import datetime as dt

from django.db import transaction

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.homework.access import get_spot_check_for
from shuangjian.homework.models import SpotCheck, SpotCheckWork
from shuangjian.homework.operations.wording import one_sentence
from shuangjian.homework.queries.spot_checks import drawable_works
from shuangjian.homework.rules import MOST_DRAWN, SpotFinding, draw_works
from shuangjian.homework.rules.refusals import already_read, nothing_to_draw
from shuangjian.kernel import subject as subjects
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from shuangjian.schools.access import check_can_lead_school
from shuangjian.schools.queries import SchoolFacts

LONGEST_PERIOD = dt.timedelta(days=200)


def draw_spot_check(
    *,
    by: Actor,
    at: dt.datetime,
    school: SchoolFacts,
    since: dt.date,
    until: dt.date,
    wanted: int,
    seed: str,
    request: Request,
) -> SpotCheck:
    """Draw works that were first published from `since` until, exclusively, `until` and still stand. `seed` is drawn by
    whoever calls, and kept: see `redrawn`.

    Raises NotVisible, NotAllowed, InvalidInput by field, Refused where there is nothing to draw from.
    """
    check_can_lead_school(by, school.id, school.path)
    _check(since, until, wanted, shanghai_date(at))
    works = drawable_works(school.id, since, until, at)
    if not works:
        raise Refused(nothing_to_draw())
    authors = {work.work_id: work.author_id for work in works}
    drawn = draw_works(works, wanted, seed)
    with transaction.atomic():
        check = SpotCheck.objects.create(
            school_id=school.id,
            since=since,
            until=until,
            wanted=wanted,
            published=len(works),
            seed=seed,
            drawn_at=at,
            drawn_by_id=by.somebody,
        )
        SpotCheckWork.objects.bulk_create(
            SpotCheckWork(
                school_id=school.id, spot_check=check, assignment_id=pk, author_id=authors[pk], position=position
            )
            for position, pk in enumerate(drawn)
        )
        record(
            by=by,
            at=at,
            name="homework.draw_spot_check",
            on=Subject("spot_check", check.pk, school.name, school.path, school.id),
            after={"since": since, "until": until, "drawn": len(drawn), "published": len(works), "seed": seed},
            request=request,
        )
    return check


def record_finding(
    *,
    by: Actor,
    at: dt.datetime,
    school: SchoolFacts,
    check_id: int,
    work_id: int,
    finding: SpotFinding,
    note: str,
    request: Request,
) -> SpotCheckWork:
    """Say what was found in a drawn work (`work_id` is that of its row in the draw). It is said once, and its author
    reads it.

    Raises NotVisible, NotAllowed (also for one's own work), InvalidInput where what was found is not said in words,
    Refused where a colleague has read it.
    """
    check = get_spot_check_for(by, school.id, school.path, check_id)
    row = SpotCheckWork.objects.filter(pk=work_id, spot_check=check).select_related("assignment").first()
    if row is None:
        raise NotVisible(f"work {work_id}")
    if row.author_id == by.person_id:
        raise NotAllowed("自己布置的作业，请另一位来看。")
    if finding is not SpotFinding.FINE or note.strip():
        note = one_sentence(note, f"note-{work_id}", "请用一句话写具体是哪里，老师会看到。")
    with transaction.atomic():
        unread = SpotCheckWork.objects.filter(pk=row.pk, finding="")
        if not unread.update(finding=finding, note=note.strip(), read_at=at, read_by_id=by.somebody):
            raise Refused(already_read())
        work = row.assignment
        record(
            by=by,
            at=at,
            name="homework.record_finding",
            on=Subject("assignment", work.pk, work.unit, school.path, school.id),
            after={"subject": subjects.Subject(work.subject).label, "finding": finding.label, "note": note.strip()},
            request=request,
        )
    row.refresh_from_db()
    return row


def _check(since: dt.date, until: dt.date, wanted: int, today: dt.date) -> None:
    errors = {}
    if until <= since or until - since > LONGEST_PERIOD:
        errors["until"] = "请选到哪一天：在开始以后，一学期以内。"
    if until > today + dt.timedelta(days=1):
        errors["until"] = "只能抽到今天为止的作业。"
    if not 1 <= wanted <= MOST_DRAWN:
        errors["wanted"] = f"请写1到{MOST_DRAWN}的整数，比如10。"
    if errors:
        raise InvalidInput(errors)
