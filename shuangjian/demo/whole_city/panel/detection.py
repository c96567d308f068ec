"""What the measuring of a whole city found of what was planted in it, what it missed, and what it found that is not."""

import json
from collections.abc import Iterator
from pathlib import Path

from shuangjian.timing.queries import least_factors, signalled
from shuangjian.timing.rules import SignalKind

LEAST_WORKS = 10  # of a teacher, before anything is expected of the factor
FAR = 1.25  # a teacher whose own factor surely is above it is told as declaring far too little


def told(planted: Path) -> Iterator[str]:
    """Found of planted and false among found, kind by kind."""
    stated = json.loads(planted.read_text(encoding="utf-8"))
    least = least_factors(LEAST_WORKS)
    found = {teacher for teacher, factor in least.items() if factor > FAR}
    low, honest = set(stated["low"]), set(stated["honest"]) - set(stated["low"])
    yield _words("少报四成的老师", (under := set(stated["under_declaring"]) & least.keys()), found & (under | honest))
    yield _words("只报五分钟的学校的老师", low & least.keys(), found & low)
    over, unlisted = signalled(SignalKind.OVER), {klass for klass, _ in signalled(SignalKind.UNLISTED)}
    yield _words("最近十晚真超上限的班", {(klass, grade) for klass, grade in stated["over"]}, over)
    yield _words("有单外作业的班", set(stated["unlisted"]), unlisted)


def _words(what: str, planted: set[int] | set[tuple[int, int]], found: set[int] | set[tuple[int, int]]) -> str:
    right = len(planted & found)
    return f"{what}：{len(planted)}个，找到{right}个，漏了{len(planted) - right}个；另外错报{len(found - planted)}个"
