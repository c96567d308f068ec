"""The checks on content: milliseconds a text, plain and long, and at the length that the form allows."""

import statistics
import time
from pathlib import Path

import yaml

from bench.figure import Figure
from shuangjian.homework.content import Part, Settings, Written, examine
from shuangjian.homework.rules import Form
from shuangjian.kernel.subject import Subject

CORPUS = Path(__file__).resolve().parents[1] / "tests/corpus/hard.yaml"
MOST_MILLISECONDS = 5
LONGEST, ROUNDS = 2000, 5
SETTINGS = Settings(copies_refused_from=3)


def measure(database: str) -> list[Figure]:
    """Every text of the corpus, and texts made of many of them; no database is asked anything."""
    texts = [row["text"] for row in yaml.load(CORPUS.read_text("utf-8"), yaml.CSafeLoader)]
    longest = [_joined(texts[first:]) for first in range(0, len(texts) - 60, 40)]
    recent = tuple(texts[:10])
    return [
        _figure("a text of the corpus", database, texts, recent),
        _figure(f"a text of {LONGEST:,} signs", database, longest, recent, limited=False),
    ]


def _joined(texts: list[str]) -> str:
    return "\n".join(texts)[:LONGEST]


def _figure(name: str, database: str, texts: list[str], recent: tuple[str, ...], limited: bool = True) -> Figure:
    each = []
    for text in texts:
        rounds = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            _examined(text, recent)
            rounds.append((time.perf_counter() - begun) * 1000)
        each.append(statistics.median(rounds))
    worst = sorted(each)[int(len(each) * 0.95)]
    return Figure(
        name,
        database,
        f"{worst:.2f} ms",
        f"p95 of {len(texts)}; median {statistics.median(each):.2f} ms, slowest {max(each):.2f} ms",
        f"≤ {MOST_MILLISECONDS} ms" if limited else "",
        worst <= MOST_MILLISECONDS if limited else None,
    )


def _examined(text: str, recent: tuple[str, ...]) -> None:
    for grade in (2, 5):
        parts = (Part("内容", text),)
        examine(Written(parts, Subject.CHINESE, Form.ORAL, grade, "第六单元", "会用本课的词语", 20, recent), SETTINGS)
