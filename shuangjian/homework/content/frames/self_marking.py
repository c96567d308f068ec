"""Pupils who mark their own work, or each other's, in the teacher's stead."""

import re
from collections.abc import Iterator

from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.frames.demands import verdict_of
from shuangjian.homework.content.frames.marking_agents import Agent, agent_of
from shuangjian.homework.content.reading import Clause, Reading
from shuangjian.homework.content.standing import standing
from shuangjian.homework.content.words import parents_acts, people, turns

_MARKS, _SCORES = re.compile(turns.MARKS), re.compile(turns.SCORES)
_SCHOOLWORK = re.compile(parents_acts.PRODUCT + "|考|测|篇|词|式|写话|表达")
_CORRECTED_IN_TURNS = re.compile(
    r"(?:轮着|交换|换着|小老师|[互对])改(?!写|编|成|进|变)"
    r"|(?<=课代表|小组长|科代表)把?[^,。]{0,8}改(?:出来|一改|掉|完)"
)
_ANSWERS = re.compile(
    rf"(?<![不别勿没])(?<![不别勿没][看发对给留查附抄])(?:{turns.ANSWERS})(?![^,。]{{0,4}}(?:不[发给看带留附]|没发|收走|撕))"
)
_TALLIED = re.compile(r"(?:表|清单|日历|计划|格子?|记录单|卡)[格单表片]?[^,。]{0,4}$")  # 在表上打勾: done, not right
_TICK, _SELF = re.compile("[打画](?:上|个)?[勾√钩]$"), re.compile(turns.SELF)
_PAGES, _WITH_RED = re.compile(r"p\d|页|课|算|单元|\d[道个]"), re.compile("红笔|答案|对照|不收|不交")
_RIGHT_OR_WRONG = re.compile(r"对错|[对错]的|[对错]题|对照|答案")
_ALIKE = re.compile(
    r"(?:一样|照样?|照常|全部?|都|逐[份本篇个张]|分[开别]|统一|一律|同样)(?:要|会|给|面)*$"
)  # as only a teacher marks
_COMPARED = re.compile(
    rf"(?:对照|(?:用|拿)[^,。]{{0,4}}|按照?|参照|参考|依据|根据|比照|比着|照着?|看着?|翻(?:看|开|到|出)?|对着?){turns.ANSWERS}[^。]{{0,12}}?"
    rf"(?:{turns.COMPARES}|{turns.MARKS}|得分|总分|标)"
    rf"|{turns.OWN_RESULT}|(?:对|核对|校对)(?:一下|好|完|一对|过)?{turns.ANSWERS}"
    rf"|(?<!错误)(?<!错的){turns.ANSWERS}[^。]{{0,20}}?(?:核对|改正|订正|校对|对照|比对|(?:自[己行]|各自).{{0,6}}{turns.COMPARES})"
    r"|边做边[对批]|自己对(?=[,。]|$)|自己红笔|(?:自己|自行|自觉|各自)(?:核对|校对|对答案|比对|查对|校(?=[,。;]|完|好|一)|核(?=[,。;]|完|好|一))|自核"
    r"|(?:check|mark|correct|grade|score)(?:your|the)?(?:own)?(?:answers?|work|homework|exercises?)?(?:byyourself|yourself)"
    r"|(?:mark|grade|score)your(?:own)?(?:work|papers?|answers|exercises?|homework|dictation)"
    rf"|{turns.ANSWERS}[^。]{{0,16}}(?:对|核|查)一[个道题页],?[勾改打画批]|{turns.ANSWERS}[^,。]{{0,6}}[来着]对(?=[,。;完]|$)"
    r"|giveyourselfa?(?:score|mark|grade)|答案.{0,20}红笔"
)
_DONE_BY_SOMEBODY = re.compile(r"(?:已|被|待|等|未|没|刚|过|还|要是|下发|发下)[^,。]{0,2}$")
_RESULT = re.compile(r"^(?:改|阅)?(?:过|后|完|好|回|下)?(?:的|后|再讲|发|讲评|返)")
_STANDS_FOR_THE_TEACHER, _TEACHER_DOES_NOT = re.compile(turns.FOR_THE_TEACHER), re.compile(turns.TEACHER_DOES_NOT)
_BY_TEACHER = re.compile(
    rf"(?:{people.MARKER})[^。]{{0,12}}?(?:批|改|查|评|讲|看|阅|收|面批|复核|核对|对答案|带)|师生|(?:交|给)(?:给)?(?:{people.MARKER})|找(?:我|老师)"
)
_AT_SCHOOL, _PLAINLY = re.compile("课上|课堂(?!作业|练习|本)"), re.compile("自批|自改|自行批|自己批")
_IN_CLASS_WITH_TEACHER = re.compile(r"(?:课上|课堂|集体|老师|一起|师生).{0,10}(?:对答案|核对|订正)")


def self_marking(reading: Reading) -> Iterator[Hit]:
    """SELF_MARKING: pupils marking their own work, or each other's where no teacher does; at school only said."""
    for clause in reading.clauses:
        hit = _marked(clause) or _compared(clause)
        if hit:
            yield hit


def _marked(clause: Clause) -> Hit | None:
    """An act of marking that pupils do: themselves, each other, or, with the answers at hand, whoever reads this."""
    sentence = clause.sentence.text
    offset = clause.start - clause.sentence.start
    if found := _STANDS_FOR_THE_TEACHER.search(clause.text):
        return _hit(clause, found, verdict_of(standing(clause, found.start(), found.end())))
    for found in (
        *_CORRECTED_IN_TURNS.finditer(clause.text),
        *_MARKS.finditer(clause.text),
        *_SCORES.finditer(clause.text),
    ):
        before, behind = sentence[: offset + found.start()], clause.text[found.end() :]
        named_within = found.re is _CORRECTED_IN_TURNS  # 互改 names who acts
        agent = agent_of(sentence, offset + (found.end() - 1 if named_within else found.start()))
        if found.re is _SCORES and not _SCHOOLWORK.search(sentence):
            continue
        if _is_a_tally(clause, found) or (agent is Agent.OWN and _is_alike_for_all(clause, found)):
            continue
        if agent is Agent.NOBODY and (
            not _ANSWERS.search(before) or _DONE_BY_SOMEBODY.search(before) or _RESULT.match(behind)
        ):
            continue
        if agent in (Agent.TEACHER, Agent.FAMILY):
            continue
        verdict = verdict_of(standing(clause, found.start(), found.end()))
        if verdict and not _is_the_teachers_after_all(clause, agent):
            return _hit(clause, found, verdict)
    return None


def _compared(clause: Clause) -> Hit | None:
    """答案在书后，自己核对: begun in this clause, ended in it or the next; a teacher who then marks it excuses it."""
    rest = clause.sentence.text[clause.start - clause.sentence.start :]
    found = _COMPARED.search(rest)
    if not found or found.start() >= len(clause.text) or "不发" in found.group():
        return None
    if agent_of(clause.text, found.start()) in (Agent.TEACHER, Agent.FAMILY) or _IN_CLASS_WITH_TEACHER.search(
        clause.text
    ):
        return None
    if _is_the_teachers_after_all(clause, Agent.NOBODY) or _AT_SCHOOL.search(clause.text):
        return None
    return _hit(clause, found, verdict_of(standing(clause, found.start(), min(found.end(), len(clause.text)))))


def _is_a_tally(clause: Clause, found: re.Match[str]) -> bool:
    """洗了袜子在表上打勾, against 做完口算在卡上打勾打叉."""
    if not _TICK.match(found.group()) or _RIGHT_OR_WRONG.search(clause.sentence.text):
        return False
    if re.search("[批判]", clause.text):
        return False
    return bool(_TALLIED.search(clause.text[: found.start()])) or not (
        _SCHOOLWORK.search(clause.sentence.text) or _PAGES.search(clause.sentence.text)
    )


def _is_alike_for_all(clause: Clause, found: re.Match[str]) -> bool:
    """自己选组，做哪组都一样批: they choose for themselves, and somebody else marks."""
    before = clause.text[: found.start()]
    red = _WITH_RED.search(clause.sentence.text)
    return bool(_ALIKE.search(before)) and not _SELF.search(before) and not red


def _is_the_teachers_after_all(clause: Clause, agent: Agent) -> bool:
    text = clause.sentence.text
    if _TEACHER_DOES_NOT.search(text) or _PLAINLY.search(clause.text):
        return False
    if agent is Agent.OWN:
        return bool(_BY_TEACHER.search(clause.text))
    return bool(_BY_TEACHER.search(text))


def _hit(clause: Clause, found: re.Match[str], verdict: Verdict | None) -> Hit | None:
    if verdict is None:
        return None
    so_far = clause.sentence.text[: clause.start - clause.sentence.start + len(clause.text)]
    at_school = _AT_SCHOOL.search(so_far) and not _PLAINLY.search(clause.text)
    if at_school and not _TEACHER_DOES_NOT.search(clause.sentence.text):
        verdict = Verdict.WARN
    end = min(found.end(), len(clause.text))
    return Hit(Kind.SELF_MARKING, verdict, clause.start + found.start(), clause.start + end)
