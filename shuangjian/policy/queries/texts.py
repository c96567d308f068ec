"""The text of a school's own rules: its versions, what holds on a day, what is drafted, and where limits stand."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from shuangjian.policy.models import AdoptedRules, RulesDraft
from shuangjian.policy.queries.limits import choices_of
from shuangjian.policy.queries.proposal import proposed_text
from shuangjian.policy.rules import CHOICES, Agreeing, RulesText, agreements
from shuangjian.schools.queries import SchoolFacts


@dataclass(frozen=True)
class Version:
    """One adopted version: it holds from `since` until, exclusively, `until`; the two are equal where a later version
    took its place before it began, and `until` is None for the last."""

    number: int
    revision: int
    text: RulesText
    since: dt.date
    until: dt.date | None
    adopted_at: dt.datetime
    adopted_by: str

    def holds_on(self, date: dt.date) -> bool:
        return self.since <= date and (self.until is None or date < self.until)


@dataclass(frozen=True)
class Draft:
    """What is being written. `revision` is 0 while nothing of it is saved: `text` is then what one begins with."""

    version: int
    revision: int
    text: RulesText
    saved_at: dt.datetime | None = None
    saved_by: str = ""


def versions_of(school_id: int) -> list[Version]:
    """Every version of a school, the latest first. One query."""
    rows = AdoptedRules.objects.filter(school_id=school_id).select_related("adopted_by").order_by("-version")
    found: list[Version] = []
    for row in rows:
        following = min((later.since for later in found), default=None)
        until = None if following is None else max(row.since, following)
        found.append(
            Version(
                row.version,
                row.revision,
                RulesText.from_plain(row.text),
                row.since,
                until,
                row.adopted_at,
                row.adopted_by.name,
            )
        )
    return found


def version_on(versions: Iterable[Version], date: dt.date) -> Version | None:
    """The version that holds on a date."""
    return next((version for version in versions if version.holds_on(date)), None)


def versions_ahead(versions: Iterable[Version], date: dt.date) -> list[Version]:
    """Those that will hold from a later date on, soonest first."""
    ahead = [version for version in versions if version.since > date and version.until != version.since]
    return sorted(ahead, key=lambda version: version.since)


def draft_of(school: SchoolFacts, date: dt.date, versions: list[Version]) -> Draft:
    """What is being drafted; without any saved revision the version before it, or a proposal. Two queries at most."""
    number = versions[0].number + 1 if versions else 1
    saved = saved_draft(school.id, number)
    if saved is not None:
        return saved
    return Draft(number, 0, versions[0].text if versions else proposed_text(school, date))


def text_begun_with(school: SchoolFacts, date: dt.date, version: int, revision: int) -> RulesText | None:
    """What was on the screen of somebody who began with a revision, 0 for one that nobody had saved yet; None where
    there never was one. Two queries at most."""
    if revision:
        draft = saved_draft(school.id, version, revision)
        return draft.text if draft else None
    before = AdoptedRules.objects.filter(school_id=school.id, version=version - 1).first()
    if before is not None:
        return RulesText.from_plain(before.text)
    return proposed_text(school, date) if version == 1 else None


def saved_draft(school_id: int, version: int, revision: int | None = None) -> Draft | None:
    """A saved revision of a draft, the last one where none is asked for. One query."""
    rows = RulesDraft.objects.filter(school_id=school_id, version=version).select_related("saved_by")
    row = rows.filter(revision=revision).first() if revision is not None else rows.order_by("-revision").first()
    if row is None:
        return None
    return Draft(row.version, row.revision, RulesText.from_plain(row.text), row.saved_at, row.saved_by.name)


def agreements_of(school_id: int, text: RulesText, on: dt.date) -> list[Agreeing]:
    """How the limits of the text and the school's choices agree on a day. One query."""
    return agreements(text, choices_of([school_id])[school_id], on, [kind.name for kind in CHOICES])


def rules_since(path: str, date: dt.date) -> dict[int, dt.date]:
    """The schools at or below a place whose own rules hold on a date, each with the day since when they have had any.
    One query."""
    rows = AdoptedRules.objects.filter(school__place__path__startswith=path, since__lte=date)
    found: dict[int, dt.date] = {}
    for school_id, since in rows.values_list("school_id", "since"):
        found[school_id] = min(since, found.get(school_id, since))
    return found
