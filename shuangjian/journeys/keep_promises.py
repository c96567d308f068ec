"""Everything that the notice promises to erase after a time, whichever app keeps it."""

import datetime as dt
from collections.abc import Mapping

from shuangjian.afterschool.operations import EXPIRIES as OF_SERVICE
from shuangjian.kernel.actor import Actor
from shuangjian.people import operations as people
from shuangjian.people.operations.retention import EXPIRIES as OF_PEOPLE
from shuangjian.people.operations.retention import Expiry
from shuangjian.timing.operations import EXPIRIES as OF_TIMING

OF_OTHERS: Mapping[str, Expiry] = {**OF_TIMING, **OF_SERVICE}
PROMISES: Mapping[str, Expiry] = {**OF_PEOPLE, **OF_OTHERS}


def due_for_erasure(*, at: dt.datetime) -> dict[str, int]:
    """How many of each kind have been kept as long as promised, by its label."""
    return people.due_for_erasure(at=at, besides=OF_OTHERS)


def erase_expired(*, by: Actor, at: dt.datetime) -> dict[str, int]:
    """Erase whatever has been kept as long as promised; how many of each kind. NotAllowed but for an operator."""
    return people.erase_expired(by=by, at=at, besides=OF_OTHERS)
