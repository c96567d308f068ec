"""Which programme of a school is meant, where none is named."""

import datetime as dt

from django.db.models import QuerySet

from shuangjian.afterschool.models import Programme
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.kernel.day import shanghai_date


def running_programme(school_id: int, at: dt.datetime, term: ServiceTerm | None = None) -> Programme | None:
    """The announced one that is not over, the latest where there are two; while nothing is announced, the next that is
    planned; or that of `term`. With its draw's hour, without its files. One query."""
    rows = list(_running(school_id, at, term).order_by("year", "number"))
    announced = [one for one in rows if one.announced_at is not None]
    return announced[-1] if announced else next(iter(rows), None)


def other_terms(school_id: int, at: dt.datetime, shown: Programme | None) -> list[ServiceTerm]:
    """The terms of a school's programmes that are not over, planned or announced, beside the one shown. One query."""
    rows = _running(school_id, at, None).order_by("year", "number")
    return [ServiceTerm(one.year, one.number) for one in rows if shown is not None and one.pk != shown.pk]


def told_programme(school_id: int, at: dt.datetime, term: ServiceTerm | None = None) -> Programme | None:
    """Likewise of those that families know the results of: what comes after it is planned beside it. One query."""
    told = _running(school_id, at, term).filter(draw__drawn_at__isnull=False, results_at__lte=at)
    return told.order_by("-since").first()


def programme_listed(school_id: int, at: dt.datetime, term: ServiceTerm | None = None) -> Programme | None:
    """The announced programme by whose lists afternoons go today: of those that are not over, one that is drawn goes
    before the next, which is not; or that of `term`, over or not. One query."""
    announced = Programme.objects.filter(school_id=school_id, announced_at__isnull=False)
    rows = _of(announced, term) if term else announced.filter(until__gt=shanghai_date(at))
    listed = list(_with_draw(rows).order_by("year", "number"))
    drawn = [one for one in listed if (draw := getattr(one, "draw", None)) and draw.drawn_at]
    return next(iter(drawn or listed[::-1]), None)


def is_told(programme: Programme, at: dt.datetime) -> bool:
    """Whether families know how the draw came out."""
    draw = getattr(programme, "draw", None)
    return bool(draw and draw.drawn_at and programme.results_at and at >= programme.results_at)


def is_open_for_tutoring(programme: Programme, at: dt.datetime) -> bool:
    """Whether afternoons are still planned and answers drawn: until the closing."""
    return getattr(programme, "draw", None) is None and (programme.closes_at is None or at < programme.closes_at)


def _running(school_id: int, at: dt.datetime, term: ServiceTerm | None) -> QuerySet[Programme]:
    return _with_draw(_of(Programme.objects.filter(school_id=school_id, until__gt=shanghai_date(at)), term))


def _of(rows: QuerySet[Programme], term: ServiceTerm | None) -> QuerySet[Programme]:
    return rows.filter(year=term.year, number=term.number) if term else rows


def _with_draw(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    return rows.select_related("draw").defer("draw__file", "draw__tutoring_file", "draw__sealed_lists")
