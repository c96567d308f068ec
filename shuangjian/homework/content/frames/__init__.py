"""The frames: who is told to do what, with what, how often. Each yields hits in a reading."""

from shuangjian.homework.content.frames.at_home import printing, signatures
from shuangjian.homework.content.frames.copying import copying
from shuangjian.homework.content.frames.lower_grades import written_work
from shuangjian.homework.content.frames.papers import test_papers, whole_papers
from shuangjian.homework.content.frames.parents import work_for_parents
from shuangjian.homework.content.frames.phones import work_by_phone
from shuangjian.homework.content.frames.punishment import punishment
from shuangjian.homework.content.frames.self_marking import self_marking

__all__ = [
    "copying",
    "printing",
    "punishment",
    "self_marking",
    "signatures",
    "test_papers",
    "whole_papers",
    "work_by_phone",
    "work_for_parents",
    "written_work",
]
