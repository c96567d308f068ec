"""Work for the family: who is the agent of which act in a clause."""

import re
from collections.abc import Iterator

from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.frames.families import hit, implied, led, together
from shuangjian.homework.content.frames.family_forms import fields, roles
from shuangjian.homework.content.frames.guarding import is_guarding
from shuangjian.homework.content.frames.marking_agents import Agent, agent_of
from shuangjian.homework.content.reading import Clause, Reading
from shuangjian.homework.content.standing import is_denied, is_studied, is_threatened
from shuangjian.homework.content.words import care, family, mentions, people
from shuangjian.homework.content.words import parents_acts as acts

_ADULTS = re.compile(people.SEVERAL_ADULTS)
_ADDRESSED = re.compile(people.ADDRESSED)
_ASKED = re.compile(
    people.ASKED
    + (
        r"(?:到|您)?(?:一?[位下]|各位|亲爱的|尊敬的|每位|所有|全体|你们?的?|自己的?|我们的?|孩子的?|"
        r"孩子他|他们的|咱|身边的?|在家的|家里的?|家中的?|你家里?的?|家庭中的)*$"
    )
)
_ASKED_FOR_ONE = re.compile(r"(?:请|[出派选推来]|让|由|叫|麻烦|务必)[^,。]{0,3}$")
_TOWARDS = re.compile(
    r"(?:给|向|(?<![改变换])为|对|替|帮助?|问问?|采访|告诉|听听?|学着?|教|送|陪|感谢|孝敬|关心|体谅|照顾|想想?|爱|"
    r"像|跟着|随|靠|了解|观察|访问|调查|统计|知道|看看?|邀请|画|写|关于|拜访|祝|抱抱?|夸|把|将|"
    r"不(?:需要?|用)?靠|背着|瞒着|代替|以)(?:我|你|自己|咱|一下|一[个位]|家里的?|身边的?)*(?:的)?$"
)
_WITH = re.compile(r"(?:和|跟|与|同|陪同?)(?:你|自己|我|家里|你们)?(?:的)?$")
_RELATIVE = re.compile(r"(?<=.)的(?=作业本?|本子|同学|学生|一律)")
_OWNED = re.compile(r"'s?|的(?!帮|陪|签|评|检查|批改|寄语|协|配合|监督|指导|辅导|意见|参与)")
_LED = re.compile(r"在(?:你|自己|家里)?(?:的)?$")
_MARKING, _TASK, _SOFT = re.compile(acts.MARKING), re.compile(acts.TASK), re.compile(acts.SOFT)
_HANDED_OVER = re.compile(acts.FORCED_TASK_OF_PUPIL)
_HANDED = re.compile(r"(?:给|交给|拿给|送给|递给|交予)(?:你|自己|家里|家中)?的?$")
_BENIGN, _BOUND = re.compile(r"^(?:们?$|[的是有或群都会]|.{0,3}?" + acts.BENIGN + ")"), re.compile(acts.BOUND)
_SHARED = re.compile("进步|成长|作品|分享|欣赏|表演|只是|高兴|开心")
_MARKED_AT_ONCE = re.compile(r".{0,3}?" + acts.MARKING)
_SHOWN = re.compile(r"^.{0,2}看(?:看|一看|一下|一遍|过|完)?")
_OF_SCHOOL = re.compile(acts.OF_SCHOOL)
_FOR_SCHOOL = re.compile("课本剧|班级|学校|展评|节目|参赛")
_FOR_THE_CHILD = re.compile(
    rf"(?:给|为|替|向|教|陪|带|帮).{{0,2}}{people.CHILD}$"
)  # what is done, only school's words tell
_CARE, _OF_WORK = re.compile(care.CARE), re.compile(care.OF_WORK)
_URGED_TO_WORK = re.compile(acts.URGED_TO_WORK)
_AND_THEN = re.compile("再(?=[装收放背睡让送])|才(?=能|可|准|许|[装收放背睡])|方可|之?后(?=[再才装收放])")
_INSPECTED = re.compile(r"^.{0,2}看[^,。]{0,10}(?:有没有|有无|是否|对不对|全不全|对错|漏|错)")
_PRODUCT = re.compile(acts.PRODUCT)
_LIVING = re.compile(family.LIVING)
_OF_THE_PUPIL = re.compile("您|家人|家里人|亲人|老人|长辈|家庭成员")
_EITHER, _OR_PEER = re.compile(acts.EITHER + "$"), re.compile("^" + acts.OR_PEER)
_OWN_SUBJECT = re.compile(rf"^(?:然后|再|并|最后|由|让|请|而)?(?:{people.PUPIL}|{people.TEACHER}|{people.ADULT})")
_SIGNING = re.compile(rf"{people.ADULT}.{{0,3}}签[字名]")
_NO_ACT = re.compile(r"[a-z\d]")  # 父亲A型
_GOES_ON = re.compile(r"^(?:并|再|然后|还|同时|及时|最后|且|后|逐|帮|给|把|将|为|替|认真|仔细|对)")
_SUBJECT = re.compile(
    rf"^(?:每[天晚周日])?(?:请|由|让|需|须)?(?:各位|每位)?{people.ADDRESSED}|^(?:由|请|让){people.SEVERAL_ADULTS}"
)
_WHEN = re.compile(
    r"^们?(?:这周|今[晚天]|每[天晚周日]|周[末一二三四五六日]|晚上|本周|明[天早]|睡前|饭后|抽空|先|再|也|就|都|帮忙|负责)*"
)
_RESUMED_MARKING = re.compile(rf"(?:并|且|同时)(?!自己|认真完成)[^,。]{{0,4}}?{acts.MARKING}(?!一遍)")
_PLACE = re.compile(r"^(?:需要?|要|应|们)?在[^,]{1,8}?(?:上|里|中|下|处|角|旁)")
_ANYTHING = re.compile("")
_CHILD_OF_THE_FAMILY = re.compile(family.CHILD_OF_THE_FAMILY)
_SPOKEN_TO, _POLITELY = re.compile(family.SPOKEN_TO), re.compile(family.POLITELY)
_REQUEST, _GATE = re.compile(family.REQUEST), re.compile(family.GATE)
_AFTER_WORK = re.compile(r"(?:作业|练习|题|卷|本|习作|作文|口算)[^,。]{0,6}[做写算](?:完|好)后?[^。]{0,8},$")
_GATE_OF_WORK, _AT_WORK = re.compile(family.GATE_OF_WORK), re.compile(acts.PRODUCT + "|练|读|背|写")
_SOMEBODY_ELSE = re.compile(f"{people.PUPIL}(?!们?的)|{people.TEACHER}|自行|同桌|代表|委员")
_STRAINED, _HELD_TO_IT = re.compile(family.STRAINED), re.compile(family.HELD_TO_IT)
_ONLY_THEN = re.compile(family.ONLY_THEN)
_LEFT_HANGING = re.compile(rf"(?:让|请|由|叫|各位|劳){people.SEVERAL_ADULTS}$")  # 让爸爸／接着讲: cut before the act
_PLAY = re.compile("游戏|[我咱]来")
_AT_SCHOOL = re.compile("在?(?:学校|校内|课上|课堂)")
_CALLED_UPON = re.compile("请|麻烦|务必|烦|希望|劳|辛苦|您|须|需要|每[晚天日周]")
_CONTRARY = re.compile("(?:但|只|不过|而)是?(?:还|也)?(?:要|需|请|须)")
_VOCATIVE = re.compile(
    rf"^(?:致|告)[^,。:]{{0,8}}{people.ADULT}(?:们|朋友们?)?[,:]?$|^(?:请|敬请|各位|尊敬的|亲爱的)*{people.ADULT}(?:们|朋友们?)?(?:您好|你们?好|好)?[,:]?$"
)
_CHILDS_TURN = re.compile(rf"^(?:再|由)?(?:{people.CHILD}|你|自己)")
_CALL_AND_ANSWER = re.compile(
    rf"^.{{0,3}}(?:念|读|报|说|问|出|考|放|讲(?!.{{0,8}}(?:故事|笑话|往事|经历|来历))|唱|教唱|教读|抽)[^。]{{0,12}}?(?:{people.PUPIL}|"
    rf"自己).{{0,4}}(?:写|默|答|背|读|说|跟|算|译|拼|猜|学一|唱|接)"
)


def work_for_parents(reading: Reading) -> Iterator[Hit]:
    """PARENT_MARKING and PARENT_TASK."""
    to_family = False
    for sentence in reading.sentences:
        yield from roles(sentence)
        yield from fields(sentence)
        called = carried = False
        for clause in sentence.clauses:
            if _VOCATIVE.match(clause.text):
                called, carried = not clause.text.startswith("请"), True
                to_family = True
                continue
            if called and _CALLED_UPON.search(clause.text):
                called = False
            hits = list(_in_clause(clause, carried and not called)) or list(_asked_politely(clause, to_family))
            yield from hits
            carried = (
                any(hit.verdict is Verdict.REFUSE for hit in hits)
                or _is_signing(clause)
                or (carried and not _OWN_SUBJECT.match(clause.text))
                or (_ADDRESSED.search(clause.text) is not None and _is_contradicted(clause))
                or (
                    _ADULTS.search(clause.text) is not None
                    and (_ADDRESSED.search(clause.text) or _ADULTS.match(clause.text))
                    and _STRAINED.search(clause.text) is not None
                )
                or _LEFT_HANGING.search(clause.text) is not None
                or (_is_subject(clause) and any(_GOES_ON.match(other.text) for other in clause.after[:1]))
                or (clause.text.startswith("各位") and _ADULTS.search(clause.text) is not None)
            )


def _asked_politely(clause: Clause, to_family: bool) -> Iterator[Hit]:
    """Nobody is named, and only a family is spoken to like that: 麻烦检查一下; 请对照要求检查，有错让孩子改."""
    politely = _POLITELY.search(clause.text)
    told = clause.before and _SUBJECT.match(clause.before[-1].text)
    asked = politely or _REQUEST.search(clause.text) or (told and _ANYTHING.match(clause.text))
    if not asked or not (politely or to_family or _SPOKEN_TO.search(clause.sentence.text)):
        return
    for kind, pattern in ((Kind.PARENT_MARKING, _MARKING), (Kind.PARENT_TASK, _TASK)):
        act = pattern.search(clause.text, asked.start())
        if act and not _SOMEBODY_ELSE.search(clause.text[: act.start()]) and (politely or kind is Kind.PARENT_MARKING):
            if not is_guarding(clause, clause.text):
                yield from hit(clause, kind, asked.start(), act.end())
            return


def _is_contradicted(clause: Clause) -> bool:
    """家长不帮忙，但要检查: the next clause goes on to what the family is to do after all."""
    return any(_CONTRARY.match(following.text) for following in clause.after[:1])


def _is_subject(clause: Clause) -> bool:
    """家长看完作文，把病句划出来: who opens a clause goes on acting in the next, if that says so."""
    found = _SUBJECT.match(clause.text)
    return found is not None and not is_denied(clause, found.end(), len(clause.text)) and "不" not in clause.text


def _is_signing(clause: Clause) -> bool:
    found = _SIGNING.search(clause.text)
    return found is not None and not is_denied(clause, found.start(), found.end())


def _in_clause(clause: Clause, carried: bool) -> Iterator[Hit]:
    goes_on = carried and not _OWN_SUBJECT.match(clause.text) and not _AT_SCHOOL.search(clause.text)
    hits = list(_acts(clause, 0, 0)) if goes_on else []
    for adults in _ADULTS.finditer(clause.text):
        hits += list(_by_role(clause, adults))[:1]
    hits.sort(key=lambda hit: hit.verdict is not Verdict.REFUSE)
    yield from hits[:1] if hits or goes_on else implied(clause)


def _by_role(clause: Clause, adults: re.Match[str]) -> Iterator[Hit]:
    before, rest = clause.text[: adults.start()], clause.text[adults.end() :]
    if _EITHER.search(before) or _OR_PEER.match(rest) or _is_told_of(clause, adults):
        return
    if _OWNED.match(rest):
        return
    asked = _ASKED.search(before)
    shown = _SHOWN.match(rest)
    inspected = asked and _INSPECTED.match(rest)
    if not inspected and (_HANDED.search(before) or (shown and asked)):
        act = shown or _MARKED_AT_ONCE.match(rest)
        if act and (not shown or _is_schoolwork_shown(clause)):
            yield from hit(clause, Kind.PARENT_MARKING, adults.start(), adults.end() + act.end())
        return
    if gate := _GATE.search(clause.text) or (_is_at_work(clause) and _GATE_OF_WORK.search(clause.text)):
        yield from hit(clause, Kind.PARENT_MARKING, gate.start(), gate.end())
        return
    if _WITH.search(before):
        yield from together(clause, adults)
    elif _LED.search(before):
        yield from led(clause, adults)
    elif asked or not _TOWARDS.search(before):
        yield from _acts(
            clause,
            adults.start(),
            adults.end(),
            near=not (
                asked
                or _ADDRESSED.match(adults.group() + rest[:1])
                or _speaks_of_child(clause, adults)
                or _is_bound(clause, adults)
            ),
        )


def _is_at_work(clause: Clause) -> bool:
    return _AT_WORK.search(clause.sentence.text) is not None


def _is_schoolwork_shown(clause: Clause) -> bool:
    """写完给妈妈看, against 画好给妈妈看 and 给爸妈看看进步."""
    near = (*clause.before[-2:], clause)
    return not _SHARED.search(clause.text) and any(_PRODUCT.search(other.text) for other in near)


def _speaks_of_child(clause: Clause, adults: re.Match[str]) -> bool:
    """爸妈今晚当一回老师，把孩子的词语判一判: who calls the pupil 孩子 speaks to the family."""
    return adults.start() < 3 and _CHILD_OF_THE_FAMILY.search(clause.sentence.text) is not None


def _is_bound(clause: Clause, adults: re.Match[str]) -> bool:
    """父母至少一方须学会; 父母核准后方可上交; 背给爸妈听，爸妈画星: kin held to it, or sent to before."""
    if not mentions.NARRATED_AFTER.match(clause.text[adults.end() :]) and (
        _HELD_TO_IT.match(clause.text[adults.end() :]) or _ONLY_THEN.search(clause.sentence.text)
    ):
        return True
    if adults.start() == 0 and _AFTER_WORK.search(clause.sentence.text[: clause.start - clause.sentence.start]):
        return True
    listening = re.compile(rf"(?:给|向|跟)(?:你|自己)?(?:的)?{re.escape(adults.group())}")
    return adults.start() == 0 and any(listening.search(other.text) for other in clause.before)


def _is_told_of(clause: Clause, adults: re.Match[str]) -> bool:
    """A sum, a story or a topic with an adult in it."""
    before, rest = clause.text[: adults.start()], clause.text[adults.end() :]
    if is_studied(clause, adults.start()):
        return True
    if mentions.NARRATED_BEFORE.search(before) and not _ASKED_FOR_ONE.search(before):
        return True
    if mentions.ONE_OF_A_KIND.search(before) and mentions.OF_A_KIND.match(rest):
        return True
    if clause.text.rstrip("。;!\n").endswith("?") and not _ASKED.search(before):
        return True
    if _PLAY.search(clause.sentence.text) and not re.match("家长|监护", adults.group()) and not _ASKED.search(before):
        return True
    if _ASKED.search(before) and not clause.sentence.is_a_sum:
        return False
    narrated = mentions.NARRATED_AFTER.match(
        clause.sentence.text[
            clause.start - clause.sentence.start + adults.end() :
        ]  # whether 了 ends it shows behind it
    )
    return bool(
        (narrated and narrated.end() <= len(rest))
        or (clause.sentence.is_a_sum and not _ADDRESSED.match(adults.group()))
    )


def _acts(clause: Clause, start: int, at: int, near: bool = False) -> Iterator[Hit]:
    """Acts of an agent named at `start`, searched from `at` on.

    `near` looks only right behind the agent, as kin stand in stories too.
    """
    rest = clause.text[at:]
    handed = _HANDED_OVER.search(rest)
    own = _RELATIVE.split(rest[: handed.start()] if handed else rest)[0]
    if is_guarding(clause, own) or _is_care(own):
        return
    if near and mentions.NARRATED_AFTER.search(own):
        return
    if near and _CALL_AND_ANSWER.match(clause.sentence.text[clause.start - clause.sentence.start + at :]):
        yield from hit(clause, Kind.PARENT_TASK, start, len(clause.text))
        return
    if handed and (resumed := _RESUMED_MARKING.search(rest, handed.end())):
        yield from hit(clause, Kind.PARENT_MARKING, start, at + resumed.end())
        return
    for kind, pattern, weak in (
        (Kind.PARENT_MARKING, _MARKING, False),
        (Kind.PARENT_TASK, _TASK, False),
        (Kind.PARENT_TASK, _SOFT, True),
    ):
        act = next((one for one in pattern.finditer(rest) if not _LIVING.match(rest, one.start())), None)
        if act and not weak and act.start() >= len(own):
            act = None
        weak = weak or bool(act and _FOR_THE_CHILD.match(act.group()) and not _speaks_of_school(clause))
        near_by = len(own) - len(_WHEN.sub("", own, count=1)) + 4
        weak = weak and not _BOUND.search(clause.text) and not _URGED_TO_WORK.search(rest)
        if act and at == 0 and agent_of(own, act.start()) not in (Agent.NOBODY, Agent.FAMILY):
            return
        if act and not (near and act.start() > near_by) and (is_threatened(clause) or not _is_of_the_act(rest, act)):
            if not is_denied(clause, at + act.start(), at + act.end()):
                yield from hit(clause, kind, start if at else act.start(), at + act.end(), weak)
            return
    if not near and at and not handed:
        yield from _other_act(clause, start, at)


def _other_act(clause: Clause, start: int, at: int) -> Iterator[Hit]:
    """An act no table knows: a task where parent and child take turns or the parent is bound to it, else said."""
    own = _PLACE.sub("", clause.text[at:].rstrip(",。;:!"))
    if _BOUND.search(clause.text[:at]):
        own = re.sub(r"^在家(?=.{2})", "", own)
    if _CALL_AND_ANSWER.match(clause.sentence.text[clause.start - clause.sentence.start + at :]):
        yield from hit(clause, Kind.PARENT_TASK, start, len(clause.text))
    elif own and not _is_nobodys_homework(own) and not is_denied(clause, at, at + 1):
        turns = _takes_turns(clause, own)
        if len(own) == 1 and not turns:
            return
        bound = (
            _BOUND.search(clause.text)
            or (turns and not _OF_THE_PUPIL.match(clause.text, start))
            or _is_plainly_family(clause, start)
        )
        yield from hit(clause, Kind.PARENT_TASK, start, len(clause.text), weak=not bound)


def _speaks_of_school(clause: Clause) -> bool:
    return bool(_OF_WORK.search(clause.sentence.full) or _OF_SCHOOL.search(clause.sentence.full))


def _is_care(own: str) -> bool:
    """剪指甲, 填健康信息表: what schools ask of families besides homework."""
    act = _AND_THEN.split(own)[0] or own  # 验收合格再装书包: the bag is packed after it
    return bool(_CARE.search(act) and not _OF_WORK.search(own))


def _is_nobodys_homework(own: str) -> bool:
    return bool(_BENIGN.match(_WHEN.sub("", own, count=1)) or _LIVING.search(own) or _NO_ACT.match(own))


def _is_plainly_family(clause: Clause, start: int) -> bool:
    """家长 where anything of school is spoken of, 妈妈 only where schoolwork or 孩子 is.

    家人 is what a pupil says, 您 may be anybody.
    """
    if _OF_THE_PUPIL.match(clause.text, start):
        return False
    kin_at_work = start > 0 and (_PRODUCT.search(clause.sentence.text) or _FOR_SCHOOL.search(clause.text))
    addressed = _ADDRESSED.match(clause.text, start) and _OF_SCHOOL.search(clause.sentence.full)
    return bool(addressed or kin_at_work or (start < 3 and "孩子" in clause.sentence.text))


def _takes_turns(clause: Clause, own: str) -> bool:
    """家长抽，孩子答; 孩子做，家长批."""
    beside = (*clause.before[-1:], *clause.after[:1])
    return 0 < len(own) <= 5 and any(_CHILDS_TURN.match(other.text) and len(other.text) <= 10 for other in beside)


def _is_of_the_act(rest: str, act: re.Match[str]) -> bool:
    """家长填写的表 speaks of a table, not of the filling in."""
    return bool(re.match(r"(?:过|好|完)?的(?!时候|同时|基础)(?=.)", rest[act.end() :])) and not rest.startswith("的")


def is_parents_act(clause: Clause) -> bool:
    """Whether the clause's agent is an adult of the family, so that what is written there is not the child's work."""
    return (
        bool(re.match(rf"^(?:请|让|由)?(?:各位)?{people.ADULT}(?!.{{0,4}}(?:孩子|你|一起))", clause.text))
        and "孩子" not in clause.text
    )
