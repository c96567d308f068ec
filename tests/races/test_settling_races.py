"""A school changes its rule while a teacher publishes: both are done, or one is refused; nobody waits forever."""

import threading
import time

import pytest
from django.db import transaction

from shuangjian.homework.models import Evening
from shuangjian.homework.operations import evenings as ledger
from shuangjian.homework.operations import settle_caps
from shuangjian.homework.queries import ledger_faults
from shuangjian.kernel.subject import Subject
from tests.cast import TODAY
from tests.races.crowd import at_once
from tests.races.test_evening_races import drafts, sender

pytestmark = pytest.mark.race


def test_settling_while_a_publisher_is_between_its_share_and_the_evening_does_not_deadlock(committed_cast, monkeypatch):
    cast = committed_cast
    by, (first, second) = drafts(cast, "maths", Subject.MATHEMATICS, 20, 2)
    sender(cast, by, first, [cast.five_one])()
    between = threading.Event()
    claim = ledger._claim

    def slowly(*arguments):
        between.set()
        time.sleep(0.3)  # long enough for the other to reach for the same rows
        return claim(*arguments)

    monkeypatch.setattr(ledger, "_claim", slowly)

    def settle():
        assert between.wait(timeout=30)
        with transaction.atomic():
            return settle_caps(school=cast.facts(), since=TODAY)

    published, settled = at_once([sender(cast, by, second, [cast.five_one]), settle])
    assert not isinstance(published, Exception), published
    assert settled == (0, [])
    assert published.published
    assert Evening.objects.get(school_class=cast.five_one, date=TODAY).committed == 40
    assert ledger_faults() == []
