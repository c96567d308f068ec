"""What the checks say of an assignment, per class and grade: refusals with their clauses, and what is only said.

Read before any transaction opens. What academic affairs has allowed of this very text is no refusal any more.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shuangjian.homework.content import Finding, Kind, Part, Settings, Verdict, Written, examine
from shuangjian.homework.operations.planning import Ground, Target
from shuangjian.homework.queries.appeals import appeals_of_text
from shuangjian.homework.queries.recent import texts_lately_set
from shuangjian.homework.rules import AppealState, AssignmentSpec, parts_of, text_digest
from shuangjian.kernel.refusal import Clause, Refusal
from shuangjian.kernel.subject import Subject
from shuangjian.policy.queries import clauses_of, copies_stated
from shuangjian.rulebook.terms import YOUNGEST_LAST_GRADE


@dataclass(frozen=True)
class Answer:
    """What became of an appeal against one check of this text: who answered when, and why."""

    state: AppealState
    by: str
    at: dt.datetime | None
    why: str


@dataclass(frozen=True)
class Said:
    """One finding with the clauses it stands on, and the latest word on an appeal against it, if there was one."""

    finding: Finding
    clauses: tuple[Clause, ...]
    answer: Answer | None = None

    @property
    def refuses(self) -> bool:
        return self.finding.verdict is Verdict.REFUSE and not self.is_allowed

    @property
    def is_allowed(self) -> bool:
        return self.answer is not None and self.answer.state is AppealState.ALLOWED

    @property
    def words(self) -> str:
        return f"{self.finding.part}里的{self.finding.words}" if self.finding.quoted else self.finding.words

    def as_refusal(self) -> Refusal:
        """Raises KeyError for a check that only ever says something."""
        code = {
            Kind.WRITTEN_LOWER: "CONTENT_WRITTEN_LOWER",
            Kind.PARENT_TASK: "CONTENT_PARENT_TASK",
            Kind.PARENT_MARKING: "CONTENT_PARENT_MARKING",
            Kind.PHONE: "CONTENT_PHONE",
            Kind.REPETITION: "CONTENT_REPETITION",
            Kind.PUNITIVE: "CONTENT_PUNITIVE",
            Kind.SELF_MARKING: "CONTENT_SELF_MARKING",
            Kind.TEST_PAPER: "CONTENT_TEST_PAPER",
        }[self.finding.kind]
        return Refusal(code, self.words, "", self.clauses, self.finding.ways)


def refusals_in(said: Iterable[Said]) -> tuple[Refusal, ...]:
    """The refusals among what was said, each once."""
    found: list[Refusal] = []
    for one in said:
        if one.refuses and (refusal := one.as_refusal()) not in found:
            found.append(refusal)
    return tuple(found)


def allowed_in(said: Iterable[Said]) -> list[str]:
    """What a check refused and somebody allowed, in words for the record: 要家长检查批改（王雁放行：课文里的话）."""
    return list(
        dict.fromkeys(
            f"{one.finding.kind.label}（{one.answer.by}放行：{one.answer.why}）"
            for one in said
            if one.answer and one.is_allowed and one.finding.verdict is Verdict.REFUSE
        )
    )


def what_is_said(
    *, at: dt.datetime, spec: AssignmentSpec, targets: Sequence[Target], besides: int | None = None
) -> dict[Target, tuple[Said, ...]]:
    """What the checks say of one's own words as they would be set to these classes now."""
    ground = Ground({target.class_id for target in targets}, at)
    return check_content(ground, spec, targets, lately=True, besides=besides)


def check_content(
    ground: Ground, spec: AssignmentSpec, targets: Sequence[Target], *, lately: bool = False, besides: int | None = None
) -> dict[Target, tuple[Said, ...]]:
    """What the checks say, by target. Nothing is read from the database for a text on which they have nothing to say.

    `lately` compares it with what the class was set within two weeks too (one query), `besides` an assignment that is
    being changed.
    """
    ids = {target.class_id for target in targets}
    recent = texts_lately_set(ids, spec.subject, ground.at, besides) if lately else {}
    found = {
        target: _findings(spec, target.grade, Settings(), recent.get((target.class_id, target.grade), ()))
        for target in targets
    }
    if not any(found.values()):
        return dict.fromkeys(targets, ())
    if any(one.kind is Kind.REPETITION for findings in found.values() for one in findings):
        return _with_copies(ground, spec, found, recent)
    return _grounded(ground, spec, found, {})


def _with_copies(
    ground: Ground,
    spec: AssignmentSpec,
    found: dict[Target, tuple[Finding, ...]],
    recent: dict[tuple[int, int], tuple[str, ...]],
) -> dict[Target, tuple[Said, ...]]:
    """Read once more where a school has decided from how many copies copying is repetitive."""
    stated = copies_stated(ground.schools, ground.today)
    for target in found:
        klass = ground.classes.get(target.class_id)
        if klass is not None and klass.school_id in stated:
            settings = Settings(copies_refused_from=stated[klass.school_id][0])
            found[target] = _findings(spec, target.grade, settings, recent.get((target.class_id, target.grade), ()))
    return _grounded(ground, spec, found, {pk: clause for pk, (_, clause) in stated.items()})


@lru_cache(maxsize=512)  # what was looked at is published next, and one grade's classes are read alike
def _findings(spec: AssignmentSpec, grade: int, settings: Settings, recent: tuple[str, ...]) -> tuple[Finding, ...]:
    """What is found in the words. That grades 1 and 2 have no written work is the cap's to say where minutes count."""
    parts = tuple(Part(label, text) for label, text in parts_of(spec))
    minutes = spec.counted
    written = Written(parts, Subject(spec.subject), spec.form, grade, spec.unit, spec.aim, minutes, recent)
    told_by_the_cap = grade <= YOUNGEST_LAST_GRADE and spec.form.counts and minutes > 0
    return tuple(one for one in examine(written, settings) if not (told_by_the_cap and one.kind is Kind.WRITTEN_LOWER))


def _grounded(
    ground: Ground, spec: AssignmentSpec, found: dict[Target, tuple[Finding, ...]], copies: dict[int, Clause]
) -> dict[Target, tuple[Said, ...]]:
    """Findings with their clauses and the answers to appeals. A class that is no more has none."""
    answers = _answers(ground, spec, found)
    said: dict[Target, tuple[Said, ...]] = {}
    for target, findings in found.items():
        klass = ground.classes.get(target.class_id)
        if klass is None:
            said[target] = ()
            continue
        school = ground.schools[klass.school_id]
        said[target] = tuple(
            Said(
                one,
                (
                    *([copies[school.id]] if one.kind is Kind.REPETITION and school.id in copies else ()),
                    *(clauses_of(one.rule, school, target.grade, ground.today) if one.rule else ()),
                ),
                answers.get((school.id, one.kind)),
            )
            for one in findings
        )
    return said


def _answers(
    ground: Ground, spec: AssignmentSpec, found: dict[Target, tuple[Finding, ...]]
) -> dict[tuple[int, Kind], Answer]:
    """The latest word on each check of this text, by school and check; one query, and none where nothing is refused."""
    if not any(one.verdict is Verdict.REFUSE for findings in found.values() for one in findings):
        return {}
    return {
        (row.school_id, Kind(row.check_kind)): Answer(
            AppealState(row.state), row.answered_by.name if row.answered_by else "", row.answered_at, row.answer
        )
        for row in appeals_of_text(ground.schools, text_digest(spec))
    }
