"""Whether an assignment can be set to a class evening; where it cannot, every reason, and what can be done instead."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from shuangjian.homework.rules.correcting import corrected
from shuangjian.homework.rules.correction import Basis
from shuangjian.homework.rules.counting import AssignmentSpec, Form, TierSpec
from shuangjian.homework.rules.lending import loan_value, until_words, whom_to_ask
from shuangjian.homework.rules.refusals import EVENING_RULE, short_date
from shuangjian.homework.rules.room import Room
from shuangjian.kernel.refusal import Clause, Refusal, Way
from shuangjian.kernel.subject import Subject

IN_SCHOOL_LAST_GRADE = 2


def weigh(
    spec: AssignmentSpec, minutes: int, room: Room, *, today: dt.date, others: Sequence[Room] = ()
) -> tuple[Refusal, ...]:
    """All reasons why `minutes` of this assignment cannot be set to this class evening; empty when it can.

    `others` are later evenings of the same class that might take it instead.
    """
    refusals = []
    if room.until <= today:
        refusals.append(_past(room, others, minutes))
    if spec.form is Form.IN_SCHOOL and room.grade > IN_SCHOOL_LAST_GRADE:
        refusals.append(_in_school_above_grade_two(room))
    if minutes > 0 and room.cap is None:
        refusals.append(_vacation_without_total(room))
    elif minutes > 0 and room.zero:
        refusals.append(no_written_work(room, others, minutes))
    elif minutes > room.free:
        refusals.append(_over_cap(spec, minutes, room, others, today))
    return tuple(refusals)


def _past(room: Room, others: Sequence[Room], minutes: int) -> Refusal:
    ways = tuple(_other_evenings(others, minutes))
    return Refusal("EVENING_PAST", f"{room.words}已经过去，不能再布置。", "", (EVENING_RULE,), ways)


def _in_school_above_grade_two(room: Room) -> Refusal:
    return Refusal(
        "IN_SCHOOL_ABOVE_GRADE_TWO",
        f"{room.class_label}放不下“校内巩固”：这种形式只给一、二年级。三年级起，书面作业在哪里写都计入上限。",
        "",
        (Clause("教育部办公厅关于加强义务教育学校作业管理的通知", "教基厅函〔2021〕13号", "第2条"),),
        (Way("WRITTEN", "改为书面", "改为书面作业，计入这一晚的上限。", {"form": Form.WRITTEN.value}),),
    )


def _vacation_without_total(room: Room) -> Refusal:
    return Refusal(
        "VACATION_WITHOUT_TOTAL",
        f"{room.class_label}：学校还没有定这个假期书面作业的总量，所以不能布置。",
        "学校还没有定这个假期书面作业的总量。",
        room.clauses,
        (
            Way("STATE_TOTAL", "", "请教务处在“本校规定”里写明假期总量，草稿会留着。"),
            Way("OPTIONAL", "全部改为选做", "改为选做：不计入，做不做都可以。", {"optional": "all"}),
        ),
    )


def no_written_work(room: Room, others: Sequence[Room], minutes: int) -> Refusal:
    """The evening is one without written work, by its grade or by the school's own choice."""
    if room.zero == "GRADE":
        return Refusal(
            "NO_WRITTEN_WORK",
            f"{room.class_label}放不下：一、二年级不布置书面家庭作业。",
            "一、二年级没有书面家庭作业。",
            room.clauses,
            (
                Way("IN_SCHOOL", "改为校内巩固", "在校内做完，不带回家。", {"form": Form.IN_SCHOOL.value}),
                Way("ORAL", "改为口头", "读、说、背、讲，不动笔，不计分钟。", {"form": Form.ORAL.value}),
            ),
        )
    return Refusal(
        "NO_HOMEWORK_DAY",
        f"{room.class_label}放不下：{room.words}是本校的无书面作业日。",
        "这一天学校不布置书面作业。",
        room.clauses,
        (
            *_other_evenings(others, minutes),
            Way("OPTIONAL", "全部改为选做", "改为选做：不计入，做不做都可以。", {"optional": "all"}),
        ),
    )


def _over_cap(spec: AssignmentSpec, minutes: int, room: Room, others: Sequence[Room], today: dt.date) -> Refusal:
    subject, until = Subject(spec.subject).label, until_words(room.release_at, today)
    asked = f"{minutes}分" + (f"（{spec.declared_words}）" if spec.is_corrected else "")
    if room.free > 0:
        words = f"这次要{asked}，{subject}最多还能用{room.free}分，多{minutes - room.free}分。"
    elif room.holders:
        words = f"这次要{asked}，{subject}现在没有可以用的分钟。"
    else:
        words = f"{room.words}的{room.cap}分已经排满，这次要{asked}。"
    if room.holders:
        kept = "，".join(f"{holder.label}留着{left}分" for holder, left in room.holders)
        words += f"{subject}自己的份额还有{room.own_left}分，公用的{room.pool}分；{kept}，到{until}放出。"
    return Refusal(
        "OVER_CAP",
        f"{room.class_label}放不下：{words}",
        f"这一晚的书面作业已经到{room.cap}分钟，不能再加。",
        room.clauses,
        (
            *_lighter_tiers(spec, room),
            *_fewer_minutes(spec, minutes, room),
            *_asks(minutes, room, until),
            *_other_evenings(others, minutes),
            Way("OPTIONAL", "全部改为选做", "全部改为选做：不计入，做不做都可以。", {"optional": "all"}),
        ),
    )


def _with_tiers(spec: AssignmentSpec, tiers: Sequence[TierSpec]) -> AssignmentSpec:
    """The assignment with other tiers, corrected as it would be when they are weighed."""
    changed = replace(spec, tiers=tuple(tiers))
    return corrected(changed, spec.correction.factor) if spec.is_corrected else changed


def _counts(spec: AssignmentSpec) -> str:
    """按27分计, and what its teacher declares where that is another number."""
    return f"写{spec.declared}分，按{spec.counted}分计" if spec.is_corrected else f"按{spec.counted}分计"


def _lighter_tiers(spec: AssignmentSpec, room: Room) -> list[Way]:
    """Make the longest required tiers optional until what is left fits, if something is left. What academic affairs
    has set, it has set for these tiers."""
    if spec.correction.basis is Basis.SET:
        return []
    tiers = list(spec.tiers)
    required = sorted((i for i, t in enumerate(tiers) if t.required), key=lambda i: -tiers[i].minutes)
    for dropped, index in enumerate(required[:-1], 1):
        tiers[index] = replace(tiers[index], required=False)
        lighter = _with_tiers(spec, tiers)
        if 0 < lighter.counted <= room.free:
            names = "、".join(f"{spec.tiers[i].name or '这一层'}" for i in required[:dropped])
            values = {f"required-{i}": "" for i in required[:dropped]}
            words = f"{names}改为选做：{_counts(lighter)}，放得下。"
            return [Way("LIGHTER_TIER", f"{names}改为选做", words, values)]
    return []


def _fewer_minutes(spec: AssignmentSpec, minutes: int, room: Room) -> list[Way]:
    """Cut every required tier that is too long down to the most declared minutes that fit as they count; only where one
    tier is done, so that the sum is plain."""
    if room.free < 1 or spec.choose != 1 or minutes != spec.counted or spec.correction.basis is Basis.SET:
        return []
    for most in range(spec.declared - 1, 0, -1):
        too_long = [i for i, t in enumerate(spec.tiers) if t.required and t.minutes > most]
        shorter = _with_tiers(
            spec, [replace(t, minutes=most) if i in too_long else t for i, t in enumerate(spec.tiers)]
        )
        if shorter.counted <= room.free:
            names = "、".join(spec.tiers[i].name for i in too_long if spec.tiers[i].name)
            counts = f"，按{shorter.counted}分计" if shorter.is_corrected else ""
            exactly = "正好" if shorter.counted == room.free else ""
            words = f"{names or '这次'}减到{most}分{counts}：{exactly}放得下。内容请相应减少。"
            return [Way("FEWER_MINUTES", f"减到{most}分", words, {f"minutes-{i}": str(most) for i in too_long})]
    return []


def _asks(minutes: int, room: Room, until: str) -> list[Way]:
    """Ask who holds the rest, or wait until it is free to all."""
    asked = whom_to_ask(room.holders, minutes - room.free)
    kept = dict(room.holders)
    ways = [
        Way(
            "ASK_LOAN",
            f"向{lender.label}借{part}分",
            f"{lender.label}留着{kept[lender]}分。问一句，{lender.label}老师按一下就借到；到{until}作废。",
            {"loan": loan_value(room.class_id, room.grade, room.date, lender, part)},
        )
        for lender, part in asked
    ]
    if asked:
        rest = (room.cap or 0) - room.committed
        ways.append(Way("WAIT", "", f"或者等到{until}：那时没有用的都放出来，现在看最多{rest}分。"))
    return ways


def _other_evenings(others: Sequence[Room], minutes: int) -> list[Way]:
    fits = next((room for room in others if not room.zero and room.free >= minutes), None)
    if fits is None:
        return []
    words = f"{fits.class_label}换到{fits.words}：还可布置{fits.free}分。"
    return [
        Way(
            "OTHER_EVENING",
            f"换到{short_date(fits.date)}",
            words,
            {f"evening-{fits.class_id}-{fits.grade}": fits.date.isoformat()},
        )
    ]
