"""One cast everywhere: a small city, one person per role, and outsiders who must see nothing.

It stands on Thursday 17 September 2026, 16:20 in Shanghai. The Sunday after it (the 20th) is a make-up workday.
"""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client, override_settings

from shuangjian.homework.operations import ensure_sheet_addresses
from shuangjian.kernel.actor import Actor, Office, Role, operator
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.grade import Stage, System, cohort_of
from shuangjian.kernel.subject import Subject
from shuangjian.people import operations as people
from shuangjian.people.models import Enrolment, Person, Pupil
from shuangjian.people.queries import account_of, actor_at
from shuangjian.people.rules import Relation
from shuangjian.schools import operations as schools
from shuangjian.schools.models import Place, School, SchoolClass
from shuangjian.schools.queries import ClassNow, SchoolFacts, class_by_id, school_facts
from shuangjian.schools.rules import PlaceKind, Setting
from tests.recall import Kept, keep

AT = dt.datetime(2026, 9, 17, 16, 20, tzinfo=SHANGHAI)
TODAY = AT.date()
PASSWORD = "Qingzao-2026"
SINCE = dt.date(2026, 9, 1)


@dataclass
class Cast:
    """Every name here is a role in a story; see `build`."""

    city: Place
    county: Place
    other_county: Place
    central: Place
    school: School
    other_school: School
    village: School
    point: Place
    five_one: SchoolClass
    five_two: SchoolClass
    one_one: SchoolClass
    seven_one: SchoolClass
    mixed: SchoolClass
    pupils: dict[str, Pupil]
    people: dict[str, Person] = field(default_factory=dict)
    at: dt.datetime = AT

    def actor(self, name: str, at: dt.datetime | None = None) -> Actor:
        """The person as an actor, with the roles held now (or at another moment)."""
        return actor_at(self.people[name], at or self.at)

    def client(self, name: str | None = None) -> Client:
        """A browser in which the person has signed in; None for nobody."""
        client = Client()
        if name is not None:
            account = account_of(self.people[name].pk)
            assert account is not None
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def class_now(self, school_class: SchoolClass, date: dt.date = TODAY) -> ClassNow:
        found = class_by_id(school_class.pk, date)
        assert found is not None
        return found

    def facts(self, school: School | None = None) -> SchoolFacts:
        return school_facts((school or self.school).pk)


def build() -> Cast:
    """The city, made by the operations of real use.

    maths 沈岚 teaches 五（1） and 五（2）; chinese 毕小满 too, homeroom of 五（1）; english 鲁菲; science 任可 五（2）;
    lower 温静 teaches 一（1） everything and is its homeroom. grade_head, academic, principal lead the
    school, coordinator 桑榆 plans its after-school service.
    villager 孟田 teaches a class of grades 3 and 4 at a teaching point. stranger teaches in another county's junior
    school. former taught maths in 五（1） until the 10th. central_officer, county_officer, other_county_officer,
    city_officer oversee. guardian has a child in 五（1）, other_guardian one in 七（1）.
    """
    by = operator("测试")
    place = {"by": by, "at": AT}
    city = schools.add_place(**place, kind=PlaceKind.CITY, name="濮阳市", parent=None, code="410900")
    county = schools.add_place(**place, kind=PlaceKind.COUNTY, name="华龙区", parent=city, code="410902")
    other = schools.add_place(**place, kind=PlaceKind.COUNTY, name="台前县", parent=city, code="410927")
    central = schools.add_place(**place, kind=PlaceKind.CENTRAL_SCHOOL, name="柳沟乡中心校", parent=other)
    school = _school(by, "青枣路小学", county, range(1, 7), Setting.URBAN)
    other_school = _school(by, "槐荫初级中学", other, range(7, 10), Setting.TOWN)
    village = _school(by, "柳沟小学", central, range(1, 7), Setting.RURAL)
    point = schools.add_place(
        **place, kind=PlaceKind.TEACHING_POINT, name="东台教学点", parent=village.place, code=None
    )
    schools.set_term(**place, place=city, year=2026, number=1, since=SINCE, until=dt.date(2027, 1, 23))
    five_one, five_two, one_one, seven_one, mixed = schools.load_classes(
        [
            _class(school.pk, school.pk, 1, 5),
            _class(school.pk, school.pk, 2, 5),
            _class(school.pk, school.pk, 1, 1),
            _class(other_school.pk, other_school.pk, 1, 7, stage=Stage.JUNIOR),
            _class(village.pk, point.pk, 1, 3, 4),
        ],
        SINCE,
    )
    everyone = [five_one, five_two, one_one, seven_one, mixed]
    ensure_sheet_addresses(at=AT, classes=[(c.school_id, c.pk) for c in everyone], choose=random.Random(7).choice)
    cast = Cast(
        city, county, other, central, school, other_school, village, point,
        five_one, five_two, one_one, seven_one, mixed, {},
    )  # fmt: skip
    _pupils(cast)
    _staff(cast, by)
    _guardians(cast)
    return cast


def _school(by: Actor, name: str, parent: Place, grades: range, setting: Setting) -> School:
    return schools.add_school(
        by=by, at=AT, name=name, parent=parent, code=None, system=System.SIX_THREE, grades=grades, setting=setting
    )


def _class(school_id: int, place_id: int, number: int, *grades: int, stage: Stage = Stage.PRIMARY) -> schools.NewClass:
    return schools.NewClass(school_id, place_id, stage, number, tuple(cohort_of(g, TODAY) for g in grades))


def _pupils(cast: Cast) -> None:
    seats = [
        ("左小禾", cast.five_one, 5),
        ("𠅤·阿依古丽", cast.five_one, 5),
        ("白䶮", cast.five_two, 5),
        ("查朵", cast.one_one, 1),
        ("费一诺", cast.seven_one, 7),
        ("游晓溪", cast.mixed, 3),
        ("柏川", cast.mixed, 4),
    ]
    for number, (name, school_class, grade) in enumerate(seats):
        digits = f"G41090220160000{number:04d}"
        pupil = Pupil.objects.create(
            school_id=school_class.school_id,
            name=name,
            sort_key=people.sort_key(name),
            number_digest=people.digest_of("pupil", digits),
            number_tail=digits[-4:],
        )
        Enrolment.objects.create(
            pupil=pupil,
            school_id=school_class.school_id,
            school_class=school_class,
            cohort=cohort_of(grade, TODAY),
            since=SINCE,
        )
        cast.pupils[name] = pupil


def _staff(cast: Cast, by: Actor) -> None:
    home = {
        "maths": ("沈岚", cast.school),
        "chinese": ("毕小满", cast.school),
        "english": ("鲁菲", cast.school),
        "science": ("任可", cast.school),
        "lower": ("温静", cast.school),
        "former": ("戚明", cast.school),
        "grade_head": ("邵群", cast.school),
        "academic": ("龚平", cast.school),
        "principal": ("葛青", cast.school),
        "villager": ("孟田", cast.village),
        "stranger": ("蓝宇", cast.other_school),
        "other_principal": ("滕芳", cast.other_school),
        "central_officer": ("庞路", None),
        "county_officer": ("单敏", None),
        "other_county_officer": ("乔远", None),
        "city_officer": ("闵杰", None),
        "coordinator": ("桑榆", cast.school),
    }
    for number, (key, (name, school)) in enumerate(home.items()):
        person = people.add_staff(
            by=by, at=AT, name=name, number=f"GH{number:06d}", school_id=school.pk if school else None
        )
        people.open_account(by=by, at=AT, person=person, username=key, password=PASSWORD)
        cast.people[key] = person
    _teachings(cast, by)
    _roles(cast, by)


def _teachings(cast: Cast, by: Actor) -> None:
    upper = (cast.five_one, cast.five_two)
    lessons: list[tuple[str, Subject, tuple[SchoolClass, ...]]] = [
        ("maths", Subject.MATHEMATICS, upper),
        ("chinese", Subject.CHINESE, upper),
        ("english", Subject.ENGLISH, upper),
        ("science", Subject.SCIENCE, (cast.five_two,)),
        ("lower", Subject.CHINESE, (cast.one_one,)),
        ("lower", Subject.MATHEMATICS, (cast.one_one,)),
        ("former", Subject.MATHEMATICS, (cast.five_one,)),
        ("villager", Subject.CHINESE, (cast.mixed,)),
        ("villager", Subject.MATHEMATICS, (cast.mixed,)),
        ("stranger", Subject.MATHEMATICS, (cast.seven_one,)),
    ]
    for key, subject, classes in lessons:
        for school_class in classes:
            teaching = people.assign_teaching(
                by=by,
                at=AT,
                person=cast.people[key],
                school_id=school_class.school_id,
                class_id=school_class.pk,
                subject=subject,
                since=SINCE,
            )
            if key == "former":
                type(teaching).objects.filter(pk=teaching.pk).update(until=dt.date(2026, 9, 10))


def _roles(cast: Cast, by: Actor) -> None:
    def appoint(key: str, role: Role, place: Place, school: School | None = None, **narrow: Any) -> None:
        people.appoint(
            by=by,
            at=AT,
            person=cast.people[key],
            role=role,
            place_id=place.pk,
            place_path=place.path,
            school_id=school.pk if school else None,
            since=SINCE,
            **narrow,
        )

    appoint("chinese", Role.HOMEROOM, cast.school.place, cast.school, class_id=cast.five_one.pk)
    appoint("lower", Role.HOMEROOM, cast.school.place, cast.school, class_id=cast.one_one.pk)
    appoint("villager", Role.HOMEROOM, cast.point, cast.village, class_id=cast.mixed.pk)
    appoint("grade_head", Role.GRADE_HEAD, cast.school.place, cast.school, cohort=cohort_of(5, TODAY))
    appoint("academic", Role.ACADEMIC_AFFAIRS, cast.school.place, cast.school)
    appoint("principal", Role.PRINCIPAL, cast.school.place, cast.school)
    appoint("coordinator", Role.COORDINATOR, cast.school.place, cast.school)
    appoint("other_principal", Role.PRINCIPAL, cast.other_school.place, cast.other_school)
    appoint("central_officer", Role.CENTRAL_SCHOOL, cast.central)
    appoint("county_officer", Role.COUNTY_OFFICER, cast.county, office=Office.BASIC_EDUCATION)
    appoint("other_county_officer", Role.COUNTY_OFFICER, cast.other_county, office=Office.INSPECTION)
    appoint("city_officer", Role.CITY_OFFICER, cast.city, office=Office.BASIC_EDUCATION)


def _guardians(cast: Cast) -> None:
    chooser = random.Random(11)
    for key, homeroom, school_class, child in (
        ("guardian", "chinese", cast.five_one, "左小禾"),
        ("village_guardian", "villager", cast.mixed, "柏川"),
    ):
        klass = cast.class_now(school_class)
        (slip,) = people.issue_slips(
            by=cast.actor(homeroom),
            at=AT,
            school_id=klass.school_id,
            class_id=klass.id,
            class_path=klass.place_path,
            pupil_ids=[cast.pupils[child].pk],
            choose=chooser.choice,
        )
        account = people.claim_slip(at=AT, secret=slip.secret, relation=Relation.MOTHER, name="", password=PASSWORD)
        cast.people[key] = account.person


@pytest.fixture(scope="session")
def kept_cast(django_db_setup: None, django_db_blocker: Any) -> Kept[Cast]:
    """The cast as `build` makes it, once in each process."""
    with django_db_blocker.unblock(), override_settings(SHUANGJIAN_CLOCK="tests.cast.standing"):
        return keep(build)


@pytest.fixture
def cast(kept_cast: Kept[Cast], db: None, settings: Any) -> Cast:
    """The cast, with the site's clock standing at its moment."""
    settings.SHUANGJIAN_CLOCK = "tests.cast.standing"
    return kept_cast.recall()


@pytest.fixture
def committed_cast(kept_cast: Kept[Cast], transactional_db: None, settings: Any) -> Cast:
    """The cast in a database that other threads and a live server see."""
    settings.SHUANGJIAN_CLOCK = "tests.cast.standing"
    return kept_cast.recall()


def standing(real: dt.datetime) -> dt.datetime:
    """The clock provider of tests: stands at the cast's moment."""
    return AT
