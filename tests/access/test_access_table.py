"""Every address × method × person × thing: the answer is in the table, and no answer tells what is not one's own."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from shuangjian.people.models import Account
from tests.access.city import (
    NARROW,
    City,
    accounts_looked_up_once,
    build_city,
    roles_looked_up_once,
    url_of,
)
from tests.access.forms import FORMS, form_for
from tests.access.persons import CITY, HOMEROOM, LEADERS, NOBODY, PERSONS, PRINCIPAL, TEACHER
from tests.access.resolver import addresses
from tests.access.table.row import LOGIN
from tests.access.table.rows import TABLE

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSED = (LOGIN, 401, 403, 404)
CASES = [(row, thing) for row in TABLE for thing in row.answers]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:
    """One city for the whole table: every request leaves it as it was."""
    with django_db_blocker.unblock(), override_settings(SHUANGJIAN_CLOCK="tests.cast.standing"), transaction.atomic():
        city = build_city()
        with roles_looked_up_once(), accounts_looked_up_once():
            yield city
        transaction.set_rollback(True)


def answer_of(response: Any) -> int | str:
    location = response.headers.get("Location", "")
    return LOGIN if response.status_code == 302 and location.startswith("/login/") else int(response.status_code)


def test_every_address_is_in_the_table_and_every_row_has_its_address() -> None:
    assert {row.address for row in TABLE} == set(addresses())


def test_no_row_is_written_twice_and_no_person_twice_in_a_row() -> None:
    rows = [(row.method, row.address) for row in TABLE]
    assert sorted(set(rows)) == sorted(rows)
    for row, thing in CASES:
        named = [who for persons in row.answers[thing].values() for who in persons]
        assert sorted(set(named)) == sorted(named), f"{row.method} {row.address}: {thing}"


def test_every_row_is_asked_about_everything_that_its_address_can_be_about(city: City) -> None:
    for row in TABLE:
        arguments = set(re.findall(r"<(?:\w+:)?(\w+)>", row.address))
        fitting = {thing for thing, given in city.things.items() if _can_be_about(thing, arguments, set(given))}
        assert set(row.answers) == fitting, f"{row.method} {row.address}"


def _can_be_about(thing: str, arguments: set[str], given: set[str]) -> bool:
    """A thing fits an address that names all its arguments; what is narrow only one that names it."""
    if not arguments:
        return thing == "nothing"
    return arguments <= given and NARROW.get(thing, "") in ("", *arguments)


def test_every_act_has_a_form_that_would_succeed() -> None:
    assert {row.address for row in TABLE if row.method == "POST" and not row.address.startswith("api/")} == set(FORMS)


@pytest.mark.parametrize(("row", "thing"), CASES, ids=[f"{row.method} /{row.address} {thing}" for row, thing in CASES])
def test_everybody_gets_the_answer_of_the_table(city: City, row: Any, thing: str) -> None:
    url = url_of(row.address, city.things[thing])
    wrong, told = {}, {}
    for who in PERSONS:
        response = city.ask(who, row.method, url, form_for(city, row.method, row.address, thing))
        answer = answer_of(response)
        if answer != row.expected(thing, who):
            wrong[who] = f"{answer}, not {row.expected(thing, who)}"
        leaked = city.told(response) if answer in REFUSED else city.leaks(who, response, row.shows)
        if leaked:
            told[who] = leaked
    assert wrong == {}
    assert told == {}


@pytest.mark.parametrize("address", sorted({row.address for row in TABLE}))
def test_a_method_that_is_not_in_the_table_is_refused_to_everybody(city: City, address: str) -> None:
    rows = {row.method: row for row in TABLE if row.address == address}
    thing = next(iter(next(iter(rows.values())).answers))
    url = url_of(address, city.things[thing])
    for method in set(METHODS) - set(rows):
        assert {answer_of(city.ask(who, method, url)) for who in PERSONS} == {405}, method
    for who in PERSONS:
        expected = rows["GET"].expected(thing, who) if "GET" in rows else 405
        assert answer_of(city.ask(who, "HEAD", url, form_for(city, "HEAD", address, thing))) in (405, expected)


@pytest.mark.parametrize(
    ("mark", "who", "address", "thing"),
    [
        ("左小禾", HOMEROOM, "class/<int:class_id>/slips/", "the class"),
        ("白䶮", PRINCIPAL, "class/<int:class_id>/slips/", "the class beside"),
        ("记号甲五年级", TEACHER, "homework/<int:assignment_id>/", "homework of the fifth classes"),
        ("记号乙五二班", CITY, "homework/<int:assignment_id>/", "homework of the class beside"),
        ("记号丙一年级", NOBODY, "t/<str:token>/", "a class of another grade"),
        ("记号丁七年级", NOBODY, "t/<str:token>/", "the other county's class"),
        ("记号戊复式班", CITY, "class/<int:class_id>/", "the village class"),
        ("记号己草稿", TEACHER, "homework/<int:assignment_id>/", "a draft"),
        ("青枣作业办法", LEADERS[0], "school/<int:school_id>/rules/", "the school"),
        ("记号子办法", NOBODY, "schools/<int:school_id>/homework-rules/", "the school"),
        ("记号丑拟稿", LEADERS[0], "school/<int:school_id>/homework-rules/draft/", "the school"),
        ("任可", TEACHER, "school/<int:school_id>/leading-group/", "the school"),
        ("任可", PRINCIPAL, "school/<int:school_id>/staff/", "the school"),
        ("戴记庚", PRINCIPAL, "school/<int:school_id>/roster/<int:upload_id>/", "a roster"),
    ],
)
def test_whoever_may_read_a_mark_really_does(city: City, mark: str, who: str, address: str, thing: str) -> None:
    assert mark in city.told(city.ask(who, "GET", url_of(address, city.things[thing])))


def test_whoever_holds_a_password_given_out_by_another_chooses_one_before_anything_opens(city: City) -> None:
    with transaction.atomic(), accounts_looked_up_once():
        Account.objects.filter(username=PRINCIPAL).update(must_change_password=True)
        for row, thing in CASES:
            if row.expected(thing, PRINCIPAL) in (200, 302) and not row.public and row.address != "password/":
                url, form = url_of(row.address, city.things[thing]), form_for(city, row.method, row.address, thing)
                assert city.ask(PRINCIPAL, row.method, url, form).headers.get("Location") == "/password/", url
        transaction.set_rollback(True)


def test_a_request_leaves_the_city_as_it_was(city: City) -> None:
    url = url_of("homework/<int:assignment_id>/discard/", city.things["a draft"])
    assert [city.ask(TEACHER, "POST", url).status_code for _ in range(2)] == [302, 302]
