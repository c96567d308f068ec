"""Why large work cannot be announced, moved or set as it is meant, and what can be done instead."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.homework.rules.announcing import Dates
from shuangjian.homework.rules.counting import Large
from shuangjian.homework.rules.room import Room
from shuangjian.kernel.day import date_label
from shuangjian.kernel.refusal import Clause, Refusal, Way
from shuangjian.kernel.subject import Subject

NOTICE_RULE = Clause("傍晚的算法", None, "大作业先预告；定下以后只能往后挪、减少或者撤回")
ASK_ACADEMIC = Way("ASK_ACADEMIC", "", "确实赶不及的，在“大作业预告”里写明原因，请教务处同意；同意了，这一晚就能发布。")


@dataclass(frozen=True)
class Advice:
    """What is only said: nothing is stopped by it."""

    words: str
    clauses: tuple[Clause, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Noticed:
    """What is known of the notice of one class's large work when it is about to be set. `announced` is what was
    announced for these evenings, `days` its notice, `elsewhere` the first evening it was announced for instead;
    `nearest` the next evening that could still be announced."""

    announced: Dates | None = None
    days: int = 0
    elsewhere: dt.date | None = None
    nearest: dt.date | None = None


def announce_value(class_id: int, grade: int, date: dt.date) -> str:
    """An announcement as a way of a refusal carries it: 17-5-2026-09-22."""
    return f"{class_id}-{grade}-{date.isoformat()}"


def read_announce_value(value: str) -> tuple[int, int, dt.date] | None:
    """(class, grade, date); None for anything else."""
    class_id, _, rest = value.partition("-")
    grade, _, date = rest.partition("-")
    try:
        return int(class_id), int(grade), dt.date.fromisoformat(date)
    except ValueError:
        return None


def without_notice(kind: Large, room: Room, days: int, clause: Clause, minutes: int, noticed: Noticed) -> Refusal:
    """The school asks for so many school days of notice, and this large work has not had them."""
    words = f"{room.class_label}还不能布置：这是大作业（{kind.label}），本校要求提前{days}个上学日预告，"
    if noticed.announced is None:
        words += "这一晚还没有预告。"
    elif noticed.announced.minutes < minutes:
        words += f"预告的是每晚{noticed.announced.minutes}分，这次{minutes}分。"
    else:
        words += f"预告只早了{noticed.days}个上学日，教务处还没有同意。"
    return Refusal(
        "LARGE_WORK_WITHOUT_NOTICE",
        words,
        "这份大作业还没有提前预告。",
        (clause,),
        (*_announced_elsewhere(room, noticed), *_announce(room, noticed), _smaller(), ASK_ACADEMIC),
    )


def not_announced(kind: Large, room: Room, clauses: tuple[Clause, ...], noticed: Noticed) -> Advice:
    """The school states no number of days: it is said, and nothing is stopped."""
    words = (
        f"{room.class_label}：这是大作业（{kind.label}），没有预告过，同事还没有看到。本校没有定要提前几天，可以发布。"
    )
    return Advice(words, clauses, (*_announced_elsewhere(room, noticed), *_announce(room, noticed)))


def announced_too_late(
    class_label: str, date: dt.date, days: int, needed: int, clause: Clause, nearest: dt.date | None
) -> Refusal:
    """Fewer school days are left than the school asks for, and no reason was given."""
    ways = () if nearest is None else (_other_date(nearest),)
    return Refusal(
        "ANNOUNCED_TOO_LATE",
        f"{class_label}没有预告：离{date_label(date)}还有{days}个上学日，本校要求提前{needed}个。",
        "",
        (clause,),
        (*ways, Way("SAY_WHY", "", "确实要在这一天的，写一句原因再预告，教务处同意了才能布置。")),
    )


def announced_already(class_label: str, subject: str, date: dt.date) -> Refusal:
    """The subject has announced large work for this evening before."""
    return Refusal(
        "ALREADY_ANNOUNCED",
        f"{class_label}{date_label(date)}已经有一份{Subject(subject).label}大作业的预告，没有再加一份。",
        "",
        (NOTICE_RULE,),
        (Way("CHANGE", "", "要改的话，改原来的那一份。"),),
    )


def larger_than_the_evening(room: Room, minutes: int) -> Refusal:
    """So many minutes of written work fit no evening of the class."""
    words = f"{room.class_label}没有预告：每晚{minutes}分，{room.words}一共只有{room.cap or 0}分。"
    return Refusal(
        "LARGER_THAN_THE_EVENING",
        words,
        "",
        room.clauses,
        (Way("FEWER_MINUTES", "", "可以分到几晚，或者在学校里做；不动笔的，请选“不计分钟”。"),),
    )


def already_fixed(fixes_on: dt.date) -> Refusal:
    """Colleagues rely on it by now."""
    return Refusal(
        "ALREADY_FIXED",
        f"这份预告{date_label(fixes_on)}起已经定下，没有改。",
        "",
        (NOTICE_RULE,),
        (Way("LATER_OR_LESS", "", "定下以后可以往后挪、减少分钟，或者撤回；要提前、要加，请撤回再预告一份。"),),
    )


def fixed_before_the_objection(fixes_on: dt.date) -> Refusal:
    """It is too late to say that it is in the way."""
    return Refusal(
        "FIXED_BEFORE_THE_OBJECTION",
        f"这份预告{date_label(fixes_on)}起已经定下，冲突没有记上。",
        "",
        (NOTICE_RULE,),
        (Way("ASK_HOMEROOM", "", "请和这位老师商量，或者请班主任、年级组长来定。"),),
    )


def no_longer_announced() -> Refusal:
    """It was withdrawn, or has been set, in the meantime."""
    return Refusal(
        "NO_LONGER_ANNOUNCED",
        "这份预告刚才已经撤回或者布置出去，这次没有再改。",
        "",
        (NOTICE_RULE,),
        (Way("LOOK", "", "下面是现在的样子。已经布置的，到“我的作业”里改。"),),
    )


def nothing_to_settle() -> Refusal:
    """Nothing meets on its evenings, and nobody has objected."""
    return Refusal(
        "NOTHING_TO_SETTLE",
        "这几晚没有别的大作业，也没有老师说有冲突，没有挪。",
        "",
        (NOTICE_RULE,),
        (Way("ASK_TEACHER", "", "还是想挪的话，请和这位老师商量，由老师自己改。"),),
    )


def nothing_to_allow() -> Refusal:
    """It has days enough, or somebody has allowed it."""
    return Refusal(
        "NOTHING_TO_ALLOW",
        "这份预告不用同意：天数已经够了，或者刚才有人同意了。",
        "",
        (NOTICE_RULE,),
        (Way("LOOK", "", "下面是现在的样子。"),),
    )


def _announced_elsewhere(room: Room, noticed: Noticed) -> tuple[Way, ...]:
    if noticed.elsewhere is None:
        return ()
    date = noticed.elsewhere
    values = {f"evening-{room.class_id}-{room.grade}": date.isoformat()}
    return (Way("OTHER_EVENING", f"换到{_short(date)}", f"预告的是{date_label(date)}。", values),)


def _announce(room: Room, noticed: Noticed) -> tuple[Way, ...]:
    if noticed.nearest is None or noticed.elsewhere is not None:
        return ()
    date = noticed.nearest
    words = f"预告到{date_label(date)}，这是最早可以的一晚；写好的内容留着，到那天再发布。"
    return (
        Way("ANNOUNCE", f"预告到{_short(date)}", words, {"announce": announce_value(room.class_id, room.grade, date)}),
    )


def _smaller() -> Way:
    words = "只留一小部分，按平常的作业布置。内容和分钟请相应减少。"
    return Way("SMALLER", "改成不是大作业", words, {"large": Large.SMALL.value})


def _other_date(date: dt.date) -> Way:
    return Way("OTHER_DATE", "", f"最早可以预告到{date_label(date)}。", {"date": date.isoformat()})


def _short(date: dt.date) -> str:
    return f"{date.month}月{date.day}日"
