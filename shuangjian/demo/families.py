"""Slips (入户条) handed out in the first week, and the families who have entered by them."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from shuangjian.demo.cast import FAMILIES, PASSWORD
from shuangjian.demo.directory import Directory, on
from shuangjian.demo.models import SignIn
from shuangjian.demo.plan import HUAIYIN, LIUGOU, QINGZAO
from shuangjian.people.operations import IssuedSlip, claim_slip, issue_slips
from shuangjian.people.queries import class_list
from shuangjian.people.rules import Relation
from shuangjian.schools.queries import ClassNow

if TYPE_CHECKING:
    from shuangjian.people.models import Account

HANDED_OUT = on(dt.date(2026, 9, 2), "16:30")
ENTERED = on(dt.date(2026, 9, 2), "19:40")
CLAIMED_ALREADY = 4  # families of 五（1）班 besides those of the story
UNUSED = "还没领的入户条"


def events(city: Directory) -> list[tuple[dt.datetime, Callable[[dt.datetime], object]]]:
    return [
        (HANDED_OUT, lambda at: _hand_out(city, at)),
        (ENTERED, lambda at: _two_children(city, at)),
        (ENTERED + dt.timedelta(minutes=5), lambda at: _one_child(city, at)),
        (ENTERED + dt.timedelta(minutes=10), lambda at: _others(city, at)),
        (on(dt.date(2026, 9, 10), "16:40"), lambda at: _one_more_slip(city, at)),
    ]


def _hand_out(city: Directory, at: dt.datetime) -> None:
    """A slip for each child of four classes; what is printed on it is kept in `city.secrets` by class and name."""
    for school, grade in ((QINGZAO, 5), (QINGZAO, 1), (HUAIYIN, 7), (LIUGOU, 1)):
        klass = city.klass(school, grade)
        for slip in _issue(city, klass, [seat.pupil_id for seat in class_list(klass.id, at.date())], at):
            city.secrets[f"{klass.id} {slip.pupil_name}"] = slip.secret


def _issue(city: Directory, klass: ClassNow, pupil_ids: list[int], at: dt.datetime) -> list[IssuedSlip]:
    return issue_slips(
        by=city.homeroom(klass, at), at=at, school_id=klass.school_id, class_id=klass.id, class_path=klass.place_path,
        pupil_ids=pupil_ids, choose=city.draw.choice,
    )  # fmt: skip


def _two_children(city: Directory, at: dt.datetime) -> None:
    """One guardian, a child in a primary school and one in a junior school."""
    mother = _enter(city, QINGZAO, 5, "左小禾", FAMILIES["two children"], Relation.MOTHER, at)
    secret = city.secrets[f"{city.klass(HUAIYIN, 7).id} 左若川"]
    claim_slip(at=at, secret=secret, relation=Relation.MOTHER, name="", password=None, guardian=mother.person)
    _note(
        "家长",
        mother,
        "两个孩子在两所学校：青枣路小学五（1）班、槐荫初级中学七（1）班。看每个孩子的今晚；17:00以后拨一次钟，她家抽中了，会问一句用了多久。",
    )


def _one_child(city: Directory, at: dt.datetime) -> None:
    father = _enter(city, QINGZAO, 1, "游满满", FAMILIES["first grade"], Relation.FATHER, at)
    _note("家长", father, "一年级的孩子没有书面家庭作业，看得到的是口头、实践和运动。")
    carer = _enter(city, LIUGOU, 1, "柏杏儿", FAMILIES["carer"], Relation.ENTRUSTED_CARER, at)
    _note("受托照护人", carer, "父母在外地，孩子在东台教学点，由受托照护人看作业。")


def _note(role: str, account: "Account", note: str) -> None:
    SignIn.objects.create(role=role, name=account.person.name, account=account.username, password=PASSWORD, note=note)


def _enter(
    city: Directory, school: str, grade: int, child: str, name: str, relation: Relation, at: dt.datetime
) -> "Account":
    klass = city.klass(school, grade)
    secret = city.secrets[f"{klass.id} {child}"]
    account = claim_slip(at=at, secret=secret, relation=relation, name=name, password=PASSWORD)
    city.guardians[city.pupil(klass, child)] = account.person
    return account


def _others(city: Directory, at: dt.datetime) -> None:
    """Some families of the class have entered, others have not."""
    klass = city.klass(QINGZAO, 5)
    waiting = [seat for seat in class_list(klass.id, at.date()) if not seat.guardians]
    for position, seat in enumerate(waiting[:CLAIMED_ALREADY]):
        relation = (Relation.MOTHER, Relation.FATHER, Relation.GRANDPARENT)[position % 3]
        secret = city.secrets[f"{klass.id} {seat.name}"]
        account = claim_slip(at=at, secret=secret, relation=relation, name="", password=PASSWORD)
        city.guardians[seat.pupil_id] = account.person
        at += dt.timedelta(minutes=3)


def _one_more_slip(city: Directory, at: dt.datetime) -> None:
    """A second guardian of the same child has a slip and has not used it: whoever looks around may."""
    klass = city.klass(QINGZAO, 5)
    (slip,) = _issue(city, klass, [city.pupil(klass, "左小禾")], at)
    note = "左小禾另一位家长的条。在登录页选“用入户条进入”，填领取码，自己定密码。"
    SignIn.objects.create(role=UNUSED, name="领取码", account="", password=slip.secret, note=note)
