"""A grade's homework plan for a term: proposed from its lessons, edited, agreed, replaced by the next version."""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from shuangjian.audit.operations import Request, outcome_of, record
from shuangjian.audit.operations import Subject as On
from shuangjian.homework.access import check_can_agree_plan, get_plan_to_agree
from shuangjian.homework.models import PlannedShare, TermPlan
from shuangjian.homework.rules import LONGEST_TIER_MINUTES, PLANNED_WEEKDAYS, proposed_minutes
from shuangjian.homework.rules.lending import plan_over_cap
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import FIRST_GRADE, LAST_GRADE, grade_at, grade_label
from shuangjian.kernel.refusal import InvalidInput, Refused
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import subjects_taught
from shuangjian.policy.queries import limits_for
from shuangjian.schools.operations import lock_rules
from shuangjian.schools.queries import SchoolFacts, classes_of_school, school_facts, term_at, term_from
from shuangjian.schools.rules import ONE_DAY, EveningSpan

PlanMinutes = Mapping[tuple[int, str], int]  # by (weekday, subject)


def caps_of_weekdays(school: SchoolFacts, grade: int, since: dt.date) -> dict[int, int]:
    """The minutes of a grade's evening on each weekday that a plan is for, as they are from a date on. One query."""
    dates = [since + dt.timedelta(n) for n in range(7)]
    spans = [
        EveningSpan(date, date + ONE_DAY, True, False, False) for date in dates if date.isoweekday() in PLANNED_WEEKDAYS
    ]
    limits = limits_for((school, grade, span) for span in spans)
    return {span.date.isoweekday(): limits[school.id, grade, span.date].minutes or 0 for span in spans}


def propose_plan(
    *, by: Actor, at: dt.datetime, school: SchoolFacts, cohort: int, request: Request | None = None
) -> TermPlan:
    """A first draft from the grade's lessons, or the draft that there is already. It holds nothing until it is agreed.

    Raises NotVisible, NotAllowed; InvalidInput where the grade has no class, or no term lies ahead.
    """
    check_can_agree_plan(by, school.id, cohort)
    done = outcome_of(by, request) if request is not None else None
    if done is not None:
        return TermPlan.objects.get(pk=done["plan"])
    today = shanghai_date(at)
    term = term_from(school.path, today + ONE_DAY)
    begin = max(today + ONE_DAY, term.since) if term else today
    grade = grade_at(cohort, begin)
    if term is None or not FIRST_GRADE <= grade <= LAST_GRADE:
        raise InvalidInput({"cohort": "后面没有学期了，或者这个年级已经毕业，不用定计划。"})
    asked = {"school_id": school.id, "cohort": cohort, "year": term.year, "number": term.number}
    classes = [c.id for c in classes_of_school(school.id, begin) if cohort in dict(c.grades)]
    caps = caps_of_weekdays(school, grade, begin)
    minutes = proposed_minutes(caps, subjects_taught(classes, begin))
    try:
        with transaction.atomic():
            earlier = TermPlan.objects.filter(**asked).aggregate(last=Max("version"))["last"] or 0
            plan = TermPlan.objects.create(
                **asked, version=earlier + 1, cap=max(caps.values()), proposed_at=at, proposed_by_id=by.somebody
            )
            _write(plan, minutes)
            _record(by, at, "homework.propose_plan", plan, school, begin, request)
    except IntegrityError:
        return TermPlan.objects.get(**asked, agreed_at=None)
    return plan


def save_plan(
    *, by: Actor, at: dt.datetime, plan_id: int, minutes: PlanMinutes, request: Request | None = None
) -> TermPlan:
    """Write the minutes of a draft anew. Raises InvalidInput for a number that cannot be or a plan that is agreed,
    Refused where a weekday's add up to more than its evening holds."""
    plan = get_plan_to_agree(by, plan_id)
    if request is not None and outcome_of(by, request) is not None:
        return plan
    _check_minutes(minutes)
    school, begin = school_facts(plan.school_id), _first_date(plan, at)
    with transaction.atomic():
        plan = _held_draft(plan)
        plan.cap = _check_caps(school, plan, minutes, begin)
        plan.save(update_fields=["cap"])
        plan.shares.all().delete()
        _write(plan, minutes)
        _record(by, at, "homework.save_plan", plan, school, begin, request)
    return plan


def agree_plan(*, by: Actor, at: dt.datetime, plan_id: int, since: dt.date, request: Request | None = None) -> TermPlan:
    """Let a draft hold for the evenings that are opened from a date after today on, until its term ends; the version
    before it ends there. Evenings that are open already keep what they were opened with.

    Raises InvalidInput for a date that cannot be, Refused where a weekday's minutes exceed what its evening holds.
    """
    plan = get_plan_to_agree(by, plan_id)
    if request is not None and outcome_of(by, request) is not None:
        return plan
    school = school_facts(plan.school_id)
    term = term_at(school.path, since)
    if since <= shanghai_date(at):
        raise InvalidInput({"since": "请选明天或以后的日子：今天的傍晚可能已经在用了。"})
    if term is None or (term.year, term.number) != (plan.year, plan.number):
        raise InvalidInput({"since": "这一天不在这个学期里，请选学期里的一天。"})
    with transaction.atomic():
        lock_rules([school.id])
        plan = _held_draft(plan)
        minutes = {(share.weekday, share.subject): share.minutes for share in plan.shares.all()}
        plan.cap = _check_caps(school, plan, minutes, since)
        earlier = TermPlan.objects.filter(school_id=school.id, cohort=plan.cohort, agreed_at__isnull=False)
        if earlier.filter(since=since).exists():
            raise InvalidInput({"since": "从这一天起的计划已经定过一次，请换一天。"})
        earlier.filter(since__gt=since, until__gt=F("since")).update(until=F("since"))
        earlier.filter(since__lt=since, until__gt=since).update(until=since)
        plan.since, plan.until, plan.agreed_at, plan.agreed_by_id = since, term.until, at, by.somebody
        plan.save()
        _record(by, at, "homework.agree_plan", plan, school, since, request)
    return plan


def _held_draft(plan: TermPlan) -> TermPlan:
    """The plan, held until the transaction ends. Raises InvalidInput once it is agreed."""
    held = TermPlan.objects.select_for_update().get(pk=plan.pk)
    if held.agreed_at is not None:
        raise InvalidInput({"plan": "这一份已经定了，不能再改；要改请另拟一份。"})
    return held


def _first_date(plan: TermPlan, at: dt.datetime) -> dt.date:
    """The first date from which a draft could hold."""
    tomorrow = shanghai_date(at) + ONE_DAY
    term = term_from(school_facts(plan.school_id).path, tomorrow)
    return max(tomorrow, term.since) if term else tomorrow


def _check_caps(school: SchoolFacts, plan: TermPlan, minutes: PlanMinutes, since: dt.date) -> int:
    """The greatest cap of the weekdays. Raises Refused naming each one that would be exceeded."""
    caps = caps_of_weekdays(school, grade_at(plan.cohort, since), since)
    totals = {day: sum(m for (d, _), m in minutes.items() if d == day) for day in caps}
    over = [plan_over_cap(day, totals[day], cap) for day, cap in caps.items() if totals[day] > cap]
    if over:
        raise Refused(*over)
    return max(caps.values())


def _check_minutes(minutes: PlanMinutes) -> None:
    errors = {}
    for (day, subject), value in minutes.items():
        if day not in PLANNED_WEEKDAYS or subject not in set(Subject):
            errors["plan"] = "有一格读不出来，请刷新页面再填。"
        elif not 0 <= value <= LONGEST_TIER_MINUTES:
            errors[f"m-{day}-{subject}"] = f"{Subject(subject).label}的分钟要在0到{LONGEST_TIER_MINUTES}之间。"
    if errors:
        raise InvalidInput(errors)


def _write(plan: TermPlan, minutes: PlanMinutes) -> None:
    PlannedShare.objects.bulk_create(
        PlannedShare(school_id=plan.school_id, plan=plan, weekday=day, subject=subject, minutes=value)
        for (day, subject), value in sorted(minutes.items())
        if value
    )


def _record(
    by: Actor, at: dt.datetime, name: str, plan: TermPlan, school: SchoolFacts, on: dt.date, request: Request | None
) -> None:
    after = {"version": plan.version, "since": plan.since, "until": plan.until}
    label = grade_label(grade_at(plan.cohort, on))
    on_plan = On("term_plan", plan.pk, label, school.path, school.id)
    record(by=by, at=at, name=name, on=on_plan, after=after, request=request, outcome={"plan": plan.pk})
