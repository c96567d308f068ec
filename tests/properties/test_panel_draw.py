"""The draw: the same whatever the order of its rows, no class too often, no family twice in ten school days."""

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from shuangjian.kernel.day import Period
from shuangjian.schools.rules import Calendar
from shuangjian.timing.rules import REST_SCHOOL_DAYS, Candidate, draw, families, pool_digest

ties = st.lists(st.tuples(st.integers(1, 12), st.integers(101, 116)), max_size=30)
candidates = st.lists(
    st.builds(Candidate, st.integers(1, 3), st.integers(5, 6), st.integers(1, 9), st.integers(1, 20)), max_size=40
)
seeds = st.text("0123456789abcdef", min_size=1, max_size=8)
CALENDAR = Calendar((Period(dt.date(2026, 9, 1), dt.date(2027, 1, 23)),), {})
DAYS = [dt.date(2026, 9, 1) + dt.timedelta(days=n) for n in range(60)]


def together(found: list[tuple[int, int]]) -> set[frozenset[int]]:
    """The families of these ties, by walking from child to child until nothing is added."""
    groups: set[frozenset[int]] = set()
    for _, child in found:
        group, grown = set(), {child}
        while group != grown:
            group = set(grown)
            guardians = {guardian for guardian, pupil in found if pupil in group}
            grown = group | {pupil for guardian, pupil in found if guardian in guardians}
        groups.add(frozenset(group))
    return groups


@given(ties, st.randoms())
def test_families_are_those_whom_guardians_hold_together(found, luck) -> None:
    shuffled = list(found)
    luck.shuffle(shuffled)
    family_of = families(shuffled)
    groups: dict[int, set[int]] = {}
    for _, child in found:
        groups.setdefault(family_of.of(child), set()).add(child)
    assert {frozenset(group) for group in groups.values()} == together(found)
    assert all(name == min(group) for name, group in groups.items())


@given(candidates, seeds, st.integers(1, 4), st.randoms())
def test_a_draw_depends_on_no_order_and_asks_no_family_twice_and_no_class_too_often(pool, seed, most, luck) -> None:
    drawn = draw(pool, seed, most)
    shuffled = [*pool, *pool[:3]]
    luck.shuffle(shuffled)
    assert draw(shuffled, seed, most) == drawn
    assert pool_digest(shuffled) == pool_digest(pool)
    assert len({one.family for one in drawn}) == len(drawn)
    evenings = [(one.class_id, one.grade) for one in drawn]
    assert all(evenings.count(evening) <= most for evening in evenings)


@given(candidates, seeds, st.integers(1, 4))
def test_nobody_is_left_out_of_a_class_that_has_room(pool, seed, most) -> None:
    drawn = draw(pool, seed, most)
    taken = {one.family for one in drawn}
    evenings = [(one.class_id, one.grade) for one in drawn]
    for one in pool:
        assert one.family in taken or evenings.count((one.class_id, one.grade)) == most


@given(st.lists(st.sampled_from(DAYS), max_size=60), seeds)
def test_a_family_is_never_asked_twice_in_ten_school_days(nights, seed) -> None:
    """As the operation does it: a family that was drawn rests until the tenth school day after the night."""
    rests: dict[int, dt.date] = {}
    asked: dict[int, list[dt.date]] = {}
    for night in sorted(set(nights)):
        pool = [Candidate(1, 5, n, n) for n in range(6) if rests.get(n, night) <= night]
        for one in draw(pool, f"{seed}{night}", 2):
            until = CALENDAR.school_day_after(night, REST_SCHOOL_DAYS)
            assert until is not None
            rests[one.family] = until
            asked.setdefault(one.family, []).append(night)
    for when in asked.values():
        for first, second in itertools.pairwise(when):
            assert CALENDAR.school_days(first, second) >= REST_SCHOOL_DAYS


def test_every_family_has_about_the_same_chance() -> None:
    pool = [Candidate(1, 5, family, family) for family in range(20)]
    times = [0] * 20
    for number in range(400):
        for one in draw(pool, f"seed {number}"):
            times[one.family] += 1
    assert sum(times) == 1600
    assert all(50 <= n <= 110 for n in times)  # 80 each; 3.7 standard deviations either way
