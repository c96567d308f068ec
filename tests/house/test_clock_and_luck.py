"""Time, randomness and the environment are arguments: they come in at the edge and nowhere else."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import is_below, modules

# Where the wall clock is read. Everybody below is told `at`.
CLOCK = ("shuangjian/config/clock.py",)

# Where chance comes in: forms get their keys, slips and tokens their secrets, new classes the addresses of their
# sheets, keys are made, the sample city is invented.
LUCK = (
    "shuangjian/api/",
    "shuangjian/cli/",
    "shuangjian/config/",
    "shuangjian/demo/",
    "shuangjian/desks/",
)

# Where the environment is read: the list of variables; before Django knows any, the settings' name and the database
# that a command names; and whether `make` started us.
ENVIRONMENT = (
    "shuangjian/cli/__init__.py",
    "shuangjian/cli/city.py",
    "shuangjian/cli/demo.py",
    "shuangjian/cli/postgres.py",
    "shuangjian/cli/terminal.py",
    "shuangjian/cli/trial_server.py",
    "shuangjian/config/asgi.py",
    "shuangjian/config/environment.py",
    "shuangjian/config/wsgi.py",
)

READS_CLOCK = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("time", "strftime"),
}
CLOCK_NAMES = {"auto_now", "auto_now_add"}
LUCKY_MODULES = {"random", "secrets", "uuid"}
LUCKY_NAMES = {"urandom", "getrandom", "get_random_string", "SystemRandom", "get_random_secret_key"}


def readings(tree: ast.AST) -> Iterator[str]:
    """Every way in which a module could learn what time it is. (How long something takes is another matter.)"""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if (name, node.attr) in READS_CLOCK:
                yield f"{name}.{node.attr}"
        elif isinstance(node, ast.ImportFrom):
            for imported in node.names:
                if (node.module, imported.name) in {("time", "time"), ("django.utils.timezone", "now")}:
                    yield f"{node.module}.{imported.name}"
                if node.module == "django.db.models.functions" and imported.name == "Now":
                    yield f"{node.module}.{imported.name}"
        elif isinstance(node, ast.keyword) and node.arg in CLOCK_NAMES:
            yield node.arg


def draws(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in LUCKY_MODULES)
        elif isinstance(node, ast.ImportFrom):
            if node.module in LUCKY_MODULES:
                yield node.module
            yield from (name.name for name in node.names if name.name in LUCKY_NAMES)
        elif isinstance(node, ast.Attribute) and node.attr in LUCKY_NAMES:
            yield node.attr


def environment(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv"):
            yield node.attr
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (name.name for name in node.names if name.name in ("environ", "environb", "getenv"))


@pytest.mark.parametrize(
    ("finds", "allowed"),
    [(readings, CLOCK), (draws, LUCK), (environment, ENVIRONMENT)],
    ids=["the wall clock", "chance", "the environment"],
)
def test_only_the_edge_of_the_house_looks_at(finds, allowed) -> None:
    looking = {path: sorted(set(finds(tree))) for path, tree in modules() if not is_below(path, allowed)}
    assert {path: found for path, found in looking.items() if found} == {}


@pytest.mark.parametrize(("finds", "allowed"), [(readings, CLOCK), (environment, ENVIRONMENT)])
def test_every_place_that_is_allowed_to_look_still_does(finds, allowed) -> None:
    looking = [path for path, tree in modules() if list(finds(tree))]
    assert [place for place in allowed if not any(is_below(path, (place,)) for path in looking)] == []


@pytest.mark.parametrize(
    "code",
    [
        "import datetime as dt\ndt.datetime.now(dt.UTC)",
        "from datetime import date\ndate.today()",
        "from django.utils import timezone\ndefault=timezone.now",
        "from time import time",
        "models.DateTimeField(auto_now_add=True)",
    ],
)
def test_a_reading_of_the_clock_is_recognised(code: str) -> None:
    assert list(readings(ast.parse(code)))
