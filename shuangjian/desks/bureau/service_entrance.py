"""Coming into the bureau's pages of the service: which place, which term."""

from dataclasses import dataclass
from typing import Any

from shuangjian.afterschool.access import check_can_state_service, states_service
from shuangjian.afterschool.queries import term_code
from shuangjian.afterschool.rules.terms import term_label
from shuangjian.desks.bureau.entrance import Here, place_seen
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.queries import terms_from


@dataclass(frozen=True)
class Asked:
    """A place and a term: `term` is None where none is stated, `terms` those that are not over, with their names."""

    here: Here
    term: Any
    terms: tuple[tuple[Any, str], ...]
    may_state: bool

    @property
    def code(self) -> str:
        return term_code(self.term.year, self.term.number) if self.term else ""

    @property
    def label(self) -> str:
        return term_label(self.term.year, self.term.number) if self.term else ""


def place_in_term(desk: DeskRequest, place_id: int) -> Asked:
    """The term `?term=2026-1`, or the one that today lies in or precedes. Raises NotVisible, and to whoever would state
    something where nothing is stated NotAllowed."""
    here = place_seen(desk, place_id)
    if desk.method == "POST":
        check_can_state_service(desk.actor, here.path, here.kind)
    terms = terms_from(here.path, shanghai_date(desk.at))
    asked = desk.POST.get("term") or desk.GET.get("term", "")
    term = next((t for t in terms if term_code(t.year, t.number) == asked), None if asked else next(iter(terms), None))
    if asked and term is None:
        raise NotVisible(f"term {asked}")
    named = tuple((t, term_label(t.year, t.number)) for t in terms)
    return Asked(here, term, named, states_service(here.kind))
