"""A sign-up is in the lists that are sealed, or it is refused: never acknowledged and lost. One child, one answer."""

import contextlib
import datetime as dt
import json
import threading
from types import SimpleNamespace

import pytest
from django.db import transaction

from shuangjian.afterschool.models import Draw, SignUp
from shuangjian.afterschool.operations import signing_up
from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request, once
from shuangjian.kernel.refusal import Refused
from tests.apps.afterschool.signing import BASKETBALL, CLOSES, PAPER, announced, join, seal
from tests.apps.timing.panel import child, guardian, known
from tests.cast import AT
from tests.races.crowd import at_once

pytestmark = pytest.mark.race

LAST_MOMENT = CLOSES - dt.timedelta(microseconds=1)


def families(cast, count):
    """So many children of 五（1）, each with a father."""
    names = [f"童{number}" for number in range(count)]
    for name in names:
        cast.pupils[name] = child(cast, cast.five_one, name)
        known(cast, f"father of {name}", guardian(cast, cast.pupils[name]))
    return names


def joining(cast, name, *units, who=None, at=LAST_MOMENT, request=None):
    return lambda: join(cast, *units, days=(1,), who=who or f"father of {name}", child=name, at=at, request=request)


def sealing(programme):
    """What sealing does, in one transaction: the lock, the lists, the row of the draw."""

    def act():
        with transaction.atomic():
            drawn = seal(programme)
            lists = sorted(SignUp.objects.filter(programme=programme).values_list("opaque", "receipt"))
            Draw.objects.filter(pk=drawn.pk).update(sealed_lists=json.dumps(lists).encode())

    return act


def sealed():
    return {receipt for _, receipt in json.loads(bytes(Draw.objects.get().sealed_lists))}


def test_whoever_was_acknowledged_is_in_the_sealed_lists_and_everybody_else_was_refused(committed_cast):
    cast = committed_cast
    programme, names = announced(cast), families(cast, 8)
    acts = [joining(cast, name, BASKETBALL) for name in names]
    results = at_once([*acts[:4], sealing(programme), *acts[4:]])
    answers = [*results[:4], *results[5:]]
    assert results[4] is None
    assert {type(one) for one in answers} <= {str, Refused}
    assert {one for one in answers if isinstance(one, str)} == sealed()
    assert SignUp.objects.count() == len(sealed())


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "with the guard off"])
def test_sealing_between_reading_and_writing(committed_cast, monkeypatch, guarded):
    """A family has read that sign-up is open and has not written yet; now the lists are sealed. Guarded, sealing waits
    for it. With its transaction taken away, the family is told that it was received, and is in no list."""
    cast = committed_cast
    programme, (name,) = announced(cast), families(cast, 1)
    has_read, has_sealed = threading.Event(), threading.Event()
    write = signing_up._write

    def write_later(row):
        has_read.set()
        has_sealed.wait(0.3 if guarded else 30)  # guarded, it cannot come about before this transaction ends
        write(row)

    monkeypatch.setattr(signing_up, "_write", write_later)
    if not guarded:
        monkeypatch.setattr(signing_up, "transaction", SimpleNamespace(atomic=contextlib.nullcontext))

    def seal_then():
        assert has_read.wait(30)
        sealing(programme)()
        has_sealed.set()

    receipt, _ = results = at_once([joining(cast, name, BASKETBALL), seal_then])
    assert [r for r in results if isinstance(r, Exception)] == []
    assert (receipt in sealed()) is guarded


def test_after_the_sealing_even_a_form_of_before_the_closing_is_refused(committed_cast):
    cast = committed_cast
    programme, names = announced(cast), families(cast, 2)
    joining(cast, names[0], PAPER)()
    sealing(programme)()
    with pytest.raises(Refused) as refused:
        joining(cast, names[0], BASKETBALL)()
    assert "截止前最后一次交的照旧算" in refused.value.refusals[0].family
    with pytest.raises(Refused):
        joining(cast, names[1], BASKETBALL)()
    assert [row.wishes for row in SignUp.objects.all()] == [[PAPER]]


def test_two_guardians_and_two_windows_at_once_leave_one_answer_and_the_last_receipt(committed_cast):
    cast = committed_cast
    announced(cast)
    mother, father = "guardian", known(cast, "father", guardian(cast, cast.pupils["左小禾"]))
    acts = [joining(cast, "左小禾", unit, who=who) for unit in (BASKETBALL, PAPER) for who in (mother, father)]
    receipts = at_once(acts * 2)
    assert {type(receipt) for receipt in receipts} == {str}
    assert SignUp.objects.get().receipt in receipts
    assert Act.objects.filter(name="afterschool.answer").count() == len(receipts)


def test_one_form_that_arrives_many_times_is_one_act(committed_cast):
    cast = committed_cast
    announced(cast)
    request = Request.of("twice", of="form")
    by = cast.actor("guardian", AT)
    act = joining(cast, "左小禾", BASKETBALL, who="guardian", request=request)
    results = at_once([lambda: once(by, request, act, asks_first=False)] * 6)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert len([r for r in results if r is not None]) == 1
    assert (SignUp.objects.count(), Act.objects.filter(name="afterschool.answer").count()) == (1, 1)
