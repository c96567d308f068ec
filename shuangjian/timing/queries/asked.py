"""What a family is asked tonight, and where it stands with the panel."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shuangjian.homework.queries import Item, evenings_over, items_on
from shuangjian.homework.rules import Form
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import may_consent_for
from shuangjian.timing.access import get_ask_for, member_of
from shuangjian.timing.models import Ask
from shuangjian.timing.rules import LONGEST_WORK_DAYS, USUAL_MINUTES, Chip, Question, chips


@dataclass(frozen=True)
class AskSeen:
    """The question about one child's evening; used up once `answered`."""

    id: int
    pupil_id: int
    grade: int
    date: dt.date
    closes_at: dt.datetime
    answered: bool
    questions: tuple[Question, ...]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What work that no sheet had may have been in."""
        return tuple(subject for subject in Subject if self.grade in subject.grades)

    @property
    def usual_chips(self) -> tuple[Chip, ...]:
        """Answers about work that no sheet had."""
        return chips(USUAL_MINUTES)


@dataclass(frozen=True)
class PanelSeen:
    """`may_join`: the actor was never asked and could agree. `is_member`: agreed and has not left. `asks` that are open
    or were answered tonight, by child."""

    may_join: bool = False
    is_member: bool = False
    asks: Mapping[int, AskSeen] = field(default_factory=dict)


def panel_seen(by: Actor, at: dt.datetime) -> PanelSeen:
    """Where a guardian stands with the panel. Six queries at most, however many children."""
    member = member_of(by)
    if member is not None and member.left_at is not None:
        return PanelSeen()
    children = may_consent_for(by)
    if member is None:
        return PanelSeen(may_join=bool(children))
    rows = Ask.objects.filter(pupil_id__in=children, asked_at__lte=at, closes_at__gt=at)
    return PanelSeen(is_member=True, asks={ask.pupil_id: ask for ask in asks_seen(rows, at)})


def ask_seen(by: Actor, ask_id: int, at: dt.datetime) -> AskSeen:
    """One question, also after it closed. Raises NotVisible."""
    (found,) = asks_seen([get_ask_for(by, ask_id)], at)
    return found


def asks_seen(rows: Iterable[Ask], at: dt.datetime) -> list[AskSeen]:
    """The questions of these rows, with what stands on their evenings now."""
    rows = list(rows)
    items = items_on({a.school_class_id for a in rows}, {a.date for a in rows}, shown_at=at) if rows else []
    found: dict[tuple[int, int, dt.date], list[Question]] = {}
    for item, question in questions_of(items):
        found.setdefault((item.class_id, item.grade, item.date), []).append(question)
    return [
        AskSeen(
            id=ask.pk,
            pupil_id=ask.pupil_id or 0,
            grade=ask.grade,
            date=ask.date,
            closes_at=ask.closes_at,
            answered=ask.answered_at is not None,
            questions=tuple(found.get((ask.school_class_id, ask.grade, ask.date), ())),
        )
        for ask in rows
    ]


def questions_of(items: Sequence[Item]) -> list[tuple[Item, Question]]:
    """The questions about these pieces of homework on their evenings. None about what is done in school. Work of
    several evenings is asked about whole, on the last of them, unless it began too long before. One query."""
    over = evenings_over({item.publication_id for item in items}) if items else {}
    found = []
    for item in items:
        dates = over.get(item.publication_id, (item.date,))
        is_due = item.date == dates[-1] and (item.date - dates[0]).days <= LONGEST_WORK_DAYS
        if is_due and item.spec.form is not Form.IN_SCHOOL:
            found.append((item, _question(item, len(dates))))
    return found


def _question(item: Item, evenings: int) -> Question:
    spec = item.spec
    tiers = tuple((tier.name or f"第{n}种", tier.minutes) for n, tier in enumerate(spec.tiers, 1))
    is_asked = spec.choose == 1 and len(tiers) > 1
    return Question(
        publication_id=item.publication_id,
        subject=item.subject.label,
        unit=spec.unit,
        declared=spec.shown_minutes,
        counted=(item.minutes if evenings == 1 else spec.counted) or spec.shown_minutes,
        tiers=tiers if is_asked else (),
        evenings=evenings,
    )
