"""The draw of a programme: computed from what was sealed, then stored in one transaction, once and for good."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from shuangjian.afterschool.access import check_can_coordinate
from shuangjian.afterschool.draw import Entry, Menu, Result, build_file, digest
from shuangjian.afterschool.models import Draw, Programme, Unit
from shuangjian.afterschool.operations.sealing import programme_with_school, subject_of
from shuangjian.afterschool.operations.storing import Whose, store_credits, store_places, store_tutoring, store_units
from shuangjian.afterschool.queries.menus import menu_of
from shuangjian.afterschool.rules.refusals import no_public_value_yet, not_as_committed, not_sealed_yet
from shuangjian.afterschool.rules.sealed_lists import packed, unpacked
from shuangjian.audit.operations import record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import Refused


def draw_programme(*, by: Actor, at: dt.datetime, programme_id: int) -> Draw:
    """Draw a programme whose lists are sealed and whose round has its public number. Again, the first draw is told.

    All of it is stored, or nothing: the file anybody can run again, how each unit came out, where each child is, and
    what it carries over. Who has left since the sealing is in the draw, and gives the seat back at once.

    Raises NotVisible and NotAllowed by who may plan the service, Refused while something is missing, or where data is
    not what was committed to.
    """
    programme, school = programme_with_school(programme_id)
    check_can_coordinate(by, school.id, school.path)
    draw = Draw.objects.filter(programme=programme).first()
    if draw is None:
        raise Refused(not_sealed_yet())
    if draw.drawn_at is not None:
        return draw
    drawn = _drawn(programme, draw)
    with transaction.atomic():
        claimed = Draw.objects.filter(pk=draw.pk, drawn_at=None).update(drawn_at=at, **drawn.facts)
        if claimed:
            whose = Whose.of(programme)
            store_units(draw, drawn.result, drawn.menu, whose, at)
            store_places(programme, drawn.result, drawn.menu, whose, at)
            store_tutoring(programme, drawn.sealed, draw, whose, at)
            store_credits(programme, drawn.result, whose)
            record(
                by=by,
                at=at,
                name="afterschool.draw_programme",
                on=subject_of(programme, school),
                after={"joined": draw.joined, "digest": drawn.facts["digest"]},
            )
    draw.refresh_from_db()
    return draw


@dataclass(frozen=True)
class _Drawn:
    menu: Menu
    result: Result
    sealed: dict[str, Any]
    facts: dict[str, Any]


def _drawn(programme: Programme, draw: Draw) -> _Drawn:
    """The draw, and the columns that it fills."""
    round_ = programme.round
    if round_ is None or not round_.public_value:
        raise Refused(no_public_value_yet(round_.public_name if round_ else ""))
    menu, sealed = menu_of(programme, Unit.objects.filter(programme=programme)), unpacked(bytes(draw.sealed_lists))
    file, result = build_file(
        menu,
        map(Entry.from_json, sealed["lists"]),
        secret=programme.secret,
        public=round_.public,
        passed=round_.issues_passed,
        public_value=round_.public_value,
        tutoring=sealed["tutoring"],
    )
    if problems := _broken(programme, draw, file):
        raise Refused(not_as_committed(problems))
    facts = {
        "public_value": round_.public_value,
        "seed": file["seed"],
        "digest": file["digest"],
        "file": packed(file),
        "mean_open": result.mean_open,
    }
    if sealed["tutored"]:  # whose is which line of the tutoring file is not kept longer than it is needed
        facts["sealed_lists"] = packed({**sealed, "tutored": {}})
    return _Drawn(menu, result, sealed, facts)


def _broken(programme: Programme, draw: Draw, file: dict[str, Any]) -> list[str]:
    """What is not as it was published, in sentences."""
    broken = []
    if digest(file["commitment"]) != programme.commitment:
        broken.append("菜单、密钥或公开的数的名称，和报名前公布的摘要对不上。")
    if file["sealed"] != draw.sealed_digest:
        broken.append("名单和封存时的摘要对不上。")
    return broken
