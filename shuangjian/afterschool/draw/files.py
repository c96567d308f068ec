"""The published file of a draw: all that anybody needs to run it again, without a name in it."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from shuangjian.afterschool.draw import verify_draw
from shuangjian.afterschool.draw.digests import commitment_of, sealed_of, seed_of
from shuangjian.afterschool.draw.drawing import run
from shuangjian.afterschool.draw.lists import Entry
from shuangjian.afterschool.draw.menus import Menu
from shuangjian.afterschool.draw.public import PublicNumber
from shuangjian.afterschool.draw.results import Result


def lists_of(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The lists as they are sealed and published: by id, ascending."""
    return [entry.as_json() for entry in sorted(entries, key=attrgetter("id"))]


def build_file(
    menu: Menu,
    entries: Iterable[Entry],
    *,
    secret: str,
    public: PublicNumber | None,
    public_value: str,
    passed: int = 0,
    tutoring: str | None = None,
) -> tuple[dict[str, Any], Result]:
    """Draw, and the file to publish. `public`: where the value comes from, as committed; `passed`: how many issues of
    it did not come out in time; `tutoring`: the digest of the tutoring draw's file, where there was one."""
    entries = list(entries)
    lists, told = lists_of(entries), menu.as_json()
    sealed = sealed_of(lists, tutoring)
    seed = seed_of(secret, public_value, sealed, menu.term)
    result = run(menu, entries, seed)
    file = {
        "menu": told,
        "commitment": commitment_of(secret, told, public),
        "secret": secret,
        "passed_over": public.passed_over(passed) if public else [],
        "public_value": public_value,
        "lists": lists,
        "tutoring": tutoring,
        "sealed": sealed,
        "seed": seed,
        "result": result.as_json(),
        "digest": result.digest,
    }
    return file, result


def check_file(file: dict[str, Any], *, commitment: str | None = None, sealed: str | None = None) -> list[str]:
    """Everything that does not fit, a Chinese sentence each, by the checks of `verify_draw` over our faster draw.

    `commitment`, `sealed`: the digests that were published before; the file must be what they are of.
    """
    try:
        return list(verify_draw.problems(file, commitment, sealed, draw=_drawn))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, AttributeError) as broken:
        return [f"内容不成样子：{broken}"]


def _drawn(menu: dict[str, Any], lists: list[dict[str, Any]], seed: str) -> dict[str, Any]:
    return run(Menu.from_json(menu), map(Entry.from_json, lists), seed).as_json()
