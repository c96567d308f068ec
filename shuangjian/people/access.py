"""Who may see and change what of people."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.people.models import Guardianship, Pupil, RosterUpload, Token
from shuangjian.schools.access import LEADERS, OVERSIGHT, belongs_to_school, can_lead_school
from shuangjian.schools.queries import place_with_id
from shuangjian.schools.rules import PlaceKind

if TYPE_CHECKING:
    from shuangjian.schools.models import Place


def can_manage_slips(by: Actor, class_id: int) -> bool:
    """The homeroom teacher hands out, replaces and takes back slips."""
    return any(held.class_id == class_id for held in by.holds(Role.HOMEROOM))


def can_see_class_list(by: Actor, school_id: int, class_id: int) -> bool:
    """Names of the pupils of a class: its homeroom teacher and the school's leaders."""
    return can_manage_slips(by, class_id) or any(held.school_id == school_id for held in by.holds(*LEADERS))


def check_can_manage_slips(by: Actor, school_id: int, class_id: int) -> None:
    """404 for who may not see the class list, 403 for who sees it but is not the homeroom teacher."""
    if can_manage_slips(by, class_id):
        return
    if can_see_class_list(by, school_id, class_id):
        raise NotAllowed("入户条由班主任发放和更换。")
    raise NotVisible(f"class {class_id}")


def can_import_roster(by: Actor, school_id: int | None, path: str) -> bool:
    """Academic affairs and the principal their own school, an officer what lies below, an operator everything."""
    if by.holds_over(path, *OVERSIGHT):
        return True
    return any(school_id is not None and held.school_id == school_id for held in by.holds(*LEADERS))


def check_can_import_roster(by: Actor, school_id: int | None, path: str) -> None:
    if can_import_roster(by, school_id, path):
        return
    if school_id is not None and belongs_to_school(by, school_id):
        raise NotAllowed("名册由本校教务处或校长更新。")
    raise NotVisible(path)


def get_import_place_for(by: Actor, place_id: int) -> "Place":
    """The school, or the place above schools, whose roster the actor may update. Raises NotVisible, NotAllowed."""
    found = place_with_id(place_id)
    if found is None or found.kind == PlaceKind.TEACHING_POINT:
        raise NotVisible(f"place {place_id}")
    check_can_import_roster(by, found.pk if found.kind == PlaceKind.SCHOOL else None, found.path)
    return found


def get_export_place_for(by: Actor, place_id: int) -> "Place":
    """The place whose roster, with its names, the actor may take out: a school's leaders theirs, an operator any.

    Raises NotVisible; NotAllowed for who may only send rosters in.
    """
    found = get_import_place_for(by, place_id)
    if by.is_operator or (found.kind == PlaceKind.SCHOOL and can_lead_school(by, found.pk)):
        return found
    raise NotAllowed("名册里有学生姓名，由本校教务处和校长导出。")


def get_upload_for(by: Actor, upload_id: int) -> RosterUpload:
    """An uploaded roster, for whoever may update that place's. Raises NotVisible, NotAllowed."""
    uploads = RosterUpload.objects.filter(pk=upload_id).select_related("uploaded_by")
    upload = uploads.defer("content").first()
    if upload is None:
        raise NotVisible(f"upload {upload_id}")
    get_import_place_for(by, upload.place_id)
    return upload


def uploads_for(by: Actor, place_id: int) -> QuerySet[RosterUpload]:
    """The uploads of a place, newest first, without their files."""
    get_import_place_for(by, place_id)
    uploads = RosterUpload.objects.filter(place_id=place_id).select_related("uploaded_by")
    return uploads.defer("content").order_by("-pk")


def can_read_upload(by: Actor, upload: RosterUpload) -> bool:
    """Names in an upload: whoever uploaded it holds the file, and the school's leaders know their people."""
    if upload.uploaded_by_id is not None and upload.uploaded_by_id == by.person_id:
        return True
    return by.is_operator or any(held.school_id == upload.place_id for held in by.holds(*LEADERS))


def visible_to(by: Actor, date: dt.date) -> QuerySet[Pupil]:
    """The pupils whose names an actor may read on a date; SQL twin of `can_see_pupil`."""
    leads = [held.school_id for held in by.holds(*LEADERS)]
    homeroom = [held.class_id for held in by.holds(Role.HOMEROOM)]
    wards = [held.pupil_id for held in by.holds(Role.GUARDIAN)]
    enrolled = Q(enrolments__since__lte=date) & (Q(enrolments__until=None) | Q(enrolments__until__gt=date))
    return Pupil.objects.filter(
        Q(school_id__in=leads) | Q(pk__in=wards) | (Q(enrolments__school_class_id__in=homeroom) & enrolled)
    ).distinct()


def can_see_pupil(by: Actor, pupil: Pupil, date: dt.date) -> bool:
    """Whether an actor may read a pupil's name on a date; predicate twin of `visible_to`."""
    if any(held.pupil_id == pupil.pk for held in by.holds(Role.GUARDIAN)):
        return True
    if any(held.school_id == pupil.school_id for held in by.holds(*LEADERS)):
        return True
    seats = [e for e in pupil.enrolments.all() if e.since <= date and (e.until is None or date < e.until)]
    return any(held.class_id == seat.school_class_id for held in by.holds(Role.HOMEROOM) for seat in seats)


def guards(by: Actor, pupil_id: int) -> bool:
    """Whether the actor is a guardian or carer of the pupil now."""
    return any(held.pupil_id == pupil_id for held in by.holds(Role.GUARDIAN))


def check_guards(by: Actor, pupil_id: int) -> None:
    if not guards(by, pupil_id):
        raise NotVisible(f"pupil {pupil_id}")


def guardianships_of(by: Actor) -> QuerySet[Guardianship]:
    return Guardianship.objects.filter(guardian_id=by.person_id, until=None)


def check_can_issue_token(by: Actor, school_id: int, path: str) -> None:
    """Whoever works at the school, for themselves. 403 for who stands above: theirs are issued on the server."""
    if belongs_to_school(by, school_id):
        return
    if by.holds_over(path, *OVERSIGHT):
        raise NotAllowed("这里的令牌由本校的老师给自己开；上级的由系统维护人员开。")
    raise NotVisible(path)


def tokens_for(by: Actor, school_id: int | None) -> QuerySet[Token]:
    """The tokens of a school: its leaders all of them, everybody else their own."""
    tokens = Token.objects.filter(school_id=school_id)
    if by.is_operator or (school_id is not None and can_lead_school(by, school_id)):
        return tokens
    return tokens.filter(person_id=by.person_id or 0)


def get_token_to_revoke(by: Actor, token_id: int) -> tuple[Token, str]:
    """A token and its school's path: for its owner, whoever leads the school, an operator. Raises NotVisible."""
    token = Token.objects.filter(pk=token_id).select_related("person", "school__place").first()
    if token is None or not tokens_for(by, token.school_id).filter(pk=token_id).exists():
        raise NotVisible(f"token {token_id}")
    return token, token.school.place.path if token.school is not None else "/"
