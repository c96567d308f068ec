"""Two teachers who think that a check is wrong: one has been answered, the other waits."""

import datetime as dt
from collections.abc import Callable, Sequence

from shuangjian.audit.operations import Request
from shuangjian.demo.directory import Directory, on
from shuangjian.demo.plan import QINGZAO, TODAY
from shuangjian.homework.content import Kind
from shuangjian.homework.operations import answer_appeal, appeal, save_draft
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.kernel.subject import Subject

GRADE = 5
YESTERDAY = TODAY - dt.timedelta(days=1)
CHOICES = AssignmentSpec(
    Subject.ENGLISH, "My week", "读懂一周的安排", Form.WRITTEN,
    "阅读短文，做8道选择，做完对照答案自己批改，打上分数。", (TierSpec("", 15),), "语言能力",
)  # fmt: skip
TALK = AssignmentSpec(
    Subject.ETHICS_AND_LAW, "面对成长中的新问题", "说清自己的想法", Form.ORAL,
    "把今天的讨论讲给家里人听，请家长打个分。", (TierSpec("", 10),), "健全人格",
)  # fmt: skip


def events(city: Directory) -> list[tuple[dt.datetime, Callable[[dt.datetime], object]]]:
    asked: list[int] = []
    return [
        (on(YESTERDAY, "11:40"), lambda at: asked.append(_appeal(
            city, "鲁菲", CHOICES, (1, 2), Kind.SELF_MARKING, "题量小，自己改得快，我第二天再看", at
        ))),
        (on(YESTERDAY, "13:05"), lambda at: _uphold(city, asked[0], "请收上来由老师批，错的第二天在课上讲", at)),
        (on(TODAY, "16:16"), lambda at: _appeal(
            city, "庄静", TALK, (1,), Kind.PARENT_MARKING, "想让家里人也听一听，分数不登记", at
        )),
    ]  # fmt: skip


def _appeal(
    city: Directory, who: str, spec: AssignmentSpec, numbers: Sequence[int], kind: Kind, reason: str, at: dt.datetime
) -> int:
    """The text stays a draft until it is answered. Returns the appeal's id."""
    by, classes = city.actor(QINGZAO, who, at), [city.klass(QINGZAO, GRADE, number) for number in numbers]
    save_draft(by=by, at=at, spec=spec, intent={"classes": [f"{c.id}-{GRADE}" for c in classes]})
    request = Request.of(f"sample-appeal-{kind}")
    row = appeal(
        by=by, at=at, spec=spec, class_id=classes[0].id, grade=GRADE, kind=kind, reason=reason, request=request
    )
    assert row is not None
    return row.pk


def _uphold(city: Directory, appeal_id: int, why: str, at: dt.datetime) -> None:
    by, request = city.actor(QINGZAO, "龚平", at), Request.of("sample-uphold")
    answer_appeal(by=by, at=at, appeal_id=appeal_id, allow=False, why=why, request=request)
