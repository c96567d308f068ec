"""Homework as a test writes it: only what the sentence is about is named."""

from shuangjian.homework.content import Finding, Kind, Part, Settings, Verdict, Written, examine
from shuangjian.homework.rules import Form
from shuangjian.kernel.subject import Subject

NOBODY_DECIDED = Settings()


def written(text, grade=5, form=Form.WRITTEN, subject=Subject.CHINESE, **more):
    more = {"unit": "第六单元", "aim": "会用本课的词语写一段话", "minutes": 20} | more
    return Written((Part("内容", text),), subject, form, grade, **more)


def examined(text, settings=NOBODY_DECIDED, **more) -> tuple[Finding, ...]:
    return examine(written(text, **more), settings)


def verdicts(text, settings=NOBODY_DECIDED, **more) -> set[tuple[Kind, Verdict]]:
    return {(finding.kind, finding.verdict) for finding in examined(text, settings, **more)}
