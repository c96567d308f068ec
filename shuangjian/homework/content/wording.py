"""What the teacher reads: what was found, why, and what to write instead."""

from dataclasses import dataclass

from shuangjian.homework.content.finding import Kind, Verdict
from shuangjian.homework.rules import Form
from shuangjian.kernel.refusal import Way


@dataclass(frozen=True)
class Saying:
    """`refused` and `warned` follow the quoted words; `{detail}` is the frame's number or the work that is alike."""

    rule: str | None
    refused: str
    warned: str
    ways: tuple[Way, ...]


_IN_SCHOOL = Way("IN_SCHOOL", "改为校内巩固", "在学校里做完，不带回家。", {"form": Form.IN_SCHOOL.value})
_ORAL = Way("ORAL", "改为口头", "读、说、背、讲，不动笔。", {"form": Form.ORAL.value})


def _reword(words: str) -> Way:
    return Way("REWORD", "", words)


_SAYINGS = {
    Kind.WRITTEN_LOWER: Saying(
        "homework/written_minutes",
        "是要写的。一、二年级不布置书面家庭作业。",
        "可能要孩子动笔。一、二年级不布置书面家庭作业，选做的也请不要写。",
        (_IN_SCHOOL, _ORAL, _reword("可以改成：画一画、摆一摆、说给家里人听。")),
    ),
    Kind.PARENT_TASK: Saying(
        "homework/parents_tasks",
        "是给家长的任务。不得给家长布置作业，换个名目也不行。",
        "可能让家长觉得是任务。不得给家长布置作业。",
        (_reword("改成孩子自己能做完的；确实想请家长参加，写明“自愿”，不做也可以。"),),
    ),
    Kind.PARENT_MARKING: Saying(
        "homework/parents_marking",
        "是要家长检查或批改。不得要求家长检查、批改作业，作业由老师批改。",
        "可能让家长觉得要检查作业。不得要求家长检查、批改作业。",
        (_reword("去掉这几个字；想让孩子养成习惯，写“自己检查一遍再交”。"),),
    ),
    Kind.PHONE: Saying(
        "homework/by_phone",
        "要用手机。不得用手机布置作业，也不得要求学生用手机完成或上交。",
        "多半要用手机。不得要求学生用手机完成作业。",
        (_reword("写在作业单上，纸面完成，带到学校；朗读、背诵改为课上听。"),),
    ),
    Kind.REPETITION: Saying(
        "homework/repetitive_or_punitive",
        "要写{detail}遍，到了本校定为重复的遍数。不得布置重复性作业。",
        "可能是重复的书写。不得布置重复性作业；多少遍算重复，学校还没有定，或者这里数不出遍数。",
        (_reword("改成写一遍，再用它组词、造句或听写；已经会的可以不写。"),),
    ),
    Kind.PUNITIVE: Saying(
        "homework/repetitive_or_punitive",
        "是用作业惩罚学生。不得布置惩罚性作业。",
        "可能让学生觉得是罚。不得布置惩罚性作业。",
        (_reword("改成：错的订正一遍，不会的明天来问。"),),
    ),
    Kind.SELF_MARKING: Saying(
        "homework/self_marking",
        "是要学生自己批改。不得要求学生自批自改，作业由老师批改。",
        "是学生之间批改。布置的作业要由老师全部批改。",
        (_reword("改成：做完自己检查或验算一遍，交给老师批改。"),),
    ),
    Kind.SIGNATURE: Saying(
        None,
        "",
        "要家长签字。文件没有写不许签字，但签字常常变成替老师检查，家长不在身边的孩子也办不到。",
        (_reword("去掉签字，不影响作业。"),),
    ),
    Kind.PRINTING: Saying(
        None,
        "",
        "要在家里打印。文件没有写不许，但不是每家都有打印机，打印也多半落在家长身上。",
        (_reword("请在学校印好发给学生，或者改用书上的题。"),),
    ),
    Kind.TEST_PAPER: Saying(
        "homework/written_minutes",
        "是整张试卷，按本校规定要计{detail}分，这次计得少。",
        "是整张试卷，时间要按整张卷子计。请看一看这次写的分钟够不够。",
        (_reword("只选几道题；或者按整张卷子的时间写分钟。"),),
    ),
    Kind.NEAR_DUPLICATE: Saying(
        "homework/repetitive_or_punitive",
        "",
        "和这个班最近的一次作业差不多：“{detail}”。不得布置重复性作业。",
        (_reword("换几道题，或者只给还没掌握的学生。"),),
    ),
    Kind.MISSING_AIM: Saying(
        "homework/functions",
        "",
        "没有说清这次作业要练什么。作业是用来诊断、巩固和了解学情的。",
        (_reword("请用一句话写目标，比如“会用分数表示可能性的大小”。"),),
    ),
    Kind.MISSING_UNIT: Saying(
        "homework/functions",
        "",
        "没有写是哪个单元。写了单元，同事和家长才知道和哪几节课有关。",
        (_reword("请写单元，比如“第六单元　多边形的面积”。"),),
    ),
}


def rule_of(kind: Kind) -> str | None:
    """The rulebook page that explains it; None where no clause speaks of it."""
    return _SAYINGS[kind].rule


def words_for(kind: Kind, verdict: Verdict, quoted: str, detail: str) -> str:
    """The sentence a teacher reads."""
    saying = _SAYINGS[kind]
    sentence = saying.refused if verdict is Verdict.REFUSE else saying.warned
    return (f"“{quoted}”" if quoted else "") + sentence.format(detail=detail)


def ways_out(kind: Kind) -> tuple[Way, ...]:
    """What can be done instead."""
    return _SAYINGS[kind].ways
