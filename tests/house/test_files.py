"""Files: their length, their names, and what a lock and the borders must say."""

import configparser
import json
import re

import pytest

from tests.house.source import PACKAGE, ROOT

LONGEST = 400
APPS_WITH_TABLES = sorted({path.parent.name for path in (*PACKAGE.glob("*/models.py"), *PACKAGE.glob("*/models"))})
KINDS = (".py", ".html", ".css", ".js", ".md", ".yaml")
# Written by a program, or a collection that is looked up in and not read.
NOT_READ = ("/migrations/", "tests/corpus/")
FOLDERS = ("shuangjian", "templates", "static", "tests", "docs", "bench")
# Names under which things are put that nobody named.
NAMELESS = {"utils", "util", "helpers", "helper", "misc", "base", "manager", "managers", "common", "tools", "services"}
# Settings have a base that the others start from; desks share one folder by the layout of the house.
NAMED_SO = {"shuangjian/config/settings/base.py", "shuangjian/desks/common", "templates/base.html", "templates/common"}


def files() -> list[str]:
    return [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in KINDS and "__pycache__" not in path.parts
    ]


def _is_data(path: str) -> bool:
    return any(part in path for part in NOT_READ)


def test_no_file_is_longer_than_anybody_reads() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in files()}
    assert {path: n for path, n in lengths.items() if n > LONGEST and not _is_data(path)} == {}


def test_every_module_and_folder_is_named_after_what_is_in_it() -> None:
    nameless = set()
    for path in files():
        parts = path.split("/")
        for depth, part in enumerate(parts, 1):
            if part.split(".")[0] in NAMELESS and "/".join(parts[:depth]) not in NAMED_SO:
                nameless.add("/".join(parts[:depth]))
    assert nameless == set()


def test_every_migration_says_what_it_does() -> None:
    names = [path.stem for path in PACKAGE.rglob("migrations/*.py") if path.stem != "__init__"]
    assert names
    assert [name for name in names if not re.fullmatch(r"\d{4}_(?!auto_)[a-z_]+", name)] == []


def test_the_locks_name_no_host() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_every_requirement_in_the_lock_is_hashed() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text))
    assert [entry.split("==")[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("app", APPS_WITH_TABLES)
def test_every_app_keeps_its_tables_to_itself(app: str) -> None:
    borders = configparser.ConfigParser()
    borders.read(ROOT / ".importlinter", encoding="utf-8")
    protected = {
        section["protected_modules"].strip(): section["allowed_importers"].strip()
        for section in borders.values()
        if section.get("type") == "protected"
    }
    assert protected.get(f"shuangjian.{app}.models") == f"shuangjian.{app}"


def test_every_domain_app_has_the_rooms_in_their_order() -> None:
    borders = configparser.ConfigParser()
    borders.read(ROOT / ".importlinter", encoding="utf-8")
    rooms = borders["importlinter:contract:rooms"]["containers"].split()
    domain = {path.parent.name for path in (*PACKAGE.glob("*/access.py"), *PACKAGE.glob("*/access"))}
    assert {f"shuangjian.{app}" for app in domain} == set(rooms)
