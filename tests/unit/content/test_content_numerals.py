"""Numbers as teachers write them."""

import re

import pytest

from shuangjian.homework.content import numerals


@pytest.mark.parametrize(
    ("words", "least"),
    [
        ("三", 3),
        ("叁", 3),
        ("仨", 3),
        ("俩", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百", 100),
        ("一百二十", 120),
        ("三五", 3),
        ("3-5", 3),
        ("三到五", 3),
        ("几十", 20),
        ("15", 15),
    ],
)
def test_a_number_or_range_asks_for_its_least(words, least):
    assert re.fullmatch(numerals.NUMBER, words)
    assert numerals.least(words) == least


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="no number"):
        numerals.least("很多")
