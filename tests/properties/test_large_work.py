"""Large work, for any calendar and any numbers: counting days of notice, fixing, moving, and what it keeps."""

import datetime as dt
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from shuangjian.homework.rules import (
    AssignmentSpec,
    Dates,
    Form,
    Large,
    TierSpec,
    is_enough,
    large_kind,
    may_become,
    minutes_each,
    rights_with,
)
from shuangjian.homework.rules.notice_refusals import announce_value, read_announce_value
from shuangjian.kernel.day import DayKind, Period, SchoolDay
from shuangjian.schools.rules import Calendar

SINCE, UNTIL = dt.date(2026, 9, 1), dt.date(2027, 1, 23)
dates = st.dates(SINCE, UNTIL - dt.timedelta(days=1))
subjects = st.sampled_from(["CHINESE", "MATHEMATICS", "ENGLISH", "SCIENCE"])
minutes = st.integers(0, 120)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """The official days of the autumn of 2026, with some closures and some schooldays of the place's own."""
    local = draw(st.dictionaries(dates, st.booleans(), max_size=20))
    days = {date: SchoolDay(date, DayKind.SCHOOL_DAY if held else DayKind.CLOSURE, "") for date, held in local.items()}
    return Calendar((Period(SINCE, UNTIL),), days)


@given(calendars(), dates, dates)
def test_days_of_notice_are_the_school_days_one_by_one(calendar: Calendar, a: dt.date, b: dt.date) -> None:
    since, through = sorted((a, b))
    each = [since + dt.timedelta(n) for n in range(1, (through - since).days + 1)]
    assert calendar.school_days(since, through) == len([d for d in each if calendar.day(d).is_school_day])
    assert calendar.school_days(through, since) == 0


@given(calendars(), dates, st.integers(1, 10))
def test_the_first_evening_that_would_do_leaves_exactly_so_many_days(
    calendar: Calendar, today: dt.date, n: int
) -> None:
    first = calendar.school_day_after(today, n)
    if first is None:
        assert calendar.school_days(today, UNTIL) < n
    else:
        assert calendar.school_days(today, first) == n
        assert calendar.day(first).is_school_day


@given(calendars(), dates, dates, st.integers(0, 10))
def test_it_is_fixed_while_no_more_days_are_left_than_the_school_asks(
    calendar: Calendar, a: dt.date, b: dt.date, needed: int
) -> None:
    announced, date = sorted((a, b))
    if not calendar.day(date).is_school_day:
        return
    fixes_on = calendar.school_day_before(date, needed, not_before=announced)
    assert announced <= fixes_on <= date
    assert calendar.school_days(fixes_on, date) <= needed
    if fixes_on > announced:
        before = fixes_on - dt.timedelta(days=1)
        assert calendar.school_days(fixes_on, date) == needed
        assert calendar.school_days(before, date) > needed or not calendar.day(fixes_on).is_school_day
    # Whoever announced in time had a proposal for as long as there were days to spare.
    if calendar.school_days(announced, date) > needed:
        assert fixes_on > announced


def some_dates() -> st.SearchStrategy[Dates]:
    return st.builds(
        lambda date, more, each: Dates(date, date + dt.timedelta(days=more), each),
        dates, st.integers(0, 10), st.integers(1, 300),
    )  # fmt: skip


@given(some_dates(), some_dates(), some_dates())
def test_what_is_fixed_never_comes_sooner_nor_grows_however_often_it_moves(a: Dates, b: Dates, c: Dates) -> None:
    assert may_become(a, a, fixed=True)
    assert may_become(a, b, fixed=False)
    if may_become(a, b, fixed=True) and may_become(b, c, fixed=True):
        assert may_become(a, c, fixed=True)
        assert c.date >= a.date
        assert c.minutes <= a.minutes
        assert (c.last - c.date) <= (a.last - a.date)


@given(some_dates(), some_dates())
def test_two_meet_where_they_share_a_day(a: Dates, b: Dates) -> None:
    days = [{d.date + dt.timedelta(n) for n in range((d.last - d.date).days + 1)} for d in (a, b)]
    assert a.meets(b) == b.meets(a) == bool(days[0] & days[1])


@given(st.integers(0, 120), st.dictionaries(subjects, minutes), st.lists(st.tuples(subjects, minutes), max_size=6))
def test_what_is_announced_takes_of_the_pool_alone(
    cap: int, rights: Mapping[str, int], announced: list[tuple[str, int]]
) -> None:
    found = rights_with(cap, rights, announced)
    assert all(found[subject] >= right for subject, right in rights.items()), "nobody's right falls"
    assert sum(found.values()) <= max(cap, sum(rights.values())), "the cap holds as it held"
    for subject, right in found.items():
        asked = max((m for s, m in announced if s == subject), default=0)
        assert right <= max(rights.get(subject, 0), asked), "nobody gets more than was announced"
    assert all(found.get(s, 0) >= m for s, m in announced) or sum(found.values()) >= cap, "nothing is left lying"


@given(st.integers(0, 20), st.none() | st.integers(1, 10), st.booleans())
def test_notice_is_enough_where_none_is_asked_or_it_is_long_or_allowed(
    days: int, needed: int | None, allowed: bool
) -> None:
    assert is_enough(days, needed, allowed) == (needed is None or allowed or days >= needed)


@given(
    st.sampled_from(list(Large)), st.sampled_from(list(Form)), st.lists(st.booleans(), min_size=1, max_size=3),
    st.integers(0, 100), st.integers(1, 15), st.booleans(),
)  # fmt: skip
def test_only_what_is_required_at_home_is_large_and_its_evenings_add_up(
    said: Large, form: Form, required: list[bool], each: int, evenings: int, paper: bool
) -> None:
    tiers = tuple(TierSpec(str(n), each, need) for n, need in enumerate(required))
    spec = AssignmentSpec("CHINESE", "单元", "目的", form, "内容", tiers, large=said)
    kind = large_kind(spec, paper)
    if form is Form.IN_SCHOOL or not any(required) or said is Large.SMALL:
        assert kind is None
    elif said is Large.UNSAID:
        assert kind is (Large.PAPER if paper else None)
    else:
        assert kind is said
    assert minutes_each(spec, evenings) * evenings >= spec.counted


@given(st.integers(1, 10**6), st.integers(1, 9), dates)
def test_a_way_to_announce_is_read_as_it_was_written(class_id: int, grade: int, date: dt.date) -> None:
    assert read_announce_value(announce_value(class_id, grade, date)) == (class_id, grade, date)


@given(st.text(max_size=30))
def test_and_nothing_else_is(text: str) -> None:
    found = read_announce_value(text)
    assert found is None or len(found) == 3
