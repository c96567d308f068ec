"""Which term and day a page about after-school service is asked about: `?term=2026-1&date=2026-10-15`."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages

from shuangjian.afterschool.figures import Scope, is_counted, scope_on
from shuangjian.afterschool.queries import last_day_of, term_now, terms_known
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.desks.common.asked import asked_date
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.kernel.day import date_label, shanghai_date
from shuangjian.schools.rules import ONE_DAY


@dataclass(frozen=True)
class ServiceAsked:
    """The term and day that are shown; `terms` may be chosen. Today is as it is now, an earlier day as it ended.
    `chosen`: the address names the day."""

    scope: Scope
    terms: tuple[ServiceTerm, ...]
    today: dt.date
    chosen: bool

    @property
    def date(self) -> dt.date:
        return self.scope.date

    @property
    def is_today(self) -> bool:
        return self.date == self.today

    @property
    def query(self) -> str:
        """For links to other pages about the same term and day."""
        return "?" + urlencode({"term": str(self.scope.term), "date": self.date.isoformat()})


def service_asked(desk: DeskRequest, path: str, *, as_counted: bool = False) -> ServiceAsked | None:
    """None where no term is known. What cannot be read, or is still to come, is told and answered with today's.

    Asked for no day it is today, or yesterday `as_counted` if it has been: today's city is half a million rows.
    """
    today = shanghai_date(desk.at)
    date, wrong = asked_date(desk.GET, "date")
    if date is not None and date > today:
        wrong = f"{date_label(date)}还没有到，下面是今天的。"
    terms = terms_known(path, today)
    term = ServiceTerm.read(typed) if (typed := desk.GET.get("term", "")) else term_now(path, today)
    if typed and term not in terms:
        term, wrong = term_now(path, today), "没有这个学期的课后服务，下面是现在的。"
    if wrong:
        messages.warning(desk, wrong)
    term = term or next(iter(terms), None)
    if term is None:
        return None
    if date is None and term != term_now(path, today):  # of a term that is over, how it ended
        date = last_day_of(path, term)
    scope = scope_on(path, term, min(date or today, today), at=desk.at)
    if date is None and not wrong and as_counted:
        yesterday = scope_on(path, term, today - ONE_DAY, at=desk.at)
        scope = yesterday if is_counted(yesterday) else scope
    return ServiceAsked(scope, tuple(terms), today, date is not None)
