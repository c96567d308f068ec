"""What may be shown of measured minutes, and in which words."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.kernel.subject import Subject
from shuangjian.timing.rules import SignalKind, signals
from shuangjian.timing.rules.showing import (
    WITHIN_90,
    Fit,
    Measured,
    Ratio,
    Response,
    Verdict,
    added,
    longest_way,
    together,
    verdict,
)

ENOUGH = Fit(27.0, 23.0, 32.0, declared=20, reports=6, unfinished=1, response=Response(11, 6))


def test_fitted_minutes_are_told_with_their_interval_and_beside_what_was_declared() -> None:
    assert ENOUGH.words == "约27分（十有八九在23–32分），比填的多7分"
    assert replace(ENOUGH, declared=40).words == "约27分（十有八九在23–32分），比填的少13分"


@pytest.mark.parametrize(("declared", "told"), [(23, "SAME"), (31, "SAME"), (22, "MORE"), (32, "FEWER")])
def test_what_is_less_than_five_minutes_apart_is_told_as_the_same(declared: int, told: str) -> None:
    assert verdict(27.4, declared) == told
    words = replace(ENOUGH, declared=declared).words
    assert (words == f"和填的{declared}分相差不到5分（十有八九在23–32分）") == (told == "SAME")
    assert ("约27分" in words) == (told != "SAME")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, True),
        ({"low": 22.0, "high": 33.0}, True),
        ({"low": 21.9, "high": 33.0}, False),
        ({"reports": 3}, True),
        ({"reports": 2}, False),
        ({"reports": 0}, False),
    ],
)
def test_fitted_minutes_wait_for_a_narrow_interval_and_three_families(change: dict[str, float], shown: bool) -> None:
    fit = replace(ENOUGH, **change)
    assert fit.is_shown is shown
    assert (fit.verdict is Verdict.UNSHOWN) is not shown
    assert (fit.words == "测得不够") is not shown


@pytest.mark.parametrize(
    ("reports", "asked", "answered", "shown"),
    [(5, 25, 5, True), (4, 20, 4, False), (5, 26, 5, False), (4, 25, 5, False), (6, 30, 6, True)],
)
def test_a_raw_share_needs_five_reports_and_one_in_five_answering(
    reports: int, asked: int, answered: int, shown: bool
) -> None:
    assert replace(ENOUGH, reports=reports, response=Response(asked, answered)).unfinished_shown is shown


def test_an_evening_adds_medians_and_its_interval_is_no_narrower_than_any_of_them() -> None:
    parts = [Measured(20.0, 16.0, 25.0), Measured(30.0, 25.0, 36.0)]
    assert added(parts) == Measured(50.0, 41.0, 61.0)
    assert added(parts).beside(40) == "约50分（十有八九在41–61分），比计入的多10分"
    assert added(parts).beside(52) == "和计入的52分相差不到5分（十有八九在41–61分）"


def _spec(*tiers: TierSpec, choose: int = 1) -> AssignmentSpec:
    return AssignmentSpec(Subject.MATHEMATICS, "位置", "会", Form.WRITTEN, "三个。", tiers, choose=choose)


def test_the_longest_way_is_counted_as_the_limit_counts_it() -> None:
    spec = _spec(TierSpec("甲", 10), TierSpec("乙", 20), TierSpec("丙", 30, required=False))
    short, long = replace(ENOUGH, minutes=12.0, low=10.0, high=14.0), ENOUGH
    assert longest_way(spec, [short, long, None]) == Measured(27.0, 23.0, 32.0)
    assert longest_way(replace(spec, choose=2), [short, long, None]) == Measured(39.0, 33.0, 46.0)


def test_a_required_tier_of_which_too_little_is_known_could_be_the_longest() -> None:
    spec = _spec(TierSpec("甲", 10), TierSpec("乙", 20))
    assert longest_way(spec, [ENOUGH, None]) is None
    assert longest_way(spec, [ENOUGH, replace(ENOUGH, reports=2)]) is None


def test_the_last_works_of_a_kind_stand_together() -> None:
    said = together([ENOUGH] * 20)
    assert said is not None
    assert said.ratio == pytest.approx(27 / 20)
    assert said.low < 27 / 20 < said.high
    assert said.high / said.low < 32 / 23
    assert said.words == "大约是填的1.35倍（十有八九在1.3–1.4倍）"
    assert together([ENOUGH] * 2) is None
    assert together([replace(ENOUGH, reports=0)] * 9) is None


def test_a_ratio_whose_interval_holds_one_is_told_as_the_same() -> None:
    assert Ratio(1.1, 0.9, 1.3, 20).words == "和填的差不多（十有八九在0.9–1.3倍）"
    assert Ratio(1.3, 0.8, 1.9, 3).words == "还说不准（十有八九在0.8–1.9倍）"


@given(st.lists(st.tuples(st.floats(0.5, 2.0), st.floats(1.02, 2.0)), min_size=3, max_size=20), st.integers(5, 60))
def test_works_that_differ_more_than_each_is_known_widen_what_they_say_together(
    works: list[tuple[float, float]], declared: int
) -> None:
    """The interval is no narrower than that of works which agree and are known as well."""
    fits = [Fit(r * declared, r * declared / w, r * declared * w, declared, 6, 0, Response(11, 6)) for r, w in works]
    said = together(fits)
    assert said is not None
    assert said.low <= said.ratio <= said.high
    assert min(r for r, _ in works) * 0.999 <= said.ratio <= max(r for r, _ in works) * 1.001
    alone = math.sqrt(sum(1 / max((math.log(w) / WITHIN_90) ** 2, 1e-6) for _, w in works))
    assert math.log(said.high / said.low) >= 2 * WITHIN_90 / alone * 0.999


@pytest.mark.parametrize("kind", SignalKind)
def test_a_signal_says_what_why_and_what_to_do_now(kind: SignalKind) -> None:
    said = [signals.what(kind, 7, 10, Subject.MATHEMATICS), signals.why(kind), signals.now(kind)]
    assert all(words.endswith("。") for words in said)
    assert "7" in said[0]
