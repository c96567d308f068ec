"""/family/ask/<id>/: how long tonight's homework took. The same form stands on the child's card."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request, once
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.kernel.actor import Role
from shuangjian.kernel.day import date_label, shanghai_date
from shuangjian.kernel.refusal import InvalidInput, Refused
from shuangjian.timing.operations import Replies, answer_ask
from shuangjian.timing.queries import AskSeen, ask_seen
from shuangjian.timing.rules import UNFINISHED, Question, Reply

THANKS = "收到了，谢谢。今晚不用再管。"
REPEATED = "刚才已经收到了，一家答一次就够。谢谢，不用再管。"
LONGEST = 10  # signs of a field that is read


@dataclass(frozen=True)
class Line:
    """One piece of homework with what was typed about it."""

    question: Question
    reply: Reply = field(default_factory=Reply)
    tier_error: str = ""
    minutes_error: str = ""

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What may be tapped: a row for each tier, or one without a name; (value, words) of each answer."""
        tiers = self.question.tiers
        return [(name, self._answers(n, f"{n}-")) for n, (name, _) in enumerate(tiers)] or [("", self._answers(0, ""))]

    @property
    def tapped(self) -> str:
        return f"{self.reply.tier}-{self.reply.choice}" if self.question.tiers else self.reply.choice

    def _answers(self, position: int, prefix: str) -> list[tuple[str, str]]:
        answers = [(chip.value, chip.words) for chip in self.question.chips_of(position)]
        return [(prefix + value, words) for value, words in (*answers, (UNFINISHED, "没做完"))]


@dataclass(frozen=True)
class Form:
    """A question as a form; `words` say which evening's homework is meant."""

    ask: AskSeen
    words: str
    key: str
    lines: tuple[Line, ...]
    unlisted: tuple[str, str] = ("", "")
    errors: Mapping[str, str] = field(default_factory=dict)


def form_of(ask: AskSeen, at: dt.datetime) -> Form:
    """The form as it is first shown."""
    return Form(ask, _words(ask, at), new_key(), tuple(map(Line, ask.questions)))


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view(Role.GUARDIAN)
def question(request: HttpRequest, ask_id: int) -> HttpResponse:
    """GET: the question, which opening does not use up. POST: the answer."""
    desk = cast(DeskRequest, request)
    ask = ask_seen(desk.actor, ask_id, desk.at)
    if request.method != "POST":
        is_open = not ask.answered and desk.at < ask.closes_at
        return render(request, "family/ask.html", {"form": form_of(ask, desk.at) if is_open else None})
    works, unlisted = _typed(request.POST), _unlisted(request.POST)
    # What was said stays out of the request: its digest is kept for good, and among so few answers is soon found out.
    asked = Request.of(key_of(request.POST), ask=ask_id)
    replies = Replies(works, {unlisted[0]: unlisted[1]} if any(unlisted) else {})

    def act() -> str:
        answer_ask(by=desk.actor, at=desk.at, ask_id=ask_id, replies=replies, request=asked)
        return THANKS

    try:
        messages.success(request, once(desk.actor, asked, act) or REPEATED)
    except InvalidInput as invalid:
        lines = tuple(_line(one, works, invalid.errors) for one in ask.questions)
        form = Form(ask, _words(ask, desk.at), asked.key, lines, unlisted, invalid.errors)
        return render(request, "family/ask.html", {"form": form}, status=422)
    except Refused as refused:
        messages.success(request, refused.refusals[0].family)
    return redirect("family:family")


def _words(ask: AskSeen, at: dt.datetime) -> str:
    return "今晚的作业" if ask.date == shanghai_date(at) else f"{date_label(ask.date)}放学以后的作业"


def _line(question: Question, works: Mapping[int, Reply], errors: Mapping[str, str]) -> Line:
    pk = question.publication_id
    return Line(question, works.get(pk, Reply()), errors.get(f"t-{pk}", ""), errors.get(f"m-{pk}", ""))


def _typed(posted: QueryDict) -> dict[int, Reply]:
    """Replies by publication, also to what no longer stands on the sheet."""
    named = {name[2:] for name in posted if name[:2] in ("q-", "m-", "t-") and name[2:].isdecimal()}
    ids = {int(name) for name in named if len(name) < 18}
    return {pk: _reply(*(posted.get(f"{kind}-{pk}", "")[:LONGEST] for kind in ("q", "t", "m"))) for pk in sorted(ids)}


def _reply(tapped: str, tier: str, minutes: str) -> Reply:
    """One tap says which tier and how long. Whoever writes minutes says which tier there, or has tapped one above."""
    of_tap, _, choice = tapped.rpartition("-")
    return Reply((minutes.strip() and tier) or of_tap, choice, minutes)


def _unlisted(posted: QueryDict) -> tuple[str, str]:
    return posted.get("u-subject", "")[:30], posted.get("u-choice", "")[:LONGEST]
