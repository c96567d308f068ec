"""Figures of how an evening was shared: what did not fit, what was lent, what was settled."""

from shuangjian.figures import Parts
from shuangjian.homework.content import Kind
from shuangjian.homework.figures.definition import Figure, Source, Theme
from shuangjian.homework.figures.facts import AppealFact, AttemptFact, LoanFact
from shuangjian.homework.rules import AppealState, LoanState

COORDINATION = "homework/coordination"
ONCE = "一次发布到一个班算一次"
LENT = (LoanState.GRANTED, LoanState.SETTLED)
_REASONS = {
    "OVER_CAP": "超过这一晚还能用的分钟",
    "NO_WRITTEN_WORK": "一、二年级不布置书面作业",
    "NO_HOMEWORK_DAY": "无书面作业日",
    "VACATION_WITHOUT_TOTAL": "寒暑假总量还没有定",
    "IN_SCHOOL_ABOVE_GRADE_TWO": "三年级起没有校内巩固",
    "EVENING_PAST": "这一晚已经过去",
    "NOT_A_SCHOOL_DAY": "那天不上学",
    "NOT_TEACHING": "名册上不教这个班这一科",
    "NO_SUCH_CLASS": "名册上没有这个班",
    "ALREADY_PUBLISHED": "这一份已经发布过",
    "HELD_BACK": "别的班放不下，一起没有发布",
    "LARGE_WORK_WITHOUT_NOTICE": "大作业没有预告够天数",
} | {f"CONTENT_{kind}": f"检查：{kind.label}" for kind in Kind}
OTHER = "OTHER"


def _codes(row: AttemptFact) -> tuple[str, ...]:
    """Each code once; one that has no words here yet counts as another reason."""
    return tuple(dict.fromkeys(code if code in _REASONS else OTHER for code, _ in row.reasons))


FIGURES: tuple[Figure[AttemptFact] | Figure[LoanFact] | Figure[AppealFact], ...] = (
    Figure[AttemptFact](
        id="refused",
        theme=Theme.TOGETHER,
        words="没有放下的次数",
        rule=COORDINATION,
        numerator="发布时没有放下的次数",
        denominator="发布的次数，放下的和没有放下的",
        source=Source.ATTEMPTS,
        holds=lambda row: bool(row.reasons),
        unit="次",
        note=ONCE,
    ),
    Figure[AttemptFact](
        id="refused_why",
        theme=Theme.TOGETHER,
        words="为什么没有放下",
        rule=COORDINATION,
        numerator="因为这一条没有放下的次数；一次可以有几条原因",
        denominator="没有放下的次数",
        source=Source.ATTEMPTS,
        counts=lambda row: bool(row.reasons),
        holds=lambda row: bool(row.reasons),
        parts=Parts(lambda part: _REASONS.get(part, "别的原因"), [*_REASONS, OTHER].index),
        parts_of=_codes,
        unit="次",
    ),
    Figure[LoanFact](
        id="minutes_lent",
        theme=Theme.TOGETHER,
        words="各科之间借了的分钟",
        rule=COORDINATION,
        numerator="借出的分钟，商量好的和定下的",
        denominator="要借的分钟，没有借的也算",
        source=Source.LOANS,
        holds=lambda row: row.state in LENT,
        amount=lambda row: row.minutes,
        unit="分",
    ),
    Figure[LoanFact](
        id="settled",
        theme=Theme.TOGETHER,
        words="由班主任或年级组长定下的次数",
        rule=COORDINATION,
        numerator="没有等商量，由班主任或年级组长定下的次数",
        denominator="各科之间要借的次数",
        source=Source.LOANS,
        holds=lambda row: row.state is LoanState.SETTLED,
        unit="次",
        note="每一次都写着为什么",
    ),
    Figure[AppealFact](
        id="appeals_allowed",
        theme=Theme.TOGETHER,
        words="检查拦下、申诉后放行的次数",
        rule="homework/design",
        numerator="教务处看过以后放行的申诉",
        denominator="老师说检查不对的申诉",
        source=Source.APPEALS,
        holds=lambda row: row.state is AppealState.ALLOWED,
        unit="次",
        note="放行得多，是检查要改",
    ),
)
