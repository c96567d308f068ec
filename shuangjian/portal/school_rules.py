"""`/schools/<id>/homework-rules/`: a school's own rules as they hold today, who answers for them, and its own limits
with the clauses they rest on. For anybody; nobody but the principal is named."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian import rulebook
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import Clause, NotVisible
from shuangjian.people.queries import principals_of
from shuangjian.policy.queries import (
    Version,
    choices_of,
    clauses_of,
    school_clauses,
    version_on,
    versions_ahead,
    versions_of,
)
from shuangjian.policy.rules import CHOICES, cited_article
from shuangjian.portal.asked import PublicRequest
from shuangjian.portal.caching import public_page
from shuangjian.schools.queries import SchoolFacts, school_facts


@dataclass(frozen=True)
class OwnLimit:
    """A limit that the school sets itself: what, since when, in which of its articles (`anchor` where that stands on
    this page), and the clauses that leave it to the school."""

    title: str
    words: str
    since: dt.date
    source: str
    anchor: int | None
    clauses: tuple[Clause, ...]


@public_page
def school_rules(request: HttpRequest, school_id: int) -> HttpResponse:
    today = shanghai_date(cast(PublicRequest, request).at)
    try:
        school = school_facts(school_id)
    except ObjectDoesNotExist as nobody:
        raise NotVisible(f"school {school_id}") from nobody
    versions = versions_of(school.id)
    now = version_on(versions, today)
    context = {
        "school": school,
        "now": now,
        "ahead": versions_ahead(versions, today),
        "principals": principals_of(school.id, today),
        "limits": _limits(school, now, today),
        "publicity": clauses_of("homework/publicity", school, school.first_grade, today),
        "governed": clauses_of("homework/school_rules", school, school.first_grade, today),
        "today": today,
    }
    return render(request, "portal/school_rules.html", context)


def _limits(school: SchoolFacts, now: Version | None, today: dt.date) -> list[OwnLimit]:
    """In the order of the rulebook."""
    choices, found = choices_of([school.id])[school.id], []
    for kind in CHOICES:
        choice = rulebook.in_force(choices, kind.name, today)
        if choice is None:
            continue
        rule = rulebook.load().choice_rule(kind.name)
        article = cited_article(choice, now.text) if now else None
        anchor = article.number if article else None
        source = rulebook.SchoolGround(choice, "").as_clause().label
        clauses = school_clauses(rule.under, school, today)
        found.append(OwnLimit(rule.title, rule.label(choice.value), choice.since, source, anchor, clauses))
    return found
