"""Who knows that a child is asked to tutoring: who proposed it, its present homeroom teacher, whoever plans the
service, and its guardians; the teacher of the afternoon, once it comes. Nobody else, and no list that others see."""

from django.db.models import QuerySet

from shuangjian.afterschool.access.programmes import can_coordinate, check_can_coordinate
from shuangjian.afterschool.models import TutoringPlace, TutoringProposal
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.people.access import guards
from shuangjian.schools.access import belongs_to_school
from shuangjian.schools.queries import ClassNow


def is_homeroom(by: Actor, class_id: int) -> bool:
    return any(held.class_id == class_id for held in by.holds(Role.HOMEROOM))


def can_propose(by: Actor, class_id: int, subject: str | None = None) -> bool:
    """The homeroom teacher of a class, and who teaches it the subject (any, where none is named)."""
    taught = (held for held in by.holds(Role.SUBJECT_TEACHER) if held.class_id == class_id)
    return is_homeroom(by, class_id) or any(subject in (None, held.subject) for held in taught)


def check_can_propose(by: Actor, klass: ClassNow, subject: str | None = None) -> None:
    """404 for who does not work at the school, 403 for the rest of its staff."""
    if can_propose(by, klass.id, subject):
        return
    if belongs_to_school(by, klass.school_id):
        raise NotAllowed("请孩子来辅导，由班主任和教这一科的老师提。")
    raise NotVisible(f"class {klass.id}")


def get_place_to_plan(by: Actor, place_id: int) -> TutoringPlace:
    """A teacher's afternoon, for whoever plans the service. Raises NotVisible, NotAllowed."""
    place = TutoringPlace.objects.filter(pk=place_id).select_related("programme", "school__place", "leader").first()
    if place is None:
        raise NotVisible(f"tutoring {place_id}")
    check_can_coordinate(by, place.school_id, place.school.place.path)
    return place


def leads_tutoring(by: Actor, place: TutoringPlace) -> bool:
    """Whether the afternoon is the actor's own, who still works at its school."""
    return by.person_id is not None and place.leader_id == by.person_id and belongs_to_school(by, place.school_id)


def get_proposal_for_family(by: Actor, proposal_id: int) -> TutoringProposal:
    """What a teacher proposed for a child of the actor's, unless taken back. Raises NotVisible."""
    found = _proposals().filter(pk=proposal_id, withdrawn_at=None).first()
    if found is None or not guards(by, found.pupil_id):
        raise NotVisible(f"proposal {proposal_id}")
    return found


def get_proposal_to_withdraw(by: Actor, proposal_id: int, class_id: int | None) -> TutoringProposal:
    """For who proposed it and still works at the school, the homeroom teacher of the class in which the child sits
    today (`class_id`), whoever plans the service. Raises NotVisible."""
    found = _proposals().filter(pk=proposal_id, withdrawn_at=None).first()
    if found is not None:
        own = found.proposed_by_id == by.person_id and belongs_to_school(by, found.school_id)
        if own or can_coordinate(by, found.school_id) or (class_id is not None and is_homeroom(by, class_id)):
            return found
    raise NotVisible(f"proposal {proposal_id}")


def _proposals() -> "QuerySet[TutoringProposal]":
    return TutoringProposal.objects.select_related("place__programme", "place__leader", "proposed_by")
