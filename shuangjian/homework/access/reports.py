"""Who reads a school's monthly reports, and who signs them."""

from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.access import OVERSIGHT, belongs_to_school, can_lead_school


def check_reads_reports(by: Actor, school_id: int, path: str) -> None:
    """The monthly reports of a school: its leaders, and who oversees it. Raises NotVisible, NotAllowed."""
    if can_lead_school(by, school_id) or by.holds_over(path, *OVERSIGHT):
        return
    if belongs_to_school(by, school_id):
        raise NotAllowed("月报由校长和教务处看。")
    raise NotVisible(f"school {school_id}")


def reads_unsigned_reports(by: Actor, school_id: int) -> bool:
    """Oversight reads a report once it is signed; before that it is the school's own."""
    return can_lead_school(by, school_id)


def can_sign_report(by: Actor, school_id: int) -> bool:
    """The principal, who is the first responsible person, and nobody for the principal."""
    return any(held.school_id == school_id for held in by.holds(Role.PRINCIPAL))


def check_can_sign_report(by: Actor, school_id: int, path: str) -> None:
    """Raises NotVisible, NotAllowed."""
    check_reads_reports(by, school_id, path)
    if not can_sign_report(by, school_id):
        raise NotAllowed("月报由校长本人签。")
