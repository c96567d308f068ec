"""Who works at a school and as what, and who will."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.kernel.actor import Role, operator
from shuangjian.kernel.grade import cohort_of
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.people.models import Account, Person, RoleAssignment
from shuangjian.people.operations import add_staff, appoint, open_account
from shuangjian.people.queries import (
    Post,
    classes_with_homeroom,
    colleague_of_school,
    colleagues,
    free_username,
    posts_ahead,
)
from tests.cast import AT, PASSWORD, TODAY, Cast

pytestmark = pytest.mark.django_db
OCTOBER = dt.date(2026, 10, 8)


def make_homeroom(cast: Cast, who: str, since: dt.date, by: str = "academic") -> RoleAssignment:
    return appoint(
        by=cast.actor(by),
        at=AT,
        person=cast.people[who],
        role=Role.HOMEROOM,
        place_id=cast.school.pk,
        place_path=cast.school.place.path,
        school_id=cast.school.pk,
        class_id=cast.five_one.pk,
        since=since,
    )


def test_colleagues_stand_by_name_with_their_posts_and_accounts(cast: Cast) -> None:
    found = {c.name: c for c in colleagues(cast.school.pk, TODAY)}
    assert list(found) == ["毕小满", "葛青", "龚平", "鲁菲", "戚明", "任可", "桑榆", "邵群", "沈岚", "温静"]
    assert found["邵群"].posts == (Post(Role.GRADE_HEAD, cohort=cohort_of(5, TODAY)),)
    assert Post(Role.HOMEROOM, class_id=cast.five_one.pk) in found["毕小满"].posts
    assert found["沈岚"].posts == tuple(
        Post(Role.SUBJECT_TEACHER, class_id=c.pk, subject="MATHEMATICS") for c in (cast.five_one, cast.five_two)
    )
    assert found["戚明"].posts == ()
    assert (found["沈岚"].username, found["沈岚"].number_tail, found["沈岚"].is_new) == ("maths", "0000", False)


def test_colleagues_cost_three_queries_however_many(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        colleagues(cast.school.pk, TODAY)
    assert len(queries) == 3


def test_whoever_left_and_a_guardian_are_no_colleagues(cast: Cast) -> None:
    Person.objects.filter(pk=cast.people["science"].pk).update(left_on=TODAY)
    names = {c.name for c in colleagues(cast.school.pk, TODAY)}
    assert not {"任可", "家长"} & names
    assert colleague_of_school(cast.people["science"].pk, cast.school.pk, TODAY) is None
    assert colleague_of_school(cast.people["stranger"].pk, cast.school.pk, TODAY) is None
    assert colleague_of_school(cast.people["maths"].pk, cast.school.pk, TODAY) == cast.people["maths"]


def test_a_post_for_later_is_not_held_yet_and_known_already(cast: Cast) -> None:
    make_homeroom(cast, "science", OCTOBER)
    (ahead,) = posts_ahead(cast.school.pk, TODAY)
    assert (ahead.name, ahead.post, ahead.since) == ("任可", Post(Role.HOMEROOM, cast.five_one.pk), OCTOBER)
    assert posts_ahead(cast.school.pk, OCTOBER) == []
    assert cast.five_one.pk in classes_with_homeroom(cast.city.path, TODAY)


def test_the_classes_with_a_homeroom_teacher_are_those_below_a_place(cast: Cast) -> None:
    assert classes_with_homeroom(cast.county.path, TODAY) == {cast.five_one.pk, cast.one_one.pk}
    assert classes_with_homeroom(cast.other_county.path, TODAY) == {cast.mixed.pk}
    assert classes_with_homeroom(cast.city.path, dt.date(2026, 8, 1)) == set()


def test_a_class_of_another_school_is_not_to_be_found_and_a_stranger_not_to_be_appointed(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="只能请本校的老师"):
        make_homeroom(cast, "stranger", TODAY)
    with pytest.raises(NotAllowed):
        make_homeroom(cast, "science", TODAY, by="maths")
    cast.five_one.pk = cast.seven_one.pk
    with pytest.raises(NotVisible):
        make_homeroom(cast, "science", TODAY)


def test_a_free_name_to_sign_in_with_comes_from_the_name_and_is_nobodys(cast: Cast) -> None:
    by = operator("测试")
    first = add_staff(by=by, at=AT, name="祝安", number="GH990001", school_id=cast.school.pk)
    second = add_staff(by=by, at=AT, name="朱安", number="GH980001", school_id=cast.school.pk)
    assert free_username(first) == free_username(second) == "zhuan0001"
    open_account(by=by, at=AT, person=first, username="zhuan0001", password=PASSWORD)
    assert free_username(second) == "zhuan00011"
    assert free_username(add_staff(by=by, at=AT, name="𠅤", number=None, school_id=cast.school.pk)).isascii()


def test_a_password_that_was_given_out_is_to_be_changed(cast: Cast) -> None:
    by = operator("测试")
    for given_out in (True, False):
        person = add_staff(by=by, at=AT, name="祝安", number=None, school_id=cast.school.pk)
        name = f"zhuan-{given_out}"
        open_account(by=by, at=AT, person=person, username=name, password=PASSWORD, given_out=given_out)
        assert Account.objects.get(username=name).must_change_password is given_out
