"""Checks of one unit: what it says of itself, its seats, its grades and its days."""

from collections import Counter
from collections.abc import Iterator

from shuangjian.afterschool.rules import grounds
from shuangjian.afterschool.rules.finding import Check, Finding, Verdict
from shuangjian.afterschool.rules.kinds import READING_PLACE
from shuangjian.afterschool.rules.plan import PlannedUnit, ProgrammePlan
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.afterschool.rules.words import Mark, Said, marks_in
from shuangjian.kernel.refusal import Way

_RULES = {
    Said.NEW_LESSONS: grounds.NEW_LESSONS,
    Said.MAKE_UP: grounds.MAKE_UP,
    Said.DRILL: grounds.DRILL,
    Said.NOT_SERVICE: grounds.NOT_SERVICE,
    Said.REST_DAY: grounds.SCHOOL_DAYS,
}
_REFUSED = {
    Said.NEW_LESSONS: "是讲新课。课后服务不得讲新课。",
    Said.MAKE_UP: "是集体补课。课后服务不得集体补课。",
    Said.DRILL: "是刷题备考。课后服务不得组织学生刷题备考。",
    Said.NOT_SERVICE: "不算课后服务：早到校、午间和晚自习的看管都要另外安排，不收课后服务费。",
    Said.REST_DAY: "是在休息日。课后服务只在上课日、放学以后。",
}
_ASKED = {
    Said.NEW_LESSONS: "看着像讲新课。课后服务不得讲新课，不是的话不用改。",
    Said.MAKE_UP: "看着像给全班补课。个别答疑可以，集体补课不行，不是的话不用改。",
    Said.DRILL: "看着像练题备考。课后服务不得刷题备考，不是的话不用改。",
    Said.NOT_SERVICE: "看着像早到校、午间或晚上的看管，那些不算课后服务，不是的话不用改。",
    Said.REST_DAY: "看着像在休息日。调休要上课的日子可以，休息日不行。",
}
_WAYS = {
    Said.NEW_LESSONS: Way("REWORD", "", "改成读书、活动，或者“写完作业，老师答疑”；新课留到课上讲。"),
    Said.MAKE_UP: Way("REWORD", "", "改成“不会的来问，老师一对一讲”；也可以给个别学生安排辅导，不收费。"),
    Said.DRILL: Way("REWORD", "", "改成做当天的作业、读书或活动。"),
    Said.NOT_SERVICE: Way("APART", "", "另设，不收课后服务费；从这里去掉。"),
    Said.REST_DAY: Way("REWORD", "", "排到星期一至星期五放学以后。"),
}


def units_found(plan: ProgrammePlan) -> Iterator[Finding]:
    """What is to be said of each unit, in their order."""
    for unit in plan.units:
        for field, text in (("name", unit.name), ("about", unit.about)):
            for mark in marks_in(text):
                yield from _said(plan, unit, field, mark)
        yield from _seats(unit)
        yield from _grades(plan, unit)
        yield from _days(plan, unit)
    yield from _twice(plan)


def _said(plan: ProgrammePlan, unit: PlannedUnit, field: str, mark: Mark) -> Iterator[Finding]:
    """Nothing where the rule is not in force."""
    clauses = grounds.clauses_of(plan, _RULES[mark.said])
    if not clauses:
        return
    where = "的名称" if field == "name" else "的介绍"
    sentence = (_REFUSED if mark.plainly else _ASKED)[mark.said]
    yield Finding(
        Check(mark.said.value),
        Verdict.REFUSE if mark.plainly else Verdict.WARN,
        f"“{unit.name}”{where}里写着“{mark.quoted}”，{sentence}",
        clauses,
        (_WAYS[mark.said],),
        unit.number,
        field,
        mark,
    )


def _seats(unit: PlannedUnit) -> Iterator[Finding]:
    if unit.capacity < 1:
        words, field, value = f"“{unit.name}”没有名额。", "capacity", max(unit.minimum, 1)
    elif unit.minimum > unit.capacity:
        words = f"“{unit.name}”最少要{unit.minimum}人，可只有{unit.capacity}个名额，永远开不了。"
        field, value = "minimum", unit.capacity
    else:
        return
    way = Way("SET_VALUE", f"改为{value}", "", {field: str(value)})
    yield Finding(Check.SEATS, Verdict.REFUSE, words, (), (way,), unit.number, field)


def _grades(plan: ProgrammePlan, unit: PlannedUnit) -> Iterator[Finding]:
    outside = [grade for grade in unit.grades if grade not in plan.grades]
    if unit.grades and not outside:
        return
    said = "没有写给哪个年级" if not unit.grades else "写了本校没有的年级"
    first, last = min(plan.grades), max(plan.grades)
    way = Way("SET_VALUE", "改为全校各年级", "", {"first_grade": str(first), "last_grade": str(last)})
    yield Finding(Check.GRADES, Verdict.REFUSE, f"“{unit.name}”{said}。", (), (way,), unit.number, "first_grade")


def _days(plan: ProgrammePlan, unit: PlannedUnit) -> Iterator[Finding]:
    if not unit.weekdays:
        words = f"“{unit.name}”没有写哪一天。"
    elif set(unit.weekdays) - set(plan.weekdays):
        words = f"“{unit.name}”排在没有课后服务的日子。"
    else:
        return
    held = [day for day in plan.weekdays if 1 <= day <= 5]
    way = Way("REWORD", "", f"从{weekdays_label(held)}里选。" if held else "先定哪几天有课后服务。")
    yield Finding(Check.UNIT_DAYS, Verdict.REFUSE, words, (), (way,), unit.number, "weekdays")


def _twice(plan: ProgrammePlan) -> Iterator[Finding]:
    """Nobody could tell the two apart: in a menu, or, of what every child has who joins a day, on a class's list."""
    named = Counter((unit.name.strip(), unit.weekdays) for unit in plan.units)
    for unit in plan.units:
        if named.pop((unit.name.strip(), unit.weekdays), 1) > 1:
            way = Way("REWORD", "", "在名称里写清楚，比如“篮球（低年级）”。")
            words = f"同样的日子有两个“{unit.name}”，家里分不清。"
            yield Finding(Check.NAMED_TWICE, Verdict.REFUSE, words, (), (way,), unit.number, "name")
        if unit.name.strip() == READING_PLACE:
            way = Way("REWORD", "", "另起一个名称，比如“图书馆阅读”。")
            words = f"“{READING_PLACE}”是每个孩子都有的那个位置，活动也叫这个名字，名单上分不开。"
            yield Finding(Check.NAMED_TWICE, Verdict.REFUSE, words, (), (way,), unit.number, "name")
