"""Children and their guardians (监护人、受托照护人), from either side."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.kernel.actor import Actor, Role
from shuangjian.people.models import Guardianship, Pupil
from shuangjian.people.rules import Relation


@dataclass(frozen=True)
class Ward:
    """A child as its guardian sees it: the name, and who else looks at its page (person, relation, since when)."""

    pupil_id: int
    name: str
    watchers: tuple[tuple[int, str, dt.date], ...]


def wards_of(by: Actor) -> dict[int, Ward]:
    """The children whose page the actor may open now, by id. Two queries."""
    ids = [held.pupil_id for held in by.holds(Role.GUARDIAN) if held.pupil_id is not None]
    names = dict(Pupil.objects.filter(pk__in=ids).values_list("pk", "name"))
    watchers: dict[int, list[tuple[int, str, dt.date]]] = {pk: [] for pk in names}
    for tie in Guardianship.objects.filter(pupil_id__in=names, until=None).order_by("pk"):
        watchers[tie.pupil_id].append((tie.guardian_id, Relation(tie.relation).label, tie.since))
    return {pk: Ward(pk, name, tuple(watchers[pk])) for pk, name in names.items()}
