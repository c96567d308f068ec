"""Coming into a class's pages: which class, who may, and the row of links between them."""

import datetime as dt
from typing import Any

from shuangjian.afterschool.access import can_propose, can_see_answers, can_see_class_places
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.school.entrance import Page
from shuangjian.homework.access import check_works_with_class
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.access import can_manage_slips, can_see_class_list
from shuangjian.schools.queries import ClassNow, class_by_id


def class_seen(desk: DeskRequest, class_id: int) -> ClassNow:
    """The class as it is today, for whoever works with it or oversees it. Raises NotVisible."""
    return check_works_with_class(desk.actor, class_by_id(class_id, shanghai_date(desk.at)))


def class_on(klass: ClassNow, date: dt.date, today: dt.date) -> ClassNow:
    """The same class as it is, was or will be on a date; as today where it is not in session then."""
    return klass if date == today else class_by_id(klass.id, date) or klass


def frame(desk: DeskRequest, klass: ClassNow) -> dict[str, Any]:
    """What every page of a class needs: the class, its pages, and whether the actor is its homeroom teacher."""
    root = f"/class/{klass.id}/"
    pages = {"傍晚": ""}
    if can_see_answers(desk.actor, klass.school_id, klass.id):
        pages |= {"课后服务": "service/"}
    if can_see_class_places(desk.actor, klass.school_id, klass.id):
        pages |= {"下午在哪里": "service/places/"}
    if can_propose(desk.actor, klass.id):
        pages |= {"请孩子来辅导": "service/tutoring/"}
    if can_see_class_list(desk.actor, klass.school_id, klass.id):
        pages |= {"名单和入户条": "slips/", "记录": "record/"}
    return {
        "klass": klass,
        "pages": [Page(label, root + tail, desk.path == root + tail) for label, tail in pages.items()],
        "homeroom": can_manage_slips(desk.actor, klass.id),
    }
