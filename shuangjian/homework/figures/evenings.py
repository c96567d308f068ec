"""Figures of class evenings. The kinds of evening are those of the overviews: one definition for the whole site."""

from shuangjian.homework.figures.definition import Figure, Source, Theme
from shuangjian.homework.figures.facts import EveningFact
from shuangjian.homework.queries.overview import EveningCount

CAP = "homework/written_minutes"


def _kind(id: str, kind: EveningCount, rule: str | None, note: str = "") -> Figure[EveningFact]:
    return Figure(
        id=id,
        theme=Theme.TOTAL,
        words=kind.label,
        rule=rule,
        numerator=kind.label,
        denominator=kind.of.label,
        source=Source.EVENINGS,
        counts=kind.of.holds,
        holds=kind.holds,
        unit="个班晚",
        note=note,
    )


FIGURES: tuple[Figure[EveningFact], ...] = (
    _kind("evenings_written", EveningCount.WRITTEN, CAP),
    _kind("evenings_full", EveningCount.FULL, CAP, "满了不是错，只是再放不下"),
    _kind("evenings_closed", EveningCount.CLOSED, CAP, "一、二年级，和学校自己定的无书面作业日"),
    Figure(
        id="evenings_outweighed",
        theme=Theme.TOTAL,
        words="选做和不写的比书面还多的班晚",
        rule=CAP,
        numerator="选做和不写的分钟加起来比书面多的班晚；不布置书面作业的，是有选做书面作业的班晚",
        denominator=EveningCount.ALL.label,
        source=Source.EVENINGS,
        holds=lambda row: row.beside.outweighs(row.cap),
        unit="个班晚",
        note="值得去看，不说明谁有错",
        weighed=True,
    ),
    Figure(
        id="evenings_provisional",
        theme=Theme.CHANGES,
        words="校历暂定的班晚",
        rule=None,
        numerator="放假安排还没有公布，暂按上学算的班晚",
        denominator=EveningCount.ALL.label,
        source=Source.EVENINGS,
        holds=lambda row: row.evening.span.provisional,
        unit="个班晚",
    ),
)
