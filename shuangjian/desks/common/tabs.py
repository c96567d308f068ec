"""Which tabs a person has, from the roles held; people with several roles see all their tabs."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.subject import Subject
from shuangjian.schools.access import LEADERS, OVERSIGHT
from shuangjian.schools.queries import classes_by_id, place

# Publishing is part of 今天, whatever its address.
BELONGS_TO = {"/homework/new/": "/today/", "/homework/result/": "/today/", "/large-work/": "/today/"}


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    current: bool = False


def tabs_of(actor: Actor, path: str, date: dt.date) -> list[Tab]:
    """The actor's tabs in the order of a working day; the one that `path` lies under is current."""
    found: dict[str, str] = {}
    if actor.holds(Role.SUBJECT_TEACHER):
        found |= {"/today/": "今天", "/homework/": "我的作业"}
    found |= _own_classes(actor, date)
    for held in actor.holds(*LEADERS):
        found[f"/school/{held.school_id}/"] = "本校"
    for held in actor.holds(Role.GRADE_HEAD):
        found.setdefault(f"/school/{held.school_id}/", "本校")
    for held in actor.holds(Role.COORDINATOR):
        found[f"/school/{held.school_id}/service/"] = "课后服务"
    for held in actor.holds(*OVERSIGHT):
        found[f"/places/{held.place_id}/"] = "总览"
    if actor.holds(Role.GUARDIAN):
        found["/family/"] = "今晚"
    found["/rules/"] = "规定"
    path = BELONGS_TO.get(path, path)
    if path == "/today/" and path not in found:  # whoever leads without teaching comes there from the school
        path = next((href for href in found if href.startswith("/school/")), path)
    under = max((href for href in found if path.startswith(href)), key=len, default="") or _overview(found, path)
    return [Tab(label, href, href == under) for href, label in found.items()]


def _overview(found: Iterable[str], path: str) -> str:
    """总览 holds whatever lies below the place one oversees: other places, and what a school shows of itself."""
    below = path.startswith(("/places/", "/school/"))
    return next((href for href in found if below and href.startswith("/places/")), "")


def _own_classes(actor: Actor, date: dt.date) -> dict[str, str]:
    ids = [held.class_id for held in actor.holds(Role.HOMEROOM) if held.class_id is not None]
    if len(ids) < 2:
        return {f"/class/{pk}/": "我的班" for pk in ids}
    classes = classes_by_id(ids, date)
    return {f"/class/{pk}/": classes[pk].label for pk in ids if pk in classes}


def first_desk(actor: Actor, date: dt.date) -> str | None:
    """Where a person begins; None for somebody who holds no role now."""
    return tabs_of(actor, "", date)[0].href if actor.roles else None


def place_of(actor: Actor) -> str:
    """The name of the place a person works at, for the head of the page; "" for families."""
    held = next((h for h in actor.roles if h.role is not Role.GUARDIAN), None)
    if held is None or not held.place_id:
        return ""
    return place(held.school_id or held.place_id).name


def who_is(actor: Actor) -> str:
    """沈岚　数学教师: the name and what the person is, two roles at most."""
    words: dict[str, None] = {}
    for held in actor.roles:
        if held.role is Role.SUBJECT_TEACHER and held.subject:
            words[f"{Subject(held.subject).label}教师"] = None
        elif held.role is not Role.GUARDIAN:
            words[held.role.label] = None
    if not words and actor.holds(Role.GUARDIAN):
        return "家长"
    ordered = sorted(words, key=lambda word: word.endswith("教师"))
    return "　".join(filter(None, (actor.name, "、".join(ordered[:2]))))
