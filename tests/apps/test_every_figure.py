"""Figures, whatever they count: each has words and a rule, the documentation holds them, and their parts add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from shuangjian.afterschool.figures import FIGURES as OF_THE_SERVICE
from shuangjian.figures import Figure, Parts, as_markdown, edition, measured
from shuangjian.homework.figures import FIGURES as OF_HOMEWORK
from shuangjian.rulebook import load
from tests.conftest import ROOT

READERS = {"a principal": OF_HOMEWORK, "a bureau": OF_THE_SERVICE}


@dataclass(frozen=True, kw_only=True)
class Even(Figure[int]):
    """How many of the positive numbers are even, also by their last digit."""

    id: str = "even"
    words: str = "偶数"
    numerator: str = "偶数"
    denominator: str = "正数"
    unit: str = "个"
    tables: tuple[str, ...] = ("numbers",)

    def of(self, row: int) -> int:
        return int(row > 0)

    def n(self, row: int) -> Mapping[str, int]:
        assert row > 0
        return {str(row % 10) if self.parts else "": 1} if row % 2 == 0 else {"odd": 0}


def test_rows_are_read_once_and_told_in_the_order_of_figures_and_parts() -> None:
    by_digit = Even(id="digits", parts=Parts(lambda digit: f"末位{digit}", lambda digit: -int(digit)))
    found = measured([by_digit, Even()], iter([1, 2, 4, 14, -2, 0]))
    assert [(one.figure.id, one.part, one.label, one.n, one.of) for one in found] == [
        ("digits", "4", "末位4", 2, 4),
        ("digits", "2", "末位2", 1, 4),
        ("even", "", "偶数", 3, 4),
    ]
    assert [(one.part, one.label, one.n, one.of) for one in measured([by_digit], [1])] == [("", "偶数", 0, 1)]


def test_an_edition_changes_with_the_words_alone() -> None:
    first = edition([Even()])
    assert first == edition([Even(note="也算")])
    assert len({first, edition([Even(denominator="数")]), edition([Even(rule="homework/kinds")]), edition([])}) == 4


@pytest.mark.parametrize("defined", READERS.values(), ids=READERS)
def test_every_figure_has_words_and_rests_on_a_rule_of_the_book_or_on_none(defined: Sequence[Figure[Any]]) -> None:
    names = {parameter.name for parameter in load().parameters()}
    for figure in defined:
        assert figure.words
        assert figure.numerator
        assert figure.denominator
        assert figure.tables
        assert figure.rule is None or figure.rule in names, figure.id
    assert len({figure.id for figure in defined}) == len(defined)


@pytest.mark.parametrize("reader", READERS)
def test_the_documentation_holds_the_definitions(reader: str) -> None:
    text, table = (ROOT / "docs/figures.md").read_text(encoding="utf-8"), as_markdown(READERS[reader], reader)
    assert table in text, f"put this into docs/figures.md:\n\n{table}"
