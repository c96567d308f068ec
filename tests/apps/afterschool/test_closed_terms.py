"""Ninety days after a term what families said is gone, and every figure of the term is what it was on its last day."""

import datetime as dt

import pytest

from shuangjian.afterschool.figures import SchoolFact, facts_of, kept_of, measured, scope_on
from shuangjian.afterschool.models import ClosedTerm, SignUp
from shuangjian.afterschool.operations.retention import KEPT_DAYS
from shuangjian.journeys.keep_promises import erase_expired
from shuangjian.kernel.actor import operator
from shuangjian.kernel.day import SHANGHAI
from tests.apps.afterschool.offered import ENDS, SAID, TERM, offer
from tests.apps.afterschool.term import children, joins
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LAST = ENDS - dt.timedelta(days=1)
ERASED = dt.datetime.combine(ENDS + dt.timedelta(days=KEPT_DAYS), dt.time(2), SHANGHAI)
FAMILIES = ("pupils_served", "unmet_why", "pupils_unanswered", "pupils_declined")


def facts(cast: Cast, date: dt.date = LAST) -> list[SchoolFact]:
    return facts_of(scope_on(cast.city.path, TERM, date, at=ERASED))


def numbers(schools: list[SchoolFact]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(one.figure.id, one.part): (one.n, one.of) for one in measured(schools)}


def ended(cast: Cast) -> dict[tuple[str, str], tuple[int, int]]:
    """Figures of the last day; then the nightly erasure."""
    offered = offer(cast)
    needs_none, *_ = children(cast, 3)  # seven at 青枣路小学; at 柳沟小学 fewer than five
    joins(offered.school, needs_none, (), answer="NO", said_at=SAID)
    before = numbers([school for school in facts(cast) if school.id != cast.village.pk])
    erase_expired(by=operator("测试"), at=ERASED)
    assert not SignUp.objects.exists()
    return before


def test_figures_of_a_closed_term_are_those_of_its_last_day(cast: Cast) -> None:
    before = ended(cast)
    assert before["pupils_served", ""] == (1, 3)
    for date in (LAST, ERASED.date(), SAID.date()):  # on whatever day is asked about
        after = numbers([school for school in facts(cast, date) if school.id != cast.village.pk])
        assert {key: n for key, n in after.items() if key[0] in FAMILIES} == {
            key: n for key, n in before.items() if key[0] in FAMILIES
        }


def test_of_fewer_than_five_nothing_is_kept_and_it_is_said_how_many_schools_that_are(cast: Cast) -> None:
    ended(cast)
    small = ClosedTerm.objects.get(school=cast.village)
    assert (small.is_small, small.joined, small.declined) == (True, 0, 0)
    schools = facts(cast)
    kept = kept_of(schools)
    assert kept is not None
    assert (kept.schools, kept.small, kept.dates) == (2, 1, (LAST,))
    village = next(school for school in schools if school.id == cast.village.pk)
    assert (village.to_answer, village.answered) == (0, 0)


def test_nothing_is_kept_while_the_rows_are_there_and_nothing_is_counted_twice(cast: Cast) -> None:
    offer(cast)
    erase_expired(by=operator("测试"), at=ERASED - dt.timedelta(days=1))
    assert not ClosedTerm.objects.exists()
    assert kept_of(facts(cast)) is None
    for _ in range(2):
        erase_expired(by=operator("测试"), at=ERASED)
    assert ClosedTerm.objects.count() == 2


def test_school_county_and_city_read_of_a_closed_term(cast: Cast) -> None:
    ended(cast)
    asked = f"?term={TERM}&date={SAID.date()}"
    for who, path in (
        ("principal", f"/school/{cast.school.pk}/service/coverage/"),
        ("county_officer", f"/places/{cast.county.pk}/service/"),
        ("city_officer", f"/places/{cast.city.pk}/service/"),
        ("city_officer", f"/places/{cast.city.pk}/service/schools/{asked}&figure=pupils_served"),
    ):
        page = cast.client(who).get(path if "?" in path else path + asked).text
        assert "结束时数好的数" in page, path
        assert f"{LAST.year}年" in page, path
    own = cast.client("principal").get(f"/school/{cast.school.pk}/service/coverage/{asked}").text
    assert "哪些班还有家长没有回答" not in own
