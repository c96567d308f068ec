"""The corpus: sentences with the verdict a person gave them from the clauses; the figures are printed."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from shuangjian.homework.content import Kind, Settings, Verdict
from shuangjian.homework.rules import Form
from shuangjian.kernel.subject import Subject
from tests.unit.content.writing import examined

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@dataclass(frozen=True)
class Figures:
    """Sentences, counted: foul ones refused or missed, fair ones refused or not."""

    refused: int
    missed: tuple[str, ...]
    wrongly: tuple[str, ...]
    fair: int

    @property
    def recall(self) -> float:
        return self.refused / (self.refused + len(self.missed))

    @property
    def precision(self) -> float:
        return self.refused / (self.refused + len(self.wrongly))

    def __str__(self) -> str:
        foul = self.refused + len(self.missed)
        return (
            f"recall {self.recall:.3f} ({self.refused} of {foul} foul), precision {self.precision:.3f} "
            f"({len(self.wrongly)} of {self.fair} fair refused)\nmissed: {self.missed}\nwrongly: {self.wrongly}"
        )


def rows_of(name: str) -> list[dict[str, Any]]:
    return yaml.load((CORPUS / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


def measured(name: str) -> Figures:
    rows = rows_of(name)
    by_verdict: dict[str, dict[bool, list[str]]] = {v: {True: [], False: []} for v in ("fair", "warn", "refuse")}
    for row in rows:
        settings = Settings(copies_refused_from=row.get("times"))
        more = {"grade": row["grade"], "form": Form[row["form"]], "subject": Subject[row["subject"]]}
        refused = any(finding.verdict is Verdict.REFUSE for finding in examined(row["text"], settings, **more))
        by_verdict[row["verdict"]][refused].append(row["text"])
    fair, foul = by_verdict["fair"], by_verdict["refuse"]
    return Figures(len(foul[True]), tuple(foul[False]), tuple(fair[True]), len(fair[True]) + len(fair[False]))


# Working material: written or judged before a check was changed to suit it, then used to improve the checks. The floors
# are what is reached, rounded down; they guard against falling back and say nothing of sentences not yet met.
DEVELOPED_ON = {
    "working.yaml": 0.99,
    "hard.yaml": 0.99,
    "borderline.yaml": 0.98,
    "judged.yaml": 0.99,
    "judged_second.yaml": 0.99,
    "judged_third.yaml": 0.99,
    "second_working.yaml": 0.99,
    "third_working.yaml": 0.99,
}


@pytest.mark.parametrize("name", sorted(file.name for file in CORPUS.glob("*.yaml")))
def test_a_corpus_says_of_every_text_who_reads_it_and_what_a_person_found(name):
    rows = rows_of(name)
    assert rows
    for row in rows:
        assert row["grade"] in range(1, 10), row
        assert Subject[row["subject"]], row
        assert Form[row["form"]], row
        assert row["verdict"] in ("fair", "warn", "refuse"), row
        assert set(row.get("kinds", ())) <= set(Kind), row


def told(name: str, record_property, capsys) -> Figures:
    figures = measured(name)
    record_property(name, str(figures))
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {figures}\n")
    return figures


@pytest.mark.parametrize(("name", "floor"), DEVELOPED_ON.items())
def test_no_fair_sentence_of_the_corpus_is_refused_and_no_more_foul_ones_are_missed(
    name, floor, record_property, capsys
):
    figures = told(name, record_property, capsys)
    assert not figures.wrongly, figures
    assert figures.recall >= floor, figures


def test_sentences_the_checks_have_never_met_are_judged_nearly_as_a_person_judges_them(record_property, capsys):
    """The aim is a recall of 0.95 and no fair sentence refused. docs/algorithms/content.md tells the first run."""
    figures = told("judging.yaml", record_property, capsys)
    assert not figures.wrongly, figures
    assert figures.recall >= 0.95, figures
