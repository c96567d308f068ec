"""What a roster says about people must agree with itself: leavers, namesakes, numbers, lessons, classes."""

from pathlib import Path

from shuangjian.kernel.subject import Subject
from shuangjian.people.roster.rows import Grade
from tests.unit.roster.builders import (
    PUPIL_HEADERS,
    QIAN,
    ZHAO,
    read_bytes,
    reasons,
    workbook,
)


def test_a_leaver_is_told_from_one_who_stays(tmp_path: Path) -> None:
    headers = (*PUPIL_HEADERS, "学籍状态")
    rows = [headers, (*ZHAO, "在读"), (*QIAN, "转出"), ("G100000000000000003", "孙三川", "五", "3", "其它")]
    reading = read_bytes(tmp_path, workbook({"学生": rows}))
    assert [pupil.name for pupil in reading.pupils] == ["赵一舟"]
    assert [leaver.name for leaver in reading.leavers] == ["钱二桥"]
    assert [(bad.row, bad.header) for bad in reading.bad] == [(4, "学籍状态")]


def test_the_same_pupil_twice_is_named_in_both_rows(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, workbook({"学生": [PUPIL_HEADERS, ZHAO, QIAN, ZHAO]}))
    assert [(bad.row, bad.reason) for bad in reading.bad] == [
        (2, "这名学生与第 4 行重复。请删去一行。"),
        (4, "这名学生与第 2 行重复。请删去一行。"),
    ]


def test_one_pupil_in_two_classes_and_one_number_with_two_names_are_bad(tmp_path: Path) -> None:
    other_class = (*ZHAO[:3], "4")
    other_name = (QIAN[0], "钱二乔", "五年级", "3")
    reading = read_bytes(tmp_path, workbook({"学生": [PUPIL_HEADERS, ZHAO, QIAN, other_class, other_name]}))
    assert [bad.row for bad in reading.bad] == [2, 3, 4, 5]
    assert "又出现在另一个班" in reading.bad[2].reason
    assert "“钱二桥”" in reading.bad[3].reason
    assert reading.pupils == ()


def test_a_schools_own_number_may_occur_in_another_school(tmp_path: Path) -> None:
    headers = ("学号", "姓名", "年级", "班级", "学校名称")
    rows = [headers, ("1", "赵一舟", "五", "3", "甲小学"), ("1", "钱二桥", "五", "3", "乙小学")]
    assert len(read_bytes(tmp_path, workbook({"学生": rows})).pupils) == 2


def test_namesakes_without_a_number_cannot_be_told_apart(tmp_path: Path) -> None:
    rows = [PUPIL_HEADERS, ("", "赵一舟", "五", "3"), ("", "赵一舟", "五", "3"), ("", "赵一舟", "五", "4")]
    reading = read_bytes(tmp_path, workbook({"学生": rows}))
    assert [bad.row for bad in reading.bad] == [2, 3]
    assert [pupil.class_number for pupil in reading.pupils] == [4]


def test_one_teacher_number_with_two_names_is_bad_across_sheets(tmp_path: Path) -> None:
    sheets = {
        "教师": [("工号", "姓名"), ("T1", "单于青禾"), ("T2", "宇文星")],
        "任课": [
            ("工号", "姓名", "年级", "班级", "学科"),
            ("T1", "单于青和", "五", "3", "语文"),
            ("T2", "宇文星", "五", "3", "数学"),
        ],
    }
    reading = read_bytes(tmp_path, workbook(sheets))
    assert [(bad.sheet, bad.row) for bad in reading.bad] == [("任课", 2)]
    assert "“教师”第 2 行写的是“单于青禾”" in reading.bad[0].reason
    assert [row.teacher_number for row in reading.teachings] == ["T2"]


def test_a_class_has_one_homeroom_teacher(tmp_path: Path) -> None:
    rows = [
        ("工号", "年级", "班级", "班主任"),
        ("T1", "五", "3", "是"),
        ("T2", "五", "3", "√"),
        ("T3", "五", "4", "是"),
    ]
    reading = read_bytes(tmp_path, workbook({"任课": rows}))
    assert [(bad.row, "第 2 行已经有一位班主任" in bad.reason) for bad in reading.bad] == [(3, True)]


def test_one_line_may_name_several_classes_and_subjects(tmp_path: Path) -> None:
    rows = [("工号", "年级", "班级", "学科", "班主任"), ("T1", "五", "1、2班", "语文、道法", "否")]
    reading = read_bytes(tmp_path, workbook({"任课": rows}))
    assert [(row.class_number, row.subject) for row in reading.teachings] == [
        (1, Subject.CHINESE),
        (1, Subject.ETHICS_AND_LAW),
        (2, Subject.CHINESE),
        (2, Subject.ETHICS_AND_LAW),
    ]


def test_a_teaching_line_must_say_what_is_taught(tmp_path: Path) -> None:
    rows = [("工号", "年级", "班级", "学科", "班主任"), ("T1", "五", "1", "", "否"), ("T1", "五", "1", "奥数", "")]
    reading = read_bytes(tmp_path, workbook({"任课": rows}))
    assert [(bad.row, bad.column) for bad in reading.bad] == [(2, "D"), (3, "D")]
    assert "没有“奥数”这个学科" in reading.bad[1].reason


def test_a_class_of_several_grades_is_read_for_pupils_and_teachers(tmp_path: Path) -> None:
    sheets = {
        "学生": [PUPIL_HEADERS, (ZHAO[0], "赵一舟", "一", "一、二年级复式班"), (QIAN[0], "钱二桥", "三", "复式1班")],
        "任课": [
            ("工号", "年级", "班级", "学科"),
            ("T1", "", "一、二年级复式班", "语文"),
            ("T1", "三、四年级", "复式1班", "数学"),
        ],
    }
    reading = read_bytes(tmp_path, workbook(sheets))
    assert reasons(reading) == []
    first, second = reading.pupils
    assert (first.mixed, first.class_grades, first.class_label) == (True, (1, 2), "一、二年级复式班")
    assert (second.mixed, second.class_number, second.grade) == (True, 1, Grade(3))
    assert [row.grades for row in reading.teachings] == [(Grade(1), Grade(2)), (Grade(3), Grade(4))]
