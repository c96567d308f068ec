"""The weeks before the city's clock: what its teachers set, made by publishing, one act at a time."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from shuangjian.audit.operations import Request
from shuangjian.demo.directory import on
from shuangjian.demo.lessons import lessons
from shuangjian.demo.plan import TODAY
from shuangjian.homework.operations import Outcome, Target, discard_draft, publish, save_draft
from shuangjian.homework.rules import AssignmentSpec
from shuangjian.journeys.predict_minutes import predict_minutes
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import Post, actor_at, colleagues, staff_of_school
from shuangjian.schools.queries import ClassNow, calendar_at, classes_of_school

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS = {  # on which a subject sets homework, Monday 0; a subject that is not here sets none
    Subject.CHINESE: EVERY_DAY,
    Subject.MATHEMATICS: EVERY_DAY,
    Subject.ENGLISH: (0, 2, 3),
    Subject.ETHICS_AND_LAW: (1,),
    Subject.SCIENCE: (3,),
    Subject.PHYSICAL_EDUCATION: (1, 3, 4),
    Subject.LABOUR: (4,),
}
JUNIOR_WEEKDAYS = WEEKDAYS | {
    Subject.CHINESE: (0, 2, 3, 4, 5),
    Subject.ENGLISH: (0, 1, 3, 4),
    Subject.HISTORY: (2,),
    Subject.GEOGRAPHY: (2,),
    Subject.PHYSICS: (1,),
    Subject.CHEMISTRY: (3,),
    Subject.BIOLOGY: (3,),
}
FIRST_JUNIOR_GRADE = 7
PREDICTED_SINCE = TODAY  # until then the city only asked, so that its past shows what was declared
BUSIER, BUSIER_BY = 0.25, 10
LEAST_WORTH_SETTING = 5
Sets = Callable[[Subject, int, AssignmentSpec], bool]


def school_days(path: str, since: dt.date, today: dt.date) -> list[dt.date]:
    """The days from a date through today on which a place holds school."""
    calendar = calendar_at(path)
    dates = (since + dt.timedelta(n) for n in range((today - since).days + 1))
    return [date for date in dates if calendar.day(date).is_school_day]


def set_homework(school_id: int, date: dt.date, lesson: int, draw: random.Random, sets: Sets) -> int:
    """Publish what a school's teachers set on one day, after 15:10; returns how many acts.

    `lesson` is which of the lessons of a subject's plan is reached. `sets` may say no to a subject, grade and lesson:
    what the school's rule or the story of the day leaves out. Since `PREDICTED_SINCE` work counts what is predicted.
    """
    classes = {c.id: c for c in classes_of_school(school_id, date)}
    staff = {person.pk: person for person in staff_of_school(school_id, date)}
    moment, acts = on(date, "15:10"), 0
    for colleague in colleagues(school_id, date):
        by = None
        for subject, grade, its_classes in _loads(colleague.posts, classes):
            spec = _lesson(subject, grade, date, lesson, draw)
            moment += dt.timedelta(seconds=20)
            if spec is not None and sets(subject, grade, spec):
                by = by or actor_at(staff[colleague.person_id], moment)
                acts += _publish_or_shorten(by, moment, spec, [Target(c.id, grade, (date,)) for c in its_classes])
    return acts


def _publish_or_shorten(by: Actor, at: dt.datetime, spec: AssignmentSpec, targets: Sequence[Target]) -> int:
    """Publish; where it does not fit, take the way that most teachers take: less of it. Returns how many acts."""
    outcome = publish_now(by, at, spec, targets)
    refused = {(c.class_id, c.grade) for c in outcome.refused}
    ways = [way for c in outcome.refused for refusal in c.refusals for way in refusal.ways]
    room = min((int(n) for way in ways if way.act == "FEWER_MINUTES" for n in way.values.values()), default=0)
    if room < LEAST_WORTH_SETTING:
        return 1
    shorter = replace(spec, tiers=tuple(replace(tier, minutes=min(tier.minutes, room)) for tier in spec.tiers))
    publish_now(by, at, shorter, [t for t in targets if (t.class_id, t.grade) in refused])
    return 2


def publish_now(by: Actor, at: dt.datetime, spec: AssignmentSpec, targets: Sequence[Target]) -> Outcome:
    """Draft and publish, as a teacher does in one go who has seen what it counts; what fits nowhere is not kept."""
    if at.date() >= PREDICTED_SINCE:
        spec = predict_minutes(by=by, at=at, spec=spec, targets=targets).spec
    draft = save_draft(by=by, at=at, spec=spec)
    request = Request.of(f"sample-{draft.pk}", draft=draft.pk)
    outcome = publish(by=by, at=at, assignment_id=draft.pk, targets=targets, request=request)
    if not outcome.published:
        discard_draft(by=by, assignment_id=draft.pk)
    return outcome


def _loads(posts: Iterable[Post], classes: dict[int, ClassNow]) -> list[tuple[Subject, int, list[ClassNow]]]:
    """What a teacher prepares once: a subject in a grade, for all the classes taught."""
    loads: dict[tuple[Subject, int], list[ClassNow]] = defaultdict(list)
    for post in posts:
        klass = classes.get(post.class_id or 0)
        if klass is not None and post.subject:
            for _, grade in klass.grades:
                loads[Subject(post.subject), grade].append(klass)
    return [(subject, grade, its) for (subject, grade), its in sorted(loads.items())]


def _lesson(subject: Subject, grade: int, date: dt.date, lesson: int, draw: random.Random) -> AssignmentSpec | None:
    """What a subject sets in a grade on a date; now and then a little more, and None where it sets nothing."""
    weekdays = (WEEKDAYS if grade < FIRST_JUNIOR_GRADE else JUNIOR_WEEKDAYS).get(subject, ())
    choices = lessons(subject, grade)
    if not choices or date.weekday() not in weekdays:
        return None
    spec = choices[(lesson if len(weekdays) > 3 else date.toordinal() // 7) % len(choices)]
    if spec.counted and draw.random() < BUSIER:
        tiers = tuple(replace(tier, minutes=tier.minutes + BUSIER_BY) for tier in spec.tiers)
        spec = replace(spec, tiers=tiers)
    return spec
