"""Why an assignment cannot be set to a class evening, and what can be done instead."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuangjian.homework.rules.counting import AssignmentSpec, Form, obligation_rise
from shuangjian.homework.rules.lending import loan_value, until_words, whom_to_ask
from shuangjian.kernel.day import date_label
from shuangjian.kernel.refusal import Clause, Refusal, Way
from shuangjian.kernel.subject import Subject

SYSTEM = "傍晚的算法"
EVENING_RULE = Clause(SYSTEM, None, "一晚从放学到下一次上学，过去的晚上不再布置")
APPEAL_RULE = Clause("检查内容的办法", None, "说得不对可以申诉，由教务处看")
REVIEW_RULE = Clause("审核的办法", None, "审核在份额放出以前，到点没有人审就照常放出")
SPOT_CHECK_RULE = Clause("抽查的办法", None, "从发布过、没有撤回的作业里抽，看过一次就定")
ROSTER_RULE = Clause("名册", None, "任课以名册为准")
IN_SCHOOL_LAST_GRADE = 2


@dataclass(frozen=True)
class Room:
    """A class evening as one subject meets it. Minutes throughout.

    `cap` is None when a vacation has no stated total. `zero` says why a cap is 0: `GRADE`, `NO_HOMEWORK_DAY`, or "".
    `holders` are the other subjects with the minutes that are still kept for each, until `release_at`. `notice` is how
    many school days before large work is announced, with the school's rule, None where it says nothing.
    """

    class_id: int
    class_label: str
    grade: int
    date: dt.date
    until: dt.date
    is_night: bool
    provisional: bool
    cap: int | None
    committed: int
    obligated: int
    own_right: int
    own_committed: int
    clauses: tuple[Clause, ...]
    zero: str = ""
    release_at: dt.datetime | None = None
    holders: tuple[tuple[Subject, int], ...] = ()
    notice: tuple[int, Clause] | None = None

    @property
    def own_left(self) -> int:
        """What is kept for the subject itself and not claimed yet."""
        return max(self.own_right - self.own_committed, 0)

    @property
    def pool(self) -> int:
        """What is kept for nobody."""
        return 0 if self.cap is None else self.cap - self.obligated

    @property
    def free(self) -> int:
        """What the subject could still set here: the pool and the rest of its own right."""
        return 0 if self.cap is None else self.pool + self.own_left

    def after_giving_back(self, minutes: int) -> "Room":
        """The evening once the subject has taken back minutes it had set."""
        fall = obligation_rise(self.own_committed - minutes, self.own_right, minutes)
        return replace(
            self,
            committed=self.committed - minutes,
            obligated=self.obligated - fall,
            own_committed=self.own_committed - minutes,
        )

    @property
    def words(self) -> str:
        """今晚 is said by the screen, which knows the time; here the date stands: 9月17日　星期四."""
        return date_label(self.date) if self.is_night else f"{date_label(self.date)}起到下次上学前"


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
                f"换到{_short(suggestion)}",
                f"假期和周末的作业，布置在放假前最后一个上学日：{date_label(suggestion)}。",
                {"evening": suggestion.isoformat()},
            ),
        )
    why = f"（{reason}）" if reason else ""
    return Refusal(
        "NOT_A_SCHOOL_DAY", f"{date_label(date)}不上学{why}，这天没有单独的一晚。", "", (EVENING_RULE,), ways
    )


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
    if room.free > 0:
        words = f"这次要{minutes}分，{subject}最多还能用{room.free}分，多{minutes - room.free}分。"
    elif room.holders:
        words = f"这次要{minutes}分，{subject}现在没有可以用的分钟。"
    else:
        words = f"{room.words}的{room.cap}分已经排满，这次要{minutes}分。"
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


def _lighter_tiers(spec: AssignmentSpec, room: Room) -> list[Way]:
    """Make the longest required tiers optional until what is left fits, if something is left."""
    tiers = list(spec.tiers)
    required = sorted((i for i, t in enumerate(tiers) if t.required), key=lambda i: -tiers[i].minutes)
    for dropped, index in enumerate(required[:-1], 1):
        tiers[index] = replace(tiers[index], required=False)
        lighter = replace(spec, tiers=tuple(tiers))
        if 0 < lighter.counted <= room.free:
            names = "、".join(f"{spec.tiers[i].name or '这一层'}" for i in required[:dropped])
            values = {f"required-{i}": "" for i in required[:dropped]}
            words = f"{names}改为选做：按{lighter.counted}分计，放得下。"
            return [Way("LIGHTER_TIER", f"{names}改为选做", words, values)]
    return []


def _fewer_minutes(spec: AssignmentSpec, minutes: int, room: Room) -> list[Way]:
    """Cut every required tier above the room down to it; only where one tier is done, so that the sum is plain."""
    if room.free < 1 or spec.choose != 1 or minutes != spec.counted:
        return []
    too_long = [i for i, t in enumerate(spec.tiers) if t.required and t.minutes > room.free]
    names = "、".join(spec.tiers[i].name for i in too_long if spec.tiers[i].name)
    words = f"{names or '这次'}减到{room.free}分：正好放得下。内容请相应减少。"
    return [Way("FEWER_MINUTES", f"减到{room.free}分", words, {f"minutes-{i}": str(room.free) for i in too_long})]


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
            f"换到{_short(fits.date)}",
            words,
            {f"evening-{fits.class_id}-{fits.grade}": fits.date.isoformat()},
        )
    ]


def _short(date: dt.date) -> str:
    return f"{date.month}月{date.day}日"
