"""The draw of places: a pure function of menu, lists and seed. No Django, no clock, no randomness of its own.

Guarantees, steps and a worked table: docs/algorithms/draw.md. `verify_draw.py` says all of it once more for whoever
wants to run a published draw again, and imports nothing of this package.
"""

from shuangjian.afterschool.draw.carrying import FIRST_REFERENCE, band_of, carried
from shuangjian.afterschool.draw.digests import (
    RULES,
    canonical,
    commitment_of,
    digest,
    lottery_key,
    sealed_of,
    seed_of,
)
from shuangjian.afterschool.draw.drawing import run
from shuangjian.afterschool.draw.files import build_file, check_file, lists_of
from shuangjian.afterschool.draw.lists import Entry, receipt, spoken
from shuangjian.afterschool.draw.menus import Menu, MenuUnit, blocks_of
from shuangjian.afterschool.draw.public import PublicNumber
from shuangjian.afterschool.draw.quality import MoreSeats, Quality, more_seats, quality
from shuangjian.afterschool.draw.results import Closed, Place, Result, UnitFacts
from shuangjian.afterschool.draw.stories import (
    ClosedUnit,
    DayStory,
    DayTaken,
    Full,
    NotForGrade,
    NotJoined,
    Passed,
    stories,
    why,
)

__all__ = [
    "FIRST_REFERENCE",
    "RULES",
    "Closed",
    "ClosedUnit",
    "DayStory",
    "DayTaken",
    "Entry",
    "Full",
    "Menu",
    "MenuUnit",
    "MoreSeats",
    "NotForGrade",
    "NotJoined",
    "Passed",
    "Place",
    "PublicNumber",
    "Quality",
    "Result",
    "UnitFacts",
    "band_of",
    "blocks_of",
    "build_file",
    "canonical",
    "carried",
    "check_file",
    "commitment_of",
    "digest",
    "lists_of",
    "lottery_key",
    "more_seats",
    "quality",
    "receipt",
    "run",
    "sealed_of",
    "seed_of",
    "spoken",
    "stories",
    "why",
]
