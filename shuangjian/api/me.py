"""Who am I: the person a token acts as, what the token may do, and the roles it stands on."""

import datetime as dt

from ninja import Router

from shuangjian.api.caller import ApiRequest, Bearer
from shuangjian.api.values import Answer, Moment
from shuangjian.kernel.actor import Held
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_at

router = Router(tags=["本人"])


class RoleOut(Answer):
    """One role held now. `place_id` is a school for who works in one; `class_id`, `grade` and `subject` narrow it."""

    role: str
    label: str
    place_id: int
    school_id: int | None
    class_id: int | None
    grade: int | None
    subject: str | None
    until: dt.date | None

    @classmethod
    def told(cls, held: Held, today: dt.date) -> "RoleOut":
        return cls(
            role=held.role.value,
            label=held.role.label,
            place_id=held.place_id,
            school_id=held.school_id,
            class_id=held.class_id,
            grade=grade_at(held.cohort, today) if held.cohort is not None else None,
            subject=held.subject,
            until=held.until,
        )


class Me(Answer):
    """`until` of a role is exclusive; a role that ends takes its powers from the token on that day."""

    name: str
    token: str
    scopes: list[str]
    expires_at: Moment
    today: dt.date
    roles: list[RoleOut]


@router.get("/me", response=Me, auth=Bearer(), operation_id="me", summary="我是谁，令牌能做什么")
def me(request: ApiRequest) -> Me:
    today = shanghai_date(request.at)
    token = request.token
    return Me(
        name=token.person_name,
        token=token.name,
        scopes=[scope.value for scope in token.scopes],
        expires_at=token.expires_at,
        today=today,
        roles=[RoleOut.told(held, today) for held in token.actor.roles],
    )
