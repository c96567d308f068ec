"""What every test gets: no network, a browser where there is one, and properties that are the same each time."""

import gc
import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests import chromium
from tests.beforehand import take_copy
from tests.cast import cast, committed_cast, kept_cast

__all__ = ["cast", "committed_cast", "kept_cast"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]

hypothesis.settings.register_profile("test", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=2_000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))

# Little of what a test makes is a cycle: looked for at every 700th object, it took a tenth of the suite's time.
gc.set_threshold(20_000, 20, 20)


class NetworkUsed(Exception):
    """A test tried to leave this machine."""


def _guarded(connect: Any) -> Any:
    def guard(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_here(str(address[0])):
            raise NetworkUsed(f"a test tried to reach {address}")
        return connect(self, address)

    return guard


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


# From the first import on, not from the first test: collection must not reach out either.
socket.socket.connect = _guarded(socket.socket.connect)  # type: ignore[method-assign]
socket.socket.connect_ex = _guarded(socket.socket.connect_ex)  # type: ignore[method-assign]


DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def touches_the_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database, by mark or fixture. One that does not cannot reach it: pytest-django
    forbids it."""
    return item.get_closest_marker("django_db") is not None or not DATABASE.isdisjoint(
        getattr(item, "fixturenames", ())
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What touches the database is marked, so that a run on another database can leave out the rest, which would be
    the same tests once more."""
    for item in items:
        if touches_the_database(item):
            item.add_marker(pytest.mark.database)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end. It is taken out of the garbage collector's rounds, in which it
    would be walked through again and again, here and in every process that a test forks."""
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Whether the process's database is there already, migrated: see `tests/beforehand.py`. What a migration brings
    that came since, it gets like any other."""
    from django.db import connection

    return connection.vendor == "sqlite" and take_copy(connection.settings_dict["TEST"]["NAME"])


@pytest.fixture(scope="session", autouse=True)
def _only_what_is_filled_is_emptied() -> Iterator[None]:
    """After a transactional test Django would empty every table and fill some anew: see `tests/emptying.py`."""
    from django.test import TransactionTestCase

    from tests.emptying import empty

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: empty())
        yield


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A Chromium. Its loop runs in this thread, where Django would take us for asynchronous: it is told otherwise."""
    if reason := chromium.missing():
        pytest.skip(reason)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # as long as every other wait: five seconds are short on a busy machine
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.ARGUMENTS))
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A fresh page at desktop width, in Chinese; a test that needs a phone sets its own viewport size. Nothing fades in
    or out: a colour half-way is nobody's colour."""
    context = browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """axe-core's script, to be evaluated in a page: `page.evaluate(axe_source)`, then `axe.run()`."""
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
