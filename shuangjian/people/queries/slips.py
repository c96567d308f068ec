"""The slips (入户条) of a class, and of a child."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.people.models import Enrolment, Guardianship, Slip
from shuangjian.people.queries.period import in_force
from shuangjian.people.rules import Relation


@dataclass(frozen=True)
class SlipOut:
    """A slip that stands: not replaced. `relation` is what whoever claimed it is to the child, "" while nobody has, and
    where that tie has ended since."""

    id: int
    pupil_id: int
    username: str
    issued_at: dt.datetime
    claimed_at: dt.datetime | None
    relation: str

    @property
    def has_left(self) -> bool:
        return self.claimed_at is not None and not self.relation


def slips_out(class_id: int, date: dt.date) -> list[SlipOut]:
    """The slips that stand for the pupils of a class, oldest first. Two queries."""
    seated = Enrolment.objects.filter(in_force(date), school_class_id=class_id).values("pupil_id")
    slips = list(Slip.objects.filter(pupil_id__in=seated, replaced_at=None).order_by("pk"))
    ties = Guardianship.objects.filter(pupil_id__in={slip.pupil_id for slip in slips}, until=None)
    relations = {(tie.guardian_id, tie.pupil_id): Relation(tie.relation).label for tie in ties}
    return [
        SlipOut(
            slip.pk,
            slip.pupil_id,
            slip.username,
            slip.issued_at,
            slip.claimed_at,
            relations.get((slip.claimed_by_id or 0, slip.pupil_id), ""),
        )
        for slip in slips
    ]
