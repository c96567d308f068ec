"""Two requests that are one: whichever is faster acts, and the other is told what came of it."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, outcome_of
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import Refusal, Refused


def first_of_twins(
    by: Actor, request: Request, act: Callable[[], None], otherwise: Callable[[], Refusal]
) -> dict[str, Any] | None:
    """Act in one transaction. None where that was done; where a twin of the request was faster, its outcome.

    Raises Refused: as the act does, or `otherwise` where a constraint was in the way.
    """
    try:
        with transaction.atomic():
            act()
    except (IntegrityError, Refused) as failed:
        if (done := outcome_of(by, request)) is not None:
            return done
        if isinstance(failed, IntegrityError):
            raise Refused(otherwise()) from failed
        raise
    return None
