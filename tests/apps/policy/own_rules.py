"""A school's own rules as tests write them."""

import datetime as dt
from typing import Any

from shuangjian.audit.operations import Request
from shuangjian.policy.models import AdoptedRules
from shuangjian.policy.operations import adopt_rules, save_rules_draft
from shuangjian.policy.queries import Draft, draft_of, versions_of
from shuangjian.policy.rules import RulesText, Section, SectionKind, Stated
from tests.cast import AT, TODAY, Cast

TOMORROW = TODAY + dt.timedelta(days=1)
CAP, WEEKEND = "homework/written_minutes", "homework/weekend_total"
ASSIGNING = ("一、二年级不布置书面作业。", "三年级以上，每天的书面作业不超过50分钟。先做难的；做不完就睡。")
COORDINATION = ("一个周末的书面作业不超过45分钟。",)


def text(**sections: tuple[str, ...]) -> RulesText:
    """Five articles: the daily cap in the second, the weekend in the fifth."""
    its = {"ASSIGNING": ASSIGNING, "MARKING": ("老师每一份都批改。",), "DISPLAY": ("作业写在作业单上。",)}
    its |= {"COORDINATION": COORDINATION} | sections
    found = tuple(
        Section(SectionKind(kind), SectionKind(kind).label, articles) for kind, articles in its.items() if articles
    )
    plain = RulesText("作业管理办法", found)
    said = {ASSIGNING[1]: (CAP, 50), COORDINATION[0]: (WEEKEND, 45)}
    stated = tuple(Stated(*said[a.text], a.number) for a in plain.articles if a.text in said)
    return RulesText(plain.title, found, stated)


def now(cast: Cast) -> Draft:
    """The draft as it stands."""
    return draft_of(cast.facts(), TODAY, versions_of(cast.school.pk))


def save(cast: Cast, written: RulesText, who: str = "academic", **values: Any) -> Draft:
    """The next revision, by somebody who looked a moment before."""
    draft = now(cast)
    asked = {"began_with": (draft.version, draft.revision), "at": AT} | values
    request = asked.pop("request", None) or Request.of(f"save-{who}-{draft.version}-{draft.revision}")
    return save_rules_draft(by=cast.actor(who), school=cast.facts(), text=written, request=request, **asked)


def adopt(cast: Cast, since: dt.date = TOMORROW, who: str = "principal", **values: Any) -> AdoptedRules:
    """The draft as it stands."""
    draft = now(cast)
    asked = {"read": (draft.version, draft.revision), "at": AT} | values
    request = asked.pop("request", None) or Request.of(f"adopt-{draft.version}-{draft.revision}")
    return adopt_rules(by=cast.actor(who), school=cast.facts(), since=since, request=request, **asked)


def adopted(cast: Cast, written: RulesText | None = None, since: dt.date = TOMORROW) -> AdoptedRules:
    """A version, drafted and adopted."""
    save(cast, written or text())
    return adopt(cast, since)
