"""The afternoon at which the clock stands: the evenings of grade five, set by hand rather than by plan."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from shuangjian.audit.operations import Request
from shuangjian.demo.cast import UNDER_DECLARES
from shuangjian.demo.directory import Directory, on
from shuangjian.demo.plan import QINGZAO, TODAY
from shuangjian.demo.term import publish_now
from shuangjian.homework.operations import Outcome, Target, amend, save_draft, withdraw
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.kernel.subject import Subject
from shuangjian.schools.queries import ClassNow

GRADE = 5
SET_BY_HAND = (
    Subject.CHINESE, Subject.MATHEMATICS, Subject.ENGLISH, Subject.ETHICS_AND_LAW, Subject.SCIENCE,
)  # fmt: skip
UNDER_DECLARED = 6, Subject.MATHEMATICS
FRIDAY, MAKE_UP_SUNDAY = dt.date(2026, 9, 18), dt.date(2026, 9, 20)

TALE = AssignmentSpec(
    Subject.CHINESE, "第三单元　民间故事", "创造性地复述故事", Form.WRITTEN,
    "选课文里的一个情节，写下来，至少加一句人物的话。",
    (
        TierSpec("基础", 25),
        TierSpec("提高", 30, True, "换一个人物的口气来写"),
        TierSpec("拓展", 10, False, "讲给低年级的同学听，准备一张提示卡"),
    ),
    "语言运用",
)  # fmt: skip
RETELLING = replace(TALE, content="列出故事的三个情节，每个写两句话。", tiers=(TierSpec("", 25),))
WEEK = AssignmentSpec(
    Subject.ENGLISH, "My week", "说清一周的安排", Form.WRITTEN,
    "写出一周里最喜欢的三天，每天一句话；再写四个问句问同桌。", (TierSpec("", 20),), "语言能力",
)  # fmt: skip
SHORTER_WEEK = replace(
    WEEK, content="写出一周里最喜欢的三天，每天一句话。问句改在明天课上写。", tiers=(TierSpec("", 15),)
)
OPINIONS = AssignmentSpec(
    Subject.ETHICS_AND_LAW, "面对成长中的新问题", "学会表达不同的意见", Form.WRITTEN,
    "写下最近一次和别人意见不同的事，各写一句双方的理由，再写一句现在的想法。", (TierSpec("", 15),), "健全人格",
)  # fmt: skip
LENS = AssignmentSpec(
    Subject.SCIENCE, "微小世界", "学会画观察图", Form.WRITTEN,
    "用放大镜看一粒盐和一粒糖，各画一张图，写两处不同。", (TierSpec("", 10),), "探究实践",
)  # fmt: skip
SHADOW = AssignmentSpec(
    Subject.SCIENCE, "光", "用记录说话", Form.INQUIRY,
    "放学后和晚饭前各看一次同一根木棍的影子，想一想为什么不一样。", (TierSpec("", 10),), "探究实践",
)  # fmt: skip
BOOK = AssignmentSpec(
    Subject.CHINESE, "自主阅读", "读整本书", Form.READING,
    "接着读自己选的那本民间故事，读多久自己定，不填记录。", (TierSpec("", 40),), "文化自信",
)  # fmt: skip
SUNDAY = AssignmentSpec(
    Subject.CHINESE, "第三单元　词语", "用准近义词", Form.WRITTEN,
    "区分“答应、承认、允许”，各写一句话，说说为什么不能换。", (TierSpec("", 15),), "语言运用",
)  # fmt: skip
FARES = AssignmentSpec(
    Subject.MATHEMATICS, "小数乘法", "解决分段计费的问题", Form.WRITTEN,
    "按三种计价办法算同一段路的车费，列成表；写出哪一种在什么时候合算。",
    (TierSpec("基础", 20), TierSpec("提高", 31, True, "自己定一种计价办法，再比一次")),
    "应用意识",
)  # fmt: skip
ROUTES = AssignmentSpec(
    Subject.MATHEMATICS, "位置与方向", "用方向和距离描述路线", Form.WRITTEN,
    "按示意图写出从家到学校的路线，标出方向和距离。", (TierSpec("", 15),), "空间观念",
)  # fmt: skip
COPYBOOK = AssignmentSpec(
    Subject.CHINESE, "识字　日月水火", "写正笔顺", Form.WRITTEN,
    "田字格里“日、月、水、火”各写两个。", (TierSpec("", 8),), "语言运用",
)  # fmt: skip


def events(city: Directory) -> list[tuple[dt.datetime, Callable[[dt.datetime], object]]]:
    def at(time: str) -> dt.datetime:
        return on(TODAY, time)

    both, one, two = (1, 2), (1,), (2,)
    published: dict[str, Outcome] = {}

    def keep(name: str, outcome: Outcome) -> None:
        published[name] = outcome

    return [
        (at("14:50"), lambda now: _publish(city, "邵群", RETELLING, two, now)),  # on a share of 15 and 5 borrowed
        (at("15:32"), lambda now: _publish(city, "毕小满", TALE, one, now)),
        (at("15:36"), lambda now: keep("week", _publish(city, "鲁菲", WEEK, both, now))),
        (at("15:40"), lambda now: _publish(city, "郝若川", SHADOW, both, now)),
        (at("15:41"), lambda now: keep("lens", _publish(city, "郝若川", LENS, two, now))),
        (at("15:54"), lambda now: _shorten(city, published["week"], now)),
        (at("15:56"), lambda now: _take_back(city, published["lens"], now)),
        (at("16:02"), lambda now: _publish(city, "庄静", OPINIONS, one, now)),
        (at("16:05"), lambda now: _publish(city, "毕小满", BOOK, one, now, (FRIDAY, MAKE_UP_SUNDAY))),
        (at("16:07"), lambda now: _publish(city, "毕小满", SUNDAY, one, now, (MAKE_UP_SUNDAY,))),
        (at("16:10"), lambda now: _draft(city, "温静", COPYBOOK, [city.klass(QINGZAO, 1)], 1, now)),
        (at("16:11"), lambda now: _draft(city, UNDER_DECLARES, ROUTES, _classes(city, both, 6), 6, now)),
        (at("16:12"), lambda now: _draft(city, "沈岚", FARES, _classes(city, both), GRADE, now)),
    ]


def _classes(city: Directory, numbers: Sequence[int], grade: int = GRADE) -> list[ClassNow]:
    return [city.klass(QINGZAO, grade, number) for number in numbers]


def _publish(
    city: Directory,
    who: str,
    spec: AssignmentSpec,
    numbers: Sequence[int],
    at: dt.datetime,
    dates: tuple[dt.date, ...] = (TODAY,),
) -> Outcome:
    targets = [Target(klass.id, GRADE, dates) for klass in _classes(city, numbers)]
    return publish_now(city.actor(QINGZAO, who, at), at, spec, targets)


def _shorten(city: Directory, published: Outcome, at: dt.datetime) -> None:
    """Twenty minutes become fifteen, a quarter of an hour later."""
    by, request = city.actor(QINGZAO, "鲁菲", at), Request.of("sample-shorter-week")
    amend(by=by, at=at, assignment_id=published.assignment_id, spec=SHORTER_WEEK, request=request)


def _take_back(city: Directory, published: Outcome, at: dt.datetime) -> None:
    publication_id = published.classes[0].publication_id
    assert publication_id is not None
    reason, request = "放大镜还没有发到每个人，改到下周", Request.of("sample-no-lens")
    by = city.actor(QINGZAO, "郝若川", at)
    withdraw(by=by, at=at, publication_id=publication_id, reason=reason, request=request)


def _draft(
    city: Directory, who: str, spec: AssignmentSpec, classes: Sequence[ClassNow], grade: int, at: dt.datetime
) -> None:
    """Kept and not published: it will not fit, and the screen says why and what can be done."""
    intent: dict[str, Any] = {"classes": [f"{klass.id}-{grade}" for klass in classes], "evening": TODAY.isoformat()}
    save_draft(by=city.actor(QINGZAO, who, at), at=at, spec=spec, intent=intent)
