"""Why lists are not sealed, or not drawn, yet."""

import datetime as dt

from shuangjian.kernel.day import SHANGHAI, date_label
from shuangjian.kernel.refusal import Clause, Refusal, Way

DRAW_RULE = Clause("课后服务抽签的说明", None, "先封存，再等公开的数，最后抽签")


def not_closed_yet(closes_at: dt.datetime | None) -> Refusal:
    words = "还没有公布，没有报名可以封存。"
    if closes_at is not None:
        until = closes_at.astimezone(SHANGHAI)
        words = f"报名到{date_label(until.date())}{until:%H:%M}才截止，截止以后才能封存。"
    return Refusal("SIGN_UP_NOT_CLOSED", words, words, (DRAW_RULE,), (Way("", "", "截止以后会自动封存。"),))


def not_sealed_yet() -> Refusal:
    words = "名单还没有封存，不能抽签。"
    return Refusal("LISTS_NOT_SEALED", words, words, (DRAW_RULE,), (Way("", "", "先运行 shuangjian draw seal。"),))


def no_public_value_yet(name: str) -> Refusal:
    words = f"“{name}”还没有填，不能抽签。"
    return Refusal("NO_PUBLIC_VALUE", words, words, (DRAW_RULE,), (Way("", "", "公布以后由教育局填上，会自动抽签。"),))


def not_as_committed(problems: list[str]) -> Refusal:
    words = "数据和报名前公布的、截止时封存的对不上，没有抽签：" + "".join(problems)
    way = Way("", "", "请系统维护人员从备份里找出改过的地方，改回来再抽。")
    return Refusal("NOT_AS_COMMITTED", words, words, (DRAW_RULE,), (way,))
