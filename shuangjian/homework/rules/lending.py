"""Asking colleagues for minutes of their share, and why a share cannot be lent or planned."""

import datetime as dt
from collections.abc import Sequence

from shuangjian.kernel.day import SHANGHAI, date_label
from shuangjian.kernel.refusal import Clause, Refusal, Way
from shuangjian.kernel.subject import Subject

SHARE_RULE = Clause("傍晚的算法", None, "份额留到放出的时刻，在这以前只能商量着借")
PLAN_RULE = Clause("关于加强义务教育学校作业管理工作的通知", "教基厅函〔2021〕13号", "第9条", "homework/term_plan")


def until_words(release_at: dt.datetime | None, today: dt.date) -> str:
    """15:30, or 9月18日15:30 for another day than today; "" where nothing is released."""
    if release_at is None:
        return ""
    there = release_at.astimezone(SHANGHAI)
    day = "" if there.date() == today else f"{there.month}月{there.day}日"
    return f"{day}{there:%H:%M}"


def whom_to_ask(holders: Sequence[tuple[Subject, int]], missing: int) -> list[tuple[Subject, int]]:
    """Who could help with the minutes that are missing: each of those who hold enough alone, or else the fewest who do
    together; nobody where all together do not."""
    enough = [(subject, missing) for subject, kept in holders if kept >= missing]
    if enough or sum(kept for _, kept in holders) < missing:
        return enough
    asked, rest = [], missing
    for subject, kept in sorted(holders, key=lambda holder: -holder[1]):
        if rest > 0:
            asked.append((subject, min(kept, rest)))
            rest -= kept
    return asked


def loan_value(class_id: int, grade: int, date: dt.date, lender: str, minutes: int) -> str:
    """An ask as a way of a refusal carries it: 17-5-2026-09-17-ENGLISH-5."""
    return f"{class_id}-{grade}-{date.isoformat()}-{lender}-{minutes}"


def read_loan_value(value: str) -> tuple[int, int, dt.date, Subject, int] | None:
    """(class, grade, date, lender, minutes) of an ask; None for anything else."""
    parts = value.split("-")
    if len(parts) != 7 or parts[5] not in set(Subject):
        return None
    try:
        class_id, grade, year, month, day, minutes = (int(part) for part in (*parts[:5], parts[6]))
        return class_id, grade, dt.date(year, month, day), Subject(parts[5]), minutes
    except ValueError:
        return None


def shares_released(class_label: str, date: dt.date) -> Refusal:
    """Nothing is kept any more, so there is nothing to lend."""
    return Refusal(
        "SHARES_RELEASED",
        f"{class_label}{date_label(date)}的份额已经放出，不用借了：没有用的分钟谁都可以用。",
        "",
        (SHARE_RULE,),
        (Way("PUBLISH", "", "直接发布就行，放得下就发得出。"),),
    )


def less_left(class_label: str, lender: str, left: int, minutes: int) -> Refusal:
    """The lender has meanwhile used or lent what was asked for."""
    subject = Subject(lender).label
    has = f"只留着{left}分" if left else "没有留着的分钟了"
    return Refusal(
        "LESS_LEFT_TO_LEND",
        f"{class_label}的{subject}{has}，借不出{minutes}分，什么都没有改。",
        "",
        (SHARE_RULE,),
        (Way("ASK_LESS", "", f"可以少借一些，最多{left}分。" if left else "可以问别的科，或者等份额放出。"),),
    )


def already_asked(class_label: str, lender: str) -> Refusal:
    """The same colleague has not answered an earlier ask yet."""
    return Refusal(
        "ALREADY_ASKED",
        f"{class_label}已经问过{Subject(lender).label}，还在等回话，没有再问一次。",
        "",
        (SHARE_RULE,),
        (Way("TAKE_BACK_ASK", "", "要改分钟数，请先按“不借了”，再重新问。"),),
    )


def already_answered() -> Refusal:
    """Somebody has answered, settled or taken back the ask in the meantime."""
    return Refusal(
        "ALREADY_ANSWERED",
        "这一次借分钟刚才已经有了结果，这次没有再改。",
        "",
        (SHARE_RULE,),
        (Way("LOOK", "", "下面是现在的样子。"),),
    )


def plan_over_cap(weekday: int, total: int, cap: int) -> Refusal:
    """The shares of a weekday's evening add up to more than it holds."""
    day = f"星期{'一二三四五六日'[weekday - 1]}"
    words = f"各科合起来{total}分，{day}的傍晚最多{cap}分，多{total - cap}分，没有存。"
    ways = (Way("PLAN_LESS", "", f"请把{day}减去{total - cap}分；留一点不分给谁，临时要用的时候才有。"),)
    return Refusal("PLAN_OVER_CAP", words, "", (PLAN_RULE,), ways)
