"""Why something is not done after the draw, in the words of whoever asked."""

import datetime as dt

from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.refusal import Clause, Refusal, Way

WAITING_RULE = Clause("课后服务候补的说明", None, "空出来的名额按抽签的次序来问，不答就当不要")
JOINING_RULE = Clause("课后服务报名的说明", None, "参加和退出都自愿，抽签以后也可以")
TUTORING_RULE = Clause("课后服务个别辅导的说明", None, "免费，去不去都行")


def offer_over(until: dt.datetime | None = None) -> Refusal:
    """Somebody of the family has answered, or the hour is past."""
    when = f"{_moment(until)}到时间了" if until else "已经答过，或者收回了"
    words = f"这个名额{when}，这次没有再动。孩子现在的安排照旧。"
    return Refusal("OFFER_OVER", words, words, (WAITING_RULE,), (Way("LOOK", "", "请看看孩子现在的安排。"),))


def not_drawn_yet(results_at: dt.datetime | None) -> Refusal:
    """Between the closing and the results nothing can be changed, lest a list be different from what was sealed."""
    when = f"{_moment(results_at)}公布结果以后再来" if results_at else "等结果公布以后再来"
    words = "现在还不能加入或者改：名单已经封好，等抽签。"
    return Refusal("SERVICE_NOT_DRAWN_YET", words, words, (JOINING_RULE,), (Way("WAIT", "", f"{when}。"),))


def service_over() -> Refusal:
    words = "这学期的课后服务已经结束，没有再改。"
    return Refusal("SERVICE_OVER", words, words, (JOINING_RULE,), (Way("NEXT_TERM", "", "下学期再报。"),))


def joined_already() -> Refusal:
    words = "孩子已经在课后服务里，没有再加一次。"
    return Refusal("JOINED_ALREADY", words, words, (JOINING_RULE,), (Way("LOOK", "", "要改哪几天，请看现在的安排。"),))


def not_in_service() -> Refusal:
    words = "孩子现在没有参加课后服务，这次没有改。"
    return Refusal("NOT_IN_SERVICE", words, words, (JOINING_RULE,), (Way("JOIN", "", "想参加，从“参加”进去。"),))


def nothing_to_undo() -> Refusal:
    """The day's round is over, or a seat has gone to somebody else."""
    words = "退出的名额已经过了当天18:00，收不回来了。"
    way = Way("JOIN", "", "可以再加入：先在自主阅读，再候补。")
    return Refusal("NOTHING_TO_UNDO", words, words, (JOINING_RULE,), (way,))


def tutoring_fixed() -> Refusal:
    """The lists are sealed: places and answers stand as they are until the results."""
    words = "报名已经截止，结果公布以前不能改。"
    return Refusal("TUTORING_FIXED", words, words, (TUTORING_RULE,), (Way("WAIT", "", "结果公布以后再来。"),))


def no_tutoring_seat() -> Refusal:
    words = "这个时间现在没有空的名额。孩子的安排照旧。"
    return Refusal("NO_TUTORING_SEAT", words, words, (TUTORING_RULE,), (Way("ASK", "", "想另找时间，可以和老师说。"),))


def proposed_already() -> Refusal:
    words = "这个孩子的家长已经看得到这个邀请，没有再发一次。"
    return Refusal("PROPOSED_ALREADY", words, words, (TUTORING_RULE,), (Way("LOOK", "", "请看下面发过的邀请。"),))


def proposals_stand() -> Refusal:
    words = "已经请过孩子，这个时间不能去掉。"
    return Refusal("PROPOSALS_STAND", words, words, (TUTORING_RULE,), (Way("WITHDRAW", "", "先收回邀请，再去掉。"),))


def _moment(moment: dt.datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日{local:%H:%M}"
