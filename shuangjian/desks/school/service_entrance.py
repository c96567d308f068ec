"""Coming into the pages of a school's service: which term, which programme, and what may be done there."""

from dataclasses import dataclass
from typing import Any

from shuangjian.afterschool.access import can_coordinate, check_can_coordinate, check_sees_service
from shuangjian.afterschool.queries import ProgrammeSeen, programme_in_term, term_code
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.school.entrance import Page
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.queries import SchoolFacts, known_school, terms_from


@dataclass(frozen=True)
class Service:
    """A school's service in a term: `term` is a row of the terms, None where none is stated; `programme` None until
    planning has begun; `terms` those that are not over."""

    school: SchoolFacts
    term: Any
    terms: tuple[Any, ...]
    programme: ProgrammeSeen | None
    may_plan: bool

    @property
    def code(self) -> str:
        """2026-1, for addresses."""
        return term_code(self.term.year, self.term.number) if self.term else ""


def service_seen(desk: DeskRequest, school_id: int) -> Service:
    """The service of the term `?term=2026-1`, one that is over where something was planned for it; or of the one that
    today lies in or precedes. Raises NotVisible."""
    school = known_school(school_id)
    check_sees_service(desk.actor, school.id, school.path)
    terms = tuple(terms_from(school.path, shanghai_date(desk.at)))
    asked = desk.POST.get("term") or desk.GET.get("term", "")
    stated = {term_code(term.year, term.number): term for term in terms}
    term: Any = stated.get(asked) if asked else next(iter(terms), None)
    if asked and term is None:
        term = ServiceTerm.read(asked)  # one that is over, where there was a programme
    programme = programme_in_term(school.id, term.year, term.number, desk.at) if term else None
    if asked and asked not in stated and programme is None:
        raise NotVisible(f"term {asked}")
    return Service(school, term, terms, programme, can_coordinate(desk.actor, school.id))


def service_planned(desk: DeskRequest, school_id: int) -> Service:
    """Likewise, for who plans it. Raises NotVisible, NotAllowed."""
    found = service_seen(desk, school_id)
    check_can_coordinate(desk.actor, found.school.id, found.school.path)
    return found


def service_pages(desk: DeskRequest, service: Service) -> list[Page]:
    """The pages of the service, for the row of links under its head."""
    root, query = f"/school/{service.school.id}/service/", f"?term={service.code}"
    pages = {root: "这学期的安排"}
    if service.may_plan and service.programme is not None and service.programme.announced_at is None:
        pages[f"{root}units/"] = "加活动"
    if service.programme is not None and service.programme.announced_at is not None:
        pages |= {f"{root}draw/": "抽签", f"{root}coverage/": "谁参加了"}
        if service.may_plan:
            pages |= {f"{root}reading/": "自主阅读", f"{root}waiting/": "候补"}
        pages[f"/service/{service.school.id}/"] = "家长看到的"
    if service.may_plan and service.programme is not None:
        pages[f"{root}tutoring/"] = "个别辅导"
    return [
        Page(label, f"{href}{query}" if href.startswith(root) else href, desk.path == href)
        for href, label in pages.items()
    ]
