"""A unit as it is typed, before it stands in a programme."""

from collections.abc import Collection
from dataclasses import dataclass

from shuangjian.afterschool.rules.kinds import RoomNeed, UnitKind

LONGEST_NAME, LONGEST_ABOUT, LONGEST_OUTSIDE = 30, 200, 40
MOST_SEATS = 2000


@dataclass(frozen=True)
class UnitSpec:
    """One thing to choose. `weekdays` are ISO; a unit of several days has the same children on all of them. Somebody of
    the school leads it (`leader_id`), or somebody from outside, in words."""

    kind: UnitKind
    name: str
    weekdays: tuple[int, ...]
    first_grade: int
    last_grade: int
    capacity: int
    minimum: int = 0
    room_need: RoomNeed = RoomNeed.CLASSROOM
    leader_id: int | None = None
    outside_leader: str = ""
    about: str = ""


def mistakes_in_unit(spec: UnitSpec, grades: Collection[int]) -> dict[str, str]:
    """What cannot stand, by field; `grades` are the school's."""
    errors = {}
    if not 1 <= len(spec.name.strip()) <= LONGEST_NAME:
        errors["name"] = f"请写活动的名称，{LONGEST_NAME}个字以内，比如：篮球。"
    if len(spec.about) > LONGEST_ABOUT:
        errors["about"] = f"介绍请写在{LONGEST_ABOUT}个字以内。"
    if not spec.weekdays:
        errors["weekdays"] = "请至少选一天。"
    if spec.first_grade not in grades or spec.last_grade not in grades or spec.last_grade < spec.first_grade:
        errors["grades"] = f"请选本校的年级，{min(grades)}到{max(grades)}，小的在前。"
    if not 1 <= spec.capacity <= MOST_SEATS:
        errors["capacity"] = f"名额请写1到{MOST_SEATS}的整数。"
    elif not 0 <= spec.minimum <= spec.capacity:
        errors["minimum"] = "最少开班人数不能超过名额；不限就写0。"
    if len(spec.outside_leader) > LONGEST_OUTSIDE:
        errors["outside_leader"] = f"校外的老师请写在{LONGEST_OUTSIDE}个字以内。"
    elif spec.outside_leader and spec.leader_id is not None:
        errors["outside_leader"] = "本校老师和校外老师只写一个。"
    return errors
