"""All checks of a programme: its days, its hours, its units, and what each grade can choose."""

import datetime as dt
from collections.abc import Callable, Iterator

from shuangjian.afterschool.rules import grounds
from shuangjian.afterschool.rules.finding import Check, Finding, Verdict
from shuangjian.afterschool.rules.plan import OffWork, ProgrammePlan, clock
from shuangjian.afterschool.rules.unit_checks import units_found
from shuangjian.afterschool.rules.variety import FEWEST_KINDS, KINDS, variety
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.kernel.grade import grade_label
from shuangjian.kernel.refusal import Way

FRIDAY = 5
# Ours: the texts name early arrival, noon and evening without a time of day.
MORNING_ENDS, NOON_ENDS = dt.time(9), dt.time(14)
EVENING_BEGINS, LATEST_END = dt.time(18, 30), dt.time(20)
_APART = Way("APART", "", "另设，不收课后服务费。")
_NAMES = "一二三四五六日"


def check_programme(
    plan: ProgrammePlan,
    *,
    off_work: OffWork | None = None,
    is_school_day: Callable[[dt.date], bool] | None = None,
) -> tuple[Finding, ...]:
    """Everything to be said of a programme; empty where there is nothing. Never raises for a plan with grades.

    `off_work` is when work ends in the county, None where nobody has stated it: a NOTE says that this was not checked.
    `is_school_day` is the school's calendar; it is asked only about the plan's `other_days`.
    """
    return (
        *_weekdays(plan),
        *_other_days(plan, is_school_day),
        *_order(plan),
        *_time_of_day(plan),
        *_length(plan),
        *_end(plan, off_work),
        *_extended(plan),
        *units_found(plan),
        *_choice(plan),
    )


def _weekdays(plan: ProgrammePlan) -> Iterator[Finding]:
    resting = [day for day in plan.weekdays if day > FRIDAY]
    if resting:
        said = "、".join(f"星期{_NAMES[day - 1]}" for day in resting)
        words = f"{said}不上课，不能排课后服务。调休要上课的那一天，按上课日算。"
        yield _refuse(plan, Check.REST_DAY, words, Way("REWORD", "", f"去掉{said}。"), "weekdays", grounds.SCHOOL_DAYS)
    held = [day for day in plan.weekdays if day <= FRIDAY]
    least = grounds.number_of(plan, grounds.DAYS)
    if not held:
        way = Way("REWORD", "", "从星期一至星期五里选。")
        yield _refuse(plan, Check.NO_DAYS, "还没有定哪几天有课后服务。", way, "weekdays", grounds.DAYS)
    elif least is not None and len(held) < least:
        missing = weekdays_label(day for day in range(1, FRIDAY + 1) if day not in held)
        words = f"一周{len(held)}天，规定是{least:g}天；{missing}没有课后服务，家里要自己想办法。"
        yield _warn(plan, Check.DAYS, words, Way("REWORD", "", f"加上{missing}。"), "weekdays", grounds.DAYS)


def _other_days(plan: ProgrammePlan, is_school_day: Callable[[dt.date], bool] | None) -> Iterator[Finding]:
    for date in plan.other_days:
        if is_school_day is not None and not is_school_day(date):
            words = f"{date.month}月{date.day}日不上课，不能排课后服务。"
            way = Way("REWORD", "", "去掉这一天。")
            yield _refuse(plan, Check.REST_DAY, words, way, "other_days", grounds.SCHOOL_DAYS)


def _order(plan: ProgrammePlan) -> Iterator[Finding]:
    """The texts want homework done in service time; that it comes first is the house's own."""
    is_first = plan.homework_from < plan.homework_until <= plan.activity_from < plan.activity_until
    if not is_first:
        words = "第一段要写作业，写完再活动；现在的时间前后接不上。作业在学校写完，回家才能早睡。"
        way = Way("REWORD", "", "先定写作业从几点到几点，活动接在后面。")
        rules = grounds.FINISHED_IN_SCHOOL, grounds.HOMEWORK
        yield _refuse(plan, Check.HOMEWORK_FIRST, words, way, "homework_from", *rules)


def _time_of_day(plan: ProgrammePlan) -> Iterator[Finding]:
    start = min(plan.homework_from, plan.activity_from)
    if start < MORNING_ENDS:
        words = f"{clock(start)}开始的是早到校看管和自习，不算课后服务，也不能收课后服务费。"
        yield _refuse(plan, Check.MORNING, words, _APART, "homework_from", grounds.NOT_SERVICE)
    elif start < NOON_ENDS:
        words = f"{clock(start)}开始的是午餐午休看管，不算课后服务，也不能收课后服务费。"
        yield _refuse(plan, Check.NOON, words, _APART, "homework_from", grounds.NOT_SERVICE)
    elif plan.lessons_end is not None and start < plan.lessons_end:
        words = f"{clock(plan.lessons_end)}才上完课，课后服务不能{clock(start)}就开始。"
        value = f"{plan.lessons_end:%H:%M}"
        way = Way("SET_VALUE", f"改到{clock(plan.lessons_end)}", "", {"homework_from": value})
        yield _refuse(plan, Check.BEFORE_LESSONS_END, words, way, "homework_from", grounds.SCHOOL_DAYS)
    if max(plan.homework_from, plan.activity_from) >= EVENING_BEGINS or plan.activity_until > LATEST_END:
        words = (
            f"{clock(EVENING_BEGINS)}以后才开始的，或者到{clock(LATEST_END)}还没有结束的，本系统当作晚自习："
            "不算课后服务，也不能收课后服务费。"
        )
        yield _refuse(plan, Check.EVENING, words, _APART, "activity_until", grounds.NOT_SERVICE, grounds.EVENING_STUDY)


def _length(plan: ProgrammePlan) -> Iterator[Finding]:
    hours = grounds.number_of(plan, grounds.HOURS)
    minutes = plan.minutes_a_day
    if hours is not None and 0 < minutes < hours * 60:
        words = f"每天{minutes}分钟，规定是至少{hours:g}小时。"
        way = Way("REWORD", "", f"再加{hours * 60 - minutes:g}分钟。")
        yield _warn(plan, Check.HOURS, words, way, "activity_until", grounds.HOURS)


def _end(plan: ProgrammePlan, off_work: OffWork | None) -> Iterator[Finding]:
    clauses = grounds.clauses_of(plan, grounds.END)
    if off_work is None:
        words = "县里还没有写明几点下班，这一项没有查：结束的时间要和下班时间接上。"
        yield Finding(Check.OFF_WORK_UNKNOWN, Verdict.NOTE, words, clauses)
    elif plan.activity_until < off_work.time:
        care = plan.extended_until
        covered = f"有延时托管到{clock(care)}。" if care is not None and care >= off_work.time else ""
        words = f"{clock(plan.activity_until)}结束，当地{clock(off_work.time)}才下班，家里来不及接。{covered}"
        way = Way("SET_VALUE", f"改到{clock(off_work.time)}", "", {"activity_until": f"{off_work.time:%H:%M}"})
        yield Finding(
            Check.ENDS_EARLY, Verdict.WARN, words, (*clauses, off_work.clause), (way,), field="activity_until"
        )


def _extended(plan: ProgrammePlan) -> Iterator[Finding]:
    if plan.extended_until is None:
        words = "没有写延时托管到几点。到点还没有人接的孩子，要有人看护。"
        way = Way("REWORD", "", "写一个时刻，比如结束以后再加半小时。")
        yield _warn(plan, Check.EXTENDED_CARE, words, way, "extended_until", grounds.EXTENDED_CARE)
    elif plan.extended_until <= plan.activity_until:
        words = f"延时托管接在活动后面，要晚于{clock(plan.activity_until)}。"
        way = Way("REWORD", "", "改晚一些。")
        yield _refuse(plan, Check.EXTENDED_CARE, words, way, "extended_until", grounds.EXTENDED_CARE)


def _choice(plan: ProgrammePlan) -> Iterator[Finding]:
    """Whether each grade can choose on each day, and among enough kinds in a week."""
    if not plan.units:
        way = Way("COPY", "", "从上学期照抄，或者加第一项活动。")
        yield _refuse(plan, Check.NO_UNITS, "还没有一项活动可选。", way, "units", grounds.CONTENT)
        return
    for grade in plan.grades:
        empty = [day for day in plan.weekdays if day <= FRIDAY and not plan.choices_of(grade, day)]
        if empty:
            words = f"{grade_label(grade)}{weekdays_label(empty)}没有活动可选，只能去阅读和自习的地方。"
            way = Way("REWORD", "", "给这个年级加一项，或者放宽一项活动的年级。")
            yield _warn(plan, Check.NO_CHOICE, words, way, "units", grounds.CONTENT)
    found = variety(plan)
    if found.narrow_grades:
        grades = "、".join(f"{grade_label(grade)}{found.by_grade[grade].n}类" for grade in found.narrow_grades)
        words = (
            f"一周能选到的：{grades}（全部{KINDS}类）。内容单一，值得去看。"
            f"少于{FEWEST_KINDS}类就提醒，是本系统的界限，不是法规里的数。"
        )
        way = Way("REWORD", "", "和邻近学校、校外场馆合起来，多开一两类。")
        yield _warn(plan, Check.FEW_KINDS, words, way, "units", grounds.CONTENT)


def _refuse(plan: ProgrammePlan, check: Check, words: str, way: Way, field: str, *rules: str) -> Finding:
    return Finding(check, Verdict.REFUSE, words, grounds.clauses_of(plan, *rules), (way,), field=field)


def _warn(plan: ProgrammePlan, check: Check, words: str, way: Way, field: str, *rules: str) -> Finding:
    return Finding(check, Verdict.WARN, words, grounds.clauses_of(plan, *rules), (way,), field=field)
