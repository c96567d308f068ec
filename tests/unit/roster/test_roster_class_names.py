"""How grades and classes are written, and what is too unclear to take."""

import pytest

from shuangjian.kernel.grade import Stage
from shuangjian.people.roster.class_names import class_in, class_in_title, classes_in, grade_in, grades_in
from shuangjian.people.roster.grid import Stored, Value
from shuangjian.people.roster.rows import Cohort, Grade
from shuangjian.people.roster.text import Unclear


@pytest.mark.parametrize(
    ("written", "grade"),
    [(text, Grade(5)) for text in ("五年级", "5", "五", "5年级", "５", "05", "5.0", " 五 年级 ", "小学五年级", "五年")]
    + [("初一", Grade(7)), ("初1", Grade(7)), ("七年级", Grade(7)), ("初三年级", Grade(9)), ("初中二年级", Grade(8))]
    + [("2022级", Cohort(2022)), ("小学2022级", Cohort(2022, Stage.PRIMARY)), ("初2024级", Cohort(2024, Stage.JUNIOR))],
)
def test_a_grade_is_read_as_schools_write_it(written: str, grade: Grade | Cohort) -> None:
    assert grade_in(written) == grade


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("高一", "一至九年级"),
        ("十年级", "一至九年级"),
        ("学前班", "一至九年级"),
        ("2022", "只有年份"),
        ("2028届", "分不清"),
        ("KG", "看不出"),
        ("0", "看不出"),
        ("五" * 300, "太多"),
    ],
)
def test_a_grade_that_is_none_says_why(written: str, says: str) -> None:
    with pytest.raises(Unclear) as caught:
        grade_in(written)
    assert says in caught.value.reason


@pytest.mark.parametrize(
    "written",
    [
        "3",
        "3班",
        "五（3）班",
        "五(3)班",
        "五三班",
        "三班",
        "3.0",
        "5年级3班",
        "五年级三班",
        "五年级(3)班",
        "503",
        "5-3",
        "五.3班",
        "(3)班",
    ],
)
def test_class_three_of_grade_five_is_read_as_schools_write_it(written: str) -> None:
    name = class_in(written, Grade(5))
    assert name is not None
    assert (name.number, name.label, name.mixed) == (3, None, False)


@pytest.mark.parametrize(
    ("written", "number"), [("十三班", 13), ("五(十二)班", 12), ("二十一", 21), ("2022级3班", 3), ("12", 12)]
)
def test_larger_and_cohort_classes_are_read(written: str, number: int) -> None:
    name = class_in(written, Grade(5) if "级" not in written else None)
    assert name is not None
    assert name.number == number


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("六(3)班", "对不上"),
        ("初一3班", "对不上"),
        ("53", "连在一起"),
        ("五十班", "连在一起"),
        ("99", "1 到 60"),
        ("0", "1 到 60"),
        ("三般", "看不出"),
        ("火箭班(1)", "看不出"),
    ],
)
def test_a_class_that_is_unclear_says_why(written: str, says: str) -> None:
    with pytest.raises(Unclear) as caught:
        class_in(written, Grade(5))
    assert says in caught.value.reason


def test_a_class_may_have_a_name_instead_of_a_number() -> None:
    name = class_in("向日葵班", Grade(5))
    assert name is not None
    assert (name.number, name.label) == (None, "向日葵班")


@pytest.mark.parametrize(
    ("written", "grades", "number"),
    [("一、二年级复式班", (1, 2), None), ("一二年级复式班", (1, 2), None), ("复式1班", (), 1), ("复式班", (), None)],
)
def test_a_class_of_several_grades_is_mixed(written: str, grades: tuple[int, ...], number: int | None) -> None:
    name = class_in(written, None)
    assert name is not None
    assert (name.mixed, name.grades, name.number) == (True, grades, number)


def test_a_fraction_or_a_date_is_no_class() -> None:
    for cell in (Value(Stored.NUMBER, "5.3"), Value(Stored.DATE, "2026-05-03"), Value(Stored.BOOLEAN, "TRUE")):
        with pytest.raises(Unclear):
            class_in(cell, None)


def test_several_classes_in_one_cell_are_parted() -> None:
    assert [name.number for name in classes_in("五(1)班、五(2)班", None)] == [1, 2]
    assert grades_in("一、二年级") == (Grade(1), Grade(2))


def test_a_longer_title_names_a_class_only_when_it_names_one() -> None:
    named = class_in_title("五（3）班语文")
    assert named is not None
    assert (named.number, named.grade) == (3, Grade(5))
    assert class_in_title("History - 2") is None
    assert class_in_title("五(1)班、五(2)班合班体育") is None
