"""One day of a school's wishes, settled by two libraries that people would reach for."""

from collections.abc import Sequence

from shuangjian.afterschool.draw import Entry, Menu

POINTS = 10


def day_by_matching(menu: Menu, in_turn: Sequence[Entry]) -> dict[str, int | None]:
    """Children propose, units keep who comes first in the lottery (`matching`): the places of turns, by other means."""
    from matching.games import HospitalResident

    seats = {unit.number: unit.capacity for unit in menu.units}
    grades = {unit.number: unit.grades for unit in menu.units}
    wishes = {each.id: [n for n in each.wishes if each.grade in grades[n]] for each in in_turn}
    wanted = {number: [name for name, mine in wishes.items() if number in mine] for number in seats}
    game = HospitalResident.create_from_dictionaries(
        {name: mine for name, mine in wishes.items() if mine},
        {number: names for number, names in wanted.items() if names},
        {number: seats[number] for number, names in wanted.items() if names},
    )
    places: dict[str, int | None] = dict.fromkeys(wishes)
    for unit, residents in game.solve(optimal="resident").items():
        places.update({resident.name: unit.name for resident in residents})
    return places


def day_by_flow(menu: Menu, entries: Sequence[Entry]) -> int:
    """Most points by rank, whoever gets them (OR-tools): the total."""
    from ortools.graph.python import min_cost_flow

    flow = min_cost_flow.SimpleMinCostFlow()
    row = {unit.number: 1 + number for number, unit in enumerate(menu.units)}
    child, sink = len(row) + 1, 0
    for unit in menu.units:
        flow.add_arc_with_capacity_and_unit_cost(row[unit.number], sink, unit.capacity, 0)
    for node, entry in enumerate(entries, child):
        flow.set_node_supply(node, 1)
        flow.add_arc_with_capacity_and_unit_cost(node, sink, 1, 0)
        for rank, number in enumerate(entry.wishes):
            flow.add_arc_with_capacity_and_unit_cost(node, row[number], 1, -max(1, POINTS - rank))
    flow.set_node_supply(sink, -len(entries))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("no flow was found")
    return -int(flow.optimal_cost())
