"""The draw: one school of 1,000, the whole city, and what others take for a day of it.

No database is asked anything: measured once, under SQLite. Seconds are the processor's: a busy machine does not stretch
them. Compiling comes before anything is timed.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from importlib.util import find_spec
from operator import attrgetter
from typing import Any

from bench import servers
from bench.draw_others import day_by_flow, day_by_matching
from bench.draw_schools import city, school
from bench.figure import Figure
from shuangjian.afterschool.draw import Entry, Menu, Result, build_file, quality, run
from shuangjian.afterschool.draw.bound import lp_bound
from shuangjian.afterschool.draw.digests import lottery_keys
from shuangjian.afterschool.draw.packed import pack
from shuangjian.afterschool.draw.seating import seat
from shuangjian.afterschool.draw.turns import orders

SEED = "5e" * 32
CHILDREN = 1_000
MOST_OF_A_SCHOOL, MOST_OF_A_CITY, MOST_HASHING = 0.001, 0.5, 0.5
FASTER_THAN_MATCHING, FASTER_THAN_FLOW = 20, 2


def measure(database: str) -> list[Figure]:
    """Rows of one school, of the city, and of one day beside others."""
    if database != servers.SQLITE:
        return []
    run(*school(0, 100), SEED)
    return [*_one_school(), *_city(), *_beside_others()]


def _one_school() -> list[Figure]:
    menu, entries = school(1, CHILDREN)
    entries.sort(key=attrgetter("id"))
    packed, turns = pack(menu, entries), orders(menu, entries, SEED)
    result = run(menu, entries, SEED)
    found, bound = quality(menu, entries, result), lp_bound(menu, entries, result)
    kernel = _median(lambda: seat(packed, turns))
    told = (
        f"{len(menu.units)} units, {len(packed.wish):,} wishes, {_short(result)} closed under their minimum; "
        f"first wish {found.first / found.days:.1%}, nothing {found.nothing / found.days:.1%} of {found.days:,} days, "
        f"{found.total / bound:.1%} of the bound's points"
    )
    return [
        _limited(f"a school of {CHILDREN:,}: kernel", kernel, MOST_OF_A_SCHOOL, told),
        _figure("from lists to places", _median(lambda: run(menu, entries, SEED)), "arrays and hashing included"),
        _figure("from lists to the published file", _median(lambda: _filed(menu, entries)), "digests included"),
        _figure("quality", _median(lambda: quality(menu, entries, result)), ""),
        _figure("the bound", _median(lambda: lp_bound(menu, entries, result), 3), "five linear programmes or fewer"),
    ]


def _city() -> list[Figure]:
    took: dict[str, float] = defaultdict(float)
    children = schools = closed = first = days = 0
    for menu, entries in city():
        result = _timed(menu, entries, took)
        found = quality(menu, entries, result)
        children, schools, closed = children + len(entries), schools + 1, closed + _short(result)
        first, days = first + found.first, days + found.days
    told = f"{children:,} children, {closed / schools:.1f} units a school closed under their minimum; one core"
    return [
        _limited(f"the city, {schools} schools: kernel", took["kernel"], MOST_OF_A_CITY, told),
        _limited("the city: hashing", took["hashing"], MOST_HASHING, "plain Python, one core"),
        _figure("the city: arrays", took["arrays"], ""),
        _figure("the city: from lists to published files", took["file"], f"first wish {first / days:.1%}"),
    ]


def _timed(menu: Menu, entries: list[Entry], took: dict[str, float]) -> Result:
    """One school, step by step and whole; seconds are added to `took`."""

    def step(name: str, act: Callable[[], Any]) -> Any:
        seconds, done = _once(act)
        took[name] += seconds
        return done

    entries.sort(key=attrgetter("id"))
    opaque = [entry.id for entry in entries]
    turns = orders(menu, entries, SEED)
    step("hashing", lambda: lottery_keys(SEED, menu.term, menu.school, opaque))
    packed = step("arrays", lambda: pack(menu, entries))
    step("kernel", lambda: seat(packed, turns))
    result: Result = step("file", lambda: _filed(menu, entries))
    return result


def _beside_others() -> list[Figure]:
    """One day of single-day units: the same places as the residents' proposals, and a flow that has another aim."""
    if not all(find_spec(name) for name in ("matching", "ortools")):
        return [Figure("beside others", servers.SQLITE, "", "matching and OR-tools are not installed: the bench extra")]
    menu, entries = school(2, CHILDREN, units=8, days=(1,), clubs=False, minimums=False)
    entries = sorted((each for each in entries if each.days), key=attrgetter("id"))
    result = run(menu, entries, SEED)
    in_turn = sorted(entries, key=lambda each: result.by_id[each.id].turns[1])
    ours = _median(lambda: run(menu, entries, SEED))
    matching, places = _once(lambda: day_by_matching(menu, in_turn))
    same = all(result.by_id[name].units[1] == unit for name, unit in places.items())
    flow, _ = _once(lambda: day_by_flow(menu, entries))
    return [
        _faster("faster than matching's HospitalResident", matching / ours, FASTER_THAN_MATCHING,
                f"{matching * 1000:.0f} ms; one day, {'the same' if same else 'OTHER'} places", same),
        _faster("faster than a min-cost flow (OR-tools)", flow / ours, FASTER_THAN_FLOW, f"{flow * 1000:.0f} ms", True),
    ]  # fmt: skip


def _filed(menu: Menu, entries: list[Entry]) -> Result:
    return build_file(menu, entries, secret=SEED, public=None, public_value="02 09 14")[1]


def _short(result: Result) -> int:
    return sum(one.takers > 0 for one in result.closed)


def _once(act: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.process_time()
    done = act()
    return time.process_time() - begun, done


def _median(act: Callable[[], Any], rounds: int = 15) -> float:
    act()
    return statistics.median(_once(act)[0] for _ in range(rounds))


def _figure(name: str, seconds: float, detail: str) -> Figure:
    return Figure(name, servers.SQLITE, _spoken(seconds), detail)


def _limited(name: str, seconds: float, most: float, detail: str) -> Figure:
    return Figure(name, servers.SQLITE, _spoken(seconds), detail, f"≤ {_spoken(most)}", seconds <= most)


def _faster(name: str, times: float, least: int, detail: str, same: bool) -> Figure:
    return Figure(name, servers.SQLITE, f"{times:.0f} ×", detail, f"≥ {least} ×", times >= least and same)


def _spoken(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds:.2f} s"
