"""What the suite leaves out of a stage is left out rightly: nothing that touches the database runs on one only."""

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import Cast, build
from tests.emptying import filled_tables
from tests.house.source import ROOT
from tests.recall import Kept

TESTS = ROOT / "tests"
# They start what runs the tests, or the browser's driver: no test.
STARTERS = {"everything.py", "chromium.py"}


def sources() -> Iterator[tuple[Path, str]]:
    for path in sorted(TESTS.rglob("*.py")):
        if path != Path(__file__):
            yield path.relative_to(TESTS), path.read_text(encoding="utf-8")


def test_a_test_that_asks_for_no_database_reaches_none(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("database") is None
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.ensure_connection()


@pytest.mark.django_db
def test_one_that_is_marked_is_taken_for_what_it_is(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("database")


def test_and_so_is_one_whose_fixture_asks_for_it(db: None, request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("database")


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in filled_tables()}


def test_a_cast_that_is_recalled_is_the_cast_that_is_built(kept_cast: Kept[Cast], db: None, settings: Any) -> None:
    settings.SHUANGJIAN_CLOCK = "tests.cast.standing"
    assert rows() == {}
    with transaction.atomic():
        recalled, there = kept_cast.recall(), rows()
        transaction.set_rollback(True)
    built = build()
    assert rows() == there
    assert [person.name for person in recalled.people.values()] == [person.name for person in built.people.values()]


def test_what_one_test_does_to_a_person_of_the_cast_no_other_sees(kept_cast: Kept[Cast], cast: Cast) -> None:
    cast.people["maths"].name = "别人"
    assert pickle.loads(kept_cast.handed_out).people["maths"].name == "沈岚"


def test_whoever_opens_the_database_for_a_fixture_also_asks_for_it() -> None:
    """The mark goes by `django_db_setup`; to be allowed to use the database (`django_db_blocker`) is not enough."""
    for path, text in sources():
        for function in ast.walk(ast.parse(text)):
            if isinstance(function, ast.FunctionDef):
                asked = {argument.arg for argument in function.args.args}
                assert "django_db_blocker" not in asked or "django_db_setup" in asked, f"{path}: {function.name}"


def test_no_fixture_is_asked_for_by_a_name_that_collection_does_not_see() -> None:
    """`getfixturevalue` could bring in the database after the mark was given."""
    assert [str(path) for path, text in sources() if "getfixturevalue" in text] == []


def test_a_process_is_given_the_database_of_its_test_or_none() -> None:
    for path, text in sources():
        if "subprocess" in text and path.name not in STARTERS:
            assert 'endswith("DATABASE_URL")' in text or "connection.settings_dict" in text, path


def test_the_browsers_tests_are_where_its_stage_looks_for_them() -> None:
    marked = {path for path, text in sources() if "mark.browser" in text}
    assert marked == {path for path, _ in sources() if path.parts[0] == "browser" and path.name.startswith("test_")}
