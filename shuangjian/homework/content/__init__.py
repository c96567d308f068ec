"""Checks on what homework says, each with its clause: refused where the clause forbids it, said where a person decides.

Pure: no Django, no clock. `examine` reads one piece of homework as typed and says what it found, where, and why.
"""

from shuangjian.homework.content.examine import asks_for_a_whole_paper, examine
from shuangjian.homework.content.finding import Finding, Kind, Verdict
from shuangjian.homework.content.written import Part, Settings, Written

__all__ = [
    "Finding",
    "Kind",
    "Part",
    "Settings",
    "Verdict",
    "Written",
    "asks_for_a_whole_paper",
    "examine",
]
