"""Coverage: each figure equals what the story says, adds up from its schools, and costs the same however many."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.afterschool.figures import (
    FIGURES,
    SchoolFact,
    Scope,
    facts_of,
    measured,
    rows_behind,
    school_covered,
    schools_covered,
    scope_on,
)
from shuangjian.afterschool.models import Placement, Programme, ServiceModel, SignUp
from shuangjian.afterschool.queries import term_now, terms_known
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.kernel.refusal import NotVisible
from shuangjian.people.models import Enrolment, Person
from shuangjian.schools.models import Place, Term
from tests.apps.afterschool.offered import (
    ANNOUNCED,
    CLOSES,
    DRAWN,
    ENDS,
    TERM,
    VILLAGE_BEGINS,
    Offered,
    moment,
    offer,
    place,
    programme,
    said,
)
from tests.cast import AT, TODAY, Cast
from tests.desks.places import add_school


@pytest.fixture
def offered(cast: Cast) -> Offered:
    return offer(cast)


def numbers(cast: Cast, at: dt.datetime = AT, below: Place | None = None) -> dict[tuple[str, str], tuple[int, int]]:
    found = facts_of(Scope((below or cast.city).path, TERM, at))
    return {(one.figure.id, one.part): (one.n, one.of) for one in measured(found)}


@pytest.mark.usefixtures("offered")
def test_both_coverages_count_what_the_records_say(cast: Cast) -> None:
    found = numbers(cast)
    assert found["schools_offering", ""] == (1, 3)  # 柳沟小学 has not begun, 槐荫初级中学 has none
    assert found["schools_announced", ""] == (2, 3)
    assert found["pupils_served", ""] == (1, 3)  # 左小禾; 白䶮 lacks a day, 阿依古丽 needs something else
    assert found["unmet_why", "WAITING"] == (1, 2)
    assert found["unmet_why", "NEED"] == (1, 2)


@pytest.mark.usefixtures("offered")
def test_who_has_not_answered_stands_apart_from_who_needs_nothing(cast: Cast) -> None:
    found = numbers(cast)
    assert found["pupils_asked", ""] == (6, 7)
    assert found["pupils_unanswered", ""] == (1, 6)  # 查朵
    assert found["pupils_declined", ""] == (1, 5)  # 游晓溪; who joined and left has answered too


@pytest.mark.usefixtures("offered")
def test_teachers_days_kinds_and_models_are_counted_from_the_menu(cast: Cast) -> None:
    found = numbers(cast)
    # 沈岚, 毕小满 and 任可 of ten; 孟田 of one. 鲁菲's unit was closed by the draw.
    staff = Person.objects.exclude(school=None).filter(left_on=None).count()
    assert found["teachers_leading", ""] == (4, staff)
    assert (found["days_a_week", "3"], found["days_a_week", "5"]) == ((1, 2), (1, 2))
    assert {part: n for (id, part), (n, of) in found.items() if id == "kinds"} == {"SPORT": 1, "ART": 1, "READING": 1}
    assert (found["variety", "2"], found["variety", "1"]) == ((1, 2), (1, 2))
    assert found["service_model", "六三三"] == (2, 2)


def test_every_figure_is_as_it_stood_on_an_earlier_day(cast: Cast, offered: Offered) -> None:
    before = numbers(cast, ANNOUNCED - dt.timedelta(minutes=1))
    assert before["schools_announced", ""] == (0, 3)
    assert before["pupils_served", ""] == (0, 0)
    closed = numbers(cast, CLOSES)
    assert closed["schools_offering", ""] == (0, 3)
    assert closed["pupils_served", ""] == (0, 4)  # 柏川 had not left yet, and nothing was drawn
    assert closed["kinds", "FILM"] == (1, 2)
    drawn = numbers(cast, DRAWN)
    assert drawn["pupils_served", ""] == (1, 4)
    assert ("kinds", "FILM") not in drawn
    assert numbers(cast, moment(9, 10))["schools_offering", ""] == (2, 3)
    assert numbers(cast, dt.datetime.combine(ENDS, dt.time(8), AT.tzinfo))["schools_offering", ""] == (0, 3)


@pytest.mark.usefixtures("offered")
def test_a_day_that_the_family_gave_up_is_no_need_any_more(cast: Cast) -> None:
    Placement.objects.filter(weekday=3).update(ended_at=moment(8))
    assert numbers(cast)["pupils_served", ""] == (1, 3)  # 左小禾 comes on the other days


@pytest.mark.usefixtures("offered")
def test_a_day_without_a_place_is_not_served_and_a_reading_place_serves(cast: Cast) -> None:
    Placement.objects.filter(weekday=3).delete()
    assert numbers(cast)["pupils_served", ""] == (0, 3)
    for sign_up, day in ((SignUp.objects.get(pupil=cast.pupils["左小禾"]), 3),
                         (SignUp.objects.get(pupil=cast.pupils["白䶮"]), 2)):  # fmt: skip
        place(sign_up, day)
    assert numbers(cast)["pupils_served", ""] == (2, 3)


@pytest.mark.usefixtures("offered")
def test_a_place_on_a_day_that_was_not_asked_for_does_not_stand_in_for_one_that_was(cast: Cast) -> None:
    place(SignUp.objects.get(pupil=cast.pupils["白䶮"]), 5)
    assert numbers(cast)["pupils_served", ""] == (1, 3)
    place(SignUp.objects.get(pupil=cast.pupils["左小禾"]), 5)
    assert numbers(cast)["pupils_served", ""] == (1, 3)


@pytest.mark.usefixtures("offered")
def test_who_has_gone_to_another_school_is_counted_where_it_is(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.pupils["白䶮"]).update(school=cast.other_school, school_class=cast.seven_one)
    found = numbers(cast)
    assert found["pupils_served", ""] == (1, 2)
    assert found["pupils_asked", ""] == (5, 7)
    assert found["pupils_unanswered", ""] == (1, 5)


@pytest.mark.usefixtures("offered")
def test_a_leader_from_elsewhere_or_who_has_left_is_no_teacher_of_the_school(cast: Cast) -> None:
    Person.objects.filter(pk=cast.people["maths"].pk).update(left_on=TODAY)
    Person.objects.filter(pk=cast.people["science"].pk).update(school=cast.village)
    assert numbers(cast, below=cast.county)["teachers_leading", ""][0] == 1


@pytest.mark.usefixtures("offered")
def test_the_service_model_is_that_of_the_nearest_place_that_states_one(cast: Cast) -> None:
    ServiceModel.objects.create(place=cast.other_county, name="五育", since=TODAY, stated_at=AT)
    found = numbers(cast)
    assert (found["service_model", "六三三"], found["service_model", "五育"]) == ((1, 2), (1, 2))
    assert numbers(cast, moment(16))["service_model", "六三三"] == (2, 2)


@pytest.mark.usefixtures("offered")
def test_every_figure_adds_up_from_its_schools_and_its_counties(cast: Cast) -> None:
    schools = facts_of(Scope(cast.city.path, TERM, AT))
    for one in measured(schools):
        rows = rows_behind(schools, one.figure, one.part)
        assert (sum(row.n for row in rows), sum(row.of for row in rows)) == (one.n, one.of), one
        assert one.n <= one.of, one
        lacking = rows_behind(schools, one.figure, one.part, lacking=True)
        assert sum(row.of - row.n for row in lacking) == one.of - one.n
    whole, parts = numbers(cast), [numbers(cast, below=below) for below in (cast.county, cast.other_county)]
    for key, (n, of) in whole.items():
        if key[1] == "":
            assert (sum(part[key][0] for part in parts), sum(part[key][1] for part in parts)) == (n, of), key


@pytest.mark.usefixtures("offered")
def test_schools_stand_by_county_code_and_name_whatever_their_figures(cast: Cast) -> None:
    add_school(cast.county, "白杨小学", 5)
    names = [school.name for school in facts_of(Scope(cast.city.path, TERM, AT))]
    assert names == ["白杨小学", "青枣路小学", "槐荫初级中学", "柳沟小学"]


def test_what_coverage_costs_does_not_grow_with_schools_or_pupils(cast: Cast, offered: Offered) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            facts_of(Scope(cast.city.path, TERM, AT))
        return len(queries)

    before = cost()
    for name in ("白杨小学", "紫藤小学", "安平小学"):
        programme(offered.school.round, add_school(cast.county, name, 5), (1,), VILLAGE_BEGINS)
    place(said(cast, offered.school, "查朵", "JOIN", (1, 2)), 1)
    assert cost() == before <= 12


def test_a_day_that_is_over_is_taken_at_its_end_and_today_as_it_is_now(cast: Cast) -> None:
    assert scope_on("/1/", TERM, TODAY, at=AT).at == AT
    earlier = scope_on("/1/", TERM, TODAY - dt.timedelta(1), at=AT)
    assert (earlier.date, earlier.at.hour, earlier.at.minute) == (TODAY - dt.timedelta(1), 23, 59)


@pytest.mark.usefixtures("offered")
def test_terms_are_that_of_the_day_and_those_in_which_something_was_announced(cast: Cast) -> None:
    assert term_now(cast.city.path, TODAY) == TERM
    assert term_now(cast.city.path, dt.date(2026, 7, 20)) == TERM  # in the holidays, the one that comes
    assert terms_known(cast.city.path, TODAY) == [TERM]
    Programme.objects.filter(school=cast.village).update(year=2025, number=2)
    assert terms_known(cast.city.path, TODAY) == [TERM, ServiceTerm(2025, 2)]
    Term.objects.all().delete()
    assert term_now(cast.city.path, TODAY) is None
    assert terms_known(cast.county.path, TODAY) == [TERM]


def test_a_term_is_read_from_an_address_and_nothing_else_is() -> None:
    assert ServiceTerm.read("2026-1") == TERM
    assert (str(TERM), TERM.label) == ("2026-1", "2026学年第一学期")
    assert [ServiceTerm.read(typed) for typed in ("", "2026", "2026-3", "1999-1", "2026-1 ", "２０２６-1")] == [
        None
    ] * 6


def test_a_place_is_covered_for_who_oversees_it_and_a_school_for_its_staff_too(cast: Cast) -> None:
    school, city = cast.facts(), Scope(cast.city.path, TERM, AT)
    assert len(schools_covered(cast.actor("city_officer"), city)) == 3
    own = Scope(school.path, TERM, AT)
    for who in ("maths", "principal", "county_officer", "city_officer"):
        assert len(school_covered(cast.actor(who), school, own)) == 1
    for who in ("guardian", "stranger", "other_county_officer", "former"):
        with pytest.raises(NotVisible):
            school_covered(cast.actor(who), school, own)
    for who in ("principal", "county_officer", "guardian"):
        with pytest.raises(NotVisible):
            schools_covered(cast.actor(who), city)


def test_no_numerator_can_pass_its_denominator() -> None:
    bare = SchoolFact(1, "甲", "/1/2/")
    for figure in FIGURES:
        assert not any(figure.n(bare).values())
