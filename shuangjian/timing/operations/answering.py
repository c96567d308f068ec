"""Answering a question: once a family, whoever of it is first."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from shuangjian.audit.operations import Request, record
from shuangjian.homework.queries import works_of
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.kernel.subject import Subject as SchoolSubject
from shuangjian.timing import access
from shuangjian.timing.models import Answer, Ask, PanelMember, Unlisted
from shuangjian.timing.operations.membership import ON_ONESELF
from shuangjian.timing.queries.asked import questions_of
from shuangjian.timing.rules import USUAL_MINUTES, Question, Reply, Span, chips
from shuangjian.timing.rules.refusals import question_answered, question_closed


@dataclass(frozen=True)
class Replies:
    """A form as it came back: a reply by publication, and a chip by subject for work that no sheet had."""

    works: Mapping[int, Reply] = field(default_factory=dict)
    unlisted: Mapping[str, str] = field(default_factory=dict)


def answer_ask(*, by: Actor, at: dt.datetime, ask_id: int, replies: Replies, request: Request) -> None:
    """Answer, in part or in whole. What was withdrawn or changed since the page was opened is answered as it was.

    Raises NotVisible; Refused where the night is over or somebody of the family was faster; InvalidInput by field.
    """
    ask = access.get_ask_for(by, ask_id)
    _check_open(ask, at)
    answers, unlisted = _read(ask, replies, at)
    with transaction.atomic():
        member = PanelMember.objects.select_for_update().filter(person_id=by.somebody, left_at=None).first()
        if member is None:  # left a moment ago
            raise NotVisible(f"ask {ask_id}")
        waiting = Ask.objects.filter(pk=ask.pk, answered_at=None, closes_at__gt=at, pupil__isnull=False)
        if not waiting.update(answered_at=at, member=member):
            raise Refused(question_answered())
        Answer.objects.bulk_create(
            Answer(
                school_id=ask.school_id,
                ask=ask,
                publication_id=publication_id,
                position=position,
                least=span.least,
                most=span.most,
                finished=span.finished,
            )
            for publication_id, (position, span) in answers.items()
        )
        Unlisted.objects.bulk_create(
            Unlisted(school_id=ask.school_id, ask=ask, subject=subject, least=span.least, most=span.most)
            for subject, span in unlisted.items()
        )
        record(by=Actor(by.person_id, "家长"), at=at, name="timing.answer", on=ON_ONESELF, request=request)


def _check_open(ask: Ask, at: dt.datetime) -> None:
    if ask.answered_at is not None:
        raise Refused(question_answered())
    if ask.closes_at <= at:
        raise Refused(question_closed())


def _read(ask: Ask, replies: Replies, at: dt.datetime) -> tuple[dict[int, tuple[int, Span]], dict[str, Span]]:
    """Raises InvalidInput with everything that could not be read, or where nothing was said."""
    errors: dict[str, str] = {}
    answers: dict[int, tuple[int, Span]] = {}
    for question in _questions(ask, at):
        reply = replies.works.get(question.publication_id, Reply())
        if reply.is_empty:
            continue
        try:
            answers[question.publication_id] = question.read(reply)
        except InvalidInput as unread:
            errors |= unread.errors
    spans = {chip.value: chip.span for chip in chips(USUAL_MINUTES)}
    taught = {subject.value for subject in SchoolSubject if ask.grade in subject.grades}
    unlisted = {s: spans[value] for s, value in replies.unlisted.items() if s in taught and value in spans}
    if len(unlisted) < len(replies.unlisted):
        errors["unlisted"] = "作业单上没有的那一样，请选是哪一科、大约多久。"
    if not (errors or answers or unlisted):
        errors["answers"] = "还没有点。只答一样也行；今晚不想答，什么也不用按。"
    if errors:
        raise InvalidInput(errors)
    return answers, unlisted


def _questions(ask: Ask, at: dt.datetime) -> list[Question]:
    works = works_of([(ask.school_class_id, ask.grade, ask.date)], shown_at=at)
    return [question for _, question in questions_of(works)]
