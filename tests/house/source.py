"""The code of the house as text and as trees, for tests that hold it to its habits."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "shuangjian"
TEMPLATES = ROOT / "templates"
DOCS = ROOT / "docs"


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of the package, migrations apart: its path (`shuangjian/people/rules.py`) and its tree."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]
    return tuple((path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def templates() -> Iterator[tuple[str, str]]:
    """Every template: its path below templates/ and its text, without what is only a comment."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        yield path.relative_to(TEMPLATES).as_posix(), path.read_text(encoding="utf-8")


def strings(tree: ast.AST) -> Iterator[str]:
    """Every text constant below a node."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Every call below a node to a function, or a method, of one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    """`record` for record(…) and for operations.record(…)."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_below(path: str, places: tuple[str, ...]) -> bool:
    """Whether a module is one of these, or lies in one of these folders (`shuangjian/desks/`)."""
    return path in places or any(place.endswith("/") and path.startswith(place) for place in places)
