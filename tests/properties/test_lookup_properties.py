"""What holds for every date, place, grade and choice, in the shipped book and in any book that loads."""

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from shuangjian import rulebook
from shuangjian.kernel.grade import System
from shuangjian.kernel.refusal import Refused
from shuangjian.rulebook import BreakKind, Choice, NotInForce, NoVacationTotal, RulebookError, load_from
from tests.unit.rulebook.books import DOCUMENT, NATIONAL, cap, entry, local, write

BOOK = rulebook.load()
WRITTEN, WEEKEND = "homework/written_minutes", "homework/weekend_total"
dates = st.dates(dt.date(2018, 1, 1), dt.date(2031, 1, 1))
grades = st.integers(1, 9)
systems = st.sampled_from(System)
places = st.sampled_from([(), ("110000",), ("410000",), ("410900", "410902"), ("410100",), ("210300",), ("410902001",)])
names = st.sampled_from([parameter.name for parameter in BOOK.parameters()])
edge_dates = st.sampled_from(
    [date + dt.timedelta(days) for p in BOOK.parameters() for date in p.change_dates for days in (-1, 0, 1)]
)
choices = st.lists(
    st.builds(
        Choice,
        name=st.sampled_from(BOOK.choice_names),
        value=st.integers(-10, 2000) | st.integers(0, 7),
        since=dates,
        until=st.none() | dates,
        title=st.just("作业管理办法"),
    ),
    max_size=6,
).map(tuple)


def answer(name, date, codes, grade, system, book=BOOK):
    try:
        return book.lookup(name, date=date, place_codes=codes, grade=grade, system=system)
    except NotInForce:
        return None


@given(name=names, date=dates | edge_dates, codes=places, grade=grades, system=systems)
def test_a_place_is_never_laxer_than_the_country(name, date, codes, grade, system):
    here, country = (answer(name, date, where, grade, system) for where in (codes, ()))
    if country is None:
        return
    assert here is not None
    assert here.modality.strength >= country.modality.strength
    bound = BOOK.parameter(name).bound
    if bound is rulebook.Bound.AT_MOST:
        assert here.value <= country.value
    if bound is rulebook.Bound.AT_LEAST:
        assert here.value >= country.value


@given(name=names, one=dates | edge_dates, other=dates | edge_dates, codes=places, grade=grades, system=systems)
def test_answers_change_on_entry_dates_only(name, one, other, codes, grade, system):
    first, last = sorted((one, other))
    if not any(first < date <= last for date in BOOK.parameter(name).change_dates):
        assert answer(name, first, codes, grade, system) == answer(name, last, codes, grade, system)


@given(name=names, date=dates | edge_dates, codes=places, grade=grades, system=systems)
def test_an_answer_holds_from_its_first_day_to_its_last_and_no_longer(name, date, codes, grade, system):
    found = answer(name, date, codes, grade, system)
    if found is None:
        return
    day = dt.timedelta(1)
    assert found.since <= date
    assert answer(name, found.since, codes, grade, system) == found
    assert answer(name, found.since - day, codes, grade, system) != found
    if found.until is not None:
        assert answer(name, found.until - day, codes, grade, system) == found
        assert answer(name, found.until, codes, grade, system) != found


@given(date=dates, codes=places, grade=grades, system=systems, own=choices)
def test_no_choice_of_a_school_ever_raises_a_night(date, codes, grade, system, own):
    asked = {"date": date, "place_codes": codes, "grade": grade, "system": system}
    law = answer(WRITTEN, date, codes, grade, system)
    if law is None:
        return
    cap_ = rulebook.written_cap(BOOK, **asked, choices=own)
    assert 0 <= cap_.minutes <= law.value
    assert set(law.grounds) <= set(cap_.grounds)
    assert (cap_.zero == "") or cap_.minutes == 0


@given(date=dates, codes=places, grade=grades, system=systems, own=choices, kind=st.sampled_from(BreakKind))
def test_no_choice_lifts_a_break_above_what_its_days_could_hold(date, codes, grade, system, own, kind):
    law = answer(WRITTEN, date, codes, grade, system)
    if law is None:
        return
    asked = {"date": date, "place_codes": codes, "grade": grade, "system": system}
    try:
        found = rulebook.break_cap(BOOK, **asked, kind=kind, choices=own)
    except NoVacationTotal:
        assert kind is BreakKind.VACATION
        assert not any(choice.name == "homework/vacation_total" and choice.holds_on(date) for choice in own)
        return
    assert 0 <= found.minutes <= law.value * (2 if kind is BreakKind.WEEKEND else 14)


@given(since=dates, value=st.integers(-5, 2000), codes=places, grade=grades, system=systems)
def test_a_weekend_total_that_passes_the_check_is_the_weekends_cap_to_the_minute(since, value, codes, grade, system):
    if answer(WRITTEN, since, codes, grade, system) is None:
        return
    own = Choice(WEEKEND, value, since, None, "作业管理办法")
    try:
        rulebook.check_choice(BOOK, own, place_codes=codes, grades=(grade,), system=system)
    except Refused:
        return
    asked = {"date": since, "place_codes": codes, "grade": grade, "system": system}
    assert rulebook.break_cap(BOOK, **asked, kind="WEEKEND", choices=(own,)).minutes == value


DAYS = [NATIONAL + dt.timedelta(n) for n in range(6)]
DOCUMENTS = {
    f"notice{n}": DOCUMENT | {"signed_on": day, "published_on": None, "effective_on": None}
    for n, day in enumerate(DAYS)
}


def written(history):
    return [
        entry(DAYS[n], citation={"document": f"notice{n}", "clause": "第1条"})
        | {"value": limit and {"PRIMARY_1_2": 0, "PRIMARY_3_UP": limit, "JUNIOR": limit}}
        for n, limit in sorted(history.items())
    ]


def limit_on(history, n):
    begun = [day for day in history if day <= n]
    return history[max(begun)] or None if begun else None


@st.composite
def histories(draw):
    days = draw(st.sets(st.integers(0, len(DAYS) - 1), min_size=1, max_size=4))
    history = {day: draw(st.none() | st.integers(1, 4)) for day in days}
    history[min(days)] = draw(st.integers(1, 4))
    return history


@given(country=histories(), place=histories())
def test_a_book_loads_exactly_when_its_place_is_nowhere_laxer_and_then_takes_the_stricter(country, place):
    pairs = [(limit_on(country, n), limit_on(place, n)) for n in range(len(DAYS))]
    lawful = all(upper is None or lower is None or lower <= upper for upper, lower in pairs)
    with tempfile.TemporaryDirectory() as folder:
        parameters = {"homework/cap": cap(*written(country), places=(local(*written(place)),))}
        write(Path(folder), parameters, DOCUMENTS)
        try:
            book = load_from(Path(folder))
        except RulebookError:
            assert not lawful
            return
    assert lawful
    for day, pair in zip(DAYS, pairs, strict=True):
        found = answer("homework/cap", day, ("410902",), 5, System.SIX_THREE, book)
        stated = [limit for limit in pair if limit is not None]
        assert (found and found.value) == (min(stated) if stated else None)
