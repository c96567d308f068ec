"""What the bench says of its figures: the table, the ratios, and when it ends with 1."""

import sys

import pytest

from bench import __main__ as bench
from bench.figure import Figure, table
from bench.rounds import Pace, by_turns, ratio


def test_a_ratio_is_taken_round_by_round_so_that_a_slow_round_slows_both():
    ours, bare = Pace((4.0, 40.0, 4.0, 4.0)), Pace((1.0, 10.0, 1.0, 1.0))
    assert ratio(ours, bare).median == 0.25
    assert (ratio(ours, bare).low, ratio(ours, bare).high) == (0.25, 0.25)


def test_acts_take_turns_and_the_first_rounds_are_not_counted():
    calls = []
    paces = by_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=2, each=2, warm_up=1)
    assert "".join(calls) == "aabbbbaaaabb"
    assert {name: len(pace.seconds) for name, pace in paces.items()} == {"a": 2, "b": 2}


def test_columns_of_the_table_align_whatever_their_script():
    lines = table([Figure("发布", "SQLite", "0.30"), Figure("publish", "PostgreSQL", "0.28", met=False)]).splitlines()
    assert lines[1].startswith("发布      SQLite")
    assert lines[2].startswith("publish   PostgreSQL")
    assert "MISSED" in lines[2]


@pytest.mark.parametrize(
    ("measured", "ends_with"),
    [
        ([Figure("a", "SQLite", "0.30", limit="≥ 0.25", met=True), Figure("b", "SQLite", "12 ms")], 0),
        ([Figure("a", "SQLite", "0.20", limit="≥ 0.25", met=False)], 1),
        (None, 1),
    ],
)
def test_it_ends_with_one_only_when_a_stated_limit_is_missed_or_a_bench_broke(monkeypatch, capsys, measured, ends_with):
    monkeypatch.setattr(bench, "_measured_apart", lambda name, database: measured)
    monkeypatch.setattr(sys, "argv", ["bench", "pages", "--on", "SQLite"])
    assert bench.main() == ends_with
    assert ("0.30" in capsys.readouterr().out) == (ends_with == 0)
