"""总览: a place's figures, its schools one square each, and the way down to a class's evening."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.afterschool.figures import BY_ID
from shuangjian.afterschool.queries import schools_offering
from shuangjian.desks.bureau.counting import (
    HOMEROOM,
    NO_PRINCIPAL,
    OF_SCHOOLS,
    OTHER_KINDS,
    QUIET,
    RECENT_DAYS,
    RULES,
    SchoolCounted,
    SchoolSummed,
    Sum,
    added,
    schools_counted,
    schools_summed,
    total,
    under,
)
from shuangjian.desks.bureau.entrance import Day, Here, day_shown, place_seen
from shuangjian.desks.bureau.rows import OVERSEERS, evening_rows
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.homework.queries import EveningCount
from shuangjian.schools.queries import children
from shuangjian.schools.rules import PlaceKind, name_order
from shuangjian.timing.queries import classes_signalled, last_night
from shuangjian.timing.rules import SignalKind

SERVICE = "service"


@dataclass(frozen=True)
class Group:
    """A place one level down with its schools: a county, a 中心校, a school; `id` is None for the rest of them, the
    schools that stand directly below."""

    id: int | None
    name: str
    sum: Sum
    schools: tuple[SchoolSummed, ...]


@require_GET
@desk_view(*OVERSEERS)
def overview(request: HttpRequest, place_id: int) -> HttpResponse:
    """GET `?date=2026-09-17`; the evening of today without."""
    desk = cast(DeskRequest, request)
    here = place_seen(desk, place_id)
    day = day_shown(desk, here.path)
    if here.kind is PlaceKind.SCHOOL:
        return _school(desk, here, day, schools_counted(here.path, day.date))
    schools = schools_summed(here.path, day.date)
    groups, sums = _groups(here, schools), added(school.sum for school in schools)
    context = {
        "here": here,
        "day": day,
        "sum": sums,
        "figures": _figures(here, day, sums),
        "of_schools": [*_of_schools(here, day, sums), _service(here, day, sums), *_measured(here, sums)],
        "groups": groups,
        "lines": _lines(groups),
        "quiet_days": RECENT_DAYS,
    }
    return render(request, "bureau/overview.html", context)


def _school(desk: DeskRequest, here: Here, day: Day, schools: Sequence[SchoolCounted]) -> HttpResponse:
    """One school: its classes' evenings with what was set for them."""
    sums = total(schools)
    without = {klass.id for school in schools for klass in school.without_homeroom}
    context = {
        "here": here,
        "day": day,
        "sum": sums,
        "figures": [f for f in _figures(here, day, sums) if f["kind"] != QUIET],
        "rows": evening_rows([e for s in schools for e in s.evenings]),
        "quiet": schools[0].quiet if schools else "",
        "setting": schools[0].setting if schools else "",
        "school": schools[0] if schools else None,
        "without": without,
    }
    return render(desk, "bureau/school.html", context)


def _figures(here: Here, day: Day, sums: Sum) -> list[dict[str, Any]]:
    """Full counts, each with its denominator and a link to its rows."""

    def one(kind: str, label: str, n: int, of: int, note: str) -> dict[str, Any]:
        href = f"/places/{here.id}/evenings/?kind={kind}&date={day.date}"
        return {"kind": kind, "label": label, "n": n, "of": of, "href": href, "note": note}

    def evenings(kind: EveningCount, note: str = "") -> dict[str, Any]:
        return one(kind, kind.label, sums.by_kind[kind], sums.by_kind[kind.of], note)

    closed = sums.by_kind[EveningCount.CLOSED]
    return [
        evenings(EveningCount.WRITTEN, f"其中{closed}个班晚不布置书面作业" if closed else ""),
        evenings(EveningCount.FULL, "满了不是错"),
        evenings(EveningCount.ROOM),
        one(QUIET, OTHER_KINDS[QUIET], sums.quiet, sums.schools, "每一所都写着为什么"),
        one(HOMEROOM, OTHER_KINDS[HOMEROOM], sums.without_homeroom, sums.classes, ""),
    ]


def _of_schools(here: Here, day: Day, sums: Sum) -> list[dict[str, Any]]:
    """What schools have or lack, each with its denominator and a link to its rows."""
    counts = {RULES: sums.with_rules, NO_PRINCIPAL: sums.without_principal}
    return [
        {
            "kind": kind,
            "label": OF_SCHOOLS[kind],
            "n": n,
            "of": sums.schools,
            "href": f"/places/{here.id}/evenings/?kind={kind}&date={day.date}",
        }
        for kind, n in counts.items()
    ]


def _service(here: Here, day: Day, sums: Sum) -> dict[str, Any]:
    """How many schools run after-school service on that day."""
    return {
        "kind": SERVICE,
        "label": BY_ID["schools_offering"].words,
        "n": schools_offering(here.path, day.date),
        "of": sums.schools,
        "href": f"/places/{here.id}/service/?date={day.date}",
    }


def _measured(here: Here, sums: Sum) -> list[dict[str, Any]]:
    """How many classes went over, as of the last night; of those in session, asked about or not. Nothing before it."""
    night = last_night(here.path)
    if night is None:
        return []
    n = classes_signalled(here.path, night.as_of, SignalKind.OVER)
    label = f"在读的班里，有回答的最近十晚常超出的（实测，算到{night.as_of.month}月{night.as_of.day}日）"
    href = f"/places/{here.id}/measured/"
    return [{"kind": SignalKind.OVER, "label": label, "n": n, "of": sums.classes, "href": href}]


def _groups(here: Here, schools: Sequence[SchoolSummed]) -> list[Group]:
    """Counties by code, 中心校 by name; then the schools directly below the place."""
    between = [child for child in children(here.id) if child.kind in (PlaceKind.COUNTY, PlaceKind.CENTRAL_SCHOOL)]
    between.sort(key=lambda child: (child.code is None, child.code or "", name_order(child.name)))
    groups = [
        Group(child.pk, child.name, added(school.sum for school in mine), tuple(mine))
        for child in between
        for mine in [under(child.path, schools)]
    ]
    grouped = {school.id for group in groups for school in group.schools}
    rest = [school for school in schools if school.id not in grouped]
    if rest:
        sums = added(school.sum for school in rest)
        groups.append(Group(None, "直属学校" if groups else here.name, sums, tuple(rest)))
    return groups


def _lines(groups: Sequence[Group]) -> list[Group]:
    """The rows of the drill-down table: the places one level down, then the schools directly below by name."""
    direct = [school for group in groups if group.id is None for school in group.schools]
    places = [group for group in groups if group.id is not None]
    return places + [Group(school.id, school.name, school.sum, (school,)) for school in direct]
