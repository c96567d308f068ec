"""Every endpoint of the API × person × thing, with a token of theirs: the answer is in the table, and tells no more."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from tests.access.bodies import BODIES, FILES, QUERIES
from tests.access.city import City, build_city, roles_looked_up_once, text_of, url_of
from tests.access.persons import PERSONS
from tests.access.table.api import ANY_SCOPE, ROOT, TOKEN_ROWS
from tests.api.callers import token_of

pytestmark = pytest.mark.django_db
CASES = [(row, thing) for row in TOKEN_ROWS for thing in row.answers]


@pytest.fixture(scope="module")
def tokens(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[City, dict[str, str]]]:
    """One city, and a token for everybody who may have one, with all the scopes they may have."""
    with django_db_blocker.unblock(), override_settings(SHUANGJIAN_CLOCK="tests.cast.standing"), transaction.atomic():
        city = build_city()
        secrets = {who: token_of(city.cast.people[who]) for who in ANY_SCOPE}
        with roles_looked_up_once():
            yield city, secrets
        transaction.set_rollback(True)


def ask(city: City, secret: str | None, row: Any, thing: str) -> Any:
    """One request, after which everything is as before."""
    headers = {"Idempotency-Key": "table"}
    client = Client(headers=headers | ({"Authorization": f"Bearer {secret}"} if secret else {}))
    url = url_of(row.address, city.things[thing])
    with transaction.atomic():
        response: Any
        if row.address in FILES and row.method == "POST":
            response = client.post(url, FILES[row.address]())
        elif row.method == "GET":
            response = client.get(url, QUERIES.get(row.address, {}))
        else:
            body = json.dumps(BODIES[row.address](city))
            response = getattr(client, row.method.lower())(url, body, content_type="application/json")
        response.text_read = text_of(response)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize(("row", "thing"), CASES, ids=[f"{row.method} /{row.address} {thing}" for row, thing in CASES])
def test_a_token_opens_what_the_table_says(tokens: Any, row: Any, thing: str) -> None:
    city, secrets = tokens
    wrong, told = {}, {}
    for who in PERSONS:
        response = ask(city, secrets.get(who), row, thing)
        expected = row.expected(thing, who)
        if response.status_code != expected:
            wrong[who] = f"{response.status_code}, not {expected}: {response.text_read[:200]}"
        leaked = city.told(response) if response.status_code in (401, 403, 404) else city.leaks(who, response)
        if leaked:
            told[who] = leaked
        if response.status_code >= 400:
            assert response.headers["Content-Type"].startswith("application/problem+json")
    assert wrong == {}
    assert told == {}


def test_every_write_of_the_table_has_a_body() -> None:
    writes = {row.address for row in TOKEN_ROWS if row.method != "GET"}
    assert writes == set(BODIES) | set(FILES)
    assert all(row.address.startswith(ROOT) for row in TOKEN_ROWS)
