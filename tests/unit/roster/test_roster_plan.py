"""The planner: a reading against what is known. Every cell that contradicts it is named, with what to do."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from shuangjian.kernel.grade import Stage, System, cohort_of
from shuangjian.kernel.subject import Subject
from shuangjian.people.roster import (
    Cell,
    Cohort,
    Grade,
    Kind,
    Layout,
    LeaverKind,
    LeaverRow,
    PupilRow,
    Reading,
    Source,
    TeacherRow,
    TeachingRow,
)
from shuangjian.people.roster.planning import (
    KnownClass,
    KnownHomeroom,
    KnownPupil,
    KnownSchool,
    KnownTeacher,
    KnownTeaching,
    Plan,
    State,
    plan_roster,
    schools_named,
)

TODAY = dt.date(2026, 9, 17)
ABOVE = ("濮阳市", "华龙区")
PRIMARY = KnownSchool(1, "青枣路小学", "41001", ABOVE, System.SIX_THREE, 1, 6, {"东台教学点": 11})
NINE = KnownSchool(2, "望河学校", None, ABOVE, System.SIX_THREE, 1, 9)
LEFT, ELSEWHERE = KnownPupil(93, 1, "归去来", "pupil:G410000000000000093", None, None), 9
FIVE = cohort_of(5, TODAY)
CLASS = KnownClass(50, 1, 1, Stage.PRIMARY, 1, "", frozenset({FIVE}))
PUPIL = KnownPupil(90, 1, "祝小满", "pupil:G410000000000000090", 50, FIVE)
TEACHER = KnownTeacher(70, 1, "沈岚", "staff:T1")
G = "G4100000000000000"


def digest(kind: str, number: str) -> str:
    return f"{kind}:{number}"


def state(**changed: Any) -> State:
    base = State(TODAY, (PRIMARY,), (CLASS,), (PUPIL,), (TEACHER,))
    return replace(base, **changed)


def pupil(row: int = 2, **changed: Any) -> PupilRow:
    return replace(PupilRow(Cell("学生", row, "A", "学籍号"), f"{G}90", "祝小满", Grade(5), 1), **changed)


def teacher(row: int = 2, **changed: Any) -> TeacherRow:
    return replace(TeacherRow(Cell("教师", row, "A", "工号"), "T1", "沈岚"), **changed)


def lesson(row: int = 2, **changed: Any) -> TeachingRow:
    base = TeachingRow(Cell("任课", row, "A", "工号"), "T1", None, (Grade(5),), 1, subject=Subject.CHINESE)
    return replace(base, **changed)


_COLUMNS = {
    Kind.PUPILS: ("pupil_number", "name", "grade", "class", "school", "teaching_point", "left_on"),
    Kind.TEACHERS: ("teacher_number", "name", "state", "school", "left_on"),
    Kind.TEACHINGS: ("teacher_number", "name", "grade", "class", "subject", "school", "teaching_point"),
}


def plan(
    pupils: Sequence[PupilRow] = (),
    teachers: Sequence[TeacherRow] = (),
    teachings: Sequence[TeachingRow] = (),
    leavers: Sequence[LeaverRow] = (),
    known: State | None = None,
    complete: bool = True,
) -> Plan:
    rows = {Kind.PUPILS: pupils, Kind.TEACHERS: teachers, Kind.TEACHINGS: teachings}
    layouts = tuple(
        Layout(kind.label, kind, 1, tuple((name, "ABCDEFG"[n], name) for n, name in enumerate(_COLUMNS[kind])))
        for kind, some in rows.items()
        if some or any(leaver.where.sheet == kind.label for leaver in leavers)
    )
    reading = Reading(
        Source.WORKBOOK, tuple(pupils), tuple(teachers), tuple(teachings), tuple(leavers), layouts=layouts,
        complete=complete,
    )  # fmt: skip
    return plan_roster(reading, known or state(), digest)


def blamed(found: Plan) -> list[tuple[str, str]]:
    return [(bad.header, bad.reason) for bad in found.bad]


def test_what_is_known_already_needs_no_plan() -> None:
    found = plan([pupil()], [teacher()])
    assert found.is_empty
    assert found.digest() == Plan().digest()


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"grade": Grade(8)}, "grade", "一到六年级"),
        ({"grade": Grade(7, 1)}, "grade", "没有初中"),
        ({"grade": Grade(9, 4)}, "grade", "没有初四"),
        ({"grade": Cohort(2015)}, "grade", "2015级现在不在一到六年级里"),
        ({"grade": Cohort(2022, Stage.JUNIOR)}, "grade", "不在一到六年级里"),
        ({"school": "望河学校"}, "school", "写的是别的学校"),
        ({"teaching_point": "东台教学店"}, "teaching_point", "有“东台教学点”"),
        ({"teaching_point": "操场"}, "teaching_point", "写全称"),
        ({"mixed": True, "class_grades": (5, 7), "class_label": "五、七年级复式班"}, "grade", "一到六年级"),
        ({"number": "SJID-4711"}, "pupil_number", "没有这个系统编号"),
    ],
)
def test_a_cell_that_contradicts_the_school_is_named(changed: dict[str, Any], field: str, words: str) -> None:
    found = plan([pupil(**changed)])
    ((where, reason),) = blamed(found)
    assert where == field
    assert words in reason
    assert reason.endswith("。")


@pytest.mark.parametrize(
    "written", ["青枣路小学", "华龙区青枣路小学", "濮阳市华龙区青枣路小学", "41001", "青枣路 小学"]
)
def test_a_school_is_known_by_name_code_or_its_places_before_it(written: str) -> None:
    assert plan([pupil(school=written)], known=state(schools=(PRIMARY, NINE))).is_empty


@pytest.mark.parametrize(("written", "words"), [(None, "加上“学校名称”一列"), ("没有的学校", "没有叫这个名字的学校")])
def test_in_a_file_of_several_schools_each_row_names_one(written: str | None, words: str) -> None:
    found = plan([pupil(school=written)], known=state(schools=(PRIMARY, NINE)))
    assert [words in reason for _, reason in blamed(found)] == [True]
    assert found.is_empty


def test_two_schools_of_one_name_need_their_code() -> None:
    twin = replace(NINE, name="青枣路小学")
    assert "学校标识码" in blamed(plan([pupil(school="青枣路小学")], known=state(schools=(PRIMARY, twin))))[0][1]
    assert plan([pupil(school="41001")], known=state(schools=(PRIMARY, twin))).is_empty


def test_only_the_schools_named_are_looked_at() -> None:
    reading = Reading(Source.WORKBOOK, (pupil(school="青枣路小学"), pupil(3, school="哪里")))
    assert schools_named(reading, (PRIMARY, NINE)) == {1}
    assert schools_named(Reading(Source.WORKBOOK, (pupil(),)), (PRIMARY,)) == {1}


def test_a_year_of_entry_is_read_by_the_stages_the_school_has() -> None:
    assert plan([pupil(grade=Cohort(2022))]).is_empty
    at_nine = state(schools=(NINE,), classes=(), pupils=(), teachers=())
    assert "小学2024级 或 初中2024级" in blamed(plan([pupil(grade=Cohort(2024))], known=at_nine))[0][1]
    assert plan([pupil(grade=Cohort(2024, Stage.JUNIOR))], known=at_nine).new_classes[0].stage is Stage.JUNIOR
    assert plan([pupil(grade=Cohort(2025))], known=at_nine).bad
    assert plan([pupil(grade=Cohort(2022))], known=at_nine).new_classes[0].stage is Stage.PRIMARY


def test_in_a_nine_year_school_the_sixth_grades_class_ends_and_a_junior_one_begins() -> None:
    seventh = cohort_of(7, TODAY)
    old = KnownClass(51, 2, 2, Stage.PRIMARY, 1, "", frozenset({seventh}))
    known = state(schools=(NINE,), classes=(old,), pupils=(replace(PUPIL, school_id=2, class_id=51, cohort=seventh),))
    for complete in (True, False):
        found = plan([pupil(grade=Grade(7, 1))], known=known, complete=complete)
        assert (found.ended_classes, found.new_classes[0].stage, len(found.moves)) == ([51], Stage.JUNIOR, 1)


def test_a_pupil_without_a_number_is_known_by_class_and_name() -> None:
    assert plan([pupil(number=None)]).is_empty
    elsewhere = plan([pupil(number=None, class_number=2)])
    assert "分不清是换了班还是另一名学生" in blamed(elsewhere)[0][1]
    twice = state(pupils=(PUPIL, replace(PUPIL, id=91, digest=None)))
    assert "填写学籍号" in blamed(plan([pupil(number=None)], known=twice))[0][1]


def test_a_number_may_be_added_or_exchanged_for_the_child_of_this_name_in_this_class() -> None:
    for before in (None, "pupil:L410000000000000090"):
        found = plan([pupil()], known=state(pupils=(replace(PUPIL, digest=before),)))
        assert [(change.id, change.digest, change.tail) for change in found.renumbered_pupils] == [
            (90, f"pupil:{G}90", "0090")
        ]
        assert found.counts == {"换了或补了学籍号的学生": 1}


def test_two_new_numbers_of_one_name_are_two_new_children() -> None:
    rows = [pupil(number=f"{G}71"), pupil(3, number=f"{G}72")]
    found = plan(rows)
    assert (len(found.new_pupils), len(found.leaving_pupils), found.renumbered_pupils) == (2, 1, [])


def test_a_schools_own_number_is_good_at_this_school_only() -> None:
    assert plan([pupil(number="S12")], known=state(pupils=())).new_pupils[0].digest == "pupil@1:S12"


def test_who_had_left_comes_back() -> None:
    found = plan([pupil(), pupil(3, number=f"{G}93", name="归去来")], known=state(pupils=(PUPIL, LEFT)))
    assert [seat.pupil_id for seat in found.returns] == [93]


def test_a_pupil_whom_another_school_holds_is_a_bad_cell_until_let_go() -> None:
    held = replace(PUPIL, id=92, school_id=ELSEWHERE, digest=f"pupil:{G}92", name="池鱼")
    rows = [pupil(), pupil(3, number=f"{G}92", name="池鱼")]
    assert "另一所学校" in blamed(plan(rows, known=state(pupils=(PUPIL, held))))[0][1]
    free = replace(held, class_id=None, cohort=None)
    assert [seat.pupil_id for seat in plan(rows, known=state(pupils=(PUPIL, free))).transfers] == [92]
    other_name = [pupil(), pupil(3, number=f"{G}92", name="别人")]
    assert "别的姓名" in blamed(plan(other_name, known=state(pupils=(PUPIL, free))))[0][1]


def test_a_date_of_leaving_that_has_not_come_is_a_bad_cell() -> None:
    where = Cell("学生", 3, "A")
    leaver = LeaverRow(where, LeaverKind.PUPIL, f"{G}90", "祝小满", "转出", TODAY + dt.timedelta(1))
    assert blamed(plan([pupil(2, number=f"{G}71", name="池鱼")], leavers=[leaver]))[0][0] == "left_on"


def test_a_delta_says_nothing_of_who_is_absent() -> None:
    found = plan([pupil(number=f"{G}71", name="池鱼")], [teacher(number="T2", name="鲁菲")], complete=False)
    assert found.counts == {"新来的学生": 1, "新来的老师": 1}


def test_a_large_part_missing_is_pointed_out() -> None:
    many = tuple(replace(PUPIL, id=100 + n, name=f"学生{n}", digest=f"pupil:{G}{n}") for n in range(10, 50))
    assert any("如果这份名册不全" in note for note in plan([pupil()], known=state(pupils=(PUPIL, *many))).notes)


def test_a_number_at_another_school_with_the_same_name_is_the_same_teacher_not_yet_let_go() -> None:
    there = replace(TEACHER, id=71, school_id=ELSEWHERE, digest="staff:T9", name="鲁菲")
    rows = [teacher(), teacher(3, number="T9", name="鲁菲")]
    assert "还在另一个单位" in blamed(plan([], rows, known=state(teachers=(TEACHER, there))))[0][1]
    gone = replace(there, gone=True)
    found = plan([], rows, known=state(teachers=(TEACHER, gone)))
    assert [(back.person_id, back.school_id) for back in found.returning_teachers] == [(71, 1)]


def test_schools_may_give_the_same_number_to_different_teachers() -> None:
    there = replace(TEACHER, id=71, school_id=ELSEWHERE, digest="staff:T9", name="鲁菲")
    rows = [teacher(), teacher(3, number="T9", name="任可")]
    found = plan([], rows, known=state(teachers=(TEACHER, there)))
    assert [new.digest for new in found.new_teachers] == ["staff@1:T9"]
    own = replace(TEACHER, id=72, digest="staff@1:T9", name="任可")
    assert plan([], rows, known=state(teachers=(TEACHER, there, own))).is_empty


def test_a_teacher_added_without_a_number_gets_it_from_the_roster() -> None:
    found = plan([], [teacher()], known=state(teachers=(replace(TEACHER, digest=None),)))
    assert found.counts == {"改了姓名或工号的老师": 1}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"class_number": 7}, "class", "没有这个班"),
        ({"grades": (Grade(8),)}, "grade", "一到六年级"),
        ({"teacher_number": "T404"}, "teacher_number", "没有这个工号"),
        ({"teacher_name": "别人"}, "teacher_number", "这个工号是“沈岚”"),
        ({"subject": Subject.PHYSICS}, "subject", "不开物理"),
    ],
)
def test_a_lesson_that_leads_nowhere_is_named(changed: dict[str, Any], field: str, words: str) -> None:
    ((where, reason),) = blamed(plan([], [], [lesson(**changed)]))
    assert where == field
    assert words in reason


def test_a_lesson_needs_pupils_of_its_class_in_the_same_file() -> None:
    two = replace(CLASS, id=52, number=2)
    known = state(classes=(CLASS, two))
    assert plan([], [], [lesson(class_number=2)], known=known).bad == []
    assert "学生表里没有这个班的学生" in blamed(plan([pupil()], [], [lesson(class_number=2)], known=known))[0][1]


def test_a_class_that_ends_takes_its_lessons_with_it_and_so_does_a_teacher_who_leaves() -> None:
    two = replace(CLASS, id=52, number=2)
    lessons = (KnownTeaching(1, 1, 70, 52, Subject.CHINESE), KnownTeaching(2, 1, 70, 50, Subject.CHINESE))
    known = state(classes=(CLASS, two), teachings=lessons, homerooms=(KnownHomeroom(3, 1, 70, 52),))
    ended = plan([pupil()], known=known)
    assert (ended.ended_classes, ended.ended_teachings, ended.ended_homerooms) == ([52], [1], [3])
    left = plan([], [teacher(number="T2", name="鲁菲")], known=known)
    assert (left.ended_teachings, left.ended_homerooms) == ([1, 2], [3])


def test_a_mixed_class_gains_and_loses_grades_with_its_pupils() -> None:
    cohorts = {grade: cohort_of(grade, TODAY) for grade in (2, 3, 4)}
    mixed = KnownClass(60, 1, 11, Stage.PRIMARY, 1, "", frozenset({cohorts[3], cohorts[4]}))
    sits = [
        replace(PUPIL, id=90 + n, name=f"学生{n}", digest=f"pupil:{G}{n}", class_id=60, cohort=cohorts[n])
        for n in (3, 4)
    ]
    rows = [
        pupil(n, number=f"{G}{n}", name=f"学生{n}", grade=Grade(n), mixed=True, class_label="复式1班",
              teaching_point="东台教学点")
        for n in (2, 3)
    ]  # fmt: skip
    found = plan(rows, known=state(classes=(mixed,), pupils=tuple(sits)))
    assert (found.gained_cohorts, found.lost_cohorts) == ([(60, cohorts[2])], [(60, cohorts[4])])
    assert (found.new_classes, found.ended_classes) == ([], [])


def test_a_file_without_teaching_points_finds_the_class_where_it_is() -> None:
    at_point = replace(CLASS, place_id=11)
    assert plan([pupil()], known=state(classes=(at_point,))).is_empty


def test_named_and_mixed_classes_take_numbers_that_are_free() -> None:
    rows = [
        pupil(),
        pupil(3, number=f"{G}71", name="池鱼", class_number=None, class_label="向日葵班"),
        pupil(4, number=f"{G}72", name="鲁小", class_number=None, class_label="小树苗班"),
        pupil(
            5,
            number=f"{G}73",
            name="任小",
            class_number=None,
            mixed=True,
            class_grades=(4, 5),
            class_label="四、五年级复式班",
        ),
    ]
    found = plan(rows)
    assert [klass.number for klass in found.new_classes] == [61, 62, 2]


def test_names_of_places_that_differ_by_one_meaningful_sign_are_two_places() -> None:
    assert [
        point.name
        for point in plan([pupil(), pupil(3, number=f"{G}71", name="池鱼", teaching_point="西台教学点")]).new_points
    ] == ["西台教学点"]


def test_the_digest_knows_every_kind_of_change_and_no_example() -> None:
    one, other = plan([pupil(class_number=2)]), plan([pupil(class_number=3)])
    assert one.digest() != other.digest()
    one.said.clear()
    assert one.digest() == plan([pupil(class_number=2)]).digest()
