"""Whatever roster comes in stands as it was written: the same file again, and the export read back, change nothing."""

import random
from pathlib import Path

import pytest

from shuangjian.kernel.actor import operator
from shuangjian.kernel.subject import Subject
from shuangjian.people.models import Guardianship
from shuangjian.people.operations.roster_export import export_roster
from shuangjian.people.roster import Grade, PupilRow, TeacherRow, TeachingRow
from shuangjian.people.rules import Relation
from tests.cast import AT, Cast
from tests.journeys.rosters import NOWHERE, book, bring_in, look, standing_teachers
from tests.unit.roster.builders import read_bytes

pytestmark = pytest.mark.django_db
NAMES = ["祝小满", "池鱼", "左小禾", "𠅤·阿依古丽", "单于青禾", "=WEN", "艾热提·买买提", "祝小满", "池鱼"]
Room = tuple[tuple[int, ...], int | None, str | None, str | None]


def rooms(chance: random.Random) -> list[Room]:
    """Grades, number, label and teaching point of the classes of a village school."""
    found: list[Room] = [
        ((grade,), number, None, None) for grade in range(3, 7) for number in range(1, chance.randrange(2, 4))
    ]
    found += [((grade,), None, "向日葵班", None) for grade in (1, 2) if chance.random() < 0.7]
    point = chance.choice([None, "东台教学点", "西洼教学点"])
    mixed = chance.choice([(1, 2), (2, 3), (1, 2, 3)])
    numerals = "、".join("一二三四五六"[grade - 1] for grade in mixed)
    found.append((mixed, None, f"{numerals}年级复式班", point))
    if chance.random() < 0.5:
        found.append(((5, 6), 2, "复式2班", "东台教学点"))
    return found


def random_roster(chance: random.Random) -> tuple[list[PupilRow], list[TeacherRow], list[TeachingRow]]:
    pupils: list[PupilRow] = []
    lessons: list[TeachingRow] = []
    teachers = [TeacherRow(NOWHERE, f"V{n:03d}", chance.choice(NAMES)) for n in range(1, 9)]
    numbers = iter(chance.sample(range(500), 400))
    for grades, number, label, point in rooms(chance):
        mixed = len(grades) > 1
        named = grades if label and "年级复式" in label else ()
        seats = {grade: chance.randrange(1, 4) for grade in grades}
        for grade, seated in seats.items():
            for _ in range(seated):
                name, pupil_number = chance.choice(NAMES), f"G4109020000000{next(numbers):05d}"
                pupils.append(
                    PupilRow(
                        NOWHERE, pupil_number, name, Grade(grade), number, label, mixed, named, teaching_point=point
                    )
                )
        for subject in chance.sample([Subject.CHINESE, Subject.MATHEMATICS, Subject.ENGLISH], 2):
            who = chance.choice(teachers)
            taught = (NOWHERE, who.number, who.name, tuple(map(Grade, grades)), number, label, mixed)
            lessons.append(TeachingRow(*taught, subject=subject, teaching_point=point))
        lessons.append(TeachingRow(*taught, homeroom=True, teaching_point=point))
    return pupils, teachers, lessons


@pytest.mark.parametrize("seed", range(8))
def test_a_random_roster_stands(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    by, place_id = operator("测试"), cast.village.pk
    for _ in range(2):  # the second comes on top of the first
        content = book(*random_roster(chance))
        outcome = bring_in(cast, content, by=by, place_id=place_id)
        assert outcome.counts
        again = look(cast, content, by=by, place_id=place_id)
        assert (again.counts, again.bad) == ({}, ())
        exported = export_roster(by=by, at=AT, place_id=place_id)
        read_back = look(cast, exported, by=by, place_id=place_id)
        assert (read_back.counts, read_back.bad) == ({}, ())


def test_a_whole_city_exported_and_read_back_changes_nothing(cast: Cast) -> None:
    by = operator("测试")
    bring_in(cast, book(*random_roster(random.Random(3))), by=by, place_id=cast.village.pk)
    exported = export_roster(by=by, at=AT, place_id=cast.city.pk)
    preview = look(cast, exported, by=by, place_id=cast.city.pk)
    assert (preview.counts, preview.bad) == ({}, ())


def test_a_teacher_with_a_child_at_the_school_is_exported_as_a_teacher(cast: Cast) -> None:
    child, by = cast.pupils["查朵"], operator("测试")
    Guardianship.objects.create(
        guardian=cast.people["maths"],
        pupil=child,
        school_id=child.school_id,
        relation=Relation.MOTHER,
        consented_at=AT,
        since=AT.date(),
    )
    exported = export_roster(by=by, at=AT, place_id=cast.school.pk)
    assert look(cast, exported, by=by).counts == {}


def test_a_reference_is_good_at_its_own_school_only(cast: Cast) -> None:
    by = operator("测试")
    exported = export_roster(by=by, at=AT, place_id=cast.school.pk)
    preview = look(cast, exported, by=by, place_id=cast.village.pk)
    assert preview.bad
    assert {bad.reason.split("，")[0] for bad in preview.bad} >= {"这里没有这个系统编号"}


def test_the_export_holds_references_in_place_of_numbers(cast: Cast, tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, export_roster(by=operator("测试"), at=AT, place_id=cast.school.pk))
    own = {pupil.pk for pupil in cast.pupils.values() if pupil.school_id == cast.school.pk}
    assert {row.number for row in reading.pupils} == {f"SJID-{pk}" for pk in own}
    assert len(reading.teachers) == len(standing_teachers())
