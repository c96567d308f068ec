"""Slowing whoever guesses at the codes of slips: so many wrong ones from one address, and from everywhere together."""

import datetime as dt

from shuangjian.kernel.refusal import Clause, Refusal, Refused
from shuangjian.people.models import WrongCode
from shuangjian.people.operations.identity import digest_of

WINDOW = dt.timedelta(minutes=10)
FORGOTTEN_AFTER = dt.timedelta(hours=1)
MOST_FROM_AN_ADDRESS = 20  # a whole village or school may share one
MOST_TOGETHER = 1000  # against 58 bits this leaves years; a city's parents on the first evening mistype fewer


def check_not_guessing(*, at: dt.datetime, address: str) -> None:
    """Raises Refused (TOO_MANY_TRIES) while too many wrong codes were typed here, or everywhere, of late."""
    lately = WrongCode.objects.filter(at__gt=at - WINDOW)
    here = lately.filter(address_digest=digest_of("address", address))
    if here.count() >= MOST_FROM_AN_ADDRESS or lately.count() >= MOST_TOGETHER:
        words = "输错的次数太多，先停一会儿。请10分钟以后再试。您的入户条没有作废。"
        raise Refused(Refusal("TOO_MANY_TRIES", words, words, (Clause("入户条说明", None, "输错太多次，停10分钟"),)))


def note_wrong_code(*, at: dt.datetime, address: str) -> None:
    """Remember one wrong code, and forget the old ones."""
    WrongCode.objects.filter(at__lte=at - FORGOTTEN_AFTER).delete()
    WrongCode.objects.create(at=at, address_digest=digest_of("address", address))
