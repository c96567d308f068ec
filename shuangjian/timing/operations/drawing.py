"""The draw of a night: which families are asked how long homework took."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from shuangjian.audit.operations import Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.timing.models import Ask, PanelDay, PanelMember
from shuangjian.timing.queries.pool import Pool, Rest, pool_of
from shuangjian.timing.rules import (
    ASKED_A_CLASS,
    FEWEST_CHILDREN,
    Candidate,
    draw,
    end_of_night,
    night_of,
    pool_digest,
    seed_digest,
)

BATCH = 5_000  # ids in one statement


@dataclass(frozen=True)
class Drawn:
    """A night's draw: `asked` of the `pool`; `before` where it had been drawn already."""

    night: dt.date
    pool: int
    asked: int
    before: bool = False


def preview_draw(*, at: dt.datetime, seed: str, a_class: int = ASKED_A_CLASS, fewest: int = FEWEST_CHILDREN) -> Drawn:
    """What `draw_panel` would do, without doing it."""
    night = night_of(at)
    if (done := _drawn_before(night)) is not None:
        return done
    pool = pool_of(night, at, fewest)
    return Drawn(night, len(pool.candidates), len(draw(pool.candidates, seed, a_class)))


def draw_panel(
    *, by: Actor, at: dt.datetime, seed: str, a_class: int = ASKED_A_CLASS, fewest: int = FEWEST_CHILDREN
) -> Drawn:
    """Draw for the night of a moment, for the whole city: once. Again: nothing is done, and the first draw is told.
    At most `a_class` families of a grade of a class, where that has at least the `fewest` children.

    A night without anybody to ask is not drawn, so that it can be when homework has been set. Raises NotAllowed for
    anybody but an operator.
    """
    if not by.is_operator:
        raise NotAllowed("今晚问哪些家庭，由系统维护人员在服务器上抽。")
    night = night_of(at)
    if (done := _drawn_before(night)) is not None:
        return done
    pool = pool_of(night, at, fewest)
    chosen = draw(pool.candidates, seed, a_class)
    if not chosen:
        return Drawn(night, len(pool.candidates), 0)
    try:
        with transaction.atomic():
            return _ask(pool, chosen, by, at, seed)
    except IntegrityError:  # a twin of this job was faster
        if (done := _drawn_before(night)) is None:
            raise
        return done


def _drawn_before(night: dt.date) -> Drawn | None:
    day = PanelDay.objects.filter(date=night).first()
    return None if day is None else Drawn(night, day.pool, day.asked, before=True)


def _ask(pool: Pool, chosen: list[Candidate], by: Actor, at: dt.datetime, seed: str) -> Drawn:
    day = PanelDay.objects.create(
        date=pool.night,
        seed=seed,
        seed_digest=seed_digest(seed),
        drawn_at=at,
        pool=len(pool.candidates),
        pool_digest=pool_digest(pool.candidates),
    )
    claimed = _claim(pool, chosen)
    asked = [one for one in chosen if claimed.issuperset(pool.members[one.family])]
    Ask.objects.bulk_create(
        (
            Ask(
                school_id=pool.classes[one.class_id, one.grade].school_id,
                school_class_id=one.class_id,
                grade=one.grade,
                date=pool.evenings[one.class_id, one.grade],
                pupil_id=one.pupil_id,
                member_id=pool.asked_of[one.pupil_id],
                asked_at=at,
                closes_at=end_of_night(pool.night),
            )
            for one in asked
        ),
        batch_size=BATCH,
    )
    PanelDay.objects.filter(pk=day.pk).update(asked=len(asked))
    record(
        by=by,
        at=at,
        name="timing.draw_panel",
        on=Subject("panel_day", day.pk, ""),
        after={"date": pool.night, "asked": len(asked), "pool": day.pool, "seed_digest": day.seed_digest},
    )
    return Drawn(pool.night, day.pool, len(asked))


def _claim(pool: Pool, chosen: list[Candidate]) -> set[int]:
    """Send the families to rest, each by a condition that another draw of these days would meet; the members that were
    claimed. Whose term is new begins to count anew."""
    alike: dict[Rest, list[int]] = defaultdict(list)
    for one in chosen:
        alike[pool.rest_of(one)] += pool.members[one.family]
    rested = Q(rests_until=None) | Q(rests_until__lte=pool.night)
    for rest, members in alike.items():
        for some in _batches(members):
            another_term = ~Q(asks_since=rest.term_since) | Q(asks_since=None)
            PanelMember.objects.filter(another_term, pk__in=some).update(asks=0, asks_since=rest.term_since)
            PanelMember.objects.filter(rested, pk__in=some, left_at=None).update(
                asked_on=pool.night, rests_until=rest.until, asks=F("asks") + 1
            )
    return set(PanelMember.objects.filter(asked_on=pool.night).values_list("pk", flat=True))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
