"""The worked examples that explain the rules to people hold, each of them, and leave no change of a rule unshown."""

import datetime as dt

import pytest

from shuangjian import rulebook
from shuangjian.rulebook.lookup import places_above

BOOK = rulebook.load()
NAMES = [parameter.name for parameter in BOOK.parameters()]
# A choice may bear the name of the rule that it tightens: their examples are then in one file.
EXPLAINED = list(dict.fromkeys((*NAMES, *BOOK.choice_names)))
CASES = [case for name in EXPLAINED for case in BOOK.cases(name)]


@pytest.mark.parametrize("case", CASES, ids=[case.sentence for case in CASES])
def test_the_book_answers_as_the_example_says(case):
    answer = case.answer(BOOK)
    assert {key: answer.get(key) for key in case.expected} == case.expected


@pytest.mark.parametrize("name", EXPLAINED)
def test_every_rule_and_every_choice_has_examples(name):
    assert BOOK.cases(name)


def changes():
    for parameter in BOOK.parameters():
        for place, history in (("", parameter.history), *((o.place, o.history) for o in parameter.overlays)):
            for entry in history:
                yield pytest.param(parameter, place, entry, id=f"{parameter.name} {place} {entry.since}")


@pytest.mark.parametrize(("parameter", "place", "entry"), list(changes()))
def test_every_change_date_has_an_example_of_the_day_before_and_of_the_day(parameter, place, entry):
    document = entry.citation.document
    source = document.number or document.title

    def grounds(date: dt.date) -> list[str | None]:
        return [
            case.expected.get("ground")
            for case in BOOK.cases(parameter.name)
            if case.ask == "rule" and case.date == date and (not place or place in places_above(case.places))
        ]

    assert any(found != source for found in grounds(entry.since - dt.timedelta(1)))
    assert source in grounds(entry.since)


def test_no_example_is_told_twice():
    sentences = [case.sentence for case in CASES]
    assert len(sentences) == len(set(sentences))
