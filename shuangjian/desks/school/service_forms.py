"""What is typed on the pages of a programme: days and hours, one unit, or several in lines."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from shuangjian.afterschool.queries import UnitSeen
from shuangjian.afterschool.rules.hours import Hours
from shuangjian.afterschool.rules.kinds import RoomNeed, UnitKind
from shuangjian.afterschool.rules.unit_lines import MOST_LINES, Line, read_lines
from shuangjian.afterschool.rules.units import UnitSpec
from shuangjian.desks.common.asked import read_date, read_id, read_time
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.people.queries import Colleague

ONE_DAY = dt.timedelta(days=1)
TIMES = {
    "homework_from": "写作业从几点",
    "homework_until": "写作业到几点",
    "activity_from": "活动从几点",
    "activity_until": "活动到几点",
}
UNTIL = {
    "extended_until": "请写照看到几点，比如18:40；没有就空着。",
    "lessons_end": "请写几点上完最后一节课，比如16:20；还不知道就空着。",
}
LONGEST_TYPED = 12_000


@dataclass(frozen=True)
class Typed:
    """A form as it was typed: single fields, and the weekdays that were ticked."""

    fields: Mapping[str, str]
    weekdays: tuple[int, ...]


def typed_of(posted: QueryDict) -> Typed:
    days = {day for typed in posted.getlist("weekdays")[:7] if (day := read_id(typed)) is not None and 1 <= day <= 5}
    return Typed({name: posted.get(name, "")[:400] for name in posted}, tuple(sorted(days)))


def hours_typed(hours: Hours) -> Typed:
    """The form of hours as they stand."""
    fields = {"since": hours.since.isoformat(), "last": (hours.until - ONE_DAY).isoformat()}
    fields |= {name: f"{getattr(hours, name):%H:%M}" for name in TIMES}
    for name in ("extended_until", "lessons_end"):
        time = getattr(hours, name)
        fields[name] = f"{time:%H:%M}" if time else ""
    return Typed(fields, hours.weekdays)


def read_hours(typed: Typed) -> Hours:
    """Raises InvalidInput by field for what cannot be read; what cannot stand is the operation's to say."""
    fields, errors = typed.fields, {}
    since, last = read_date(fields.get("since", "")), read_date(fields.get("last", ""))
    if since is None:
        errors["since"] = "请选第一天，比如2026-10-12。"
    if last is None:
        errors["last"] = "请选最后一天，比如2027-01-22。"
    times = {name: read_time(fields.get(name, "")) for name in TIMES}
    errors |= {name: f"{TIMES[name]}？请写成16:30这样。" for name, time in times.items() if time is None}
    optional = {name: fields.get(name, "").strip() for name in UNTIL}
    until = {name: read_time(written) if written else None for name, written in optional.items()}
    errors |= {name: UNTIL[name] for name, written in optional.items() if written and until[name] is None}
    if errors or since is None or last is None:
        raise InvalidInput(errors)
    a, b, c, d = (time or dt.time() for time in times.values())
    return Hours(since, last + ONE_DAY, typed.weekdays, a, b, c, d, until["extended_until"], until["lessons_end"])


def unit_typed(unit: UnitSeen) -> Typed:
    """The form of a unit as it stands."""
    fields = {
        "kind": unit.kind.value,
        "name": unit.name,
        "about": unit.about,
        "first_grade": str(unit.first_grade),
        "last_grade": str(unit.last_grade),
        "capacity": str(unit.capacity),
        "minimum": str(unit.minimum),
        "room_need": unit.room_need.value,
        "leader": str(unit.leader_id or ""),
        "outside_leader": unit.leader if unit.from_outside else "",
    }
    return Typed(fields, unit.weekdays)


def read_unit(typed: Typed) -> UnitSpec:
    """Raises InvalidInput by field for what cannot be read; what cannot stand is the operation's to say."""
    fields, errors = typed.fields, {}
    kind, room = fields.get("kind", ""), fields.get("room_need", "")
    if kind not in set(UnitKind):
        errors["kind"] = "请选是哪一类。"
    if room not in set(RoomNeed):
        errors["room_need"] = "请选要什么场地。"
    first, last, capacity, minimum = (
        read_id(fields.get(name, "").strip() or "0") for name in ("first_grade", "last_grade", "capacity", "minimum")
    )
    leader = fields.get("leader", "").strip()
    leader_id = read_id(leader) if leader else None
    if leader and leader_id is None:
        errors["leader"] = "请选一位本校的老师，或者写校外的老师。"
    if errors:
        raise InvalidInput(errors)
    return UnitSpec(
        UnitKind(kind),
        fields.get("name", "").strip(),
        typed.weekdays,
        first or 0,
        last or 0,
        capacity or 0,
        -1 if minimum is None else minimum,
        RoomNeed(room),
        leader_id,
        fields.get("outside_leader", "").strip(),
        fields.get("about", "").strip(),
    )


def read_unit_lines(typed: str, grades: range, people: Iterable[Colleague]) -> list[Line]:
    """Raises InvalidInput, under `lines`, where there is none or too many; a line that is not understood says so."""
    names: dict[str, int | None] = {}
    for colleague in people:
        names[colleague.name] = None if colleague.name in names else colleague.person_id
    lines = read_lines(typed[:LONGEST_TYPED], grades, names)
    if not lines:
        raise InvalidInput({"lines": "请写至少一行，一行一项活动。"})
    if len(lines) > MOST_LINES:
        raise InvalidInput({"lines": f"一次最多加{MOST_LINES}项，请分两次加。"})
    unread = [f"第{line.number}行：{line.problem}" for line in lines if line.spec is None]
    if unread:
        raise InvalidInput({"lines": "".join(unread)})
    return lines
