"""Coming into a school's pages: which school, who may, which date is asked for, and acts that are done once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect

from shuangjian.audit import operations as audit
from shuangjian.audit.operations import Request
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import InvalidInput, KeyReused, Refused
from shuangjian.schools.access import (
    OVERSIGHT,
    can_lead_school,
    can_see_school,
    check_can_lead_school,
    check_can_see_school,
    check_knows_school,
)
from shuangjian.schools.queries import SchoolFacts, known_school

T = TypeVar("T")
REPEATED = "这张表单已经用过一次，没有再做一遍。下面是现在的样子。"
USED = "这张表单刚才已经用过，这次没有再做。下面是现在的样子。"
OVERTAKEN = "就在刚才，同事也定了这一条，已经定成。请看看现在的样子，还要改就再定一次。"


@dataclass(frozen=True)
class Page:
    """One of a school's pages, for the row of links under the head."""

    label: str
    href: str
    current: bool


def school_seen(desk: DeskRequest, school_id: int) -> SchoolFacts:
    """The school, for whoever may see its week. Raises NotVisible."""
    school = known_school(school_id)
    check_can_see_school(desk.actor, school.id, school.path)
    return school


def school_known(desk: DeskRequest, school_id: int) -> SchoolFacts:
    """The school, for its whole staff and whoever stands above. Raises NotVisible."""
    school = known_school(school_id)
    check_knows_school(desk.actor, school.id, school.path)
    return school


def school_led(desk: DeskRequest, school_id: int) -> SchoolFacts:
    """The school, for its academic affairs and principal. Raises NotVisible or NotAllowed."""
    school = known_school(school_id)
    check_can_lead_school(desk.actor, school.id, school.path)
    return school


def pages_of(desk: DeskRequest, school: SchoolFacts) -> list[Page]:
    """The pages of a school that the actor may open: its leaders all of them, oversight also the bureau's own, its
    teachers those that tell how the school deals with homework."""
    root = f"/school/{school.id}/"
    leads, oversees = can_lead_school(desk.actor, school.id), desk.actor.holds_over(school.path, *OVERSIGHT)
    own = {f"{root}homework-rules/": "本校办法", f"{root}leading-group/": "领导小组"}
    service = {f"{root}service/": "课后服务"}
    if not can_see_school(desk.actor, school.id, school.path):
        return [_page(desk, label, href) for href, label in (own | service).items()]
    heads = any(held.school_id == school.id for held in desk.actor.holds(Role.GRADE_HEAD))
    pages = {root: "这一周", f"{root}plan/": "作业计划"}  # homework, then what is counted, the rules, the people
    if leads or heads:
        pages |= {"/large-work/": "大作业预告", f"{root}reviews/": "审核"}
    if leads:
        pages |= {f"{root}spot-checks/": "抽查", f"{root}appeals/": "申诉", f"{root}rulings/": "定分钟"}
    if leads or heads:
        pages |= {f"{root}checks/": "每周检查"}
    pages |= {f"{root}measured/": "实测"}
    if leads or oversees:
        pages |= {f"{root}reports/": "月报"}
    pages |= {**service, f"{root}rules/": "规定", **own, f"{root}calendar/": "校历"}
    if leads:
        pages |= {
            f"{root}staff/": "老师和班主任",
            f"{root}roster/": "名册",
            f"{root}tokens/": "令牌",
            f"{root}record/": "记录",
        }
    if oversees:
        pages |= {f"/places/{school.id}/": "总览里的这一校"}
    return [_page(desk, label, href) for href, label in pages.items()]


def _page(desk: DeskRequest, label: str, href: str) -> Page:
    """Whatever belongs to the service lies under its first page."""
    return Page(label, href, desk.path == href or (href.endswith("/service/") and desk.path.startswith(href)))


def once(by: Actor, request: Request, act: Callable[[], T], field: str = "") -> T | None:
    """Do an act, unless the same form has done it before: None then, also for whoever came second in a race.

    Raises KeyReused when the form was changed in between; InvalidInput, at `field`, when a colleague's form was faster.
    """
    try:
        return audit.once(by, request, act)
    except IntegrityError as conflict:
        if not field:
            raise
        raise InvalidInput({field: OVERTAKEN}) from conflict


def acted(
    desk: DeskRequest, asked: Request, act: Callable[[], str], show: Callable[..., HttpResponse], to: Callable[[], str]
) -> HttpResponse:
    """Do once what a form asks, and answer: what was done is told `to` an address; what could not be is shown on the
    form's own page, by `show` with `errors` or `refusals` and a `status`."""
    try:
        messages.success(desk, once(desk.actor, asked, act) or REPEATED)
    except InvalidInput as invalid:
        return show(errors=invalid.errors, status=422)
    except Refused as refused:
        return show(refusals=refused.refusals, status=409)
    except KeyReused:
        messages.warning(desk, USED)
    return redirect(to())
