"""What teachers ask of those who lead the school: appeals and minutes."""

from shuangjian.homework.models import Appeal, MinutesRuling
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.access import can_lead_school, check_can_lead_school


def get_appeal_for(by: Actor, appeal_id: int) -> Appeal:
    """An appeal of one's own, or of a school that one leads. Raises NotVisible."""
    found = Appeal.objects.filter(pk=appeal_id).select_related("appealed_by", "answered_by").first()
    if found is None or not (found.appealed_by_id == by.person_id or can_lead_school(by, found.school_id)):
        raise NotVisible(f"appeal {appeal_id}")
    return found


def get_appeal_to_answer(by: Actor, appeal_id: int) -> tuple[Appeal, str]:
    """An appeal, for those who lead its school, and the path of that school. Raises NotVisible, NotAllowed."""
    found = Appeal.objects.filter(pk=appeal_id).select_related("school__place").first()
    if found is None:
        raise NotVisible(f"appeal {appeal_id}")
    path = found.school.place.path
    check_can_lead_school(by, found.school_id, path)
    return found, path


def get_ruling_for(by: Actor, ruling_id: int) -> MinutesRuling:
    """What the actor asked to have set, or was asked at a school that the actor leads. Raises NotVisible."""
    told = ("asked_by", "answered_by", "assignment")
    found = MinutesRuling.objects.filter(pk=ruling_id).select_related(*told).first()
    if found is None or not (found.asked_by_id == by.person_id or can_lead_school(by, found.school_id)):
        raise NotVisible(f"ruling {ruling_id}")
    return found


def get_ruling_to_answer(by: Actor, ruling_id: int) -> tuple[MinutesRuling, str]:
    """What a teacher asked to have set, for those who lead the school, and its path. Raises NotVisible, NotAllowed."""
    found = MinutesRuling.objects.filter(pk=ruling_id).select_related("school__place", "assignment").first()
    if found is None:
        raise NotVisible(f"ruling {ruling_id}")
    path = found.school.place.path
    check_can_lead_school(by, found.school_id, path)
    return found, path
