"""Work as a punishment: a fault, and more writing because of it."""

import re
from collections.abc import Iterator

from shuangjian.homework.content import numerals
from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.frames.set_apart import set_apart
from shuangjian.homework.content.reading import Clause, Reading, Sentence
from shuangjian.homework.content.standing import Standing, is_studied, standing
from shuangjian.homework.content.words import people
from shuangjian.homework.content.words import schoolwork as work

_STRONG, _THREAT = re.compile(work.STRONG), re.compile(work.THREAT)
_AMOUNT_OF_WRITING = re.compile(
    rf"(?:抄|写|默|做|重|补|交|加|算)[^,。]{{0,12}}(?:{numerals.NUMBER}(?:遍|页|张|篇|套|道|行|份|题|百字)|全文|整)"
)
_FAULT, _EXTRA, _DOUBLED = re.compile(work.FAULT), re.compile(work.EXTRA), re.compile(work.DOUBLED)
_UNRULY, _LABOURED = re.compile(work.UNRULY), re.compile(work.LABOURED)
_PENALTY, _ELSE, _REDONE = re.compile(work.PENALTY), re.compile(work.ELSE), re.compile(work.REDONE)
_RATE = re.compile(
    work.RATE + rf"(?<!第)(?P<n>{numerals.NUMBER})(?P<unit>遍|次|个|道|行|张|页|题|回|$)"
    rf"|错一(?:罚|补|抄|练)(?P<m>{numerals.NUMBER})"
)
_PER_FAULT = re.compile(
    r"(?:一|每|1)(?:道|个|处|次)(?:空|错|漏|[^,。]{0,2}没)[^,。]{0,4},?(?:就|要|则)?(?:罚|抄|补抄|加)"
)
_ALL_BUT_THE_BEST = re.compile(
    rf"(?:免|不用|可以不|歇|放假|玩)[^。]{{0,10}}(?:其余|其他|剩下|没|[^。]{{2,6}}的把?)[^。]{{0,14}}"
    rf"(?:(?:抄|写|做|默)[^。]{{0,12}}|(?:每|各|全|整)[^。]{{0,6}})(?!一遍){numerals.NUMBER}(?<!一)遍"
)
_FOR_OTHERS = re.compile(
    r"(?:(?:因|由于|鉴于)[^。]{2,16}|^[^,。]{2,12}(?:丢|坏|脏|乱|没|扣分|摔|破|闹)了),(?:本次作业|今晚)?(?:全班|每人|大家|全组|全体)[^。]{0,6}(?:(?:抄|罚|加|写)[^。]{0,12}[遍张页篇份]|重[做写抄])"
)
_PER_UNIT = re.compile(
    r"(?:迟到|晚[交到]|错|漏|差|少|缺|忘)[^,。]{0,4}[一1每][^,。0-9]{1,3}[,]?(?:就|要|加|补|罚|抄|写|做)*[一二两三四五\d]+(?:道|遍|页|张|篇|套)(?!题?的)"
    rf"|{work.PER_FAULT}"
)
_WHO_FAILED_DOES = re.compile(
    r"谁(?!先|愿|想|会|能|有空|喜欢|选|家)[^。]{1,14}谁就?(?!先|来说|说|讲)[^。]{0,4}"
    r"(?:抄|罚|默|誊|写[^,。]{0,3}[一两三四五\d]+[遍页张篇行]|写(?:检讨|保证|说明)|[加多重]做)"
)
_BECAUSE_MORE = re.compile(r"因为?[^。]{2,16},[^。]{0,8}(?:多|加|补|罚)[^。]{0,4}[一两三四五\d]+[遍张页篇份道套](?!的)")
_DEPRIVED = re.compile(
    r"(?:不许|不准|别想|甭想|不能)(?:吃饭|睡觉?|回家|玩|下课|出教室|出去|出门|离开|喝水|放学|休息|上体育课)[^。]{0,10}(?:抄|写|默|誊|补)"
)
_COLLATERAL = re.compile(
    r"(?:一人|两人|一个人|[有差缺]一[个位名]|有(?:一?个)?人|只要有|谁|哪怕)[^。]{1,16}(?:全组|全班|两人|同桌|组员|整组|整个小组|全小组|大家|所有人|连带)"
    r"[^。]{0,8}(?:抄|罚|重[写做抄]|加[写抄罚练一]|多[做写抄]|默|陪|留下|(?:跟着|一起)(?:抄|写|罚|留|受)|写[^,。]{0,6}遍)"
)
_KEPT_IN = re.compile(
    r"(?:课间|午休|午间|中午|体育课|活动课|放学|大课间)[^,。]{0,6}(?:别(?:出|想|玩)|不[许准得能]?(?:出|玩|去|走|回|休息)|留下|留堂)"
    r"[^。]{0,14}(?:抄|写|默|誊|补[写做抄])"
)
_COUNT = re.compile(rf"(?P<n>{numerals.NUMBER})(?:遍|次|回)")
_AMOUNT = re.compile(rf"(?P<n>{numerals.NUMBER})(?:遍|次|回|页|张|行|份)")
_THE_WHOLE = re.compile("全部|整[本页张篇课套单]|全[文篇]|所有|从头|第一页")
_COLLECTIVE = re.compile(r"(?:全班|全组|小组|全体|所有人).{0,6}(?:加|罚|多|抄|一起写)")
_NO_SLEEP = re.compile(
    r"[写做背抄]不完.{0,4}(?:不准|不许|不能|别想|不要|不)(?:睡|吃饭|回家|玩)|(?:写|做|背|抄)完(?:才能|才准|再)睡"
)
_NAMES_WHO = re.compile(r"名单|[以如]下[^,。]{0,6}同学|的有:|[组班]全体|的同学:|点到名")
_HARSH = re.compile(
    "(?:重新|从头|整[本篇课单套])[^,。]{0,8}(?:抄|誊|默)"
)  # whatever they have done, that is a punishment
_LENIENT = re.compile(r"(?:就[好行成]|即可|就可以|也行|没关系)了?[,。;]?$")
_REWRITING = re.compile(r"再|抄|写|默|做|订正|重")
_FREED = re.compile(r"(?:先|只|少|只要|减[少为到])$|不用|免|不必|不再|不罚|不加|不要(?!交)")
_CORRECTED = re.compile(r"订正|改正|更正|改过来|纠正")
_OWN_MISTAKES = re.compile(r"错(?:的|字|题|误(?!率)|词|别字|了的)")
_PERSON_WHO, _LACKING, _WILLING = re.compile(work.PERSON_WHO), re.compile(work.LACKING), re.compile(work.WILLING)
_WHOEVER = re.compile(r"^谁[^。]{1,20}谁就?")
_STORY = re.compile(r"^[\n\s]*小(?!组|队|老师|干部|测|考|卷|学|朋友|数|明同学们)[一-龥]{1,2}(?!的同学)[^,。]{0,12}了")
_OPINION = re.compile(r"赞成|同意吗|合适吗|对吗|说明理由|谈谈(?!笑)|看法|是否")
_OF_IT = re.compile(  # 你赞成吗？对此谈谈看法: asks about what was just told
    r"^(?:那么?|请|试|并|结合[^,]{1,8})*(?:你|大家|同学们?)?(?:们)?(?:是否|认为)?(?:赞成|同意|合适|对吗|说明理由)|(?:对|就|针对|围绕)?(?:此(?!题)|这[种样个一]|该(?:做法|规定)|其(?:做法|规定)|做法|规定|现象)"
    r"|^(?:请|并|试|再)*(?:谈谈|说说|说一说|写写|写出|表达)?(?:你们?|自己)的看法|^(?:请|并)*(?:谈谈|说说)看法[。;!]?$|^(?:请|并|试)*谈谈(?:你|自己)?的?(?:看法|认识|感受|它)"
)
_LESSON = re.compile(
    r"法治|治安|律对|史料|有什么不同|没有惩罚|想(?:一想|一个|一条|几条)|各造|造[一两]句|什么(?:处罚|惩罚|责任)|受(?:到)?处罚|奖罚|赏罚|惩罚.{0,6}(?:措施|制度)|变法|商鞅|法律|律法|案例|刑|(?<!抄)(?<!抄写)(?<!默写)校规(?![^,。]{0,2}抄)|你怎么看|怎么办"
)


def punishment(reading: Reading) -> Iterator[Hit]:
    """PUNITIVE, at most one a sentence.

    A fault in the sentence before counts where a conclusion is drawn from it (所以, 那就).
    """
    previous: Sentence | None = None
    for sentence in reading.sentences:
        hits = (
            _absolute(sentence),
            _at_a_rate(sentence),
            _after_a_fault(sentence, previous),
            _set_apart(sentence),
            _laboured(sentence, previous),
            _threatened(sentence),
        )
        if hit := next((one for one in hits if one and not _is_asked_about(sentence, one)), None):
            yield hit
        previous = sentence


def _is_asked_about(sentence: Sentence, hit: Hit) -> bool:
    """谈谈罚抄是否合适; 让迟到的抄班规，你赞成吗: in its own clause, or in the next where that speaks of it."""
    last = sentence.clause_at(max(hit.end - 1, sentence.start))
    within = [one for one in sentence.clauses if hit.start < one.start + len(one.text) and one.start < hit.end]
    if any(_OPINION.search(one.text) for one in within):
        return True
    return any(_OPINION.search(one.text) and _OF_IT.search(one.text) for one in (*within[0].before[-1:], *last.after))


def _absolute(sentence: Sentence) -> Hit | None:
    if _LESSON.search(sentence.text):
        return None
    for clause in sentence.clauses:
        for pattern in (_PENALTY, _NO_SLEEP):
            found = pattern.search(clause.text)
            if found and standing(clause, found.start(), found.end()) is Standing.DEMANDED and not sentence.is_a_sum:
                return _hit(clause.start + found.start(), clause.start + found.end())
    return None


def _at_a_rate(sentence: Sentence) -> Hit | None:
    plain = (
        _PER_FAULT,
        _ALL_BUT_THE_BEST,
        _FOR_OTHERS,
        _COLLATERAL,
        _KEPT_IN,
        _PER_UNIT,
        _WHO_FAILED_DOES,
        _BECAUSE_MORE,
        _DEPRIVED,
    )
    found = next((found for pattern in plain if (found := pattern.search(sentence.text))), None)
    rate = None if found else _RATE.search(sentence.text)
    found = found or rate
    if (
        found is None
        or _LESSON.search(sentence.text)
        or is_studied(sentence.clause_at(sentence.start + found.start()), found.start())
    ):
        return None
    if rate is None:
        return _hit(sentence.start + found.start(), sentence.start + found.end())
    times = numerals.least(rate["n"] or rate["m"])
    if times < 2 or _FREED.search(rate.group()) or re.search("组词|造句", rate.group()):
        return None
    weak = times < 3 and rate["unit"] in {"遍", "次"} and _CORRECTED.search(sentence.text)
    return _hit(sentence.start + rate.start(), sentence.start + rate.end(), weak=bool(weak))


def _after_a_fault(sentence: Sentence, previous: Sentence | None) -> Hit | None:
    if _STORY.match(sentence.text) or _LESSON.search(sentence.text) or sentence.is_a_sum:
        return None
    fault_at: int | None = None
    weak: Hit | None = None
    if (
        previous
        and (_FAULT.search(previous.text) or _ELSE.match(sentence.text))
        and (
            _NAMES_WHO.search(previous.text)
            or re.match(
                r"(?:所以|因此|那么?|于是|结果|今晚|作为|否则|不然|请?这些同学|这部分|这几[位个名]|他们|以上|"
                r"名单|罚|大家一起|全班)",
                sentence.text.lstrip("\n"),
            )
        )
    ):
        fault_at = -1
    for clause in sentence.clauses:
        if _is_willing(clause) or _LENIENT.search(clause.text):
            return None
        if fault_at is None and (found := _fault(clause)):
            fault_at = clause.start + found.start()
            behind = found.end()
        else:
            behind = 0
        if fault_at is not None and (hit := _consequence(clause, behind, max(fault_at, sentence.start))):
            if hit.verdict is Verdict.REFUSE:
                return hit
            weak = weak or hit
    return weak


def _laboured(sentence: Sentence, previous: Sentence | None) -> Hit | None:
    """起哄的男生，抄到本子填满为止: who failed is set work without an end. 公式记不住？各八遍: asked, then answered."""
    if _LESSON.search(sentence.text) or sentence.is_a_sum:
        return None
    asked = previous is not None and previous.text.endswith("?") and _UNRULY.search(previous.text)
    failed = -1 if asked else None
    for clause in sentence.clauses:
        if _is_willing(clause) or _LENIENT.search(clause.text):
            return None
        found = _LABOURED.search(clause.text)
        harsh = found and _HARSH.search(found.group())
        if harsh and failed is None and (person := _PERSON_WHO.search(clause.sentence.text)):
            failed = sentence.start + person.start()
        if found and failed is None and (fault := _failed(clause.text[: found.start()])):
            failed = clause.start + fault.start()
        if (
            found
            and failed is not None
            and standing(clause, found.start(), found.end()) is Standing.DEMANDED
            and not _FREED.search(clause.text[: found.start()])
            and not _is_correcting(clause)
        ):
            return _hit(max(failed, sentence.start), clause.start + found.end())
        if failed is None and (fault := _failed(clause.text)) and not is_studied(clause, fault.start()):
            failed = clause.start + fault.start()
    return None


def _set_apart(sentence: Sentence) -> Hit | None:
    if _LESSON.search(sentence.text) or _STORY.match(sentence.text) or sentence.is_a_sum:
        return None
    return next(set_apart(sentence), None)


def _threatened(sentence: Sentence) -> Hit | None:
    """交三页田字格，看你还敢不敢: it is said for what the work is meant."""
    threat, amount = _THREAT.search(sentence.text), _AMOUNT_OF_WRITING.search(sentence.text)
    if not threat or not amount or _LESSON.search(sentence.text) or _STORY.match(sentence.text):
        return None
    clause = sentence.clause_at(sentence.start + amount.start())
    at = sentence.start + amount.start() - clause.start
    if standing(clause, at, min(at + len(amount.group()), len(clause.text))) is not Standing.DEMANDED:
        return None
    return _hit(sentence.start + min(threat.start(), amount.start()), sentence.start + max(threat.end(), amount.end()))


def _failed(text: str) -> re.Match[str] | None:
    return _UNRULY.search(text) or _FAULT.search(text)


def _fault(clause: Clause) -> re.Match[str] | None:
    return _FAULT.search(clause.text) or _somebody_lacking(clause) or _ELSE.search(clause.text)


def _somebody_lacking(clause: Clause) -> re.Match[str] | None:
    """再不交笔记的, 积分最低的一组: a person who lacks something, not a word that is not known yet."""
    found = _PERSON_WHO.search(clause.text)
    rest = clause.sentence.text[clause.start - clause.sentence.start :]
    if found and (_LACKING.search(found.group()) or _WHOEVER.search(rest) or _STRONG.search(rest)):
        return found
    return None


def _is_willing(clause: Clause) -> bool:
    found = _PERSON_WHO.search(clause.text)
    return bool(found and _WILLING.search(found.group()) and not _LACKING.search(found.group()))


def _consequence(clause: Clause, behind: int, fault_at: int) -> Hit | None:
    for pattern in (_DOUBLED, _EXTRA, _REDONE, _COLLECTIVE):
        found = pattern.search(clause.text, behind)
        if (
            not found
            or standing(clause, found.start(), found.end()) is not Standing.DEMANDED
            or _FREED.search(clause.text[behind : found.start()])
        ):
            continue
        if pattern is _REDONE and not _is_often(clause, found.start()):
            return _sloppy(clause, found, fault_at)
        if re.search(people.TEACHER + "(?:带|陪|和|跟|帮|给你|领)", clause.text[behind : found.start()]):
            continue
        if pattern is not _DOUBLED and _REWRITING.match(found.group()) and _is_correcting(clause):
            continue
        return _hit(min(fault_at, clause.start + found.start()), clause.start + found.end())
    return None


def _is_often(clause: Clause, at: int) -> bool:
    return any(numerals.least(count["n"]) > 1 for count in _AMOUNT.finditer(clause.text, at))


def _sloppy(clause: Clause, found: re.Match[str], fault_at: int) -> Hit | None:
    """潦草的重写: to ask for care is not yet to punish, so it is only said."""
    whole = _THE_WHOLE.search(clause.text)
    if _OWN_MISTAKES.search(clause.sentence.text) and not whole:
        return None
    return _hit(fault_at, clause.start + found.end(), weak=not whole)


def _is_correcting(clause: Clause) -> bool:
    """Writing what was wrong once or twice more is correcting."""
    sentence = clause.sentence.text
    if not _OWN_MISTAKES.search(sentence) and not _CORRECTED.search(sentence):
        return False
    if _THE_WHOLE.search(clause.text) or re.search("原样|誊", clause.text):
        return False
    counts = [numerals.least(count["n"]) for count in _COUNT.finditer(clause.text)]
    return not counts or max(counts) < 3


def _hit(start: int, end: int, weak: bool = False) -> Hit:
    return Hit(Kind.PUNITIVE, Verdict.WARN if weak else Verdict.REFUSE, start, end)
