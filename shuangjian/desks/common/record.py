"""The record as a desk shows it: a page of acts at a time, each with its sentence."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from shuangjian.audit.sentences import sentence
from shuangjian.desks.common.asked import read_id
from shuangjian.kernel.day import shanghai_date
from shuangjian.policy.queries import choice_words
from shuangjian.schools.queries import classes_by_id

if TYPE_CHECKING:
    from shuangjian.audit.models import Act

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Acts, newest first: those before the act `before`. `older` is where the next page begins, None on the last."""

    acts: Sequence["Act"]
    before: int | None
    older: int | None


def page_of(query: QueryDict, acts: Callable[[int | None, int], Iterable["Act"]]) -> Page:
    """The page asked for (`?before=`). `acts` are so many acts, the latest ones or those before an act."""
    before = read_id(query.get("before", ""))
    found = list(acts(before, PAGE + 1))
    shown = found[:PAGE]
    return Page(shown, before, shown[-1].pk if len(found) > PAGE else None)


def in_words(acts: Sequence["Act"], at: dt.datetime) -> list[tuple["Act", dt.date, str]]:
    """Each act with its date and its sentence, in which classes are named. One query for all."""
    classes = classes_by_id({act.class_id for act in acts if act.class_id}, shanghai_date(at))
    labels, choices = {pk: klass.label for pk, klass in classes.items()}, choice_words()
    return [(act, shanghai_date(act.at), sentence(act, labels, choices)) for act in acts]
