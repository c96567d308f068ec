"""Reading OneRoster sets: versions, spellings, references that lead nowhere."""

import datetime as dt
from pathlib import Path

import pytest

from shuangjian.kernel.subject import Subject
from shuangjian.people.roster.reader import read_file
from shuangjian.people.roster.rows import Grade, LeaverKind, Reading, Source, UnreadableFile
from tests.unit.roster.builders import ONEROSTER, oneroster, oneroster_zip, reasons


def read(folder: Path, files: dict[str, str] | None = None, on: dt.date | None = None, inside: str = "") -> Reading:
    path = folder / "set.zip"
    path.write_bytes(oneroster_zip(ONEROSTER if files is None else files, inside))
    return read_file(path, on)


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """The good set with one text in one file replaced."""
    content = ONEROSTER[f"{file}.csv"]
    assert old in content
    return oneroster(**{file: content.replace(old, new)})


def blamed(reading: Reading) -> list[tuple[str, int, str]]:
    return [(bad.sheet, bad.row, bad.header) for bad in reading.bad]


def test_a_good_set_gives_pupils_teachers_and_what_they_teach(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert reasons(reading) == []
    assert (reading.source, reading.complete) == (Source.ONEROSTER_1_1, True)
    assert [(p.number, p.name, p.grade, p.class_number, p.school) for p in reading.pupils] == [
        ("u1", "赵一舟", Grade(5), 3, "槐荫路小学"),
        ("u2", "钱二桥", Grade(5), 3, "槐荫路小学"),
    ]
    assert [(t.number, t.name, t.school) for t in reading.teachers] == [("t1", "单于青禾", "槐荫路小学")]
    assert [(t.subject, t.homeroom) for t in reading.teachings] == [(None, True), (Subject.CHINESE, False)]
    assert {(row.sheet, row.reason, row.count) for row in reading.ignored_rows} == {
        ("users.csv", "家长", 1),
        ("enrollments.csv", "家长", 1),
    }
    assert ("users.csv", "email", "不保存") in {(c.sheet, c.header, c.reason) for c in reading.ignored_columns}
    assert "example.org" not in repr(reading)


def test_names_of_files_and_columns_in_any_case_and_a_folder_in_the_zip_are_read(tmp_path: Path) -> None:
    shouted = {
        name.upper(): "\n".join([content.split("\n")[0].upper(), *content.split("\n")[1:]])
        for name, content in ONEROSTER.items()
    }
    assert len(read(tmp_path, shouted, inside="OneRoster/").pupils) == 2


def test_columns_of_others_and_the_singular_grade_are_read(tmp_path: Path) -> None:
    users = "\n".join(
        line + (",ext_x" if index == 0 else ",值" if line else "")
        for index, line in enumerate(ONEROSTER["users.csv"].split("\n"))
    )
    files = oneroster(users=users, classes=ONEROSTER["classes.csv"].replace(",grades,", ",grade,"))
    reading = read(tmp_path, files)
    assert reasons(reading) == []
    assert "ext_x" in {column.header for column in reading.ignored_columns}


def test_without_manifest_and_courses_a_homeroom_set_is_read(tmp_path: Path) -> None:
    classes = "\n".join(ONEROSTER["classes.csv"].split("\n")[:2]) + "\n"
    enrollments = "".join(line + "\n" for line in ONEROSTER["enrollments.csv"].splitlines() if ",c2," not in line)
    reading = read(tmp_path, oneroster(manifest=None, courses=None, classes=classes, enrollments=enrollments))
    assert reasons(reading) == []
    assert len(reading.pupils) == 2


def test_version_1_2_takes_roles_from_their_own_file(tmp_path: Path) -> None:
    users = (
        "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,grades,primaryOrgSourcedId\n"
        "u1,,,true,z,一舟,赵,,o1\nu2,,,true,q,二桥,钱,,o1\nt1,,,true,s,青禾,单于,,o1\np1,,,true,p,大川,赵,,o1\n"
    )
    roles = (
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
        "r1,,,u1,primary,student,,,o1\nr2,,,u2,primary,student,,,o1\n"
        "r3,,,t1,primary,teacher,,,o1\nr4,,,t1,secondary,parent,,,o1\nr5,,,p1,primary,parent,,,o1\n"
    )
    manifest = "propertyName,value\noneroster.version,1.2\nfile.roles,bulk\n"
    files = oneroster(users=users, roles=roles, manifest=manifest, userProfiles="sourcedId,password\nx,geheim\n")
    reading = read(tmp_path, files)
    assert reasons(reading) == []
    assert reading.source is Source.ONEROSTER_1_2
    assert len(reading.pupils) == 2
    assert [teacher.number for teacher in reading.teachers] == ["t1"]
    assert any("userProfiles.csv" in note and "不保存" in note for note in reading.notes)
    assert "geheim" not in repr(reading)
    without_manifest = read(tmp_path, {**files, "manifest.csv": "propertyName,value\n"})
    assert without_manifest.source is Source.ONEROSTER_1_2


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("enrollments", "e1,active,,c1", "e1,active,,c9", ("enrollments.csv", 2, "classSourcedId")),
        ("enrollments", "o1,u1,student,,,\n", "o1,u9,student,,,\n", ("enrollments.csv", 2, "userSourcedId")),
        ("enrollments", "e2,,,", "e1,,,", ("enrollments.csv", 3, "sourcedId")),
        ("enrollments", "u2,student", "u2,pupil", ("enrollments.csv", 3, "role")),
        ("enrollments", "u2,student", "u2,teacher", ("enrollments.csv", 3, "role")),
        ("enrollments", "e2,,,c1,o1", "e2,,,c1,o2", ("enrollments.csv", 3, "schoolSourcedId")),
        ("enrollments", "e2,,", "e2,later,", ("enrollments.csv", 3, "status")),
        ("enrollments", "t1,teacher,TRUE", "t1,teacher,ja", ("enrollments.csv", 5, "primary")),
        ("classes", "homeroom,o1", "homeroom,o9", ("classes.csv", 2, "schoolSourcedId")),
        ("classes", "五(3)班,05,,,homeroom", "Class 1 title,05,,,homeroom", ("classes.csv", 2, "title")),
        ("classes", "五(3)班,05,,,homeroom", "五(3)班,KG,,,homeroom", ("classes.csv", 2, "grades")),
        ("classes", "五(3)班,05,,,homeroom", "五(3)班,06,,,homeroom", ("classes.csv", 2, "title")),
        ("classes", "05,k1", "05,k9", ("classes.csv", 3, "courseSourcedId")),
        ("classes", "Scheduled,o1,", "Scheduled,o1,0", ("classes.csv", 3, "subjects")),
        ("courses", "五年级语文", "Physics", ("courses.csv", 2, "title")),
        ("orgs", "school", "department", ("orgs.csv", 2, "type")),
        ("users", "student,z", "pupil,z", ("users.csv", 2, "role")),
        ("users", "TRUE,o1", "maybe,o1", ("users.csv", 2, "enabledUser")),
        ("users", "o1,student,z", "o7,student,z", ("users.csv", 2, "orgSourcedIds")),
        ("users", ",05\n", ",06\n", ("users.csv", 2, "grades")),
        ("users", "一舟,赵", ",", ("users.csv", 2, "familyName")),
        ("manifest", "file.users,bulk", "file.roles,bulk", ("manifest.csv", 4, "value")),
    ],
)
def test_what_cannot_be_taken_is_named_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, where: tuple[str, int, str]
) -> None:
    assert where in blamed(read(tmp_path, changed(file, old, new)))


def test_a_pupil_in_no_class_and_one_in_two_are_named(tmp_path: Path) -> None:
    classes = ONEROSTER["classes.csv"] + "c3,,,五(4)班,05,,,homeroom,o1,\n"
    enrollments = ONEROSTER["enrollments.csv"].replace("e2,,,c1,o1,u2", "e2,,,c3,o1,u1")
    reading = read(tmp_path, oneroster(classes=classes, enrollments=enrollments))
    assert blamed(reading) == [("users.csv", 3, "sourcedId"), ("enrollments.csv", 3, "classSourcedId")]
    assert "第 2 行已编进“五(3)班”" in reading.bad[1].reason


def test_marked_for_deletion_means_left_and_deletes_nothing(tmp_path: Path) -> None:
    users = ONEROSTER["users.csv"].replace("u2,,", "u2,toBeDeleted,")
    reading = read(tmp_path, oneroster(users=users))
    assert reasons(reading) == []
    assert [pupil.number for pupil in reading.pupils] == ["u1"]
    assert [(leaver.kind, leaver.number) for leaver in reading.leavers] == [(LeaverKind.PUPIL, "u2")]


def test_an_enrolment_that_ended_is_a_pupil_or_a_teaching_that_ended(tmp_path: Path) -> None:
    enrollments = (
        ONEROSTER["enrollments.csv"]
        .replace("e2,,,c1,o1,u2,student,false,,", "e2,tobedeleted,,c1,o1,u2,student,false,,2026-03-01")
        .replace("e5,,", "e5,tobedeleted,")
    )
    reading = read(tmp_path, oneroster(enrollments=enrollments))
    assert reasons(reading) == []
    assert [(leaver.kind, leaver.number, leaver.left_on) for leaver in reading.leavers] == [
        (LeaverKind.PUPIL, "u2", dt.date(2026, 3, 1)),
        (LeaverKind.TEACHING, "t1", None),
    ]
    ended = reading.leavers[1].teaching
    assert ended is not None
    assert ended.subject is Subject.CHINESE


def test_enrolments_outside_their_dates_are_left_out_on_a_given_day(tmp_path: Path) -> None:
    classes = ONEROSTER["classes.csv"] + "c3,,,四(3)班,04,,,homeroom,o1,\n"
    enrollments = ONEROSTER["enrollments.csv"] + "e9,,,c3,o1,u2,student,,2025-09-01,2026-07-31\n"
    files = oneroster(classes=classes, enrollments=enrollments)
    assert len(read(tmp_path, files).bad) == 1
    reading = read(tmp_path, files, dt.date(2026, 11, 24))
    assert reasons(reading) == []
    assert ("enrollments.csv", "不在有效日期内", 1) in {(r.sheet, r.reason, r.count) for r in reading.ignored_rows}


def test_a_class_of_several_grades_needs_each_pupils_own(tmp_path: Path) -> None:
    classes = ONEROSTER["classes.csv"].split("\n")[0] + '\nc1,,,复式1班,"01,02",,,homeroom,o1,\n'
    enrollments = "".join(line + "\n" for line in ONEROSTER["enrollments.csv"].splitlines() if ",c2," not in line)
    users = ONEROSTER["users.csv"].replace(",05\n", ",01\n")
    reading = read(tmp_path, oneroster(classes=classes, enrollments=enrollments, users=users))
    assert blamed(reading) == [("users.csv", 3, "grades")]
    (pupil,) = reading.pupils
    assert (pupil.mixed, pupil.class_grades, pupil.grade, pupil.class_number) == (True, (1, 2), Grade(1), 1)
    assert reading.teachings[0].grades == (Grade(1), Grade(2))


def test_a_delta_says_that_absence_means_nothing(tmp_path: Path) -> None:
    manifest = ONEROSTER["manifest.csv"].replace("file.users,bulk", "file.users,delta")
    reading = read(tmp_path, oneroster(manifest=manifest))
    assert reading.complete is False
    assert any("增量" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (oneroster(users=None), "ONEROSTER_FILES"),
        (oneroster(manifest="propertyName,value\noneroster.version,2.0\n"), "ONEROSTER_VERSION"),
        (oneroster(orgs="名称,类型\n槐荫路小学,school\n"), "ONEROSTER_HEADER"),
        ({**oneroster(), "sub/users.csv": "x"}, "DUPLICATE_MEMBER"),
    ],
)
def test_a_set_that_is_none_is_unreadable(tmp_path: Path, files: dict[str, str], code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, files)
    assert caught.value.code == code
