"""Classes, their evenings, and what is set on one."""

import datetime as dt

from ninja import Router

from shuangjian.api.caller import ApiRequest, Bearer
from shuangjian.api.evening_shapes import EveningOut
from shuangjian.api.homework_shapes import ItemOut
from shuangjian.api.paging import Cursor, Limit, Page, of_id, page
from shuangjian.api.values import Answer, Day, Id
from shuangjian.homework.queries.known import classes_known_to, evenings_between, items_of_evening
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.people.rules import Scope
from shuangjian.schools.queries import ClassNow

router = Router(tags=["班级和每晚"], auth=Bearer(Scope.READ_EVENINGS))
MOST_DAYS = 200


class ClassOut(Answer):
    """A class as it is today; a 复式班 has several grades."""

    id: int
    school_id: int
    label: str
    number: int
    grades: list[int]

    @classmethod
    def told(cls, klass: ClassNow) -> "ClassOut":
        grades = [grade for _, grade in klass.grades]
        return cls(id=klass.id, school_id=klass.school_id, label=klass.label, number=klass.number, grades=grades)


@router.get("/classes", response=Page[ClassOut], operation_id="list_classes", summary="我看得到的班")
def classes(request: ApiRequest, school_id: Id | None = None, cursor: Cursor = "", limit: Limit = 50) -> Page[ClassOut]:
    """一校之内的全部，或者本人职务看得到的全部，按编号排。"""
    found = classes_known_to(request.actor, shanghai_date(request.at))
    chosen = [klass for klass in found if school_id in (None, klass.school_id)]
    return page(chosen, lambda klass: of_id(klass.id), ClassOut.told, cursor=cursor, limit=limit)


@router.get(
    "/classes/{class_id}/evenings",
    response=Page[EveningOut],
    operation_id="list_evenings",
    summary="一个班的每晚：上限、已布置、各科各多少",
)
def evenings(
    request: ApiRequest, class_id: Id, since: Day, until: Day, cursor: Cursor = "", limit: Limit = 50
) -> Page[EveningOut]:
    """从 since 起、until 之前（不含）开始的每一晚，按日期排；复式班每个年级一晚。最长 200 天。"""
    if not dt.timedelta() <= until - since <= dt.timedelta(days=MOST_DAYS):
        raise InvalidInput({"until": f"until 要在 since 之后，最长{MOST_DAYS}天。"})
    found = evenings_between(request.actor, class_id, since, until, on=shanghai_date(request.at), at=request.at)
    return page(
        found,
        lambda evening: f"{evening.room.date}-{evening.room.grade}",
        lambda evening: EveningOut.told(evening.room, evening.segments),
        cursor=cursor,
        limit=limit,
    )


@router.get(
    "/classes/{class_id}/evenings/{date}/assignments",
    response=Page[ItemOut],
    operation_id="list_assignments_of_evening",
    summary="一晚布置了什么",
)
def assignments_of_evening(
    request: ApiRequest, class_id: Id, date: Day, cursor: Cursor = "", limit: Limit = 50
) -> Page[ItemOut]:
    """date 是这一晚开始的那个上学日。按发布的先后排。"""
    found = items_of_evening(request.actor, class_id, date, on=shanghai_date(request.at))
    return page(found, lambda item: of_id(item.publication_id), ItemOut.told, cursor=cursor, limit=limit)
