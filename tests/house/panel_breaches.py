"""How to break each constraint of the panel's tables: see breaches.py."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from shuangjian.homework.models import Publication
from shuangjian.timing.models import (
    Answer,
    Ask,
    ClassCount,
    Forgotten,
    PanelDay,
    PanelMember,
    Stop,
    StoppedWork,
    Unlisted,
)
from tests.apps.timing.panel import homework
from tests.cast import AT, TODAY, Cast
from tests.house.breaking import again

LATER, EARLIER = AT + dt.timedelta(hours=1), AT - dt.timedelta(hours=1)


def of_class(cast: Cast) -> dict[str, Any]:
    return {"school": cast.school, "school_class": cast.five_one, "grade": 5, "date": TODAY}


def member(cast: Cast, **values: Any) -> PanelMember:
    row = {"person": cast.people["guardian"], "notice": "2026-11", "agreed_at": AT}
    return PanelMember.objects.create(**row | values)


def day(**values: Any) -> PanelDay:
    row = {"date": TODAY, "seed": "s", "seed_digest": "d", "drawn_at": AT, "pool": 2, "asked": 1}
    return PanelDay.objects.create(**row | values)


def ask(cast: Cast, **values: Any) -> Ask:
    row = of_class(cast) | {"pupil": cast.pupils["左小禾"], "asked_at": AT, "closes_at": LATER}
    return Ask.objects.create(**row | values)


def publication(cast: Cast) -> Publication:
    homework(cast)
    return Publication.objects.get()


def answer(cast: Cast, **values: Any) -> Answer:
    row = {"school": cast.school, "ask": ask(cast), "publication": publication(cast), "least": 10, "most": 20}
    return Answer.objects.create(**row | values)


def unlisted(cast: Cast, **values: Any) -> Unlisted:
    row = {"school": cast.school, "ask": ask(cast), "subject": "ENGLISH", "least": 10, "most": 20}
    return Unlisted.objects.create(**row | values)


def stop(cast: Cast) -> Stop:
    return Stop.objects.create(**of_class(cast), pupil=cast.pupils["左小禾"], at=AT)


def stopped(cast: Cast) -> StoppedWork:
    return StoppedWork.objects.create(school=cast.school, stop=stop(cast), publication=publication(cast))


def count(cast: Cast, **values: Any) -> ClassCount:
    row = {"present": 2, "finished": 1, "counted_by": cast.people["maths"], "at": AT}
    return ClassCount.objects.create(**of_class(cast) | row | values)


PANEL: dict[str, Callable[[Cast], object]] = {
    "panelmember.person": lambda c: again(member(c)),
    "a_panel_member_leaves_after_agreeing": lambda c: member(c, left_at=EARLIER),
    "whoever_answered_said_yes_or_no": lambda c: member(c, agreed_at=None),
    "whoever_was_asked_rests": lambda c: member(c, asked_on=TODAY, rests_until=TODAY),
    "panelday.date": lambda c: again(day()),
    "no_more_are_asked_than_could_be": lambda c: day(asked=3),
    "forgotten.pupil": lambda c: again(Forgotten.objects.create(pupil=c.pupils["左小禾"], through=AT)),
    "a_child_is_asked_about_an_evening_once": lambda c: again(ask(c)),
    "a_question_closes_after_it_is_asked": lambda c: ask(c, closes_at=AT),
    "an_answer_comes_after_its_question": lambda c: ask(c, answered_at=EARLIER),
    "a_piece_of_homework_is_answered_once": lambda c: again(answer(c)),
    "an_answer_spans_forwards": lambda c: answer(c, most=9),
    "unfinished_work_has_no_longest_time": lambda c: answer(c, finished=False),
    "unlisted_work_is_named_once_a_subject": lambda c: again(unlisted(c)),
    "unlisted_work_spans_forwards": lambda c: unlisted(c, most=9),
    "an_evening_is_ended_once_for_a_child": lambda c: again(stop(c)),
    "a_piece_of_homework_is_stopped_once": lambda c: again(stopped(c)),
    "a_class_is_counted_once_a_day": lambda c: again(count(c)),
    "no_more_finish_than_are_there": lambda c: count(c, finished=3),
}
