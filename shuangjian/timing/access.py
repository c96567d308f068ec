"""Who may be asked, end an evening, count a class, and know of it. That somebody is on the panel is nobody else's.

A fitted number of a piece of homework or an evening is seen by whoever sees that homework or evening at work.
"""

from shuangjian.homework.access import can_settle
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.people.access import check_guards, guards
from shuangjian.people.queries import may_consent_for
from shuangjian.schools.access import OVERSIGHT, can_lead_school
from shuangjian.schools.queries import ClassNow
from shuangjian.timing.models import Ask, PanelMember


def member_of(by: Actor) -> PanelMember | None:
    """What the actor once answered to whether we may ask, yes or no; None for who was never asked."""
    return PanelMember.objects.filter(person_id=by.person_id).first() if by.person_id is not None else None


def check_may_join(by: Actor) -> None:
    """Guardians join; somebody to whom a child is entrusted may not agree for it. Raises NotVisible, NotAllowed."""
    if not by.holds(Role.GUARDIAN):
        raise NotVisible("panel")
    if not may_consent_for(by):
        raise NotAllowed("要不要偶尔问一问，由父母或其他监护人决定。")


def get_ask_for(by: Actor, ask_id: int) -> Ask:
    """A question about a child whose guardian the actor is, while the actor is on the panel. Raises NotVisible."""
    ask = Ask.objects.filter(pk=ask_id, pupil__isnull=False).first()
    member = member_of(by)
    if ask is None or ask.pupil_id is None or member is None or member.left_at is not None:
        raise NotVisible(f"ask {ask_id}")
    if not guards(by, ask.pupil_id) or ask.pupil_id not in may_consent_for(by):
        raise NotVisible(f"ask {ask_id}")
    return ask


def check_may_end(by: Actor, pupil_id: int) -> None:
    """Whoever sees the child's page sends the child to bed. Raises NotVisible."""
    check_guards(by, pupil_id)


def can_count(by: Actor, class_id: int) -> bool:
    """Any teacher of the class and its homeroom teacher: one of them sits with it in the homework slot."""
    return any(held.class_id == class_id for held in by.holds(Role.SUBJECT_TEACHER, Role.HOMEROOM))


def check_can_count(by: Actor, klass: ClassNow) -> None:
    """Raises NotAllowed for who sees the class and does not work in it."""
    if not can_count(by, klass.id):
        raise NotAllowed("做完几人，由教这个班的老师和班主任数。")


def sees_names_of_stops(by: Actor, class_id: int) -> bool:
    """The homeroom teacher, of those children whose families wished it; nobody else."""
    return any(held.class_id == class_id for held in by.holds(Role.HOMEROOM))


def can_see_signals(by: Actor, klass: ClassNow) -> bool:
    """Who answers for the class: its homeroom teacher, the head of its grade, the leaders, and oversight above."""
    return (
        can_settle(by, klass)
        or can_lead_school(by, klass.school_id)
        or bool(by.holds_over(klass.place_path, *OVERSIGHT))
    )


def can_see_ratio(by: Actor, author_id: int, school_id: int) -> bool:
    """How a teacher's declared minutes compare with what was measured: the teacher, and the leaders of the school, who
    settle minutes. No colleague, no bureau."""
    return by.person_id == author_id or can_lead_school(by, school_id)
