"""Small schools for the properties of the draw, and the draw as a function of one."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from shuangjian.afterschool.draw import Entry, Menu, MenuUnit, Result

GRADES = (1, 2)


@dataclass(frozen=True)
class Market:
    """All that a draw is given."""

    menu: Menu
    entries: tuple[Entry, ...]
    seed: str

    def with_list(self, child: Entry, wishes: tuple[int, ...]) -> "Market":
        changed = tuple(replace(one, wishes=wishes) if one is child else one for one in self.entries)
        return replace(self, entries=changed)


Draw = Callable[[Menu, list[Entry], str], Result]


def drawn(market: Market, draw: Draw) -> Result:
    return draw(market.menu, list(market.entries), market.seed)


@st.composite
def units(draw: st.DrawFn, number: int, days: tuple[int, ...], minimums: bool) -> MenuUnit:
    length = draw(st.sampled_from((1, 1, 1, 2, 3)))
    on = draw(st.permutations(days))[: min(length, len(days))]
    capacity = draw(st.integers(1, 3))
    minimum = draw(st.integers(0, capacity)) if minimums else 0
    grades = draw(st.sampled_from((GRADES, GRADES, GRADES, (1,), (2,))))
    return MenuUnit(number, f"活动{number}", tuple(sorted(on)), grades, capacity, minimum)


@st.composite
def children(draw: st.DrawFn, name: str, menu: Menu) -> Entry:
    wishes = draw(st.permutations([unit.number for unit in menu.units]))[: draw(st.integers(0, len(menu.units)))]
    days = draw(st.permutations(menu.days))[: draw(st.integers(0, 4 * len(menu.days))) or None]
    return Entry(
        id=name,
        family=draw(st.sampled_from((None, None, "f1", "f2"))),
        grade=draw(st.sampled_from(GRADES)),
        band=draw(st.sampled_from((0, 0, 0, 1, -1))),
        days=tuple(sorted(days)),
        wishes=tuple(wishes),
    )


@st.composite
def markets(draw: st.DrawFn, minimums: bool = True, most_units: int = 6, most_children: int = 8) -> Market:
    """Schools with all that makes trouble: clubs, closures, brothers and sisters, bands, days not joined."""
    days = tuple(range(1, draw(st.integers(1, 5)) + 1))
    menu = Menu(
        term="2026-1",
        school="4109020001",
        reference=800_000,
        days=days,
        units=tuple(draw(units(3 * number + 1, days, minimums)) for number in range(draw(st.integers(1, most_units)))),
    )
    names = draw(st.permutations([f"c{number}" for number in range(draw(st.integers(1, most_children)))]))
    entries = tuple(draw(children(name, menu)) for name in names)
    return Market(menu, entries, f"{draw(st.integers(0, 2**20)):064x}")
