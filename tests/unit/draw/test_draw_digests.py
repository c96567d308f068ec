"""Digests, the lottery and receipts: the formulas of docs/algorithms/draw.md, said once more in the shortest way."""

import datetime as dt
import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian.afterschool.draw import (
    Entry,
    PublicNumber,
    canonical,
    commitment_of,
    digest,
    lottery_key,
    receipt,
    seed_of,
    spoken,
    verify_draw,
)
from shuangjian.afterschool.draw.digests import lottery_keys

CHILD = Entry("f3a9", None, 4, 0, (1, 2, 4), (3, 7, 2))


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_canonical_text_has_sorted_keys_no_blanks_and_no_escapes() -> None:
    assert canonical({"b": [1, None], "a": "篮球"}) == '{"a":"篮球","b":[1,null]}'
    assert digest({"b": [1, None], "a": "篮球"}) == sha('{"a":"篮球","b":[1,null]}')


def test_a_commitment_names_the_secrets_digest_and_not_the_secret() -> None:
    told = commitment_of(
        "ab" * 32, {"units": []}, PublicNumber("某数", "007", dt.datetime(2026, 9, 24, 13, 30, tzinfo=dt.UTC), 5)
    )
    assert told == {
        "secret_sha256": sha("ab" * 32),
        "menu": sha('{"units":[]}'),
        "rules": "shuangjian-draw-1",
        "public": {"source": "某数", "issue": "007", "due": "2026-09-24T21:30:00+08:00", "wait_days": 5},
    }


def test_the_seed_is_of_secret_public_value_sealed_lists_and_term() -> None:
    assert seed_of("s", " é\n", "m", "2026-1") == sha("s|é|m|2026-1")
    assert seed_of("s", unicodedata.normalize("NFD", "é"), "m", "2026-1") == sha("s|é|m|2026-1")


def test_the_lottery_of_many_is_that_of_each() -> None:
    names = [f"c{number}" for number in range(50)]
    keys = lottery_keys("5e" * 32, "2026-1", "4109", names)
    assert keys.tolist() == [lottery_key("5e" * 32, "2026-1", "4109", name) for name in names]
    assert keys[3] == int(sha("5e" * 32 + "|2026-1|4109|c3")[:16], 16)


@given(st.permutations([3, 7, 2, 9]))
def test_a_receipt_is_the_scripts_and_of_this_list_alone(wishes: list[int]) -> None:
    entry = Entry("f3a9", None, 4, 0, (1, 2), tuple(wishes))
    assert receipt(entry).replace("-", "") == verify_draw.receipt(entry.as_json())
    assert (receipt(entry) == receipt(CHILD)) == (entry == CHILD)


def test_a_receipt_changes_with_days_and_wishes_and_child() -> None:
    others = [
        Entry("f3aa", None, 4, 0, (1, 2, 4), (3, 7, 2)),
        Entry("f3a9", None, 4, 0, (1, 2), (3, 7, 2)),
        Entry("f3a9", None, 4, 0, (1, 2, 4), (3, 2, 7)),
    ]
    assert len({receipt(each) for each in (CHILD, *others)}) == 4
    assert receipt(Entry("f3a9", "f1", 5, 1, (1, 2, 4), (3, 7, 2))) == receipt(CHILD)


@pytest.mark.parametrize("typed", ["7k3f2m81", " 7K3F-2M8I ", "7K3F 2M8L", "7k3f-2m81"])
def test_a_receipt_may_be_typed_as_it_was_heard(typed: str) -> None:
    assert spoken(typed) == "7K3F-2M81"


def test_lists_and_menus_come_back_from_their_json() -> None:
    assert Entry.from_json(CHILD.as_json()) == CHILD
