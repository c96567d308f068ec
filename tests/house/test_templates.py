"""Templates: nothing inline, and every link leads somewhere."""

import ast
import re

import pytest
from django.urls import Resolver404, resolve

from tests.access.resolver import addresses
from tests.house.source import calls, modules, templates

TEMPLATES = dict(templates())

INLINE = {
    "style= attribute": r"<[^>]*\sstyle\s*=",
    "style element": r"<style\b",
    "inline script": r"<script\b(?![^>]*\bsrc=)",
    "event handler": r"<[^>]*\son\w+\s*=",
    "javascript: address": r"""["']\s*javascript:""",
    "address of another site": r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""",
}
# Everything that sends the browser somewhere.
LINK = re.compile(r"""\s(?:href|action|formaction|src|hx-get|hx-post)\s*=\s*"(/[^"]*)\"""")
URL_TAG = re.compile(r"""\{%\s*url\s+['"]([^'"]+)['"]""")


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(name: str) -> None:
    assert [what for what, pattern in INLINE.items() if re.search(pattern, TEMPLATES[name])] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_url_tag_names_an_address(name: str) -> None:
    assert set(URL_TAG.findall(TEMPLATES[name])) <= set(addresses().values())


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_written_link_leads_somewhere(name: str) -> None:
    links = LINK.findall(TEMPLATES[name])
    assert [link for link in links if not any(_leads(path) for path in _paths(link))] == []


def test_every_redirect_and_reverse_in_the_code_names_an_address() -> None:
    names = set(addresses().values())
    lost = [
        (path, call.args[0].value)
        for path, tree in modules()
        for call in calls(tree, "redirect", "reverse")
        if call.args
        and isinstance(call.args[0], ast.Constant)
        and not (call.args[0].value in names or (call.args[0].value.startswith("/") and _leads(call.args[0].value)))
    ]
    assert lost == []


def test_every_address_has_a_name_and_no_two_answer_to_the_same() -> None:
    """Two may share a name where their arguments tell them apart."""
    named = [(name, *sorted(re.findall(r"<(?:\w+:)?(\w+)>", route))) for route, name in addresses().items()]
    assert sorted(set(named)) == sorted(named)
    assert [name for name, *_ in named if name.endswith("None")] == []


def _paths(link: str) -> list[str]:
    """A link with its variables filled in: whole, without a variable at its end (a query), up to the first tag."""
    path = re.sub(r"\{\{[^}]*\}\}", "1", re.split(r"[?#]|\{%", link)[0])
    return [path, path.removesuffix("1")]


def _leads(path: str) -> bool:
    try:
        return bool(resolve(path))
    except Resolver404:
        return False
