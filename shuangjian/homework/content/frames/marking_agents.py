"""Whose act a marking is: the teacher's, the family's, other pupils', or the reader's own."""

import re
from enum import StrEnum

from shuangjian.homework.content.words import people, turns


class Agent(StrEnum):
    """Who does it. NOBODY is named where none of the others is."""

    TEACHER = "TEACHER"
    FAMILY = "FAMILY"
    PEERS = "PEERS"
    OWN = "OWN"
    NOBODY = "NOBODY"


_NOT_HIS_THING = r"(?!们?[^,。]{0,6}的(?!话|时候))"  # 老师给的答案 is a thing, not somebody who acts
_AGENTS = re.compile(
    rf"(?P<PEERS>{turns.PEER})|(?P<OWN>{turns.SELF})"
    rf"|(?<![给向找问替代离等像帮])(?P<TEACHER>{people.MARKER}|师生|我(?![们的国校家班])){_NOT_HIS_THING}"
    rf"|(?<![给向替把将像])(?P<FAMILY>{people.ADULT}){_NOT_HIS_THING}"
)
_HANDED_TO_TEACHER = re.compile("(?:交|送)[^,。]{0,2}(?:老师|我)|讲台|办公室")  # a group leader gathers for others too
_HANDED_IN = re.compile(
    "[收交缴送递][齐来到上给回]|[全都]收(?!获|拾|集|藏|听)|(?<!不)收(?=[了,。再我]|$)|(?<!不)上交|带来|带到|讲台"
)


def agent_of(sentence: str, act: int) -> Agent:
    """Who acts at the offset `act`: the nearest who is named before. What is handed in is the teacher's to mark."""
    named = [found for found in _AGENTS.finditer(sentence) if found.end() <= act]
    last = named[-1] if named else None
    since = sentence[last.end() if last else 0 : act]
    handed_in = _HANDED_TO_TEACHER if last and last.lastgroup == Agent.PEERS else _HANDED_IN
    if handed_in.search(since):
        return Agent.TEACHER
    return Agent[last.lastgroup] if last and last.lastgroup else Agent.NOBODY
