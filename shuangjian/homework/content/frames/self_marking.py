"""Pupils who mark their own work, or each other's, in the teacher's stead."""

import re
from collections.abc import Iterator

from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.frames.demands import verdict_of
from shuangjian.homework.content.reading import Clause, Reading
from shuangjian.homework.content.standing import standing
from shuangjian.homework.content.words import people, turns

_ANSWERS = "(?:参考|标准|书后|后面的?|正确|听力)?(?:answers?|答案|原文|译文|解析|答题要点|评分(?:标准|细则|说明))"
_OWN = re.compile(
    r"自批(?!评)|自改|自判|自阅|自核|自我批[改阅]|自[行己我主](?:用红笔|用红色笔|先|来|动手|认真|"
    r"独立|翻书|看书|对照.{0,6})?(?:批改|批阅|批(?!评|注)|判(?!断)|打分|评分|阅卷|核对|校对|对答案|"
    r"给.{0,6}(?:打分|批改|评分))"
    rf"|(?:对照|按照?|参照|参考|依据|根据|比照|看着?|翻(?:看|开|到|出)?|核对|对着?|照着?|"
    rf"查看){_ANSWERS}[^。]{{0,12}}?(?:订正|批改|批(?!注)|修改|改(?!写)|打分|评分|打[勾√]|判|自己?|"
    rf"检查|核对|赋分|总分|算.{{0,3}}分|得分|校|圈|标)"
    rf"|(?:对|核对|校对)(?:一下|好|完|一对|过)?{_ANSWERS}"
    rf"|(?<!错误)(?<!错的){_ANSWERS}[^。]{{0,20}}?(?:核对|改正|订正|批改|打分|算分|校对|对照|(?:自行|"
    rf"自己).{{0,6}}(?:核|对|改|批|判|校))"
    r"|自己[^,。]{0,12}(?:批改|批阅|判卷|打分)|边做边[对批]|(?:对着?|照着?|对照)(?:书|课本|"
    r"课文)(?:本)?(?:自己)?(?:判|批|打分)|对的打[√勾钩][,、]?错的打|答案.{0,20}红笔(?:改|订正|批)"
    r"|(?:check|mark|correct|grade|score)(?:your|the)?(?:own)?(?:answers?|work|homework|"
    r"exercises?)?(?:byyourself|yourself)|giveyourselfa?(?:score|mark|grade)|自己对(?=[,。]|$)|"
    r"给自己.{0,4}赋分"
    r"|自己(?:当|做)(?:小)?老师.{0,8}(?:批|改|打分|判)|给自己的?(?:作业|练习|卷子|试卷|默写|作文|"
    r"习作|听写|口算).{0,4}(?:打分|批|评分|判|打[个]?(?:分|勾))|(?:作文|习作|练习|默写|听写|卷|题|"
    r"作业).{0,16}给自己(?:的?[^,。]{0,6})?打个?分|用红笔.{0,8}(?:批|判|打[勾√×叉]|给自己)"
)
_PEERS = re.compile(
    r"互批|(?<!核)对改|对批|互改|互判|互阅|互评.{0,4}打分|互相(?:批改|批(?!驳|评|斗|判)|改|判|打分|批阅)|(?:交换|"
    r"换着|对换|传给).{0,10}(?:批|改|判|打分|阅)|(?:同桌|组长|小组长|课代表|小老师|学习委员|班干部|"
    r"同学).{0,6}(?:批改|批阅|判|打分|批(?!评))"
)
_OWN_TURN, _PEERS_TURN = re.compile(turns.OWN), re.compile(turns.PEERS)
_STANDS_FOR_THE_TEACHER, _TEACHER_DOES_NOT = re.compile(turns.FOR_THE_TEACHER), re.compile(turns.TEACHER_DOES_NOT)
_BY_TEACHER = re.compile(rf"{people.MARKER}.{{0,12}}(?:批|改|查|评|讲|看|阅|收|复核|核对|对答案|带)|师生")
_AT_SCHOOL, _PLAINLY = re.compile("课上|课堂"), re.compile("自批|自改|自行批|自己批")
_IN_CLASS_WITH_TEACHER = re.compile(r"(?:课上|课堂|集体|老师|一起|师生).{0,10}(?:对答案|核对|订正)")


def self_marking(reading: Reading) -> Iterator[Hit]:
    """SELF_MARKING: pupils marking their own work, or each other's where no teacher does; at school only said."""
    for clause in reading.clauses:
        hit = _own(clause) or _each_other(clause)
        if hit:
            yield hit


def _own(clause: Clause) -> Hit | None:
    rest = clause.sentence.text[clause.start - clause.sentence.start :]
    found = (
        _OWN.search(clause.text)
        or _begun_here(_OWN, clause, rest)
        or _begun_here(_OWN_TURN, clause, rest)
        or _STANDS_FOR_THE_TEACHER.search(clause.text)
    )
    if not found:
        return None
    text = clause.text
    end = min(found.end(), len(rest))
    if (
        re.search(f"{people.ADULT}|{people.MARKER}", text[: found.start()])
        or _IN_CLASS_WITH_TEACHER.search(text)
        or (_BY_TEACHER.search(text + found.group()) and not _STANDS_FOR_THE_TEACHER.search(text))
        or "不发" in found.group()
    ):
        return None
    if _AT_SCHOOL.search(text) and not _PLAINLY.search(text):
        return None
    verdict = verdict_of(standing(clause, found.start(), min(end, len(text))))
    return _hit(clause, found, verdict) if verdict else None


def _begun_here(pattern: re.Pattern[str], clause: Clause, rest: str) -> re.Match[str] | None:
    """答案在书后，自己核对: begun in this clause, ended in it or in the next."""
    found = pattern.search(rest)
    return found if found and found.start() < len(clause.text) else None


def _each_other(clause: Clause) -> Hit | None:
    rest = clause.sentence.text[clause.start - clause.sentence.start :]
    found = _PEERS.search(clause.text) or _begun_here(_PEERS_TURN, clause, rest)
    if not found:
        return None
    left_to_pupils = _TEACHER_DOES_NOT.search(clause.sentence.text)
    if _BY_TEACHER.search(clause.sentence.text) and not left_to_pupils:
        return None
    verdict = verdict_of(standing(clause, found.start(), min(found.end(), len(clause.text))))
    if verdict is None:
        return None
    at_school = _AT_SCHOOL.search(clause.sentence.text) and not left_to_pupils
    return _hit(clause, found, Verdict.WARN if at_school else verdict)


def _hit(clause: Clause, found: re.Match[str], verdict: Verdict) -> Hit:
    return Hit(Kind.SELF_MARKING, verdict, clause.start + found.start(), clause.start + found.end())
