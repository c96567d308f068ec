"""The result of a draw for one child: each day what it got, and for each wish above it why not."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from shuangjian.afterschool.queries import Outcome, Service, Told, result_of, whole_of
from shuangjian.afterschool.rules.kinds import READING_PLACE, Origin, RoomNeed
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.family.service_after import after
from shuangjian.desks.family.service_reasons import WhyNot, why_not
from shuangjian.kernel.actor import Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import Ward
from shuangjian.schools.queries import class_by_id


@dataclass(frozen=True)
class Card:
    """One thing of the week. `status` says how the child came by it, `words` where and with whom, `more` what else
    is to be known."""

    days: str
    name: str
    status: str
    words: str
    more: str
    nots: tuple[WhyNot, ...]


def result_view(desk: DeskRequest, ward: Ward, service: Service) -> HttpResponse:
    """The page of a child's week, once results are told. Raises NotVisible before."""
    outcome = result_of(desk.actor, desk.at, ward.pupil_id, service.programme.pk)
    held = next((h for h in desk.actor.holds(Role.GUARDIAN) if h.pupil_id == ward.pupil_id and h.class_id), None)
    klass = class_by_id(held.class_id, shanghai_date(desk.at)) if held and held.class_id else None
    cards = [_card(told, outcome, ward.name) for told in outcome.week]
    context = {
        "ward": ward,
        "klass": klass,
        "service": service,
        "outcome": outcome,
        "cards": cards,
        "unmet": any(card.nots for card in cards),
        "whole": whole_of(outcome.draw),
        "after": after(desk, ward.pupil_id),
    }
    return render(desk, "family/service_result.html", context)


def _card(told: Told, outcome: Outcome, child: str) -> Card:
    programme, unit = outcome.programme, told.unit
    hours = f"{programme.activity_from:%H:%M}到{programme.activity_until:%H:%M}"
    days = weekdays_label(told.weekdays)
    nots = tuple(why_not(above, outcome, child) for above in told.above)
    if told.placement.tutoring is not None:
        place = told.placement.tutoring
        words = f"{hours}，{place.leader.name}老师。免费，不去也没有影响。"
        more = "您家接受的。别人的名单上看不到，这一天不参加抽签。"
        return Card(days, f"补一补{Subject(place.subject).label}", "", words, more, nots)
    if unit is None:
        more = "写的志愿这天没有给上。" if nots else ""
        return Card(
            days, READING_PLACE, "一直都有", f"{hours}，有老师看着。", f"{more}自主阅读位不用抽，报了名的都有。", nots
        )
    leader = f"{unit.leader.name}老师" if unit.leader else unit.outside_leader
    where = [RoomNeed(unit.room_need).label, "几天都去" if len(told.weekdays) > 1 else "", hours, leader]
    more = f"抽签给的是{told.instead_of}，后来有名额，您家要了。" if told.placement.origin == Origin.OFFER else ""
    return Card(
        days, unit.name, f"第{told.position}志愿" if told.position else "", "，".join(filter(None, where)), more, nots
    )
