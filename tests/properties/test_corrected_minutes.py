"""Corrected minutes, whatever is declared: no path takes more than is counted, and what a way out promises is kept."""

import datetime as dt
from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from shuangjian.homework.rules import (
    LEAST_DIFFERENCE,
    AssignmentSpec,
    Basis,
    Form,
    Room,
    TierSpec,
    corrected,
    counting_digest,
    set_to,
    weigh,
)
from shuangjian.kernel.subject import Subject

TODAY = dt.date(2026, 9, 17)
tiers = st.lists(st.builds(TierSpec, st.just("层"), st.integers(1, 120), st.booleans()), min_size=1, max_size=4)
factors = st.floats(0.25, 4.0)


@st.composite
def specs(draw: st.DrawFn) -> AssignmentSpec:
    rows = tuple(draw(tiers))
    choose = draw(st.integers(1, len(rows)))
    return AssignmentSpec(Subject.MATHEMATICS, "位置", "目的", Form.WRITTEN, "内容", rows, choose=choose)


def room(free: int) -> Room:
    night = {"is_night": True, "provisional": False, "committed": 0, "own_right": 0, "own_committed": 0}
    return Room(1, "五（1）班", 5, TODAY, TODAY + dt.timedelta(1), cap=free, obligated=0, clauses=(), **night)


@given(specs(), factors, st.integers(1, 300))
def test_no_path_takes_more_than_is_counted(spec: AssignmentSpec, factor: float, minutes: int) -> None:
    for one in (corrected(spec, factor), set_to(spec, minutes)):
        required = [tier.minutes for tier in one.counted_tiers if tier.required]
        paths = combinations(required, min(spec.choose, len(required)))
        assert max(map(sum, paths)) <= one.counted


@given(specs(), factors)
def test_a_correction_makes_a_difference_or_is_none(spec: AssignmentSpec, factor: float) -> None:
    one = corrected(spec, factor)
    if one.is_corrected:
        assert abs(one.counted - one.declared) >= LEAST_DIFFERENCE
    else:
        assert (one.counted, one.counted_tiers) == (spec.declared, spec.tiers)
    assert corrected(one, factor) == one
    assert counting_digest(one) == counting_digest(spec)


@given(specs(), st.integers(1, 300))
def test_what_is_set_is_counted_where_anything_is(spec: AssignmentSpec, minutes: int) -> None:
    one = set_to(spec, minutes)
    assert one.counted == (minutes if spec.declared else 0)
    assert (one.correction.basis is Basis.SET) == bool(spec.declared)


@given(specs(), factors, st.integers(1, 60))
def test_what_a_way_out_leaves_fits_once_it_is_corrected_again(spec: AssignmentSpec, factor: float, free: int) -> None:
    one = corrected(spec, factor)
    ways = [way for refusal in weigh(one, one.counted, room(free), today=TODAY) for way in refusal.ways]
    assert bool(ways) == (one.counted > free)
    for way in ways:
        if way.act not in ("FEWER_MINUTES", "LIGHTER_TIER"):
            continue
        rows = tuple(
            replace(
                tier,
                minutes=int(way.values.get(f"minutes-{n}", tier.minutes)),
                required=tier.required and f"required-{n}" not in way.values,
            )
            for n, tier in enumerate(spec.tiers)
        )
        assert 0 < corrected(replace(spec, tiers=rows), factor).counted <= free
