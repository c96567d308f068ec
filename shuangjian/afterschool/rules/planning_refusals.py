"""Why a programme cannot be planned, announced or taken back as is meant, and what can be done instead."""

import datetime as dt

from shuangjian.kernel.day import SHANGHAI, date_label
from shuangjian.kernel.refusal import Clause, Refusal, Way

COMMITTED = Clause("课后服务的抽签规则", None, "报名开始以前公布活动单和承诺，公布以后活动单不再改")
PUBLIC_NUMBER = Clause(
    "课后服务的抽签规则",
    None,
    "公开的数在报名以前定名，在报名截止以后才出来，填了就不再改；到期没有出来的，照期号用下一期，谁也不挑",
)
LOOK = Way("LOOK", "", "请看看现在的样子。")


def programme_stands() -> Refusal:
    words = "这一学期的课后服务已经开始编了，没有再建一份。"
    return Refusal("PROGRAMME_STANDS", words, "", (COMMITTED,), (LOOK,))


def menu_frozen() -> Refusal:
    words = "这学期的课后服务已经公布，日子、时间和活动都不再改。"
    ways = (
        Way("WITHDRAW", "", "报名还没有开始的，可以先收回公布，改好再公布一次。"),
        Way("RAISE", "", "抽签以后，可以给满了的活动加名额，按候补的次序补上。"),
    )
    return Refusal("MENU_FROZEN", words, "学校已经公布了活动，不再改。", (COMMITTED,), ways)


def no_round() -> Refusal:
    words = "教育局还没有定这一学期的报名轮次：没有日子，也没有抽签用的公开的数。"
    ways = (Way("ASK_BUREAU", "", "请市或县区教育局在“报名轮次”里定好日子。活动可以先编，都存着。"),)
    return Refusal("NO_ROUND", words, "", (PUBLIC_NUMBER,), ways)


def round_passed(opens_at: dt.datetime) -> Refusal:
    words = f"这一轮报名在{_moment(opens_at)}已经开始，来不及再公布：承诺要在报名以前就给人看到。"
    ways = (Way("ASK_BUREAU", "", "请教育局改这一轮的日子；已经有学校公布的，由县区另定一轮。"),)
    return Refusal("ROUND_PASSED", words, "", (PUBLIC_NUMBER,), ways)


def not_announced() -> Refusal:
    words = "这学期的课后服务现在没有公布，没有什么可以收回。"
    return Refusal("NOT_ANNOUNCED", words, "", (COMMITTED,), (LOOK,))


def sign_up_has_begun(opens_at: dt.datetime) -> Refusal:
    words = f"报名{_moment(opens_at)}已经开始，公布不能再收回。"
    ways = (Way("RAISE", "", "抽签以后，可以给满了的活动加名额。"),)
    return Refusal("SIGN_UP_HAS_BEGUN", words, "", (COMMITTED,), ways)


def not_drawn_yet() -> Refusal:
    words = "抽签以前不加名额：活动单已经公布，家长是照它写的志愿。"
    return Refusal("NOT_DRAWN_YET", words, "", (COMMITTED,), (Way("WAIT", "", "抽签以后再加，按候补的次序补上。"),))


def unit_was_closed(name: str) -> Refusal:
    words = f"{name}报的人不够，抽签时没有开，不能加名额。"
    return Refusal("UNIT_WAS_CLOSED", words, "", (COMMITTED,), (Way("OTHERS", "", "给满了的活动加名额。"),))


def round_in_use(schools: int) -> Refusal:
    words = f"已经有{schools}所学校按这些日子公布了，这一轮的日子和公开的数不再改。"
    ways = (
        Way("WITHDRAW", "", "还没有开始报名的学校可以先收回公布。"),
        Way("OWN_ROUND", "", "还没有公布的学校，可以由县区另定一轮。"),
    )
    return Refusal("ROUND_IN_USE", words, "", (PUBLIC_NUMBER,), ways)


def number_not_out(due: dt.datetime) -> Refusal:
    words = f"这个数{_moment(due)}才出来，现在不能填。"
    return Refusal("NUMBER_NOT_OUT", words, "", (PUBLIC_NUMBER,), (Way("WAIT", "", "出来以后照着公布的填。"),))


def number_stands(value: str) -> Refusal:
    words = f"公开的数已经填好，是“{value}”，不再改。"
    ways = (Way("TELL", "", "觉得填错了，请把公布的出处和这里的差别写给上一级，抽签谁都可以重算。"),)
    return Refusal("NUMBER_STANDS", words, "", (PUBLIC_NUMBER,), ways)


def issue_awaited(name: str, until: dt.datetime) -> Refusal:
    words = f"{name}要等到{_moment(until)}，现在还不能换下一期。等几天是报名以前定的，谁也不能提前。"
    return Refusal("ISSUE_AWAITED", words, "", (PUBLIC_NUMBER,), (Way("WAIT", "", "这以前出来了，就照公布的填。"),))


def another_issue_counts(name: str) -> Refusal:
    words = f"这一页打开以后，已经记过那一期没有出来，现在等的是{name}。刚才的没有记。"
    return Refusal("ANOTHER_ISSUE_COUNTS", words, "", (PUBLIC_NUMBER,), (LOOK,))


def _moment(then: dt.datetime) -> str:
    local = then.astimezone(SHANGHAI)
    return f"{date_label(local.date())}{local:%H:%M}"
