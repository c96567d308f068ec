"""Everything that the site, its API and its commands ever answer to a question, asked once and kept as text."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain

from click.testing import CliRunner
from django.test import Client

from shuangjian.cli import commands
from tests.access.bodies import QUERIES as API_QUERIES
from tests.access.city import City, text_of, url_of
from tests.access.forms import QUERIES
from tests.access.persons import ACADEMIC, CENTRAL, COUNTY, NOBODY, OTHER_COUNTY, PERSONS
from tests.access.table.api import TOKEN_ROWS
from tests.access.table.rows import TABLE
from tests.apps.timing.measured import WEDNESDAY
from tests.cast import TODAY

Answers = dict[str, str]  # by "who GET /address/"
# Two of a kind are told the same: the principal reads for academic affairs, the city for those below it.
TOLD_BY_ANOTHER = {ACADEMIC, CENTRAL, COUNTY, OTHER_COUNTY}
# What may be asked of an address besides what it opens with.
MORE: Mapping[str, tuple[dict[str, str], ...]] = {
    "class/<int:class_id>/": ({"date": WEDNESDAY.isoformat()},),
    "t/<str:token>/": ({"date": WEDNESDAY.isoformat()},),
    "school/<int:school_id>/evenings/": ({"kind": "all", "week": WEDNESDAY.isoformat()},),
}
# The commands that only tell, with a question each.
TELLING: Mapping[str, Callable[[City], list[str]]] = {
    "audit verify": lambda city: [],
    "draw check": lambda city: ["--all", "--workers", "1"],
    "ledger verify": lambda city: [],
    "retention show": lambda city: [],
    "token list": lambda city: [],
    "reports show": lambda city: ["410900", "2026-09"],
    "rules list": lambda city: [],
    "panel seed": lambda city: [TODAY.isoformat()],
}
_DRAWN_ANEW = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


def pages(city: City, only: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Every page that opens, or `only` some, to everybody whom it opens to; a public one to who has not signed in."""
    for row in TABLE:
        if row.method != "GET" or row.address.startswith("api/") or (only and row.address not in only):
            continue
        for thing in row.answers:
            url = url_of(row.address, city.things[thing])
            for query in (QUERIES.get(row.address, {}), *MORE.get(row.address, ())):
                for who in _askers(lambda who, row=row, thing=thing: row.expected(thing, who) == 200):
                    text = city.ask(who, "GET", url, query).text_read  # type: ignore[attr-defined]
                    yield f"{who} GET {url} {query}", _DRAWN_ANEW.sub(r"\1", text)


def answers_of_the_api(city: City, tokens: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every answer of the API to a token that opens it."""
    for row in TOKEN_ROWS:
        if row.method != "GET":
            continue
        for thing in row.answers:
            given = city.things[thing] | ({"date": WEDNESDAY.isoformat()} if "<date>" in row.address else {})
            url = url_of(row.address, given)
            for who in _askers(lambda who, row=row, thing=thing: row.expected(thing, who) == 200):
                client = Client(headers={"Authorization": f"Bearer {tokens[who]}"})
                yield f"{who} GET {url}", text_of(client.get(url, API_QUERIES.get(row.address, {})))


def outputs(city: City) -> Iterator[tuple[str, str]]:
    """What the commands tell that tell anything."""
    for name, arguments in TELLING.items():
        result = CliRunner().invoke(commands, [*name.split(), *arguments(city)])
        assert result.exit_code in (0, 1), result.output
        yield f"shuangjian {name}", result.output


def everything(city: City, tokens: Mapping[str, str]) -> Answers:
    return dict(chain(pages(city), answers_of_the_api(city, tokens), outputs(city)))


def _askers(opens: Callable[[str], bool]) -> list[str]:
    open_to = [who for who in PERSONS if opens(who)]
    if NOBODY in open_to:
        return [NOBODY]
    return [who for who in open_to if who not in TOLD_BY_ANOTHER] or open_to[:1]


def told_in_order(text: str, named: Mapping[str, float]) -> list[float]:
    """The numbers of those things whose names stand in a text, in the order in which each is first met."""
    return [number for name, number in sorted(named.items(), key=lambda one: text.find(one[0])) if name in text]
