"""From how binding the words are to what is said about them."""

from shuangjian.homework.content.finding import Verdict
from shuangjian.homework.content.standing import Standing


def verdict_of(standing: Standing) -> Verdict | None:
    """None for what is free, taken back or only talked about."""
    if standing is Standing.DEMANDED:
        return Verdict.REFUSE
    return Verdict.WARN if standing is Standing.ADVISED else None
