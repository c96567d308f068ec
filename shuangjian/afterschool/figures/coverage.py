"""两个全覆盖 and what stands beside them: schools that offer, pupils in need who are served, teachers, content."""

from collections.abc import Callable, Mapping

from shuangjian.afterschool.figures.definition import (
    LEADERS,
    MODELS,
    PLACES,
    PROGRAMMES,
    SIGN_UPS,
    UNITS,
    Figure,
    Theme,
)
from shuangjian.afterschool.figures.facts import SchoolFact
from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.figures import Parts

COVERAGE, VOLUNTARY = "afterschool/coverage", "afterschool/voluntary"
CONTENT, DAYS = "afterschool/content", "afterschool/days_per_week"
ALL_SCHOOLS = "义务教育学校"
ANNOUNCED = "公布了这个学期安排的学校"
IN_NEED = "有需要的学生：报了名的，和说需要、但现在的安排参加不了的"
NOT_SERVED, DOES_NOT_FIT = "WAITING", "NEED"


def _whole(count: Callable[[SchoolFact], int]) -> Callable[[SchoolFact], Mapping[str, int]]:
    return lambda school: {"": int(count(school))}


def _one(school: SchoolFact) -> int:
    return 1


def _announced(school: SchoolFact) -> int:
    return int(school.announced)


FIGURES = (
    Figure(
        id="schools_offering",
        theme=Theme.SCHOOLS,
        words="正在开展课后服务的学校",
        rule=COVERAGE,
        numerator="公布了安排、这一天在安排的日子里的学校",
        denominator=ALL_SCHOOLS,
        read_from=PROGRAMMES,
        adds=_whole(lambda school: school.running),
        counts=_one,
    ),
    Figure(
        id="schools_announced",
        theme=Theme.SCHOOLS,
        words=ANNOUNCED,
        rule=COVERAGE,
        numerator="公布了安排的学校，还没有开始的和已经结束的也算",
        denominator=ALL_SCHOOLS,
        read_from=PROGRAMMES,
        adds=_whole(_announced),
        counts=_one,
    ),
    Figure(
        id="pupils_served",
        theme=Theme.PUPILS,
        words="有需要、报的每一天都有位置的学生",
        rule=COVERAGE,
        numerator="报了名、报的每一天都有位置的学生；自主阅读位也是位置",
        denominator=IN_NEED,
        read_from=PLACES,
        adds=_whole(lambda school: school.served),
        counts=lambda school: school.in_need,
        unit="人",
        note="抽签以后才有位置；报了又退出的不算在里面",
    ),
    Figure(
        id="unmet_why",
        theme=Theme.PUPILS,
        words="有需要、还没有满足的学生，因为什么",
        rule=COVERAGE,
        numerator="因为这一条没有满足的学生",
        denominator="有需要、还没有满足的学生",
        read_from=PLACES,
        adds=lambda school: {NOT_SERVED: school.waiting, DOES_NOT_FIT: school.needing},
        counts=lambda school: school.unmet,
        parts=Parts(
            lambda part: {NOT_SERVED: "报了名，有的日子还没有位置", DOES_NOT_FIT: "需要，现在的安排参加不了"}[part],
            (NOT_SERVED, DOES_NOT_FIT).index,
        ),
        unit="人",
        note="抽签以前，报了名的都还没有位置",
    ),
    Figure(
        id="pupils_asked",
        theme=Theme.PUPILS,
        words="学校问过要不要的学生",
        rule=COVERAGE,
        numerator="学校开了报名的学生",
        denominator="在籍、在班的学生",
        read_from=SIGN_UPS,
        adds=_whole(lambda school: school.to_answer),
        counts=lambda school: school.pupils,
        unit="人",
    ),
    Figure(
        id="pupils_unanswered",
        theme=Theme.PUPILS,
        words="还没有回答的学生",
        rule=VOLUNTARY,
        numerator="学校问过、家长没有回答的学生",
        denominator="学校问过的学生",
        read_from=SIGN_UPS,
        adds=_whole(lambda school: school.unanswered),
        counts=lambda school: school.to_answer,
        unit="人",
        note="没有回答不等于不需要，也不要紧",
    ),
    Figure(
        id="pupils_declined",
        theme=Theme.PUPILS,
        words="说不需要的学生",
        rule=VOLUNTARY,
        numerator="家长说不需要的学生",
        denominator="家长回答了的学生",
        read_from=SIGN_UPS,
        adds=_whole(lambda school: school.declined),
        counts=lambda school: school.answered,
        unit="人",
        note="自愿参加",
    ),
    Figure(
        id="teachers_leading",
        theme=Theme.TEACHERS,
        words="带活动或者做辅导的老师",
        numerator="在公布的安排里带活动、做辅导的本校教职工，一人算一次",
        denominator="在校工作的教职工",
        read_from=LEADERS,
        adds=_whole(lambda school: school.leading),
        counts=lambda school: school.staff,
        unit="人",
        note="只看活动的负责人；看写作业的值班还没有算",
    ),
    Figure(
        id="days_a_week",
        theme=Theme.CONTENT,
        words="每周开几天",
        rule=DAYS,
        numerator="每周开这么多天的学校",
        denominator=ANNOUNCED,
        read_from=PROGRAMMES,
        adds=lambda school: {str(school.days): 1} if school.announced else {},
        counts=_announced,
        parts=Parts(lambda part: f"每周{part}天", int),
    ),
    Figure(
        id="kinds",
        theme=Theme.CONTENT,
        words="有哪些活动",
        rule=CONTENT,
        numerator="有这一类活动的学校",
        denominator=ANNOUNCED,
        read_from=UNITS,
        adds=lambda school: {kind.value: 1 for kind in school.kinds},
        counts=_announced,
        parts=Parts(lambda part: UnitKind(part).label, lambda part: list(UnitKind).index(UnitKind(part))),
        note="抽签时关掉的活动不算",
    ),
    Figure(
        id="variety",
        theme=Theme.CONTENT,
        words="有几类活动",
        rule=CONTENT,
        numerator="有这么多类活动的学校",
        denominator=ANNOUNCED,
        read_from=UNITS,
        adds=lambda school: {str(len(school.kinds)): 1} if school.announced else {},
        counts=_announced,
        parts=Parts(lambda part: f"{part}类", int),
        note="一共十类；类少的值得去看，不说明谁有错",
    ),
    Figure(
        id="service_model",
        theme=Theme.CONTENT,
        words="按哪个服务模式",
        numerator="归这个服务模式的学校",
        denominator=ANNOUNCED,
        read_from=MODELS,
        adds=lambda school: {school.model: 1} if school.announced and school.model else {},
        counts=_announced,
        parts=Parts(str),
        note="上级没有定服务模式的学校，不在分子里",
    ),
)
BY_ID = {figure.id: figure for figure in FIGURES}
