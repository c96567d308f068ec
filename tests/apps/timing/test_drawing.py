"""The night's draw: whom it may ask, how often, and that anybody can draw again."""

import datetime as dt

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from shuangjian.audit.models import Act
from shuangjian.homework.models import Publication
from shuangjian.homework.operations import Target, withdraw
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.people.rules import Relation
from shuangjian.timing.models import Ask, PanelDay, PanelMember
from shuangjian.timing.operations import decline_panel, draw_panel, preview_draw
from shuangjian.timing.queries import told_seed
from shuangjian.timing.queries.pool import pool_of
from shuangjian.timing.rules import FEWEST_CHILDREN, pool_digest, seed_digest
from shuangjian.timing.rules import draw as drawing
from tests.apps.timing.panel import (
    CLOSED,
    FIVE,
    FRIDAY,
    NINE,
    asked,
    child,
    draw,
    guardian,
    homework,
    join,
    key,
    known,
)
from tests.cast import AT, TODAY, Cast

pytestmark = pytest.mark.django_db


def test_a_family_that_agreed_is_asked_about_a_child_with_homework(cast: Cast) -> None:
    ask = asked(cast)
    assert (ask.pupil, ask.school_class, ask.grade, ask.date) == (cast.pupils["左小禾"], cast.five_one, 5, TODAY)
    assert (ask.asked_at, ask.closes_at, ask.answered_at) == (FIVE, CLOSED, None)
    assert ask.member is not None
    assert ask.member.person == cast.people["guardian"]


def test_nobody_is_asked_who_did_not_agree_or_has_nothing_to_do_or_a_carer_would_speak_for(cast: Cast) -> None:
    homework(cast)
    assert draw().asked == 0
    known(cast, "carer", guardian(cast, cast.pupils["𠅤·阿依古丽"], relation=Relation.ENTRUSTED_CARER))
    with pytest.raises(NotAllowed):
        join(cast, "carer")
    PanelMember.objects.create(person=cast.people["carer"], notice="x", agreed_at=AT)
    join(cast, "village_guardian")
    assert draw().asked == 0
    assert not PanelDay.objects.exists()  # a night without anybody to ask can be drawn later


def test_reading_is_asked_about_and_work_that_is_done_in_school_is_not(cast: Cast) -> None:
    guardian(cast, cast.pupils["查朵"], of=cast.people["guardian"])
    join(cast)
    in_school = AssignmentSpec("CHINESE", "拼音", "会读", Form.IN_SCHOOL, "读一读。", (TierSpec("", 10),))
    publish_homework(
        by=cast.actor("lower"), at=AT, spec=in_school, targets=[Target(cast.one_one.pk, 1, (TODAY,))], key="in school"
    )
    assert preview_draw(at=FIVE, seed="seed", fewest=1).pool == 0
    homework(cast, form=Form.READING)
    assert preview_draw(at=FIVE, seed="seed", fewest=1).pool == 1


def test_of_so_few_children_that_the_number_would_tell_who_is_on_the_panel_nobody_is_asked(cast: Cast) -> None:
    homework(cast)
    for number in range(2):  # with the two of the cast four
        join(cast, known(cast, f"father{number}", guardian(cast, child(cast, cast.five_one, f"童{number}"))))
    child(cast, cast.five_one, "邻班的", grade=4)
    assert draw(fewest=FEWEST_CHILDREN).asked == 0
    child(cast, cast.five_one, "第五个")
    assert draw(fewest=FEWEST_CHILDREN).asked == 2


def test_the_seed_and_the_ids_of_children_do_not_tell_whose_lot_came_early(cast: Cast) -> None:
    homework(cast)
    join(cast)
    (candidate,) = pool_of(TODAY, FIVE, 1).candidates
    assert candidate.family not in {pupil.pk for pupil in cast.pupils.values()}
    with override_settings(ROSTER_KEY="another"):
        (other,) = pool_of(TODAY, FIVE, 1).candidates
    assert other.family != candidate.family


def test_what_was_withdrawn_is_nothing_to_ask_about(cast: Cast) -> None:
    homework(cast)
    publication = Publication.objects.get()
    withdraw(by=cast.actor("maths"), at=AT, publication_id=publication.pk, reason="换一份", request=key())
    join(cast)
    assert draw().asked == 0


def test_a_family_is_asked_about_one_child_and_rests_ten_school_days(cast: Cast) -> None:
    """Two guardians and two children, of whom one guardian has both."""
    sister = child(cast, cast.five_one, "左小苗")
    mother = cast.people["guardian"]
    guardian(cast, sister, of=mother)
    known(cast, "father", guardian(cast, sister))
    homework(cast)
    join(cast)
    join(cast, "father")
    assert draw().asked == 1
    members = PanelMember.objects.all()
    # The make-up Sunday counts, the festivals do not.
    assert {m.rests_until for m in members} == {dt.date(2026, 10, 8)}
    assert {(m.asked_on, m.asks, m.asks_since) for m in members} == {(TODAY, 1, dt.date(2026, 9, 1))}
    for day in (dt.date(2026, 9, 21), dt.date(2026, 9, 29), dt.date(2026, 10, 8)):
        at = dt.datetime.combine(day, dt.time(15), SHANGHAI)
        homework(cast, at=at, date=day)
        assert draw(at + dt.timedelta(hours=2), f"seed {day}").asked == (day == dt.date(2026, 10, 8))


def test_whoever_left_the_panel_does_not_end_the_rest_of_the_family(cast: Cast) -> None:
    asked(cast)
    decline_panel(by=cast.actor("guardian"), at=NINE, request=key())
    known(cast, "father", guardian(cast, cast.pupils["左小禾"]))
    join(cast, "father")
    friday = dt.datetime.combine(FRIDAY, dt.time(17), SHANGHAI) - dt.timedelta(days=1)
    assert pool_of(dt.date(2026, 9, 18), friday).candidates == ()


def test_a_weekend_is_asked_about_on_its_last_night(cast: Cast) -> None:
    """Friday's evening lasts until the make-up Sunday morning; a week later until Monday."""
    join(cast)
    friday = dt.datetime(2026, 9, 18, 15, tzinfo=SHANGHAI)
    homework(cast, at=friday, date=FRIDAY)
    assert draw(friday + dt.timedelta(hours=2)).asked == 0
    assert draw(friday + dt.timedelta(hours=26)).asked == 1
    ask = Ask.objects.get()
    assert (ask.date, ask.closes_at) == (FRIDAY, dt.datetime(2026, 9, 20, 5, tzinfo=SHANGHAI))


def test_a_night_is_drawn_once(cast: Cast) -> None:
    asked(cast)
    again = draw(NINE, "another seed")
    assert again.before
    assert (again.asked, Ask.objects.count(), PanelDay.objects.get().seed) == (1, 1, "seed")
    assert preview_draw(at=NINE, seed="x") == again


def test_only_whoever_runs_the_server_draws(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        draw_panel(by=cast.actor("city_officer"), at=FIVE, seed="seed")


def test_no_more_of_a_class_are_asked_than_that_and_the_preview_says_as_much(cast: Cast) -> None:
    homework(cast)
    for number in range(6):
        person = guardian(cast, child(cast, cast.five_one, f"童{number}"))
        join(cast, known(cast, f"father{number}", person))
    assert preview_draw(at=FIVE, seed="seed", a_class=3).asked == 3
    drawn = draw(a_class=3)
    assert (drawn.asked, drawn.pool, Ask.objects.count()) == (3, 6, 3)
    assert PanelMember.objects.filter(rests_until=None).count() == 3


def test_the_seed_is_told_next_morning_and_by_it_the_draw_is_the_same(cast: Cast) -> None:
    pool = None
    homework(cast)
    for number in range(6):
        join(cast, known(cast, f"father{number}", guardian(cast, child(cast, cast.five_one, f"童{number}"))))
    pool = pool_of(TODAY, FIVE, 1).candidates
    draw()
    day = PanelDay.objects.get()
    assert (day.seed_digest, day.pool_digest) == (seed_digest("seed"), pool_digest(pool))
    assert told_seed(TODAY, dt.datetime(2026, 9, 18, 6, 59, tzinfo=SHANGHAI)) is None
    seed = told_seed(TODAY, dt.datetime(2026, 9, 18, 7, 0, tzinfo=SHANGHAI))
    assert seed == "seed"
    assert {one.pupil_id for one in drawing(reversed(pool), seed)} == set(Ask.objects.values_list("pupil", flat=True))


def test_the_record_tells_how_many_and_not_whom(cast: Cast) -> None:
    asked(cast)
    act = Act.objects.get(name="timing.draw_panel")
    assert (act.after["asked"], act.school_id, act.class_id) == (1, None, None)
    assert "seed" not in act.after.values()


def test_the_draw_asks_the_database_the_same_number_of_questions_for_many_families(cast: Cast) -> None:
    homework(cast)
    join(cast)
    with CaptureQueriesContext(connection) as few:
        pool_of(TODAY, FIVE, 1)
    for number in range(5):
        join(cast, known(cast, f"father{number}", guardian(cast, child(cast, cast.five_one, f"童{number}"))))
    with CaptureQueriesContext(connection) as many:
        assert len(pool_of(TODAY, FIVE, 1).candidates) == 6
    assert len(many) == len(few)
