"""A right that ends while somebody is signed in is gone at the next request, in the same browser."""

from collections.abc import Callable

import pytest

from shuangjian.kernel.actor import Role
from shuangjian.people.models import Account, Enrolment, Guardianship, Person, RoleAssignment, Slip, TeachingAssignment
from shuangjian.people.operations import appoint, replace_slip
from tests.cast import AT, TODAY, Cast
from tests.desks.publishing import committed, send

pytestmark = pytest.mark.django_db
End = Callable[[Cast, str], None]


def _end_roles(cast: Cast, who: str) -> None:
    RoleAssignment.objects.filter(person=cast.people[who]).update(until=TODAY)


def _end_teaching(cast: Cast, who: str) -> None:
    TeachingAssignment.objects.filter(person=cast.people[who]).update(until=TODAY)


def _leave(cast: Cast, who: str) -> None:
    Person.objects.filter(pk=cast.people[who].pk).update(left_on=TODAY)


def _end_guardianship(cast: Cast, who: str) -> None:
    Guardianship.objects.filter(guardian=cast.people[who]).update(until=TODAY)


def _pupil_leaves(cast: Cast, who: str) -> None:
    Enrolment.objects.filter(pupil__guardianships__guardian=cast.people[who]).update(until=TODAY)


@pytest.mark.parametrize(
    ("who", "where", "end"),
    [
        ("principal", "school/{school}/", _end_roles),
        ("academic", "school/{school}/record/", _end_roles),
        ("grade_head", "school/{school}/", _end_roles),
        ("coordinator", "school/{school}/service/", _end_roles),
        ("chinese", "class/{five_one}/slips/", _end_roles),
        ("maths", "today/", _end_teaching),
        ("maths", "class/{five_one}/", _end_teaching),
        ("maths", "today/", _leave),
        ("county_officer", "places/{county}/", _end_roles),
        ("central_officer", "places/{central}/", _end_roles),
        ("city_officer", "places/{city}/", _end_roles),
        ("guardian", "family/", _end_guardianship),
        ("guardian", "family/", _pupil_leaves),
    ],
)
def test_what_was_open_a_moment_ago_is_refused(
    cast: Cast, who: str, where: str, end: Callable[[Cast, str], None]
) -> None:
    client, url = cast.client(who), f"/{where.format(**_ids(cast))}"
    assert client.get(url).status_code == 200
    end(cast, who)
    assert client.get(url).status_code in (403, 404)


def test_a_closed_account_is_signed_out_at_the_next_request(cast: Cast) -> None:
    client = cast.client("principal")
    assert client.get(f"/school/{cast.school.pk}/").status_code == 200
    Account.objects.filter(username="principal").update(is_active=False)
    assert client.get(f"/school/{cast.school.pk}/").headers["Location"].startswith("/login/")


def test_another_homeroom_teacher_ends_the_rights_of_the_one_before(cast: Cast) -> None:
    client, url = cast.client("chinese"), f"/class/{cast.five_one.pk}/slips/"
    assert client.get(url).status_code == 200
    appoint(
        by=cast.actor("principal"),
        at=AT,
        person=cast.people["english"],
        role=Role.HOMEROOM,
        place_id=cast.school.pk,
        place_path=cast.school.place.path,
        school_id=cast.school.pk,
        class_id=cast.five_one.pk,
    )
    assert client.get(url).status_code == 403  # teaches there still, and may know the class
    assert cast.client("english").get(url).status_code == 200


def test_homework_typed_before_the_class_was_taken_away_is_not_published_to_it(cast: Cast) -> None:
    client = cast.client("maths")
    assert client.get("/homework/new/").status_code == 200
    TeachingAssignment.objects.filter(person=cast.people["maths"], school_class=cast.five_one).update(until=TODAY)
    send(client, cast)
    assert (committed(cast.five_one), committed(cast.five_two)) == (0, 20)


def test_a_replaced_slip_puts_whoever_entered_by_it_out_at_once(cast: Cast) -> None:
    client = cast.client("guardian")
    assert client.get("/family/").status_code == 200
    slip = Slip.objects.get(claimed_by=cast.people["guardian"])
    klass = cast.class_now(cast.five_one)
    replace_slip(
        by=cast.actor("chinese"),
        at=AT,
        slip_id=slip.pk,
        class_id=klass.id,
        class_path=klass.place_path,
        choose=lambda signs: signs[len(signs) // 2],
    )
    assert client.get("/family/").headers["Location"].startswith("/login/")


def _ids(cast: Cast) -> dict[str, int]:
    return {
        "school": cast.school.pk,
        "five_one": cast.five_one.pk,
        "county": cast.county.pk,
        "central": cast.central.pk,
        "city": cast.city.pk,
    }
