"""Who breaks the constraints of corrected minutes, and of those that academic affairs sets."""

from collections.abc import Callable
from typing import Any

from shuangjian.homework.models import Assignment, MinutesRuling
from shuangjian.homework.operations import save_draft
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.kernel.subject import Subject
from tests.cast import AT, Cast
from tests.house.breaking import again

SPEC = AssignmentSpec(Subject.MATHEMATICS, "位置", "会用数对", Form.WRITTEN, "三个位置。", (TierSpec("", 20),))


def unseen(cast: Cast) -> None:
    """A draft counts predicted minutes that nobody was shown."""
    draft = save_draft(by=cast.actor("maths"), at=AT, spec=SPEC)
    Assignment.objects.filter(pk=draft.pk).update(basis="PREDICTED", factor=1.35)


def asked(cast: Cast, **values: Any) -> MinutesRuling:
    row = {
        "school": cast.school,
        "assignment": save_draft(by=cast.actor("maths"), at=AT, spec=SPEC),
        "digest": "f" * 64,
        "subject": Subject.MATHEMATICS,
        "unit": "位置",
        "text": "三题，20分",
        "declared": 20,
        "predicted": 27,
        "reason": "只有三题",
        "asked_at": AT,
        "asked_by": cast.people["maths"],
    }
    return MinutesRuling.objects.create(**row | values)


def answered(cast: Cast, **values: Any) -> MinutesRuling:
    row = {"minutes": 22, "answer": "题少", "answered_at": AT, "answered_by": cast.people["academic"]}
    return asked(cast, **row | values)


MINUTES: dict[str, Callable[[Cast], Any]] = {
    "corrected_minutes_say_how_and_were_shown": unseen,
    "minutes_are_set_by_somebody_at_a_time": lambda c: answered(c, answered_at=None),
    "who_sets_minutes_says_why": lambda c: answered(c, answer=""),
    "who_asks_for_minutes_says_why": lambda c: asked(c, reason=""),
    "nobody_sets_their_own_minutes": lambda c: answered(c, answered_by=c.people["maths"]),
    "the_minutes_of_an_assignment_are_asked_for_once": lambda c: again(asked(c)),
}
