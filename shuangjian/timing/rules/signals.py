"""What a signal says: what, why, and what to do now. Of a class over many evenings; never of a child, never of one
evening."""

from shuangjian.kernel.subject import Subject
from shuangjian.timing.rules.kinds import SignalKind

RULES = {SignalKind.OVER: "homework/written_minutes", SignalKind.UNLISTED: "homework/publicity"}


def what(kind: SignalKind, seen: int, evenings: int, subject: str = "") -> str:
    """The finding in one sentence."""
    if kind is SignalKind.OVER:
        return f"最近有回答的{evenings}晚合起来看，中等水平学生写的时间超出了上限；其中{seen}晚超出。"
    return f"最近十晚答了的{evenings}家里，有{seen}家说做了作业单上没有的{Subject(subject).label}作业。"


def short(kind: SignalKind, seen: int, evenings: int, subject: str = "") -> str:
    """The same in a list under its kind."""
    if kind is SignalKind.OVER:
        return f"有回答的{evenings}晚合起来超出，其中{seen}晚超出"
    return f"{Subject(subject).label}：答了的{evenings}家里，{seen}家说到"


def why(kind: SignalKind) -> str:
    """On what it rests, and what it cannot know."""
    if kind is SignalKind.OVER:
        return (
            "看的是最近二十晚里有回答的十晚，合起来看，不是哪一晚。"
            "计入的分钟都在上限里，超的是中等水平学生实际用的时间；快些慢些都正常。"
        )
    return "至少三家各自说到才提。不知道是哪几家，也没有留下他们的话。"


def now(kind: SignalKind) -> str:
    """What can be done tonight."""
    if kind is SignalKind.OVER:
        return "今晚少布置一些；先看哪一科占得多。"
    return "问一问教这一科的老师：口头布置的也写到作业单上，一样计分钟。"
