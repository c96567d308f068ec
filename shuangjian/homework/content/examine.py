"""All checks on one piece of homework, in the order in which the words stand."""

from collections.abc import Iterable, Iterator

from shuangjian.homework.content import duplicates, fields, frames
from shuangjian.homework.content.finding import Finding, Hit, Kind, Verdict
from shuangjian.homework.content.reading import Reading
from shuangjian.homework.content.typed import Typed
from shuangjian.homework.content.wording import rule_of, ways_out, words_for
from shuangjian.homework.content.written import Part, Settings, Written
from shuangjian.homework.rules import Form


def examine(homework: Written, settings: Settings) -> tuple[Finding, ...]:
    """Everything a teacher should know before this is published; empty where there is nothing to say. Never raises."""
    return (*_of_fields(homework), *_of_parts(homework, settings), *_of_the_whole(homework, settings))


def asks_for_a_whole_paper(texts: Iterable[str]) -> bool:
    """Whether the words ask for a whole test paper, however many minutes it is said to take."""
    return any(True for text in texts for _ in frames.whole_papers(Reading(Typed(text))))


def _of_fields(homework: Written) -> Iterator[Finding]:
    if fields.says_no_unit(homework.unit):
        yield _about(Kind.MISSING_UNIT, "单元", homework.unit)
    if fields.says_nothing(homework.aim):
        yield _about(Kind.MISSING_AIM, "目标", homework.aim)


def _of_parts(homework: Written, settings: Settings) -> Iterator[Finding]:
    for part in homework.parts:
        reading = Reading(Typed(part.text))
        hits = sorted(_hits(reading, homework, settings), key=lambda hit: (hit.start, hit.end, hit.kind))
        for hit in hits:
            yield _finding(hit, part, reading)


def _hits(reading: Reading, homework: Written, settings: Settings) -> Iterator[Hit]:
    yield from frames.written_work(reading, homework.grade, homework.form)
    yield from frames.work_for_parents(reading)
    yield from frames.work_by_phone(reading)
    yield from frames.copying(reading, settings.copies_refused_from)
    yield from frames.punishment(reading)
    yield from frames.self_marking(reading)
    yield from frames.signatures(reading)
    yield from frames.printing(reading)
    yield from frames.test_papers(reading, homework.minutes, settings.test_paper_minutes)


def _of_the_whole(homework: Written, settings: Settings) -> Iterator[Finding]:
    """Only written work repeats itself wrongly: reading and running every evening are habits."""
    if homework.form not in (Form.WRITTEN, Form.IN_SCHOOL) or not homework.parts:
        return
    text = "\n".join(part.text for part in homework.parts)
    found = duplicates.alike(text, homework.recent, settings.duplicate_from)
    if found is not None:
        yield _about(Kind.NEAR_DUPLICATE, homework.parts[0].label, homework.parts[0].text, detail=found[:40])


def _about(kind: Kind, part: str, text: str, detail: str = "") -> Finding:
    words = words_for(kind, Verdict.WARN, "", detail)
    return Finding(kind, Verdict.WARN, part, 0, len(text), text, rule_of(kind), words, ways_out(kind))


def _finding(hit: Hit, part: Part, reading: Reading) -> Finding:
    start, end = reading.typed.span(hit.start, hit.end)
    quoted = part.text[start:end]
    words = words_for(hit.kind, hit.verdict, quoted, hit.detail)
    return Finding(hit.kind, hit.verdict, part.label, start, end, quoted, rule_of(hit.kind), words, ways_out(hit.kind))
