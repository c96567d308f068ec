"""A school that looks at some homework before families see it, and at some by lot afterwards."""

import datetime as dt
from collections.abc import Callable

from shuangjian.audit.operations import Request
from shuangjian.demo.directory import Directory, on
from shuangjian.demo.plan import QINGZAO, TODAY
from shuangjian.demo.term import publish_now
from shuangjian.homework.operations import (
    RuleSpec,
    Target,
    ask_for_review,
    draw_spot_check,
    pass_works,
    record_finding,
)
from shuangjian.homework.queries import works_of_spot_check
from shuangjian.homework.rules import AssignmentSpec, Form, ReviewKind, SpotFinding, TierSpec
from shuangjian.kernel.subject import Subject

GRADE, BOTH = 5, (1, 2)
WEDNESDAY, FRIDAY, MONDAY = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1), dt.date(2026, 9, 21)
NEW_TEACHER = "郝若川"
DRAWN = 6
READ = (
    (SpotFinding.FINE, ""),
    (SpotFinding.TOO_LONG, "抄题占了一半时间，直接写在书上就行。"),
    (SpotFinding.FINE, "第二题和课上的例子接得好。"),
)

MIRROR = AssignmentSpec(
    Subject.SCIENCE, "光", "用记录说话", Form.INQUIRY,
    "晚上关灯前，看看镜子里的字是怎么反过来的，写一个反着也认得出的字。", (TierSpec("", 5),), "探究实践",
)  # fmt: skip
SHADOWS = AssignmentSpec(
    Subject.SCIENCE, "光", "学会设计对比", Form.INQUIRY,
    "想一个办法，让同一支铅笔的影子变长，画下来，标出灯和铅笔的位置。", (TierSpec("", 10),), "探究实践",
)  # fmt: skip


def events(city: Directory) -> list[tuple[dt.datetime, Callable[[dt.datetime], object]]]:
    """The new teacher's work is reviewed until the end of the school year; one was passed, one still waits."""
    published: list[int] = []
    return [
        (on(dt.date(2026, 9, 14), "09:00"), lambda at: _ask(city, at)),
        (on(WEDNESDAY, "16:30"), lambda at: published.append(_publish(city, MIRROR, FRIDAY, at))),
        (on(TODAY, "08:20"), lambda at: _pass(city, published, at)),
        (on(TODAY, "11:00"), lambda at: _look_at_some(city, at)),
        (on(TODAY, "16:08"), lambda at: _publish(city, SHADOWS, MONDAY, at)),
    ]


def _ask(city: Directory, at: dt.datetime) -> None:
    spec = RuleSpec(
        kind=ReviewKind.PROBATION,
        title="作业管理办法",
        article="第9条",
        since=at.date(),
        until=dt.date(2027, 7, 10),
        person_id=city.actor(QINGZAO, NEW_TEACHER, at).somebody,
    )
    by, school = city.actor(QINGZAO, "龚平", at), city.schools[QINGZAO]
    ask_for_review(by=by, at=at, school=school, spec=spec, salt="", request=Request.of("sample-probation"))


def _publish(city: Directory, spec: AssignmentSpec, date: dt.date, at: dt.datetime) -> int:
    targets = [Target(city.klass(QINGZAO, GRADE, number).id, GRADE, (date,)) for number in BOTH]
    return publish_now(city.actor(QINGZAO, NEW_TEACHER, at), at, spec, targets).assignment_id


def _pass(city: Directory, works: list[int], at: dt.datetime) -> None:
    by, school = city.actor(QINGZAO, "邵群", at), city.schools[QINGZAO]
    pass_works(by=by, at=at, school=school, work_ids=works, request=Request.of("sample-pass"))


def _look_at_some(city: Directory, at: dt.datetime) -> None:
    """Drawn from this week so far; half of them read."""
    by, school = city.actor(QINGZAO, "龚平", at), city.schools[QINGZAO]
    check = draw_spot_check(
        by=by,
        at=at,
        school=school,
        since=dt.date(2026, 9, 14),
        until=TODAY,
        wanted=DRAWN,
        seed="20260917",
        request=Request.of("sample-spot-check"),
    )
    for row, (finding, note) in zip(works_of_spot_check(check.pk), READ, strict=False):
        record_finding(
            by=by,
            at=at,
            school=school,
            check_id=check.pk,
            work_id=row.pk,
            finding=finding,
            note=note,
            request=Request.of(f"sample-finding-{row.position}"),
        )
