"""What parent and child do together, under a parent's lead, or by a family that nobody names."""

import re
from collections.abc import Iterator

from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.frames.demands import verdict_of
from shuangjian.homework.content.frames.guarding import is_guarding
from shuangjian.homework.content.reading import Clause
from shuangjian.homework.content.standing import is_studied, standing
from shuangjian.homework.content.words import family, mentions, people
from shuangjian.homework.content.words import parents_acts as acts

_FAMILYS_CHILD = r"(?:孩子|娃娃?|宝贝|宝宝|儿子|女儿|子女|小孩)"
_DUE = re.compile("(?:明[天早]|周[一二三四五六日]|下周|\\d日)[^,。]{0,4}(?:上?交|收)|必须|每家")
_JOINT, _CRAFT = re.compile(acts.JOINT_SCHOOLWORK), re.compile(acts.JOINT_CRAFT)
_IMPLIED = re.compile(
    rf"(?P<task>给(?:各位)?家长.{{0,4}}(?:布置|留|安排)(?:[个项些]|一[项个])?小?(?:任务|作业)|(?:监督|"
    rf"陪着?|陪伴|辅导|指导|协助|帮助?|教|带领?|给|为|替|考考?|"
    rf"听){_FAMILYS_CHILD}(?!们?的(?!作业|学习))"
    rf"|[盯守]着?{_FAMILYS_CHILD}(?=[^,。]{{0,3}}(?:写|背|做|读|抄|默|订正|练)))"
    rf"|(?P<marking>(?:检查|批改|核对|查看|过目|订正|抽查|批阅)(?:一下|好|完)?(?:自己|您|"
    rf"自家)?(?:的)?{_FAMILYS_CHILD})"
    rf"|(?P<soft>(?:督促|提醒){_FAMILYS_CHILD}.{{0,10}}(?:作业|练习|背|写|复习|预习))"
)
_PARENT_CHILD, _LEISURE = re.compile(acts.PARENT_CHILD_WORK), re.compile(acts.PARENT_CHILD_LEISURE)
_SAFETY, _DIVIDED = re.compile(acts.SAFETY), re.compile(family.DIVIDED)


def together(clause: Clause, adults: re.Match[str]) -> Iterator[Hit]:
    rest = clause.text[adults.end() :]
    if act := _JOINT.search(rest):
        yield from hit(clause, Kind.PARENT_TASK, adults.start(), adults.end() + act.end())
    elif act := _CRAFT.search(rest):
        due = _DUE.search(clause.sentence.text)  # what is handed in is homework, and both are to make it
        yield from hit(clause, Kind.PARENT_TASK, adults.start(), adults.end() + act.end(), weak=not due)


def led(clause: Clause, adults: re.Match[str]) -> Iterator[Hit]:
    help_ = re.match(r"的?(?:帮助|协助|指导|辅导|陪同|陪伴|监督|配合|参与|带领)下?", clause.text[adults.end() :])
    if help_ and not _SAFETY.search(clause.sentence.text):
        weak = not re.search("协助|监督|配合|辅导|参与", help_.group())
        yield from hit(clause, Kind.PARENT_TASK, adults.start(), adults.end() + help_.end(), weak)


def implied(clause: Clause) -> Iterator[Hit]:
    """The family is addressed without being named: 督促孩子, 检查孩子的作业, 亲子手工."""
    rest = clause.sentence.text[clause.start - clause.sentence.start :]
    divided = _DIVIDED.search(rest)
    if divided and divided.start() < len(clause.text) and not is_studied(clause, divided.start()):
        yield from hit(clause, Kind.PARENT_TASK, divided.start(), divided.end())
    elif found := _PARENT_CHILD.search(clause.text):
        yield from hit(clause, Kind.PARENT_TASK, found.start(), found.end())
    elif found := _LEISURE.search(clause.text):
        yield from hit(clause, Kind.PARENT_TASK, found.start(), found.end(), weak=True)
    elif found := _IMPLIED.search(clause.text):
        before = clause.text[: found.start()]
        told = re.search(
            rf"{people.TEACHER}|{people.ADULT}|[我他她]|故事|一[个位]", before
        ) or mentions.NARRATED_AFTER.match(clause.text[found.end() :])
        if not told and not clause.sentence.is_a_sum and not is_guarding(clause, found.group()):
            kind = Kind.PARENT_MARKING if found["marking"] else Kind.PARENT_TASK
            yield from hit(clause, kind, found.start(), found.end(), weak=bool(found["soft"]))


def hit(clause: Clause, kind: Kind, start: int, end: int, weak: bool = False) -> Iterator[Hit]:
    verdict = verdict_of(standing(clause, start, end))
    if verdict:
        yield Hit(kind, Verdict.WARN if weak else verdict, clause.start + start, clause.start + end)
