"""Who can sign in to look around: somebody in every role, most of them at one school."""

import random

from django.db import transaction

from shuangjian.demo.cast import PASSWORD
from shuangjian.demo.directory import OPERATOR, on
from shuangjian.demo.models import SignIn
from shuangjian.demo.names import Names
from shuangjian.demo.whole_city import model
from shuangjian.demo.whole_city.shapes import City, Shape
from shuangjian.kernel.actor import Office, Role
from shuangjian.people.operations import add_staff, appoint, claim_slip, issue_slips, open_account
from shuangjian.people.queries import Colleague, actor_at, class_list, colleagues, staff_of_school
from shuangjian.people.rules import Relation
from shuangjian.schools.queries import classes_by_id, place_with_code, places_below
from shuangjian.schools.rules import PlaceKind

OPENED, ENTERED = on(model.SINCE, "08:00"), on(model.SINCE, "19:30")
ACCOUNTS = {
    Role.PRINCIPAL: "xiaozhang",
    Role.ACADEMIC_AFFAIRS: "jiaowu",
    Role.COORDINATOR: "kehou",
    Role.GRADE_HEAD: "nianji",
    Role.HOMEROOM: "banzhuren",
    Role.SUBJECT_TEACHER: "laoshi",
}
OFFICERS = {
    PlaceKind.CITY: (Role.CITY_OFFICER, "shi"),
    PlaceKind.COUNTY: (Role.COUNTY_OFFICER, "xian"),
    PlaceKind.CENTRAL_SCHOOL: (Role.CENTRAL_SCHOOL, "zhongxin"),
}
GRADE = 5


def let_people_in(city: City) -> None:
    """An officer of the city, of every county and 中心校; everybody at one school; a guardian there. Done once."""
    with transaction.atomic():
        if not SignIn.objects.exists():
            _officers(Names(city.seed))
            _school(min(city.shapes, key=lambda shape: (GRADE not in shape.kind.grades, -len(shape.rooms))), city.seed)


def _officers(names: Names) -> None:
    for place in places_below("/", OFFICERS):
        role, account = OFFICERS[PlaceKind(place.kind)]
        person = add_staff(by=OPERATOR, at=OPENED, name=names.staff(), number=None, school_id=None)
        office = Office.BASIC_EDUCATION if role is not Role.CENTRAL_SCHOOL else None
        appoint(
            by=OPERATOR, at=OPENED, person=person, role=role, place_id=place.pk, place_path=place.path, office=office
        )
        username = f"{account}{place.code or place.pk}" if role is not Role.CITY_OFFICER else account
        if role is not Role.CENTRAL_SCHOOL or not SignIn.objects.filter(role=role.label).exists():
            open_account(by=OPERATOR, at=OPENED, person=person, username=username, password=PASSWORD)
            _note(role.label, person.name, username, place.name)


def _school(shape: Shape, seed: int) -> None:
    """At one school, somebody in each of its roles, each time somebody else."""
    place = place_with_code(shape.code)
    assert place is not None
    people, taken = colleagues(place.pk, model.SINCE), set[int]()
    for role, username in ACCOUNTS.items():
        for colleague in people:
            if colleague.person_id not in taken and any(post.role is role for post in colleague.posts):
                taken.add(colleague.person_id)
                person = staff_of_school(place.pk, model.SINCE).get(pk=colleague.person_id)
                open_account(by=OPERATOR, at=OPENED, person=person, username=username, password=PASSWORD)
                _note(role.label, person.name, username, place.name)
                break
    _guardian(place.pk, people, random.Random(f"{seed} guardian"))


def _guardian(school_id: int, people: list[Colleague], draw: random.Random) -> None:
    """The mother of the first child of a class, of grade 5 where there is one, by a slip from its homeroom teacher."""
    led = [(one, post.class_id or 0) for one in people for post in one.posts if post.role is Role.HOMEROOM]
    classes = classes_by_id([class_id for _, class_id in led], model.SINCE)
    homeroom, class_id = min(led, key=lambda one: (classes[one[1]].grade != GRADE, one[1]))
    klass = classes[class_id]
    by = actor_at(staff_of_school(school_id, model.SINCE).get(pk=homeroom.person_id), OPENED)
    child = class_list(klass.id, model.SINCE)[0]
    (slip,) = issue_slips(
        by=by, at=OPENED, school_id=school_id, class_id=klass.id, class_path=klass.place_path,
        pupil_ids=[child.pupil_id], choose=draw.choice,
    )  # fmt: skip
    account = claim_slip(at=ENTERED, secret=slip.secret, relation=Relation.MOTHER, name="", password=PASSWORD)
    _note(Role.GUARDIAN.label, account.person.name, account.username, klass.label)


def _note(role: str, name: str, account: str, note: str) -> None:
    SignIn.objects.create(role=role, name=name, account=account, password=PASSWORD, note=note)
