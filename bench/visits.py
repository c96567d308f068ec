"""A visitor with a browser."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuangjian.people.models import Person
from shuangjian.people.queries import account_of


class NotOpened(Exception):
    """A page that should be there did not open."""


def signed_in(who: Person | None) -> Client:
    """A browser in which the person has signed in; None for the public."""
    client = Client(raise_request_exception=False)
    if who is not None:
        account = account_of(who.pk)
        assert account is not None
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def get(client: Client, path: str) -> Any:
    """The page at a path. Raises NotOpened where it does not answer 200."""
    response = client.get(path)
    if response.status_code != 200:
        raise NotOpened(f"answered {response.status_code}")
    return response


def statements(client: Client, path: str) -> int:
    """How many statements the page takes when it is opened for the second time."""
    get(client, path)
    with CaptureQueriesContext(connection) as captured:
        get(client, path)
    return len(captured)
