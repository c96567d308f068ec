"""Which nights have been worked out, and who was asked of an evening: for the night that measures it."""

import datetime as dt
import math

from shuangjian.timing.models import Ask, ClassSignal, Run, TeacherFactor
from shuangjian.timing.rules import WITHIN_90, RunKind, SignalKind


def ended_runs(kind: RunKind) -> dict[dt.date, dt.datetime]:
    """The evenings for which a run of a kind has ended, with the moment at which it began."""
    return dict(Run.objects.filter(kind=kind).exclude(ended_at=None).values_list("date", "started_at"))


def least_factors(works: int) -> dict[int, float]:
    """The lower end of the 90 % interval of every teacher's own factor that rests on so many works, the largest of a
    teacher's subjects: for comparing a model city with what was planted in it."""
    rows = TeacherFactor.objects.filter(works__gte=works).values_list("person_id", "kappa", "variance")
    found: dict[int, float] = {}
    for person_id, kappa, variance in rows:
        found[person_id] = max(math.exp(kappa - WITHIN_90 * math.sqrt(variance)), found.get(person_id, 0.0))
    return found


def signalled(kind: SignalKind) -> set[tuple[int, int]]:
    """Classes and grades of which something was told as of the last night."""
    rows = ClassSignal.objects.filter(kind=kind)
    last = rows.order_by("-as_of").values("as_of")[:1]
    return set(rows.filter(as_of=last).values_list("school_class_id", "grade"))


def asked_children(date: dt.date) -> set[int]:
    """The children about whose evening a question was drawn, answered or not."""
    return set(Ask.objects.filter(date=date).exclude(pupil=None).values_list("pupil_id", flat=True))
