"""The worked evening of docs/algorithms/evening.md, replayed: what the page says is what the ledger does."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from shuangjian.audit.operations import Request
from shuangjian.homework.models import Evening, Loan, Publication, Share
from shuangjian.homework.operations import (
    Target,
    amend,
    answer_loan,
    ask_loan,
    publish,
    save_draft,
    settle_loan,
    withdraw,
)
from shuangjian.homework.queries import ledger_faults
from shuangjian.kernel.refusal import Refused
from shuangjian.kernel.subject import Subject
from tests.apps.homework import planning
from tests.cast import TODAY

PAGE = Path(__file__).parents[3] / "docs/algorithms/evening.md"
COLUMNS = {"语文": Subject.CHINESE, "数学": Subject.MATHEMATICS, "英语": Subject.ENGLISH}
TEACHERS = {"语文": "chinese", "数学": "maths", "英语": "english", "班主任": "chinese"}


@dataclass(frozen=True)
class Row:
    time: str
    act: str
    shares: dict[str, tuple[int, int]]
    committed: int
    obligated: int
    outcome: str

    @property
    def refused(self):
        return self.outcome.startswith("refused:")

    @property
    def would_fit(self):
        """How many minutes a refusal names; None where it names none."""
        found = re.match(r"refused: (\d+) would fit", self.outcome)
        return int(found[1]) if found else None

    @property
    def holder(self):
        """Who holds the rest, by a refusal: (subject, minutes)."""
        found = re.search(r"; (\S+) holds (\d+)", self.outcome)
        return (found[1], int(found[2])) if found else None


def rows():
    section = PAGE.read_text(encoding="utf-8").split("## A worked evening")[1].split("\n## ")[0]
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")]
    heads, _, *body = cells
    assert heads == ["time", "act", *COLUMNS, "committed", "obligated", "outcome"]
    return [
        Row(time, act, {k: pair(text) for k, text in zip(COLUMNS, shares, strict=True)}, int(c), int(o), outcome)
        for time, act, *shares, c, o, outcome in body
    ]


def pair(text):
    committed, right = text.split("/")
    return int(committed), int(right)


def spec(name, minutes):
    return planning.spec(COLUMNS[name], minutes)


def publishes(cast, by, at, request, standing, name, minutes):
    draft = save_draft(by=by, at=at, spec=spec(name, int(minutes)))
    targets = [Target(cast.five_one.pk, 5, (TODAY,))]
    outcome = publish(by=by, at=at, assignment_id=draft.pk, targets=targets, request=request)
    if outcome.published:
        standing[name] = outcome.assignment_id
    return outcome.classes[0].refusals


def amends(cast, by, at, request, standing, name, to, minutes):
    pk = standing[name]
    standing[name] = amend(by=by, at=at, assignment_id=pk, spec=spec(name, int(minutes)), request=request).assignment_id
    return ()


def withdraws(cast, by, at, request, standing, name):
    publication = Publication.objects.get(assignment_id=standing[name])
    withdraw(by=by, at=at, publication_id=publication.pk, reason="", request=request)
    return ()


def opens(cast, by, at, request, standing, name):
    planning.opened(cast, at)
    return ()


def asks(cast, by, at, request, standing, name, lender, minutes):
    ask_loan(
        by=by, at=at, class_id=cast.five_one.pk, grade=5, date=TODAY, lender=COLUMNS[lender], borrower=COLUMNS[name],
        minutes=int(minutes), reason="第三单元", request=request,
    )  # fmt: skip
    return ()


def answers(granted):
    def act(cast, by, at, request, standing, name, borrower, minutes):
        loan = Loan.objects.get(lender=COLUMNS[name], borrower=COLUMNS[borrower], minutes=int(minutes), state="ASKED")
        answer_loan(by=by, at=at, loan_id=loan.pk, granted=granted, request=request)
        return ()

    return act


def settles(cast, by, at, request, standing, name, lender, borrower, minutes):
    settle_loan(
        by=by, at=at, class_id=cast.five_one.pk, grade=5, date=TODAY, lender=COLUMNS[lender],
        borrower=COLUMNS[borrower], minutes=int(minutes), reason="语文今天要写完", request=request,
    )  # fmt: skip
    return ()


ACTS = {
    "opens": opens, "publishes": publishes, "amends": amends, "withdraws": withdraws, "asks": asks,
    "lends": answers(True), "declines": answers(False), "settles": settles,
}  # fmt: skip


def act(cast, row, standing):
    """Do what a row says by the operations; the refusals, none where it was done. `standing` is by subject."""
    name, verb, *rest = row.act.split()
    by, at = cast.actor(TEACHERS[name]), cast.at.replace(hour=int(row.time[:2]), minute=int(row.time[3:]))
    try:
        return ACTS[verb](cast, by, at, Request.of(f"{row.time} {row.act}"), standing, name, *rest)
    except Refused as refused:
        return refused.refusals


def state(cast):
    evening = Evening.objects.get(school_class=cast.five_one, date=TODAY)
    shares = {s.subject: (s.committed, s.right) for s in Share.objects.filter(evening=evening)}
    return {name: shares[subject] for name, subject in COLUMNS.items()}, evening.committed, evening.obligated


def test_the_worked_evening_of_the_page_is_what_the_ledger_does(cast):
    standing = {}
    planning.agreed(cast)
    for row in rows():
        refusals = act(cast, row, standing)
        assert bool(refusals) == row.refused, (row, refusals)
        if row.would_fit:
            assert f"最多还能用{row.would_fit}分" in refusals[0].staff, row
        elif row.would_fit == 0:
            assert "已经排满" in refusals[0].staff, row
        if row.holder:
            assert "{}留着{}分".format(*row.holder) in refusals[0].staff, row
            assert "ASK_LOAN" in [way.act for way in refusals[0].ways], row
        assert state(cast) == (row.shares, row.committed, row.obligated), row
    assert ledger_faults() == []


def test_the_page_shows_refusals_and_every_act_there_is():
    acts = " ".join(row.act for row in rows())
    assert all(verb in acts for verb in ACTS)
    assert sum(row.would_fit is not None for row in rows()) >= 3


@pytest.mark.parametrize("changed", ["25/20", "| 55 | 60 |", "refused: 25"])
def test_a_page_that_said_otherwise_would_be_noticed(cast, monkeypatch, tmp_path, changed):
    wrong = {"25/20": "26/20", "| 55 | 60 |": "| 55 | 59 |", "refused: 25": "refused: 24"}[changed]
    page = tmp_path / "evening.md"
    page.write_text(PAGE.read_text(encoding="utf-8").replace(changed, wrong, 1), encoding="utf-8")
    monkeypatch.setattr(f"{__name__}.PAGE", page)
    with pytest.raises(AssertionError):
        test_the_worked_evening_of_the_page_is_what_the_ledger_does(cast)
