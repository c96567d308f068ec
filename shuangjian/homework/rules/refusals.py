"""Why an act around an assignment is refused, and what can be done instead. What an evening has no room for is
weighed in `weighing`, large work in `notice_refusals`."""

import datetime as dt

from shuangjian.kernel.day import date_label
from shuangjian.kernel.refusal import Clause, Refusal, Way
from shuangjian.kernel.subject import Subject

SYSTEM = "傍晚的算法"
EVENING_RULE = Clause(SYSTEM, None, "一晚从放学到下一次上学，过去的晚上不再布置")
APPEAL_RULE = Clause("检查内容的办法", None, "说得不对可以申诉，由教务处看")
REVIEW_RULE = Clause("审核的办法", None, "审核在份额放出以前，到点没有人审就照常放出")
MINUTES_RULE = Clause("预计用时的办法", None, "按预计计入；老师说不对，由教务处定，写明理由")
SPOT_CHECK_RULE = Clause("抽查的办法", None, "从发布过、没有撤回的作业里抽，看过一次就定")
ROSTER_RULE = Clause("名册", None, "任课以名册为准")


def not_teaching(class_label: str, subject: str) -> Refusal:
    """The roster no longer says that the teacher has this class."""
    words = f"名册上您现在不教{class_label}{Subject(subject).label}，这个班没有发布。"
    return Refusal(
        "NOT_TEACHING",
        words,
        "",
        (ROSTER_RULE,),
        (Way("ASK_ROSTER", "", "任课变了的话不用做什么；名册没更新的话，请教务处更新名册，草稿会留着。"),),
    )


def no_class(label: str) -> Refusal:
    """The class has ended, or was regrouped."""
    return Refusal(
        "NO_SUCH_CLASS",
        f"{label}在这一天已经没有了（毕业、并班或升级），没有发布。",
        "",
        (ROSTER_RULE,),
        (Way("CHOOSE_CLASS", "", "请重新选班级，草稿会留着。"),),
    )


def already_published(class_label: str) -> Refusal:
    """This very assignment stands (or stood) on the class's sheet already."""
    return Refusal(
        "ALREADY_PUBLISHED",
        f"这份作业已经发布过到{class_label}，没有再发一次。",
        "",
        (EVENING_RULE,),
        (Way("COPY", "", "要再布置一次，请从“我的作业”里复制一份。"),),
    )


def no_longer_standing() -> Refusal:
    """Somebody amended or withdrew the assignment in the meantime."""
    return Refusal(
        "NO_LONGER_STANDING",
        "这份作业刚才已经撤回，或者已经改成了新的一份，这次没有再改。",
        "",
        (EVENING_RULE,),
        (Way("LOOK", "", "请到“我的作业”看看现在的样子。"),),
    )


def keeps_changing() -> Refusal:
    """Others changed the draft, or what an evening has room for, each time that it was looked at."""
    return Refusal(
        "KEEPS_CHANGING",
        "就在这一刻，这份作业或者这一晚接连被改了几次，这次没有发布。",
        "",
        (EVENING_RULE,),
        (Way("AGAIN", "", "写的都留着，请看一看，再按一次。"),),
    )


def held_back(class_label: str) -> Refusal:
    """The publisher asked for all or none, and another class did not fit."""
    return Refusal(
        "HELD_BACK",
        f"{class_label}放得下，但您选了“都放得下才发布”，所以没有发。",
        "",
        (EVENING_RULE,),
        (Way("WHERE_IT_FITS", "放得下的先发布", "只发布到放得下的班。", {"all_or_none": ""}),),
    )


def nothing_to_appeal(check: str) -> Refusal:
    """The check does not refuse this text here, or no longer."""
    words = f"“{check}”这条现在没有拦这段文字，不用申诉。"
    return Refusal("NOTHING_TO_APPEAL", words, "", (APPEAL_RULE,), (Way("LOOK", "", "请再看一次放不放得下。"),))


def appeal_waits(check: str) -> Refusal:
    """The same text and check are with academic affairs already."""
    words = f"这段文字的“{check}”已经有人提过，教务处还没有看，没有再提一次。"
    return Refusal("APPEAL_WAITS", words, "", (APPEAL_RULE,), (Way("WAIT", "", "急的话，先改一改这几个字再发布。"),))


def appeal_answered() -> Refusal:
    """A colleague was faster."""
    return Refusal(
        "APPEAL_ANSWERED",
        "就在刚才，同事已经答复了这一条，这次没有再改。",
        "",
        (APPEAL_RULE,),
        (Way("LOOK", "", "请看看现在的样子。"),),
    )


def nothing_to_set() -> Refusal:
    """The declared minutes count anyway, or it went out already."""
    words = "这份作业现在就按您写的分钟计，或者已经发布了，不用请教务处定。"
    return Refusal("NOTHING_TO_SET", words, "", (MINUTES_RULE,), (Way("LOOK", "", "请再看一次放不放得下。"),))


def minutes_asked_already() -> Refusal:
    """The minutes of this very draft are with academic affairs already, or were set by them."""
    words = "这一份的分钟已经送过教务处，没有再送一次。"
    return Refusal(
        "MINUTES_ASKED_ALREADY",
        words,
        "",
        (MINUTES_RULE,),
        (Way("WAIT", "", "定了就写在“我的作业”里；急的话，减几题再发布。"),),
    )


def ruled_words_changed() -> Refusal:
    """The teacher has changed what was asked about: minutes set for it would count for nothing."""
    return Refusal(
        "RULED_WORDS_CHANGED",
        "老师送来以后改过内容或分钟，定了也不算数，这次没有定。",
        "",
        (MINUTES_RULE,),
        (Way("WAIT", "", "老师再送一次，改过的那份就到这里。"),),
    )


def minutes_set_already() -> Refusal:
    """A colleague was faster."""
    return Refusal(
        "MINUTES_SET_ALREADY",
        "就在刚才，同事已经定了这一份的分钟，这次没有再改。",
        "",
        (MINUTES_RULE,),
        (Way("LOOK", "", "请看看现在的样子。"),),
    )


def review_over() -> Refusal:
    """A colleague was faster, the author took it back, or its release has come."""
    return Refusal(
        "REVIEW_OVER",
        "这份作业已经不在等审核：同事刚审过，老师撤回了或改了，或者已经到点放出。这次没有再动。",
        "",
        (REVIEW_RULE,),
        (Way("LOOK", "", "请看看现在的样子。已经放出的，要停就从班里撤回。"),),
    )


def rule_stands_already(words: str) -> Refusal:
    """The school asks for this very thing already, in days that overlap."""
    return Refusal(
        "REVIEW_ASKED_ALREADY",
        f"{words}现在已经要审核，或者定好了以后要审核，没有再定一次。",
        "",
        (REVIEW_RULE,),
        (Way("END_FIRST", "", "先把原来那条停用，再定新的。"),),
    )


def nothing_to_draw() -> Refusal:
    """Nothing was published in these days that still stands."""
    return Refusal(
        "NOTHING_TO_DRAW",
        "这几天没有发布过、还在的作业，抽不出来。",
        "",
        (SPOT_CHECK_RULE,),
        (Way("OTHER_DAYS", "", "换一段日子再抽。"),),
    )


def already_read() -> Refusal:
    """Somebody has read this work of the draw before."""
    return Refusal(
        "SPOT_CHECK_READ",
        "这份作业刚才同事已经看过，记下的照旧，这次没有再记。",
        "",
        (SPOT_CHECK_RULE,),
        (Way("LOOK", "", "请看看记了什么；还有话，当面跟老师说。"),),
    )


def no_evening(date: dt.date, reason: str, suggestion: dt.date | None) -> Refusal:
    """School is not held on the date, so no evening begins on it."""
    ways: tuple[Way, ...] = ()
    if suggestion:
        ways = (
            Way(
                "OTHER_EVENING",
                f"换到{short_date(suggestion)}",
                f"假期和周末的作业，布置在放假前最后一个上学日：{date_label(suggestion)}。",
                {"evening": suggestion.isoformat()},
            ),
        )
    why = f"（{reason}）" if reason else ""
    return Refusal(
        "NOT_A_SCHOOL_DAY", f"{date_label(date)}不上学{why}，这天没有单独的一晚。", "", (EVENING_RULE,), ways
    )


def short_date(date: dt.date) -> str:
    """9月17日, on a button."""
    return f"{date.month}月{date.day}日"
