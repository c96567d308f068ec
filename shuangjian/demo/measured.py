"""Families who agreed to be asked now and then, the draw of every evening, what they answer, and the nights."""

import datetime as dt
import hashlib
import random
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.demo.cast import UNDER_DECLARES
from shuangjian.demo.directory import OPERATOR, Directory, on
from shuangjian.demo.homes import Homes
from shuangjian.demo.plan import HUAIYIN, QINGZAO, SINCE, TODAY
from shuangjian.homework.queries import WorkSet, works_set_on
from shuangjian.journeys.measure import measure_due
from shuangjian.kernel.subject import Subject as SchoolSubject
from shuangjian.lake import Lake
from shuangjian.people.operations.loading import NewGuardian, load_guardians
from shuangjian.people.queries import actor_at, class_list, colleagues
from shuangjian.people.rules import Relation
from shuangjian.timing.operations import (
    Replies,
    agree_to_panel,
    answer_ask,
    count_class,
    draw_panel,
    end_evening,
    ending_for,
)
from shuangjian.timing.queries import asked_children, panel_seen, works_to_stop
from shuangjian.timing.rules import LONGEST_ASKED_DAYS

if TYPE_CHECKING:
    from shuangjian.people.models import Person

Event = tuple[dt.datetime, Callable[[dt.datetime], object]]

ASKED = (
    *((QINGZAO, grade, number) for grade in (3, 4, 6) for number in (1, 2)),
    (QINGZAO, 5, 2),
    *((HUAIYIN, 9, number) for number in (1, 2)),
)
OF_A_CLASS = 38  # families who agree; four of a class are asked an evening, and each rests for ten school days
STORY = QINGZAO, 5  # the class of left-over slips: few of its families have entered, and fewer agreed
HANDS_OUT_SHEETS, GOES_OVER = (QINGZAO, 4, 2), (HUAIYIN, 9, 1)
# What a declared minute is worth: of those whose drafts of today are weighed, and in a whole school. Others' about one.
WORTH, WORTH_IN_GRADE_NINE = {UNDER_DECLARES: 1 / 0.6, "沈岚": 1.05}, 1.75
AT_THE_MEETING = on(SINCE, "12:10")
AT_HOME, THOUGHT_OVER = on(dt.date(2026, 9, 5), "10:20"), on(TODAY - dt.timedelta(days=1), "20:10")


def events(city: Directory, seed: int, since: dt.date, lake: Lake) -> list[Event]:
    """Families agree; every evening from `since` until yesterday is drawn for, answered, and measured in its night."""
    if since == TODAY:
        return []
    homes = Homes(random.Random(f"{seed} minutes"))
    found: list[Event] = [
        (AT_THE_MEETING, partial(_agree_at_the_meeting, city, homes)),
        (AT_HOME, partial(_agree_at_home, city, homes, False)),
        (THOUGHT_OVER, partial(_agree_at_home, city, homes, True)),
    ]
    for n in range((TODAY - since).days):
        date = since + dt.timedelta(days=n)
        found += [
            (on(date, "17:00"), partial(_draw, seed)),
            (on(date, "20:30"), partial(_answer, homes)),
            (on(date + dt.timedelta(days=1), "05:10"), partial(_measure, lake)),
        ]
    for date in (dt.date(2026, 9, 14), dt.date(2026, 9, 15), dt.date(2026, 9, 16)):
        if date >= since:
            found += [(on(date, "17:35"), partial(_count, city)), (on(date, "22:05"), partial(_stop, homes, city))]
    return found


def _agree_at_the_meeting(city: Directory, homes: Homes, at: dt.datetime) -> None:
    """In most classes of two schools families say yes before the first evening; none of them will sign in."""
    homes.worth = {one.person_id: WORTH_IN_GRADE_NINE for one in colleagues(city.schools[HUAIYIN].id, at.date())}
    for name, worth in WORTH.items():
        homes.worth[city.actor(QINGZAO, name, at).somebody] = worth
    for where in ASKED:
        klass = city.klass(*where)
        pupils = [seat.pupil_id for seat in class_list(klass.id, at.date())][:OF_A_CLASS]
        people = load_guardians([NewGuardian(pk, klass.school_id, Relation.MOTHER) for pk in pupils], at)
        on_class = Subject("class", klass.id, "", klass.place_path, klass.school_id, klass.id)
        record(by=OPERATOR, at=at, name="people.load_guardians", on=on_class, after={"guardians": len(people)})
        for pupil_id, person in zip(pupils, people, strict=True):
            _say_yes(homes, pupil_id, person, at)
        if where == HANDS_OUT_SHEETS:
            homes.with_sheets.update(pupils)


def _agree_at_home(city: Directory, homes: Homes, thought_over: bool, at: dt.datetime) -> None:
    """Of 五（1）班 those who have entered by a slip; the mother of the story thinks it over until yesterday. By then
    the others have all been asked and rest, so tonight she will be."""
    for seat in class_list(city.klass(*STORY).id, at.date()):
        person = city.guardians.get(seat.pupil_id)
        if person is not None and (person.name != "家长") == thought_over:
            _say_yes(homes, seat.pupil_id, person, at)


def _say_yes(homes: Homes, pupil_id: int, person: "Person", at: dt.datetime) -> None:
    homes.guardians[pupil_id] = person
    agree_to_panel(by=actor_at(person, at), at=at, request=Request.of(f"sample-panel-{person.pk}"))


def _measure(lake: Lake, at: dt.datetime) -> None:
    measure_due(lake, by=OPERATOR, at=at, say=lambda words: None)


def _draw(seed: int, at: dt.datetime) -> None:
    draw_panel(by=OPERATOR, at=at, seed=hashlib.sha256(f"{seed} {at:%Y-%m-%d}".encode()).hexdigest())


def _answer(homes: Homes, at: dt.datetime) -> None:
    """What those who were drawn tonight say, if they say anything. A weekend's evening is asked about at its end."""
    for date in (at.date() - dt.timedelta(days=n) for n in range(LONGEST_ASKED_DAYS)):
        tonight = sorted(pupil_id for pupil_id in asked_children(date) if (pupil_id, date) not in homes.asked)
        works = {work.publication_id: work for work in works_set_on(date)} if tonight else {}
        for pupil_id in tonight:
            homes.asked.add((pupil_id, date))
            if homes.answers():
                _send(homes, pupil_id, works, at)


def _send(homes: Homes, pupil_id: int, works: Mapping[int, WorkSet], at: dt.datetime) -> None:
    by = actor_at(homes.guardians[pupil_id], at)
    ask = panel_seen(by, at).asks[pupil_id]
    said = {q.publication_id: homes.reply(pupil_id, q, works[q.publication_id]) for q in ask.questions}
    unlisted = {str(SchoolSubject.MATHEMATICS): "1"} if homes.names_a_sheet(pupil_id) else {}
    if said or unlisted:
        request = Request.of(f"sample-answer-{ask.id}")
        answer_ask(by=by, at=at, ask_id=ask.id, replies=Replies(said, unlisted), request=request)


def _stop(homes: Homes, city: Directory, at: dt.datetime) -> None:
    """Some families of 九（1）班 end the evening at bedtime with work undone; one of them lets the teacher know."""
    klass = city.klass(*GOES_OVER)
    ours = [seat.pupil_id for seat in class_list(klass.id, at.date()) if seat.pupil_id in homes.guardians]
    for n, pupil_id in enumerate(ours[at.day % 5 :: 7]):
        by = actor_at(homes.guardians[pupil_id], at)
        works = works_to_stop(ending_for(by, pupil_id, at), at)
        longest = sorted(works, key=lambda item: (-item.minutes, item.publication_id))[:1]
        end_evening(
            by=by, at=at, pupil_id=pupil_id, unfinished=[item.publication_id for item in longest],
            tell_teacher=n == 0, request=Request.of(f"sample-stop-{pupil_id}"),
        )  # fmt: skip


def _count(city: Directory, at: dt.datetime) -> None:
    """In the homework slot of 九（1）班 its teacher counts who has finished."""
    klass = city.klass(*GOES_OVER)
    present = len(class_list(klass.id, at.date()))
    count_class(
        by=city.homeroom(klass, at), at=at, klass=klass, grade=GOES_OVER[1], date=at.date(), present=present,
        finished=present // 4, request=Request.of(f"sample-count-{at:%m%d}"),
    )  # fmt: skip
