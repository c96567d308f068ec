"""Which rows a person may read: the database's filter, the predicate beside it and the rule in plain words agree.

Each rule is told here once more, over a tree of parents and lists of seats, without a path and without SQL.
"""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import settings as how

from shuangjian.homework import access as homework
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.people import access as people
from shuangjian.people.models import Pupil
from shuangjian.schools import access as schools
from shuangjian.schools.queries import classes_below, classes_by_id, schools_below
from shuangjian.schools.rules import PlaceKind
from tests.access.towns import DATE, NOW, Child, Class, Town, built, homework_everywhere, towns

pytestmark = pytest.mark.django_db

LEADS = (Role.PRINCIPAL, Role.ACADEMIC_AFFAIRS)
OVERSEES = (Role.CENTRAL_SCHOOL, Role.COUNTY_OFFICER, Role.CITY_OFFICER)
examples = how(max_examples=60)


def leads(by: Actor, school: int) -> bool:
    return any(held.role in LEADS and held.school_id == school for held in by.roles)


def oversees(by: Actor, town: Town, place: int) -> bool:
    return any(held.role in OVERSEES and town.at_or_below(place, held.place_id) for held in by.roles)


def works_with(by: Actor, town: Town, klass: Class) -> bool:
    """Teaches it, is its homeroom teacher, heads one of its cohorts, leads its school or oversees it."""
    for held in by.roles:
        if held.role in (Role.HOMEROOM, Role.SUBJECT_TEACHER) and held.class_id == klass.id:
            return True
        heads_here = held.role is Role.GRADE_HEAD and held.school_id == klass.school
        if heads_here and held.cohort in [cohort for cohort, _ in klass.cohorts]:
            return True
    return leads(by, klass.school) or oversees(by, town, klass.school)


def may_read(by: Actor, child: Child) -> bool:
    """Is a guardian of the child, leads its school, or is homeroom teacher of the class it sits in now."""
    homerooms = {held.class_id for held in by.holds(Role.HOMEROOM)}
    is_ward = child.id in {held.pupil_id for held in by.holds(Role.GUARDIAN)}
    return is_ward or leads(by, child.school) or any(pk in homerooms and when == NOW for pk, when in child.seats)


@examples
@given(towns())
def test_names_of_pupils_are_read_by_guardians_the_homeroom_teacher_and_the_leaders(town: Town) -> None:
    with built(town):
        pupils = list(Pupil.objects.prefetch_related("enrolments"))
        for by in town.actors:
            allowed = sorted(child.id for child in town.children if may_read(by, child))
            found = people.visible_to(by, DATE).values_list("pk", flat=True).order_by("pk")
            assert list(found) == allowed
            assert sorted(pupil.pk for pupil in pupils if people.can_see_pupil(by, pupil, DATE)) == allowed


@examples
@given(towns())
def test_class_lists_and_slips_belong_to_the_homeroom_teacher_and_the_list_also_to_the_leaders(town: Town) -> None:
    for by, klass in product(town.actors, town.classes):
        is_homeroom = klass.id in {held.class_id for held in by.holds(Role.HOMEROOM)}
        sees = is_homeroom or leads(by, klass.school)
        assert people.can_see_class_list(by, klass.school, klass.id) == sees
        assert people.can_manage_slips(by, klass.id) == is_homeroom
        if not is_homeroom:
            with pytest.raises(NotAllowed if sees else NotVisible):
                people.check_can_manage_slips(by, klass.school, klass.id)


@examples
@given(towns())
def test_homework_is_read_by_whoever_works_with_the_class_or_oversees_it(town: Town) -> None:
    with built(town):
        homework_everywhere(town)
        for by in town.actors:
            known = sorted(klass.id for klass in town.classes if works_with(by, town, klass))
            for rows in (homework.visible_publications(by), homework.visible_to(by, DATE)):
                assert list(rows.values_list("school_class_id", flat=True).order_by("pk")) == known


@examples
@given(towns())
def test_the_filter_on_homework_and_the_question_about_a_class_agree(town: Town) -> None:
    with built(town):
        homework_everywhere(town)
        now = classes_by_id([klass.id for klass in town.classes], DATE)
        steady = [now[k.id] for k in town.classes if all(when == NOW for _, when in k.cohorts)]
        for by in town.actors:
            wards = {held.class_id for held in by.holds(Role.GUARDIAN)}
            known = set(homework.visible_publications(by).values_list("school_class_id", flat=True))
            for klass in steady:
                assert homework.can_see_class(by, klass) == (klass.id in known | wards)


@examples
@given(towns())
def test_a_place_is_seen_from_above_and_by_its_leaders_and_never_from_beside(town: Town) -> None:
    for by, place in product(town.actors, town.kinds):
        led = any(held.role in LEADS and town.at_or_below(place, held.place_id) for held in by.roles)
        above = oversees(by, town, place)
        assert schools.can_see_place(by, town.path(place)) == (led or above)
        if not above:
            with pytest.raises(NotVisible):
                schools.check_oversees(by, town.path(place))


@examples
@given(towns())
def test_a_school_is_led_by_its_leaders_and_who_works_there_or_above_is_told_so(town: Town) -> None:
    for by, school in product(town.actors, town.of_kind(PlaceKind.SCHOOL)):
        path, above = town.path(school), oversees(by, town, school)
        works_here = any(held.role is not Role.GUARDIAN and held.school_id == school for held in by.roles)
        heads = any(held.role is Role.GRADE_HEAD and held.school_id == school for held in by.roles)
        assert schools.belongs_to_school(by, school) == works_here
        assert schools.can_see_school(by, school, path) == (leads(by, school) or heads or above)
        assert schools.can_lead_school(by, school) == leads(by, school)
        assert people.can_import_roster(by, school, path) == (leads(by, school) or above)
        if not leads(by, school):
            with pytest.raises(NotAllowed if works_here or above else NotVisible):
                schools.check_can_lead_school(by, school, path)
        if not (leads(by, school) or above):
            with pytest.raises(NotAllowed if works_here else NotVisible):
                people.check_can_import_roster(by, school, path)


@examples
@given(towns(actors=0))
def test_what_lies_below_a_place_is_found_by_its_path(town: Town) -> None:
    with built(town):
        for place in town.kinds:
            below = {p for p in town.kinds if town.at_or_below(p, place)}
            found = set(schools_below(town.path(place)).values_list("pk", flat=True))
            assert found == below & set(town.of_kind(PlaceKind.SCHOOL))
            classes = {klass.id for klass in classes_below(town.path(place), DATE)}
            now = {k.id for k in town.classes if k.place in below and any(when == NOW for _, when in k.cohorts)}
            assert classes == now
