"""Every refusal that the code can give stands in docs/refusals.md: its code, when, under which clause, ways out."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import DOCS, calls, modules

CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


def codes(tree: ast.AST) -> Iterator[str]:
    """The codes of all refusals in a module."""
    inside = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for call in calls(function, "Refusal"):
                inside.add(call)
                yield from _read(_code_of(call), function, tree)
    for call in calls(tree, "Refusal"):
        if call not in inside:
            yield str(ast.literal_eval(_code_of(call)))


def _read(code: ast.expr, function: ast.FunctionDef, tree: ast.AST) -> Iterator[str]:
    """A code that is written; one of several, written in the function; or one that its callers hand over."""
    parameters = [argument.arg for argument in function.args.args]
    if isinstance(code, ast.Constant):
        yield str(code.value)
    elif isinstance(code, ast.Name) and code.id in parameters:
        for call in calls(tree, function.name):
            yield str(ast.literal_eval(call.args[parameters.index(code.id)]))
    elif not isinstance(code, ast.Subscript):  # which reads one back that was given before
        yield from _written_in(function)


def _code_of(call: ast.Call) -> ast.expr:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    return named[0] if named else call.args[0]


def _written_in(function: ast.FunctionDef) -> Iterator[str]:
    acts = {_code_of(call) for call in calls(function, "Way")}
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and node not in acts and CODE.fullmatch(str(node.value)):
            yield str(node.value)


def documented() -> dict[str, list[str]]:
    """The rows of the table: code, when, clause, ways out."""
    rows = {}
    for line in (DOCS / "refusals.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert cells[0] not in rows, f"twice: {cells[0]}"
            rows[cells[0].strip("`")] = cells[1:]
    return rows


def test_every_refusal_is_documented_and_nothing_else() -> None:
    given = {code for _, tree in modules() for code in codes(tree)}
    assert set(documented()) == given


def test_every_refusal_says_when_under_which_clause_and_what_to_do() -> None:
    assert [code for code, cells in documented().items() if len(cells) != 3 or not all(cells)] == []
