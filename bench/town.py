"""Invented towns to measure in: schools of six grades, classes with teachers, pupils and homework for tonight.

They stand on Thursday 17 September 2026, 16:20 in Shanghai. Rows are made in bulk where there are many: what makes them
is not what is measured.
"""

import datetime as dt
import random
from dataclasses import dataclass, field
from functools import partial

from shuangjian.homework.operations import ensure_sheet_addresses
from shuangjian.kernel.actor import Role, operator
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.grade import Stage, System, cohort_of
from shuangjian.kernel.subject import Subject
from shuangjian.people.models import Account, Enrolment, Guardianship, Person, Pupil, RoleAssignment, TeachingAssignment
from shuangjian.schools import operations as schools
from shuangjian.schools.models import Place, School, SchoolClass
from shuangjian.schools.queries import calendar_at
from shuangjian.schools.rules import PlaceKind, Setting

AT = dt.datetime(2026, 9, 17, 16, 20, tzinfo=SHANGHAI)
TODAY = AT.date()
SINCE = dt.date(2026, 9, 1)
UNTIL = dt.date(2027, 1, 23)
GRADES = range(1, 7)
SUBJECTS = (Subject.MATHEMATICS, Subject.CHINESE, Subject.ENGLISH)
BY = operator("bench")


def standing(real: dt.datetime) -> dt.datetime:
    """The clock provider of measurements: stands at the towns' moment."""
    return AT


@dataclass
class Town:
    """`people` by what they are: officer; and of the first school the principal, the teachers by subject, homeroom and
    guardian of its first class of grade 5. `teachers` are by (class id, subject)."""

    city: Place
    county: Place
    people: dict[str, Person]
    schools: list[School] = field(default_factory=list)
    classes: list[SchoolClass] = field(default_factory=list)
    teachers: dict[tuple[int, str], Person] = field(default_factory=dict)

    def classes_of_grade(self, grade: int) -> list[SchoolClass]:
        """The classes of a grade in every school, in the order of their ids."""
        cohort, ids = cohort_of(grade, TODAY), {c.pk for c in self.classes}
        found = SchoolClass.objects.filter(cohorts__cohort=cohort).order_by("pk")
        return [c for c in found if c.pk in ids]

    def nights(self, count: int) -> list[dt.date]:
        """The next `count` days on which a night begins, after today's."""
        spans = calendar_at(self.city.path).evenings(TODAY + dt.timedelta(days=1), UNTIL)
        return [span.date for span in spans if span.is_night][:count]


def found_town(code: str = "4109") -> Town:
    """A city with one county, a term and an officer; `code` is the first four digits of its administrative code."""
    place = partial(schools.add_place, by=BY, at=AT)
    city = place(kind=PlaceKind.CITY, name=f"市{code}", parent=None, code=f"{code}00")
    county = place(kind=PlaceKind.COUNTY, name=f"县{code}", parent=city, code=f"{code}02")
    schools.set_term(by=BY, at=AT, place=city, year=2026, number=1, since=SINCE, until=UNTIL)
    officer = person(f"officer{code}")
    RoleAssignment.objects.create(person=officer, role=Role.CITY_OFFICER, place=city, since=SINCE)
    return Town(city, county, {"officer": officer})


def add_schools(town: Town, count: int, *, parallel: int, taught_in: int = 0) -> None:
    """Schools with `parallel` classes in each of six grades. `taught_in`: how many classes of a grade one teacher of a
    subject has; 0 leaves them without teachers and principals."""
    for _ in range(count):
        number = len(town.schools) + 1
        school = schools.add_school(
            by=BY,
            at=AT,
            name=f"第{number}小学",
            parent=town.county,
            code=None,
            system=System.SIX_THREE,
            grades=GRADES,
            setting=Setting.URBAN,
        )
        town.schools.append(school)
        for grade in GRADES:
            made = _open_classes(town, school, grade, parallel)
            if taught_in:
                _teach(town, school, made, taught_in)
        if taught_in and number == 1:
            _appoint(town, school)


def _open_classes(town: Town, school: School, grade: int, parallel: int) -> list[SchoolClass]:
    cohorts = (cohort_of(grade, TODAY),)
    wanted = [schools.NewClass(school.pk, school.pk, Stage.PRIMARY, n + 1, cohorts) for n in range(parallel)]
    made = schools.load_classes(wanted, SINCE)
    draw = random.Random(f"{school.pk} {grade}")
    ensure_sheet_addresses(at=AT, classes=[(school.pk, c.pk) for c in made], choose=draw.choice)
    town.classes += made
    return made


def _teach(town: Town, school: School, classes: list[SchoolClass], taught_in: int) -> None:
    for several in (classes[i : i + taught_in] for i in range(0, len(classes), taught_in)):
        for subject in SUBJECTS:
            teacher = person(f"{subject.value.lower()}{several[0].pk}", school)
            TeachingAssignment.objects.bulk_create(
                TeachingAssignment(person=teacher, school=school, school_class=c, subject=subject, since=SINCE)
                for c in several
            )
            town.teachers.update({(c.pk, subject.value): teacher for c in several})


def _appoint(town: Town, school: School) -> None:
    first = town.classes_of_grade(5)[0]
    posts = {"principal": (Role.PRINCIPAL, None), "homeroom": (Role.HOMEROOM, first)}
    for key, (role, school_class) in posts.items():
        town.people[key] = person(f"{key}{school.pk}", school)
        RoleAssignment.objects.create(
            person=town.people[key],
            role=role,
            place=school.place,
            school=school,
            school_class=school_class,
            since=SINCE,
        )
    town.people["teacher"] = town.teachers[first.pk, Subject.MATHEMATICS.value]


def seat_pupils(town: Town, classes: list[SchoolClass], each: int, wards: int) -> None:
    """`each` pupils in every class; a guardian of the first `wards` pupils of the first of them."""
    for school_class in classes:
        pupils = Pupil.objects.bulk_create(
            Pupil(school_id=school_class.school_id, name=f"学生{n}", sort_key=f"xue sheng {n}") for n in range(each)
        )
        Enrolment.objects.bulk_create(
            Enrolment(
                pupil=p,
                school_id=school_class.school_id,
                school_class=school_class,
                cohort=cohort_of(5, TODAY),
                since=SINCE,
            )
            for p in pupils
        )
        if school_class == classes[0]:
            town.people["guardian"] = guardian = person(f"guardian{school_class.pk}")
            Guardianship.objects.bulk_create(
                Guardianship(
                    guardian=guardian, pupil=p, school_id=p.school_id, relation="MOTHER", notice="1",
                    consented_at=AT, since=SINCE,
                )
                for p in pupils[:wards]
            )  # fmt: skip


def person(username: str, school: School | None = None) -> Person:
    """Somebody with an account."""
    made = Person.objects.create(name=username, school=school)
    Account.objects.create_account(username=username, person=made, password=None)
    return made
