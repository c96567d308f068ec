"""A family on the panel, an evening to ask about, and the hours at which things happen."""

import datetime as dt
import itertools
import random
from typing import Any

from shuangjian.audit.operations import Request
from shuangjian.homework.operations import Target
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.kernel.actor import operator
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.subject import Subject
from shuangjian.people.models import Enrolment, Person, Pupil
from shuangjian.people.operations import claim_slip, issue_slips
from shuangjian.people.rules import Relation
from shuangjian.timing.models import Ask
from shuangjian.timing.operations import Drawn, Replies, agree_to_panel, answer_ask, draw_panel
from shuangjian.timing.rules import FEWEST_CHILDREN, Reply
from tests.cast import AT, PASSWORD, SINCE, TODAY, Cast

FIVE = dt.datetime(2026, 9, 17, 17, 0, tzinfo=SHANGHAI)
NINE = dt.datetime(2026, 9, 17, 21, 0, tzinfo=SHANGHAI)
BEDTIME = dt.datetime(2026, 9, 17, 21, 30, tzinfo=SHANGHAI)
MIDNIGHT = dt.datetime(2026, 9, 18, 0, 30, tzinfo=SHANGHAI)
CLOSED = dt.datetime(2026, 9, 18, 5, 0, tzinfo=SHANGHAI)
FRIDAY = dt.date(2026, 9, 18)
OPERATOR = operator("测试")
_keys = itertools.count()


def at_bedtime(real: dt.datetime) -> dt.datetime:
    """The clock of a site at half past nine in the evening."""
    return BEDTIME


def key() -> Request:
    """A form that nobody has sent yet."""
    return Request.of(f"panel-{next(_keys)}")


def homework(
    cast: Cast,
    *classes: Any,
    at: dt.datetime = AT,
    date: dt.date = TODAY,
    dates: tuple[dt.date, ...] = (),
    **more: Any,
) -> int:
    """Twenty minutes of mathematics on the evening of 五（1）, or of these classes, or over several evenings; the id of
    the assignment."""
    number = next(_keys)
    spec = {"subject": Subject.MATHEMATICS, "unit": f"位置{number}", "aim": "会用数对", "form": Form.WRITTEN}
    spec |= {"content": f"写{number}个位置。", "tiers": (TierSpec("", 20),)}
    outcome = publish_homework(
        by=cast.actor("maths", at),
        at=at,
        spec=AssignmentSpec(**spec | more),
        targets=[Target(c.pk, 5, dates or (date,)) for c in classes or (cast.five_one,)],
        key=f"homework-{number}",
    )
    assert outcome.assignment_id is not None, outcome
    return outcome.assignment_id


def child(cast: Cast, school_class: Any, name: str, grade: int = 5) -> Pupil:
    """One more child of a class."""
    pupil = Pupil.objects.create(school_id=school_class.school_id, name=name, sort_key=name)
    Enrolment.objects.create(
        pupil=pupil, school_id=school_class.school_id, school_class=school_class, cohort=2027 - grade, since=SINCE
    )
    return pupil


def enough_children(cast: Cast) -> None:
    """As many in 五（1）as there have to be, so that the number of those asked does not tell who is on the panel."""
    for number in range(FEWEST_CHILDREN):
        child(cast, cast.five_one, f"孩子{number}")


def guardian(cast: Cast, pupil: Pupil, *, relation: Relation = Relation.FATHER, of: Person | None = None) -> Person:
    """Somebody who comes in by a slip for a child of 五（1）; `of` binds a guardian to one more."""
    seat = Enrolment.objects.select_related("school_class__place").get(pupil=pupil, until=None)
    homeroom = "chinese" if seat.school_class_id == cast.five_one.pk else "lower"
    (slip,) = issue_slips(
        by=cast.actor(homeroom),
        at=AT,
        school_id=seat.school_id,
        class_id=seat.school_class_id,
        class_path=seat.school_class.place.path,
        pupil_ids=[pupil.pk],
        choose=random.Random(f"{pupil.pk}-{next(_keys)}").choice,
    )
    account = claim_slip(at=AT, secret=slip.secret, relation=relation, name="", password=PASSWORD, guardian=of)
    return account.person


def join(cast: Cast, who: str = "guardian", at: dt.datetime = AT) -> None:
    """A guardian agrees to be asked."""
    agree_to_panel(by=cast.actor(who, at), at=at, request=key())


def known(cast: Cast, who: str, person: Person) -> str:
    """Give a guardian a name in the cast."""
    cast.people[who] = person
    return who


def draw(at: dt.datetime = FIVE, seed: str = "seed", a_class: int = 4, fewest: int = 1) -> Drawn:
    """The night's draw, also where the cast has but a child or two in a class."""
    return draw_panel(by=OPERATOR, at=at, seed=seed, a_class=a_class, fewest=fewest)


def asked(cast: Cast, **more: Any) -> Ask:
    """The mother of 左小禾 is asked about tonight's mathematics."""
    homework(cast, **more)
    join(cast)
    assert draw().asked == 1
    return Ask.objects.get()


def answer(
    cast: Cast, ask: Ask, replies: dict[int, Reply], who: str = "guardian", at: dt.datetime = NINE, **more: Any
) -> None:
    """A guardian answers."""
    request = more.pop("request", None) or key()
    answer_ask(by=cast.actor(who, at), at=at, ask_id=ask.pk, replies=Replies(replies, **more), request=request)
