"""How varied a menu is: kinds, what each grade can reach, and how evenly the seats lie."""

import math

from hypothesis import given
from hypothesis import strategies as st

from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.afterschool.rules.variety import KINDS, variety
from tests.unit.afterschool.planning import plan, unit

MENUS = st.lists(
    st.builds(
        unit,
        number=st.integers(1, 99),
        kind=st.sampled_from(UnitKind),
        weekdays=st.sets(st.integers(1, 5), min_size=1).map(lambda days: tuple(sorted(days))),
        first_grade=st.integers(1, 6),
        last_grade=st.integers(1, 6),
        capacity=st.integers(0, 60),
        minimum=st.just(0),
    ),
    max_size=8,
)


def test_four_kinds_of_equal_size_are_four_kinds():
    found = variety(plan()).school
    assert (found.n, KINDS) == (4, 10)
    assert math.isclose(found.effective, 4)
    assert found.seats == 4 * 40 * 5


def test_one_large_kind_beside_small_ones_counts_little_more_than_one():
    units = (unit(1, UnitKind.SPORT, "篮球", capacity=380), unit(2, UnitKind.ART, "剪纸", capacity=20))
    found = variety(plan(units=units)).school
    assert found.n == 2
    assert math.isclose(found.effective, math.exp(-0.95 * math.log(0.95) - 0.05 * math.log(0.05)))


def test_a_grade_reaches_only_what_is_for_it_on_the_programmes_days():
    units = (unit(1, UnitKind.SPORT, "篮球", first_grade=3), unit(2, UnitKind.ART, "剪纸", weekdays=(5,)))
    found = variety(plan(units=units, weekdays=(1, 2, 3, 4)))
    assert found.by_grade[1].kinds == ()
    assert found.by_grade[1].effective == 0
    assert found.by_grade[3].kinds == (UnitKind.SPORT,)
    assert found.narrow_grades == (1, 2, 3, 4, 5, 6)


@given(MENUS)
def test_the_effective_number_lies_between_one_and_the_number_of_kinds(units):
    found = variety(plan(units=tuple(units)))
    for offered in (found.school, *found.by_grade.values()):
        assert (offered.effective == 0) == (offered.n == 0)
        assert offered.n == 0 or 1 - 1e-9 <= offered.effective <= offered.n + 1e-9


@given(MENUS, st.integers(2, 5))
def test_it_does_not_grow_with_the_school(units, times):
    larger = tuple(unit(**(vars(one) | {"capacity": one.capacity * times})) for one in units)
    assert math.isclose(
        variety(plan(units=tuple(units))).school.effective, variety(plan(units=larger)).school.effective
    )
