"""A roster comes in: who is new, who moves, who leaves; all or nothing; the same file again changes nothing."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.audit.models import Act
from shuangjian.homework.models import SheetAddress
from shuangjian.kernel.actor import Role, operator
from shuangjian.kernel.subject import Subject
from shuangjian.people import operations as people
from shuangjian.people.models import Enrolment, Guardianship, Person, Pupil, RosterUpload, TeachingAssignment
from shuangjian.people.queries import actor_at
from shuangjian.people.roster import TeacherRow
from shuangjian.schools.models import Place, SchoolClass
from shuangjian.schools.queries import classes_of_school
from tests.cast import AT, TODAY, Cast
from tests.journeys.rosters import (
    NOWHERE,
    book,
    bring_in,
    lesson,
    look,
    pupil,
    standing_lessons,
    standing_pupils,
    standing_teachers,
)
from tests.unit.roster.builders import ONEROSTER, oneroster_zip, workbook

pytestmark = pytest.mark.django_db
NEXT_YEAR = AT.replace(year=2027, day=6)


def labels(cast: Cast, date: dt.date = TODAY) -> list[str]:
    return [klass.label for klass in classes_of_school(cast.school.pk, date)]


def seat(name: str) -> Enrolment | None:
    return Enrolment.objects.filter(pupil__name=name, until=None).first()


def test_the_roster_as_it_stands_changes_nothing(cast: Cast) -> None:
    preview = look(cast, book(standing_pupils(), standing_teachers(), standing_lessons()))
    assert preview.counts == {}
    assert preview.bad == ()
    assert not preview.can_apply


def test_a_new_pupil_enters_a_class_and_the_same_file_again_changes_nothing(cast: Cast) -> None:
    content = book([*standing_pupils(), pupil("祝小满", 5, 1, "G410902201600000077")])
    assert bring_in(cast, content).counts == {"新来的学生": 1}
    entered = Pupil.objects.get(name="祝小满")
    assert (entered.number_tail, entered.sort_key) == ("0077", "zhu xiao man")
    assert seat("祝小满").school_class_id == cast.five_one.pk  # type: ignore[union-attr]
    assert look(cast, content).counts == {}


def test_no_number_is_kept_in_the_clear(cast: Cast) -> None:
    bring_in(cast, book([*standing_pupils(), pupil("祝小满", 5, 1, "G410902201600000077")], standing_teachers()))
    kept = (
        str(list(Pupil.objects.values())) + str(list(Act.objects.values())) + str(list(RosterUpload.objects.values()))
    )
    assert "G41090220160000007" not in kept


def test_previewing_writes_nothing_but_the_upload(cast: Cast) -> None:
    before = (Pupil.objects.count(), Enrolment.objects.count(), SchoolClass.objects.count())
    preview = look(cast, book([pupil("祝小满", 6, 3, "G410902201600000077")]))
    assert preview.counts["新开的班"] == 1
    assert before == (Pupil.objects.count(), Enrolment.objects.count(), SchoolClass.objects.count())
    assert RosterUpload.objects.get().state == "PREVIEWED"


def test_a_class_is_opened_for_its_pupils_with_an_address_for_its_sheet(cast: Cast) -> None:
    rows = [
        *standing_pupils(),
        pupil("祝小满", 4, 2, "G410902201600000077"),
        pupil("池鱼", 4, 2, "G410902201600000078"),
    ]
    assert bring_in(cast, book(rows)).counts == {"新来的学生": 2, "新开的班": 1}
    assert "四（2）班" in labels(cast)
    klass = seat("池鱼").school_class  # type: ignore[union-attr]
    assert SheetAddress.objects.filter(school_class=klass, replaced_at=None).count() == 1
    assert look(cast, book(rows)).counts == {}


def test_a_class_with_a_name_is_known_by_it(cast: Cast) -> None:
    rows = [
        *standing_pupils(),
        pupil("祝小满", 2, None, "G410902201600000077", class_label="向日葵班"),
        pupil("池鱼", 2, None, "G410902201600000078", class_label="小树苗班"),
    ]
    assert bring_in(cast, book(rows)).counts == {"新来的学生": 2, "新开的班": 2}
    assert {"二年级向日葵班", "二年级小树苗班"} <= set(labels(cast))
    assert look(cast, book(rows)).counts == {}


def test_a_pupil_moves_to_another_class_and_the_earlier_seat_stays_on_record(cast: Cast) -> None:
    rows = [pupil("左小禾", 5, 2), *standing_pupils()[1:]]
    assert bring_in(cast, book(rows)).counts == {"换班的学生": 1}
    seats = Enrolment.objects.filter(pupil__name="左小禾").order_by("pk")
    assert [(s.school_class_id, s.until) for s in seats] == [(cast.five_one.pk, TODAY), (cast.five_two.pk, None)]
    assert look(cast, book(rows)).counts == {}


def test_who_is_no_longer_listed_leaves_and_nothing_is_deleted(cast: Cast) -> None:
    before = (Pupil.objects.count(), Enrolment.objects.count(), Guardianship.objects.count())
    guardian = cast.people["guardian"]
    assert actor_at(guardian, AT).holds(Role.GUARDIAN)
    rows = standing_pupils()[1:]
    assert bring_in(cast, book(rows)).counts == {"离校的学生": 1}
    assert Pupil.objects.get(name="左小禾").left_on == TODAY
    assert before == (Pupil.objects.count(), Enrolment.objects.count(), Guardianship.objects.count())
    assert not actor_at(guardian, AT).holds(Role.GUARDIAN)
    assert look(cast, book(rows)).counts == {}


def test_who_comes_back_is_the_same_pupil_with_the_same_guardians(cast: Cast) -> None:
    bring_in(cast, book(standing_pupils()[1:]))
    assert bring_in(cast, book(standing_pupils())).counts == {"回来的学生": 1}
    assert Pupil.objects.filter(name="左小禾").count() == 1
    assert actor_at(cast.people["guardian"], AT).holds(Role.GUARDIAN)
    assert look(cast, book(standing_pupils())).counts == {}


def test_a_row_that_says_left_ends_a_pupil_on_its_date(cast: Cast) -> None:
    rows = [["学籍号", "姓名", "年级", "班级", "状态", "离校日期"]]
    rows += [[r.number, r.name, f"{r.grade.value}", str(r.class_number), "", ""] for r in standing_pupils()[1:]]  # type: ignore[union-attr]
    rows += [["G410902201600000000", "左小禾", "", "", "转出", "2026-09-11"]]
    content = _sheet(rows)
    assert bring_in(cast, content).counts == {"离校的学生": 1}
    assert Pupil.objects.get(name="左小禾").left_on == dt.date(2026, 9, 11)
    assert look(cast, content).counts == {}


def test_a_list_of_leavers_alone_says_nothing_of_who_stays(cast: Cast) -> None:
    content = _sheet([["学籍号", "姓名", "年级", "班级", "状态"], ["G410902201600000000", "左小禾", "", "", "转出"]])
    assert bring_in(cast, content).counts == {"离校的学生": 1}


def test_a_class_without_pupils_ends_with_its_lessons_and_its_homeroom(cast: Cast) -> None:
    rows = [row for row in standing_pupils() if row.name != "查朵"]
    outcome = bring_in(cast, book(rows))
    assert outcome.counts == {"离校的学生": 1, "结束的班": 1, "结束的任课": 2, "不再任的班主任": 1}
    assert "一（1）班" not in labels(cast, TODAY + dt.timedelta(1))
    assert not cast.actor("lower").holds(Role.HOMEROOM, Role.SUBJECT_TEACHER)
    assert look(cast, book(rows)).counts == {}


def test_on_the_first_of_september_classes_advance_and_the_roster_keeps_them(cast: Cast) -> None:
    rows = [pupil(row.name, row.grade.value + 1, row.class_number) for row in standing_pupils()]  # type: ignore[union-attr]
    preview = look(cast, book(rows), at=NEXT_YEAR)
    assert preview.counts == {}


def test_kinds_that_a_file_does_not_mention_stay_as_they_are(cast: Cast) -> None:
    assert bring_in(cast, book([], standing_teachers()[:-2])).counts.keys() <= {"离任的老师"}
    assert Pupil.objects.filter(left_on=None, school_id=cast.school.pk).count() == 4


def test_a_teacher_who_leaves_holds_nothing_and_may_not_act(cast: Cast) -> None:
    content = book([], [row for row in standing_teachers() if row.name != "沈岚"])
    assert bring_in(cast, content).counts == {"离任的老师": 1, "结束的任课": 2}
    assert cast.actor("maths", AT).roles == ()
    assert cast.client("maths").get("/today/").status_code == 404
    person = Person.objects.get(name="沈岚")
    assert person.left_on == TODAY
    assert TeachingAssignment.objects.filter(person=person).count() == 2
    assert look(cast, content).counts == {}


def test_leaders_are_not_taken_out_of_office_by_silence(cast: Cast) -> None:
    preview = look(cast, book([], standing_teachers()[:-2]))
    assert preview.counts == {}
    assert any("校长" in note for note in preview.notes)


def test_nobody_writes_oneself_out(cast: Cast) -> None:
    rows = [
        ["工号", "姓名", "状态"],
        *[[row.number, row.name, ""] for row in standing_teachers() if row.name != "龚平"],
    ]
    preview = look(cast, _sheet([*rows, ["GH000007", "龚平", "调出"]], "教师"))
    assert [bad.reason.split("：")[0] for bad in preview.bad] == ["不能把自己写成已离开"]


def test_teaching_begins_and_ends_by_the_list(cast: Cast) -> None:
    rows = [row for row in standing_lessons() if not (row.teacher_number == "GH000002" and row.class_number == 2)]
    rows.append(lesson(2, 1, 1, Subject.ENGLISH))
    assert bring_in(cast, book([], [], rows)).counts == {"新增的任课": 1, "结束的任课": 1}
    assert look(cast, book([], [], rows)).counts == {}


def test_a_new_homeroom_teacher_replaces_the_one_before(cast: Cast) -> None:
    rows = [row for row in standing_lessons() if not (row.homeroom and row.teacher_number == "GH000001")]
    rows.append(lesson(2, 5, 1, None, True))
    assert bring_in(cast, book([], [], rows)).counts == {"新定的班主任": 1, "不再任的班主任": 1}
    assert cast.actor("english").holds(Role.HOMEROOM)
    assert not cast.actor("chinese").holds(Role.HOMEROOM)
    assert look(cast, book([], [], rows)).counts == {}


def test_without_a_homeroom_column_homeroom_posts_stay(cast: Cast) -> None:
    assert look(cast, book([], [], [row for row in standing_lessons() if not row.homeroom])).counts == {}


def test_a_pupil_of_another_school_comes_over_only_after_that_school_let_go(cast: Cast) -> None:
    by = operator("测试")
    there = book([pupil("费一诺", 7, 1, "G410902201600000004")])
    assert look(cast, there, by=by, place_id=cast.other_school.pk).counts == {}
    bring_in(cast, book([pupil("费一诺", 7, 1, "G410902201600000004"), pupil("池鱼", 8, 1, "G410902201600000099")]),
             by=by, place_id=cast.other_school.pk)  # fmt: skip
    mine = book([*standing_pupils(), pupil("池鱼", 6, 1, "G410902201600000099")])
    (bad,) = look(cast, mine).bad
    assert "转出" in bad.reason
    assert cast.other_school.place.name not in bad.reason  # where a child goes to school is not told to others
    bring_in(cast, there, by=by, place_id=cast.other_school.pk)
    assert bring_in(cast, mine).counts == {"从别的学校转来的学生": 1, "新开的班": 1}
    moved = Pupil.objects.get(name="池鱼")
    assert (moved.school_id, moved.left_on) == (cast.school.pk, None)
    assert Enrolment.objects.filter(pupil=moved).count() == 2
    assert look(cast, mine).counts == {}


def test_one_file_of_several_schools_moves_a_pupil_between_them(cast: Cast) -> None:
    here, there = cast.school.place.name, cast.village.place.name
    mixed = {"mixed": True, "class_grades": (3, 4), "teaching_point": "东台教学点", "school": there}
    rows = [replace(row, school=here) for row in standing_pupils()[1:]]
    rows += [
        pupil("左小禾", 5, 1, school=there),
        pupil("游晓溪", 3, 1, "G410902201600000005", **mixed),
        pupil("柏川", 4, 1, "G410902201600000006", **mixed),
    ]
    city: dict[str, Any] = {"by": cast.actor("city_officer"), "place_id": cast.city.pk}
    assert bring_in(cast, book(rows), **city).counts == {"从别的学校转来的学生": 1, "新开的班": 1}
    (ward,) = cast.actor("guardian").holds(Role.GUARDIAN)
    assert ward.school_id == cast.village.pk
    assert Guardianship.objects.get(pupil__name="左小禾").school_id == cast.village.pk
    assert look(cast, book(rows), **city).counts == {}


def test_a_county_file_says_nothing_of_schools_it_does_not_name(cast: Cast) -> None:
    rows = [pupil("费一诺", 7, 1, "G410902201600000004", school=cast.other_school.place.name)]
    preview = look(cast, book(rows), by=cast.actor("other_county_officer"), place_id=cast.other_county.pk)
    assert preview.counts == {}
    assert any("其余1所照旧不变" in note for note in preview.notes)


def test_one_file_of_several_schools_moves_a_teacher_between_them(cast: Cast) -> None:
    here, there = cast.village.place.name, cast.other_school.place.name
    county: dict[str, Any] = {"by": cast.actor("other_county_officer"), "place_id": cast.other_county.pk}
    rows = [
        TeacherRow(NOWHERE, "GH000009", "孟田", school=there),
        TeacherRow(NOWHERE, "GH000010", "蓝宇", school=there),
        TeacherRow(NOWHERE, "GH000300", "江离", school=here),
    ]
    counts = bring_in(cast, book([], rows), **county).counts
    assert counts == {"新来的老师": 1, "回来的老师": 1, "结束的任课": 2, "不再任的班主任": 1}
    assert Person.objects.get(name="孟田").school_id == cast.other_school.pk
    assert cast.actor("villager").roles == ()
    assert look(cast, book([], rows), **county).counts == {}


def test_a_lesson_that_is_to_begin_is_not_given_twice(cast: Cast) -> None:
    people.assign_teaching(
        by=operator("测试"),
        at=AT,
        person=cast.people["former"],
        school_id=cast.school.pk,
        class_id=cast.one_one.pk,
        subject=Subject.ENGLISH,
        since=TODAY + dt.timedelta(10),
    )
    rows = [*standing_lessons(), lesson(5, 1, 1, Subject.ENGLISH)]
    assert look(cast, book([], [], rows)).counts == {}
    assert bring_in(cast, book([], [], standing_lessons())).counts == {"结束的任课": 1}


def test_a_oneroster_set_is_brought_in_whole(cast: Cast) -> None:
    by = operator("测试")
    files = {name: text.replace("槐荫路小学", cast.school.place.name) for name, text in ONEROSTER.items()}
    content = oneroster_zip(files)
    outcome = bring_in(cast, content, by=by)
    assert outcome.counts["新来的学生"] == 2
    assert outcome.counts["新定的班主任"] == 1
    assert "五（3）班" in labels(cast)
    assert look(cast, content, by=by).counts == {}


def test_a_new_teaching_point_is_set_up_with_its_mixed_class(cast: Cast) -> None:
    by = operator("测试")
    point = {"mixed": True, "class_grades": (1, 2), "teaching_point": "西洼教学点"}
    rows = [
        pupil("游晓溪", 3, 1, "G410902201600000005", mixed=True, class_grades=(3, 4), teaching_point="东台教学点"),
        pupil("柏川", 4, 1, "G410902201600000006", mixed=True, class_grades=(3, 4), teaching_point="东台教学点"),
        pupil("池鱼", 1, None, "G410902201600000101", **point),
        pupil("祝小满", 2, None, "G410902201600000102", **point),
    ]
    outcome = bring_in(cast, book(rows), by=by, place_id=cast.village.pk)
    assert outcome.counts == {"新来的学生": 2, "新设的教学点": 1, "新开的班": 1}
    assert Place.objects.get(name="西洼教学点").path.startswith(cast.village.place.path)
    assert "西洼教学点一、二年级复式班" in [c.label for c in classes_of_school(cast.village.pk, TODAY)]
    assert look(cast, book(rows), by=by, place_id=cast.village.pk).counts == {}


def test_comparing_takes_as_many_queries_for_many_rows_as_for_few(cast: Cast) -> None:
    many = [pupil(f"学生{n}", 5, 1, f"G4109022016000{n:05d}") for n in range(1000, 1300)]
    spent = []
    for rows in (many[:3], many):
        with CaptureQueriesContext(connection) as queries:
            assert look(cast, book([*standing_pupils(), *rows])).counts == {"新来的学生": len(rows)}
        spent.append(len(queries))
    assert spent[0] == spent[1]


def _sheet(rows: list[list[str]], name: str = "学生") -> bytes:
    return workbook({name: rows})
