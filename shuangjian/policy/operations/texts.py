"""Drafting and adopting the text of a school's own rules."""

import datetime as dt

from django.db import transaction

from shuangjian.audit.operations import Request, Subject, outcome_of, record
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import SHANGHAI, shanghai_date
from shuangjian.kernel.refusal import Clause, InvalidInput, Refusal, Refused, Way
from shuangjian.policy.access import check_can_adopt_rules, check_can_lead_school
from shuangjian.policy.models import AdoptedRules, RulesDraft
from shuangjian.policy.queries import Draft, clauses_of, draft_of, saved_draft, versions_of
from shuangjian.policy.rules import REQUIRED, RulesText, check_text
from shuangjian.schools.operations import lock_rules
from shuangjian.schools.queries import SchoolFacts

DRAFT_RULE = Clause("本校办法的规矩", None, "每存一次是一稿，谁的都不盖掉")
RULES_CLAUSE = "homework/school_rules"


class DraftOvertaken(Refused):
    """A colleague saved a revision after the one that this one began with. `draft` is theirs."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(_overtaken(draft))


def save_rules_draft(
    *, by: Actor, at: dt.datetime, school: SchoolFacts, text: RulesText, began_with: tuple[int, int], request: Request
) -> Draft:
    """Save the next revision of a draft. `began_with` is the version and revision that was on the screen; 0 for none.

    Raises NotVisible, NotAllowed; InvalidInput for a text that cannot be, DraftOvertaken where a colleague was faster.
    """
    check_can_lead_school(by, school.id, school.path)
    if (done := outcome_of(by, request)) is not None:
        return _again(school, done)
    check_text(text)
    with transaction.atomic():
        now = _held_draft(school, at)
        if began_with != (now.version, now.revision):
            raise DraftOvertaken(now)
        row = RulesDraft.objects.create(
            school_id=school.id,
            version=now.version,
            revision=now.revision + 1,
            text=text.as_plain(),
            saved_at=at,
            saved_by_id=by.somebody,
        )
        draft = Draft(row.version, row.revision, text, at, by.name)
        record(
            by=by,
            at=at,
            name="policy.draft_rules",
            on=_on(school, draft.text, row.version),
            after={"title": text.title, "version": row.version, "revision": row.revision},
            request=request,
            outcome={"version": row.version, "revision": row.revision},
        )
    return draft


def adopt_rules(
    *, by: Actor, at: dt.datetime, school: SchoolFacts, read: tuple[int, int], since: dt.date, request: Request
) -> AdoptedRules:
    """Let a draft hold from a day after today on. `read` is the version and revision that the principal has read.

    Raises NotVisible, NotAllowed; InvalidInput for a day that cannot be; DraftOvertaken, or Refused where a section
    says nothing or nothing has changed.
    """
    check_can_adopt_rules(by, school.id, school.path)
    if (done := outcome_of(by, request)) is not None:
        return AdoptedRules.objects.get(school_id=school.id, version=done["version"])
    if since <= shanghai_date(at):
        raise InvalidInput({"since": "请选明天或以后的日子：今天的作业可能已经按现在的办法布置了。"})
    with transaction.atomic():
        now = _held_draft(school, at)
        if read != (now.version, now.revision) or not now.revision:
            raise DraftOvertaken(now)
        _check_complete(school, now, shanghai_date(at))
        row = AdoptedRules.objects.create(
            school_id=school.id,
            version=now.version,
            revision=now.revision,
            text=now.text.as_plain(),
            since=since,
            adopted_at=at,
            adopted_by_id=by.somebody,
        )
        record(
            by=by,
            at=at,
            name="policy.adopt_rules",
            on=_on(school, now.text, now.version),
            after={"title": now.text.title, "version": now.version, "since": since, "articles": len(now.text.articles)},
            request=request,
            outcome={"version": now.version},
            role=Role.PRINCIPAL,
        )
    return row


def _held_draft(school: SchoolFacts, at: dt.datetime) -> Draft:
    """The draft as it stands, held against whoever else writes until the transaction ends."""
    lock_rules([school.id])
    return draft_of(school, shanghai_date(at), versions_of(school.id))


def _again(school: SchoolFacts, done: dict[str, int]) -> Draft:
    draft = saved_draft(school.id, done["version"], done["revision"])
    assert draft is not None
    return draft


def _check_complete(school: SchoolFacts, draft: Draft, today: dt.date) -> None:
    said = {section.kind for section in draft.text.sections if section.articles}
    missing = [kind.label for kind in REQUIRED if kind not in said]
    clauses = clauses_of(RULES_CLAUSE, school, school.first_grade, today)
    if missing:
        words = f"还不能采用：{'、'.join(missing)}一条也没有写。学校的办法要管到作业的全过程。"
        way = Way("WRITE_SECTION", "", "请教务处把这几章补上，再来采用。")
        raise Refused(Refusal("RULES_LACK_A_SECTION", words, "", clauses, (way,)))
    versions = versions_of(school.id)
    if versions and versions[0].text == draft.text:
        words = f"这一稿和第{versions[0].number}版一字不差，不用再采用一次。"
        raise Refused(Refusal("RULES_UNCHANGED", words, "", (DRAFT_RULE,), (Way("CHANGE", "", "改了再采用。"),)))


def _overtaken(draft: Draft) -> Refusal:
    if not draft.revision:
        words, do = "刚才校长已经采用了前一稿，您面前的是旧的。", "请看看采用了什么；还要改，就从采用的这一版改起。"
    else:
        when = f"{draft.saved_at.astimezone(SHANGHAI):%H:%M}" if draft.saved_at else ""
        words = f"没有存成：{draft.saved_by}{when}存了第{draft.revision}稿，您面前的是更早的一稿。"
        do = "您写的还在下面，同事改过的地方已经合进来。看过没问题，再存一次。"
    return Refusal("DRAFT_OVERTAKEN", words, "", (DRAFT_RULE,), (Way("LOOK_AGAIN", "", do),))


def _on(school: SchoolFacts, text: RulesText, version: int) -> Subject:
    return Subject("school_rules", version, f"{school.name}{text.title}", school.path, school.id)
