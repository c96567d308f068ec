"""How to break each constraint of the tables of programmes, rounds and service models: see breaches.py."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from shuangjian.afterschool.models import ModelPart, PartAnswer, Programme, Round, ServiceModel, Unit
from tests.apps.afterschool.programmes import CLOSES, OPENS, announced, planned, stated
from tests.cast import AT, TODAY, Cast
from tests.house.breaking import again, change

EARLIER = AT - dt.timedelta(days=1)
Breach = Callable[[Cast], object]


def programme(**values: Any) -> Breach:
    return lambda cast: (planned(cast), change(Programme, **values))


def committed(**values: Any) -> Breach:
    return lambda cast: (announced(cast), change(Programme, **values))


def unit(**values: Any) -> Breach:
    return lambda cast: (planned(cast), change(Unit, **values))


def its_round(**values: Any) -> Breach:
    return lambda cast: (stated(cast), change(Round, **values))


def model(cast: Cast, **values: Any) -> ServiceModel:
    row = {"place": cast.city, "name": "六三三", "since": TODAY, "stated_at": AT}
    return ServiceModel.objects.create(**row | values)


def part(cast: Cast, **values: Any) -> ModelPart:
    row = {"service_model": model(cast), "number": 1, "name": "体育", "requirement": "DAYS", "least": 5}
    return ModelPart.objects.create(**row | values)


def answer(cast: Cast, **values: Any) -> PartAnswer:
    row = {"programme": planned(cast), "school": cast.school, "name": "特色", "words": "周三种菜园。"}
    return PartAnswer.objects.create(**row | values)


def _unit_again(cast: Cast, **values: Any) -> None:
    planned(cast)
    again(Unit.objects.order_by("pk").first(), **values)


PROGRAMMES: dict[str, Breach] = {
    "a_school_has_one_programme_a_term": lambda c: again(planned(c)),
    "a_programme_ends_after_it_begins": programme(until=dt.date(2026, 9, 1)),
    "service_runs_from_monday_to_friday": programme(weekdays=32),
    "homework_comes_before_activities": programme(activity_from=dt.time(16)),
    "announced_service_begins_when_lessons_are_over": committed(lessons_end=dt.time(17)),
    "extended_care_follows_the_activities": programme(extended_until=dt.time(18)),
    "an_announced_programme_is_committed_to": committed(secret=""),
    "sign_up_opens_after_the_commitment_and_closes_before_results": committed(opens_at=EARLIER),
    "a_programme_numbers_its_units_once": lambda c: _unit_again(c, name="足球"),
    "a_unit_is_named_once_on_its_days": lambda c: _unit_again(c, number=9),
    "a_unit_meets_from_monday_to_friday": unit(weekdays=0),
    "a_unit_is_for_some_grades": unit(first_grade=6, last_grade=5),
    "a_unit_can_reach_its_minimum": unit(minimum=25),
    "a_unit_never_gives_more_seats_than_it_has": unit(taken=20, held=5),
    "a_closed_unit_has_no_takers": unit(closed_at=AT, taken=1),
    "a_unit_has_one_leader_at_most": lambda c: (
        planned(c),
        change(Unit, leader=c.people["english"], outside_leader="陈老师"),
    ),
    "a_place_states_a_round_a_term_once": lambda c: again(stated(c)),
    "a_public_number_comes_out_after_closing_and_before_results": its_round(public_due_at=CLOSES),
    "a_public_number_is_entered_once_it_is_out": its_round(public_value="7", value_entered_at=OPENS),
    "a_round_waits_some_days_for_its_number": its_round(public_wait_days=0),
    "an_issue_is_passed_over_after_its_date": its_round(issues_passed=1, last_passed_at=OPENS),
    "a_round_has_some_waves": its_round(waves=0),
    "a_place_has_one_service_model_at_a_time": lambda c: again(model(c)),
    "a_service_model_ends_after_it_begins": lambda c: model(c, until=TODAY - dt.timedelta(days=1)),
    "a_service_model_numbers_its_parts_once": lambda c: again(part(c)),
    "a_school_answers_a_part_once_a_term": lambda c: again(answer(c)),
    "an_answer_says_something": lambda c: answer(c, words=""),
    "a_part_says_what_it_requires": lambda c: part(c, least=None),
}
