"""The clauses of the rulebook that govern a programme, and the numbers they give, as they stand on its first day."""

from shuangjian import rulebook
from shuangjian.afterschool.rules.plan import ProgrammePlan
from shuangjian.kernel.refusal import Clause

SCHOOL_DAYS = "afterschool/school_days"
NOT_SERVICE = "afterschool/not_service"
NEW_LESSONS = "afterschool/no_new_lessons"
MAKE_UP = "afterschool/no_make_up"
DRILL = "afterschool/no_drill"
HOMEWORK = "afterschool/homework_guidance"
FINISHED_IN_SCHOOL = "homework/finished_in_school"
EVENING_STUDY = "schoolday/evening_self_study"
DAYS = "afterschool/days_per_week"
HOURS = "afterschool/hours_per_day"
END = "afterschool/end_time"
EXTENDED_CARE = "afterschool/extended_care"
CONTENT = "afterschool/content"


def clauses_of(plan: ProgrammePlan, *rules: str) -> tuple[Clause, ...]:
    """Where these rules stand for the school, the latest word first; of one that is not in force, nothing."""
    found = (ground.as_clause() for rule in rules for result in _results(plan, rule) for ground in result.grounds)
    return tuple(dict.fromkeys(found))


def number_of(plan: ProgrammePlan, rule: str) -> float | None:
    """The number that a rule gives, None while it is not in force."""
    values = [result.value for result in _results(plan, rule)]
    return next((float(value) for value in values if isinstance(value, int | float)), None)


def _results(plan: ProgrammePlan, rule: str) -> list[rulebook.Result]:
    """What holds for the school's grades, each once."""
    found: list[rulebook.Result] = []
    for grade in plan.grades:
        try:
            result = rulebook.load().lookup(
                rule, date=plan.since, place_codes=plan.place_codes, grade=grade, system=plan.system
            )
        except rulebook.NotInForce:
            continue
        if result not in found:
            found.append(result)
    return found
