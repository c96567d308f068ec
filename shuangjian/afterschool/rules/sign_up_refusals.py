"""Why a sign-up is not taken now, in the words of whoever handed it in."""

import datetime as dt

from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.refusal import Clause, Refusal, Way

SIGN_UP_RULE = Clause("课后服务报名的说明", None, "早交晚交一样，截止以后用公开的随机数排")
PAPER_RULE = Clause("课后服务报名的说明", None, "以家里最后一次说的为准")


def not_open_yet(opens_at: dt.datetime) -> Refusal:
    when = _moment(opens_at)
    words = f"报名还没有开始，{when}开始。"
    return Refusal(
        "SIGN_UP_NOT_OPEN", words, words, (SIGN_UP_RULE,), (Way("", "", f"{when}以后再来，早交晚交一样。", {}),)
    )


def closed(closes_at: dt.datetime, has_answer: bool) -> Refusal:
    """After the closing, or after the lists were sealed; `has_answer`: something was handed in before."""
    before = "截止前最后一次交的照旧算。" if has_answer else "截止前没有收到过。"
    words = f"报名{_moment(closes_at)}截止，这一次没有收。{before}"
    late = "结果公布以后还可以加入：先在自主阅读，想去的活动有空位了，按抽签的次序来问。"
    return Refusal("SIGN_UP_CLOSED", words, words, (SIGN_UP_RULE,), (Way("", "", late, {}),))


def answered_by_family(said_at: dt.datetime) -> Refusal:
    """Paper would overwrite what the family said itself."""
    words = f"家里{_moment(said_at)}自己交过，没有盖掉。"
    way = Way("", "", "纸是家里后来交的，就在下面勾上“按纸面的算”，再记一次。", {})
    return Refusal("ANSWERED_BY_FAMILY", words, words, (PAPER_RULE,), (way,))


def _moment(moment: dt.datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日{local:%H:%M}"
