"""Work for the family: who is the agent of which act in a clause."""

import re
from collections.abc import Iterator

from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.frames.demands import verdict_of
from shuangjian.homework.content.reading import Clause, Reading, Sentence
from shuangjian.homework.content.standing import Standing, is_denied, is_studied, is_threatened, standing
from shuangjian.homework.content.words import family, mentions, people
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
_TOWARDS = re.compile(
    r"(?:给|向|为|对|替|帮助?|问问?|采访|告诉|听听?|学着?|教|送|陪|感谢|孝敬|关心|体谅|照顾|想想?|爱|"
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
_PRODUCT = re.compile(acts.PRODUCT)
_SAFETY, _GUARDED = re.compile(acts.SAFETY), re.compile(acts.GUARDED)
_EITHER, _OR_PEER = re.compile(acts.EITHER + "$"), re.compile("^" + acts.OR_PEER)
_JOINT, _CRAFT = re.compile(acts.JOINT_SCHOOLWORK), re.compile(acts.JOINT_CRAFT)
_OWN_SUBJECT = re.compile(rf"^(?:然后|再|并|最后|由|让|请|而)?(?:{people.PUPIL}|{people.TEACHER}|{people.ADULT})")
_SIGNING = re.compile(rf"{people.ADULT}.{{0,3}}签[字名]")
_FAMILYS_CHILD = r"(?:孩子|娃娃?|宝贝|宝宝|儿子|女儿|子女|小孩)"
_IMPLIED = re.compile(
    rf"(?P<task>给(?:各位)?家长.{{0,4}}(?:布置|留|安排)(?:[个项些]|一[项个])?小?(?:任务|作业)|(?:监督|"
    rf"陪着?|陪伴|辅导|指导|协助|帮助?|教|带领?|给|为|替|考考?|"
    rf"听){_FAMILYS_CHILD}(?!们?的(?!作业|学习)))"
    rf"|(?P<marking>(?:检查|批改|核对|查看|过目|订正|抽查|批阅)(?:一下|好|完)?(?:自己|您|"
    rf"自家)?(?:的)?{_FAMILYS_CHILD})"
    rf"|(?P<soft>(?:督促|提醒){_FAMILYS_CHILD}.{{0,10}}(?:作业|练习|背|写|复习|预习))"
)
_PLACE = re.compile(r"^(?:需要?|要|应|们)?在[^,]{1,8}?(?:上|里|中|下|处|角|旁)")
_ENGLISH = re.compile(
    r"(?:ask|let|have|get)(?:your|the|a)?(?:mom|mum|dad|mother|father|parents?|family)[a-z]{0,12}?(?:to)?"
    r"(?:(?P<marking>check|correct|mark|grade|score)|record|dictate|help|listen|write|read)"
)
_ROLE = re.compile(
    rf"(?:(?P<marking>批改|检查|核对|订正|打分|评分|验收)|听写|评价|监督|记录|出题|计时|拍摄|陪读|"
    rf"填表|录制)(?:人|者|方|员)(?:[:是为]|由){people.SEVERAL_ADULTS}"
)
_STRAINED, _HELD_TO_IT = re.compile(family.STRAINED), re.compile(family.HELD_TO_IT)
_ONLY_THEN, _DIVIDED = re.compile(family.ONLY_THEN), re.compile(family.DIVIDED)
_LEFT_HANGING = re.compile(rf"(?:让|请|由|叫|各位|劳){people.SEVERAL_ADULTS}$")  # 让爸爸／接着讲: cut before the act
_PLAY = re.compile("游戏|[我咱]来")
_AT_SCHOOL = re.compile("在?(?:学校|校内|课上|课堂)")
_CALLED_UPON = re.compile("请|麻烦|务必|烦|希望|劳|辛苦|您|须|需要|每[晚天日周]")
_CONTRARY = re.compile("(?:但|只|不过|而)是?(?:还|也)?(?:要|需|请|须)")
_VOCATIVE = re.compile(rf"^(?:请|敬请|各位|尊敬的|亲爱的)*{people.ADULT}(?:们|朋友们?)?(?:您好|你们?好|好)?[,:]?$")
_CHILDS_TURN = re.compile(rf"^(?:再|由)?(?:{people.CHILD}|你|自己)")
_PARENT_CHILD, _LEISURE = re.compile(acts.PARENT_CHILD_WORK), re.compile(acts.PARENT_CHILD_LEISURE)
_CALL_AND_ANSWER = re.compile(
    rf"^.{{0,3}}(?:念|读|报|说|问|出|考|放|讲|唱|教唱|教读|抽)[^。]{{0,12}}?(?:{people.PUPIL}|"
    rf"自己).{{0,4}}(?:写|默|答|背|读|说|跟|算|译|拼|猜|学一|唱|接)"
)


def work_for_parents(reading: Reading) -> Iterator[Hit]:
    """PARENT_MARKING and PARENT_TASK."""
    for sentence in reading.sentences:
        yield from _roles(sentence)
        called = carried = False
        for clause in sentence.clauses:
            if _VOCATIVE.match(clause.text):
                called, carried = not clause.text.startswith("请"), True
                continue
            if called and _CALLED_UPON.search(clause.text):
                called = False
            hits = list(_in_clause(clause, carried and not called))
            yield from hits
            carried = (
                any(hit.verdict is Verdict.REFUSE for hit in hits)
                or _is_signing(clause)
                or (carried and not _OWN_SUBJECT.match(clause.text))
                or (
                    _ADDRESSED.search(clause.text) is not None
                    and (_is_contradicted(clause) or _STRAINED.search(clause.text) is not None)
                )
                or _LEFT_HANGING.search(clause.text) is not None
                or (clause.text.startswith("各位") and _ADULTS.search(clause.text) is not None)
            )


def _roles(sentence: Sentence) -> Iterator[Hit]:
    """批改人：家长; ask your parents to check."""
    found = _ROLE.search(sentence.text) or _ENGLISH.search(sentence.text)
    if found is None:
        return
    clause = sentence.clause_at(sentence.start + found.start())
    at = sentence.start + found.start() - clause.start
    if standing(clause, at, len(clause.text)) is Standing.DEMANDED:
        kind = Kind.PARENT_MARKING if found["marking"] else Kind.PARENT_TASK
        yield Hit(kind, Verdict.REFUSE, sentence.start + found.start(), sentence.start + found.end())


def _is_contradicted(clause: Clause) -> bool:
    """家长不帮忙，但要检查: the next clause goes on to what the family is to do after all."""
    return any(_CONTRARY.match(following.text) for following in clause.after[:1])


def _is_signing(clause: Clause) -> bool:
    found = _SIGNING.search(clause.text)
    return found is not None and not is_denied(clause, found.start(), found.end())


def _in_clause(clause: Clause, carried: bool) -> Iterator[Hit]:
    goes_on = carried and not _OWN_SUBJECT.match(clause.text) and not _AT_SCHOOL.search(clause.text)
    hits = list(_acts(clause, 0, 0)) if goes_on else []
    for adults in _ADULTS.finditer(clause.text):
        hits += list(_by_role(clause, adults))[:1]
    hits.sort(key=lambda hit: hit.verdict is not Verdict.REFUSE)
    yield from hits[:1] if hits or goes_on else _implied(clause)


def _by_role(clause: Clause, adults: re.Match[str]) -> Iterator[Hit]:
    before, rest = clause.text[: adults.start()], clause.text[adults.end() :]
    if _EITHER.search(before) or _OR_PEER.match(rest) or _is_told_of(clause, adults):
        return
    if _OWNED.match(rest):
        return
    asked = _ASKED.search(before)
    shown = _SHOWN.match(rest)
    if _HANDED.search(before) or (shown and asked):
        act = shown or _MARKED_AT_ONCE.match(rest)
        if act and (not shown or _is_schoolwork_shown(clause)):
            yield from _hit(clause, Kind.PARENT_MARKING, adults.start(), adults.end() + act.end())
        return
    if _WITH.search(before):
        yield from _together(clause, adults)
    elif _LED.search(before):
        yield from _led(clause, adults)
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


def _is_schoolwork_shown(clause: Clause) -> bool:
    """写完给妈妈看, against 画好给妈妈看 and 给爸妈看看进步."""
    near = (*clause.before[-1:], clause)
    return not _SHARED.search(clause.text) and any(_PRODUCT.search(other.text) for other in near)


def _speaks_of_child(clause: Clause, adults: re.Match[str]) -> bool:
    """爸妈今晚当一回老师，把孩子的词语判一判: who calls the pupil 孩子 speaks to the family."""
    return adults.start() < 3 and "孩子" in clause.sentence.text


def _is_bound(clause: Clause, adults: re.Match[str]) -> bool:
    """父母至少一方须学会; 父母核准后方可上交; 背给爸妈听，爸妈画星: kin held to it, or sent to before."""
    if not mentions.NARRATED_AFTER.match(clause.text[adults.end() :]) and (
        _HELD_TO_IT.match(clause.text[adults.end() :]) or _ONLY_THEN.search(clause.sentence.text)
    ):
        return True
    listening = re.compile(rf"(?:给|向|跟)(?:你|自己)?(?:的)?{re.escape(adults.group())}")
    return adults.start() == 0 and any(listening.search(other.text) for other in clause.before)


def _is_told_of(clause: Clause, adults: re.Match[str]) -> bool:
    """A sum, a story or a topic with an adult in it."""
    before, rest = clause.text[: adults.start()], clause.text[adults.end() :]
    if is_studied(clause, adults.start()):
        return True
    if mentions.NARRATED_BEFORE.search(before):
        return True
    if clause.text.rstrip("。;!\n").endswith("?") and not _ASKED.search(before):
        return True
    if _PLAY.search(clause.sentence.text) and not re.match("家长|监护", adults.group()) and not _ASKED.search(before):
        return True
    if _ASKED.search(before) and not clause.sentence.is_a_sum:
        return False
    return bool(
        mentions.NARRATED_AFTER.match(rest) or (clause.sentence.is_a_sum and not _ADDRESSED.match(adults.group()))
    )


def _acts(clause: Clause, start: int, at: int, near: bool = False) -> Iterator[Hit]:
    """Acts of an agent named at `start`, searched from `at` on.

    `near` looks only right behind the agent, as kin stand in stories too.
    """
    rest = clause.text[at:]
    handed = _HANDED_OVER.search(rest)
    own = _RELATIVE.split(rest[: handed.start()] if handed else rest)[0]
    if _is_guarding(clause, own):
        return
    if near and mentions.NARRATED_AFTER.search(own):
        return
    if near and _CALL_AND_ANSWER.match(clause.sentence.text[clause.start - clause.sentence.start + at :]):
        yield from _hit(clause, Kind.PARENT_TASK, start, len(clause.text))
        return
    for kind, pattern, weak in (
        (Kind.PARENT_MARKING, _MARKING, False),
        (Kind.PARENT_TASK, _TASK, False),
        (Kind.PARENT_TASK, _SOFT, True),
    ):
        act = pattern.search(rest if weak else own)
        weak = weak and not _BOUND.search(clause.text)
        if act and not (near and act.start() > 4) and (is_threatened(clause) or not _is_of_the_act(rest, act)):
            if not is_denied(clause, at + act.start(), at + act.end()):
                yield from _hit(clause, kind, start if at else act.start(), at + act.end(), weak)
            return
    if not near and at and not handed:
        yield from _other_act(clause, start, at)


def _other_act(clause: Clause, start: int, at: int) -> Iterator[Hit]:
    """An act no table knows: a task where parent and child take turns or the parent is bound to it, else said."""
    own = _PLACE.sub("", clause.text[at:].rstrip(",。;:!"))
    if _BOUND.search(clause.text[:at]):
        own = re.sub(r"^在家(?=.{2})", "", own)
    if _CALL_AND_ANSWER.match(clause.sentence.text[clause.start - clause.sentence.start + at :]):
        yield from _hit(clause, Kind.PARENT_TASK, start, len(clause.text))
    elif own and not _BENIGN.match(own) and not is_denied(clause, at, at + 1):
        turns = _takes_turns(clause, own)
        if len(own) == 1 and not turns:
            return
        bound = _BOUND.search(clause.text) or turns or _is_plainly_family(clause, start)
        yield from _hit(clause, Kind.PARENT_TASK, start, len(clause.text), weak=not bound)


def _is_plainly_family(clause: Clause, start: int) -> bool:
    """家长 always, 妈妈 only where schoolwork or 孩子 is spoken of; 您 may be anybody."""
    if clause.text.startswith("您", start):
        return False
    kin_at_work = start > 0 and _PRODUCT.search(clause.sentence.text)
    return bool(_ADDRESSED.match(clause.text, start) or kin_at_work or (start < 3 and "孩子" in clause.sentence.text))


def _takes_turns(clause: Clause, own: str) -> bool:
    """家长抽，孩子答; 孩子做，家长批."""
    beside = (*clause.before[-1:], *clause.after[:1])
    return 0 < len(own) <= 5 and any(_CHILDS_TURN.match(other.text) and len(other.text) <= 10 for other in beside)


def _is_of_the_act(rest: str, act: re.Match[str]) -> bool:
    """家长填写的表 speaks of a table, not of the filling in."""
    return bool(re.match(r"(?:过|好|完)?的(?!时候|同时|基础)(?=.)", rest[act.end() :])) and not rest.startswith("的")


def _is_guarding(clause: Clause, own: str) -> bool:
    return bool(
        _GUARDED.search(own)
        and _SAFETY.search(clause.sentence.text)
        and not _MARKING.search(own)
        and not re.search("录|拍|听写|填", own)
    )


def _together(clause: Clause, adults: re.Match[str]) -> Iterator[Hit]:
    rest = clause.text[adults.end() :]
    if act := _JOINT.search(rest):
        yield from _hit(clause, Kind.PARENT_TASK, adults.start(), adults.end() + act.end())
    elif act := _CRAFT.search(rest):
        yield from _hit(clause, Kind.PARENT_TASK, adults.start(), adults.end() + act.end(), weak=True)


def _led(clause: Clause, adults: re.Match[str]) -> Iterator[Hit]:
    help_ = re.match(r"的?(?:帮助|协助|指导|辅导|陪同|陪伴|监督|配合|参与|带领)下?", clause.text[adults.end() :])
    if help_ and not _SAFETY.search(clause.sentence.text):
        weak = not re.search("协助|监督|配合|辅导|参与", help_.group())
        yield from _hit(clause, Kind.PARENT_TASK, adults.start(), adults.end() + help_.end(), weak)


def _implied(clause: Clause) -> Iterator[Hit]:
    """The family is addressed without being named: 督促孩子, 检查孩子的作业, 亲子手工."""
    rest = clause.sentence.text[clause.start - clause.sentence.start :]
    divided = _DIVIDED.search(rest)
    if divided and divided.start() < len(clause.text) and not is_studied(clause, divided.start()):
        yield from _hit(clause, Kind.PARENT_TASK, divided.start(), divided.end())
    elif found := _PARENT_CHILD.search(clause.text):
        yield from _hit(clause, Kind.PARENT_TASK, found.start(), found.end())
    elif found := _LEISURE.search(clause.text):
        yield from _hit(clause, Kind.PARENT_TASK, found.start(), found.end(), weak=True)
    elif found := _IMPLIED.search(clause.text):
        before = clause.text[: found.start()]
        told = re.search(
            rf"{people.TEACHER}|{people.ADULT}|[我他她]|故事|一[个位]", before
        ) or mentions.NARRATED_AFTER.match(clause.text[found.end() :])
        if not told and not clause.sentence.is_a_sum and not _is_guarding(clause, found.group()):
            kind = Kind.PARENT_MARKING if found["marking"] else Kind.PARENT_TASK
            yield from _hit(clause, kind, found.start(), found.end(), weak=bool(found["soft"]))


def _hit(clause: Clause, kind: Kind, start: int, end: int, weak: bool = False) -> Iterator[Hit]:
    verdict = verdict_of(standing(clause, start, end))
    if verdict:
        yield Hit(kind, Verdict.WARN if weak else verdict, clause.start + start, clause.start + end)


def is_parents_act(clause: Clause) -> bool:
    """Whether the clause's agent is an adult of the family, so that what is written there is not the child's work."""
    return (
        bool(re.match(rf"^(?:请|让|由)?(?:各位)?{people.ADULT}(?!.{{0,4}}(?:孩子|你|一起))", clause.text))
        and "孩子" not in clause.text
    )
