"""shuangjian places: laying out a city; a dry run writes nothing, and what cannot be done is said in words."""

import datetime as dt

import pytest
from click.testing import CliRunner, Result

from shuangjian.audit.models import Act
from shuangjian.cli import commands
from shuangjian.people.models import Account, Person, RoleAssignment
from shuangjian.policy.models import OffWorkTime
from shuangjian.schools.models import LocalDay, Place, School, Term
from tests.cast import AT, Cast
from tests.desks.publishing import send

pytestmark = pytest.mark.django_db

PASSWORD = "Qingzao-2026"


@pytest.fixture(autouse=True)
def _standing_clock(settings: object) -> None:
    settings.SHUANGJIAN_CLOCK = "tests.cast.standing"  # type: ignore[attr-defined]


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(commands, ["places", *arguments], input=typed)


def school_of(cast: Cast) -> str:
    """The school, which the cast leaves without a code, with one."""
    Place.objects.filter(pk=cast.school.pk).update(code="3141000001")
    return "3141000001"


def test_the_table_lays_out_city_and_counties_once() -> None:
    first = run("load")
    assert first.exit_code == 0
    assert "新建 9 处，原有 0 处。" in first.output
    assert Place.objects.get(code="410927").parent.code == "410900"
    assert Act.objects.filter(name="schools.add_place", actor_name="命令行").count() == 9
    again = run("load")
    assert "新建 0 处，原有 9 处。" in again.output
    assert Place.objects.count() == 9


def test_a_dry_run_of_the_table_lists_and_writes_nothing() -> None:
    found = run("load", "--dry-run")
    assert "将建　410927　台前县" in found.output
    assert "将建 9 处" in found.output
    assert not Place.objects.exists()


def test_a_table_that_is_not_kept_is_told() -> None:
    found = run("load", "nowhere")
    assert found.exit_code == 1
    assert "没有“nowhere”的区划表" in found.output


def test_a_school_is_added_below_a_county_with_its_grades(cast: Cast) -> None:
    found = run("school", "410902", "白杨学校", "--grades", "1-9", "--code", "3141000009", "--system", "FIVE_FOUR")
    assert found.exit_code == 0
    assert "华龙区 白杨学校，1到9年级，五四学制，城区" in found.output
    school = School.objects.get(place__name="白杨学校")
    assert (school.first_grade, school.last_grade, school.place.code) == (1, 9, "3141000009")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("school", "000000", "白杨小学"), "没有代码为 000000 的地方"),
        (("school", "410900", "白杨小学"), "学校要建在县区或中心校下面，濮阳市是市"),
        (("school", "410902", "青枣路小学"), "华龙区下面已经有“青枣路小学”，没有再添加"),
        (("school", "410902", "白杨小学", "--code", "410927"), "代码 410927 已经是“台前县”的"),
        (("school", "410902", "白杨小学", "--grades", "一到六"), "年级“一到六”看不懂"),
        (("school", "410902", "白杨小学", "--grades", "6-1"), "年级要在 1 到 9 之间"),
        (("school", "410902", "白杨小学", "--grades", "1-12"), "年级要在 1 到 9 之间"),
        (("add", "410900", "CENTRAL_SCHOOL", "某乡中心校", "410927100"), "中心校要建在县区下面，濮阳市不是县区"),
        (("add", "410927", "TEACHING_POINT", "某点", "3141000008"), "教学点要建在学校下面"),
        (("officer", "410902", "CITY_OFFICER", "祝安", "zhuan"), "市教育局要给市开通，华龙区不是"),
        (("officer", "410902", "PRINCIPAL", "祝安", "zhuan"), "校长要给学校开通，华龙区不是"),
        (("officer", "000000", "COUNTY_OFFICER", "祝安", "zhuan"), "没有代码为 000000 的地方"),
        (("term", "410900", "2026", "2", "2027-02-22", "2027-02-21"), "学期最后一天要在第一天之后"),
        (("term", "410900", "2026", "2", "2027-01-10", "2027-07-01"), "这段日子和已有的学期重叠"),
        (("term", "410900", "2026", "3", "2027-02-22", "2027-07-01"), "3"),
        (("day", "410902", "2026-09-16", "暴雪"), "这一天已经过去"),
        (("day", "410902", "明天", "暴雪"), "明天"),
        (("day", "410902", "2026-09-21", " "), "请写一句原因"),
    ],
)
def test_what_cannot_be_done_is_said_in_words_and_changes_nothing(
    cast: Cast, arguments: tuple[str, ...], words: str
) -> None:
    before = (Place.objects.count(), Person.objects.count(), Term.objects.count(), LocalDay.objects.count())
    found = run(*arguments, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert found.exit_code in (1, 2)
    assert words in found.output
    assert "Traceback" not in found.output
    after = (Place.objects.count(), Person.objects.count(), Term.objects.count(), LocalDay.objects.count())
    assert after == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("school", "410902", "白杨小学"),
        ("add", "410927", "CENTRAL_SCHOOL", "某乡中心校", "410927100"),
        ("officer", "410902", "COUNTY_OFFICER", "祝安", "zhuan"),
        ("term", "410900", "2026", "2", "2027-02-22", "2027-07-01"),
        ("day", "410902", "2026-09-21", "暴雪"),
    ],
)
def test_a_dry_run_says_what_would_be_done_and_writes_nothing(cast: Cast, arguments: tuple[str, ...]) -> None:
    before = Act.objects.count()
    found = run(*arguments, "--dry-run")
    assert found.exit_code == 0
    assert found.output.startswith("将")
    assert Act.objects.count() == before
    assert not Place.objects.filter(name__in=["白杨小学", "某乡中心校"])
    assert not Person.objects.filter(name="祝安")
    assert Term.objects.count() == 1


def test_a_central_school_and_a_teaching_point_are_added_where_they_belong(cast: Cast) -> None:
    assert run("add", "410927", "CENTRAL_SCHOOL", "某乡中心校", "410927100").exit_code == 0
    assert run("school", "410927100", "某乡小学", "--code", "3141000007", "--setting", "RURAL").exit_code == 0
    assert run("add", "3141000007", "TEACHING_POINT", "北坡教学点", "3141000017").exit_code == 0
    point = Place.objects.get(name="北坡教学点")
    assert [p.name for p in (point.parent, point.parent.parent)] == ["某乡小学", "某乡中心校"]


def test_an_officer_signs_in_with_a_password_that_is_to_be_changed(cast: Cast) -> None:
    found = run("officer", "410902", "COUNTY_OFFICER", "祝安", "zhuan", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert found.exit_code == 0
    assert PASSWORD not in found.output
    account = Account.objects.get(username="zhuan")
    assert account.must_change_password
    held = RoleAssignment.objects.get(person=account.person)
    assert (held.role, held.place_id, held.since) == ("COUNTY_OFFICER", cast.county.pk, AT.date())


def test_a_principal_belongs_to_the_school(cast: Cast) -> None:
    assert (
        run("officer", school_of(cast), "PRINCIPAL", "祝安", "zhuan", typed=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    )
    assert Person.objects.get(name="祝安").school_id == cast.school.pk


@pytest.mark.parametrize(
    ("account", "password", "words"), [("maths", PASSWORD, "账号名“maths”有人用了"), ("zhuan", "123", "至少")]
)
def test_a_name_that_is_taken_and_a_weak_password_leave_nobody_behind(
    cast: Cast, account: str, password: str, words: str
) -> None:
    found = run("officer", "410902", "COUNTY_OFFICER", "祝安", account, typed=f"{password}\n{password}\n")
    assert found.exit_code == 1
    assert words in found.output
    assert not Person.objects.filter(name="祝安").exists()


def test_a_term_is_stated_with_its_last_day_included(cast: Cast) -> None:
    assert run("term", "410900", "2026", "2", "2027-02-22", "2027-07-01").exit_code == 0
    term = Term.objects.get(number=2)
    assert (term.since, term.until) == (dt.date(2027, 2, 22), dt.date(2027, 7, 2))


def test_a_day_is_closed_for_a_county_and_opened_again(cast: Cast) -> None:
    assert "下面 1 所学校" in run("day", "410902", "2026-09-21", "暴雪").output
    assert not LocalDay.objects.get(place=cast.county).is_school_day
    assert run("day", "410902", "2026-09-21", "雪停了", "--held").exit_code == 0
    assert LocalDay.objects.get(place=cast.county).is_school_day


def test_homework_on_the_day_stands_in_the_way_and_is_named(cast: Cast) -> None:
    send(cast.client("maths"), cast, classes=[cast.five_one], evening="2026-09-21")
    found = run("day", "410900", "2026-09-21", "暴雪")
    assert found.exit_code == 1
    assert "五（1）班9月21日数学《位置》20分" in found.output
    assert not LocalDay.objects.exists()


def test_when_work_ends_is_stated_for_a_county_with_its_source(cast: Cast) -> None:
    stated = "off-work", "410902", "18:30", "2026-09-21", "华龙区机关作息时间"
    assert "将写明：华龙区 从 2026-09-21 起 18:30 下班" in run(*stated, "--dry-run").output
    assert not OffWorkTime.objects.exists()
    assert run(*stated).exit_code == 0
    assert OffWorkTime.objects.get(place=cast.county).time == dt.time(18, 30)
    wrong = run("off-work", "410902", "08:30", "2026-09-21", "华龙区机关作息时间")
    assert wrong.exit_code == 1
    assert "15:00到21:00" in wrong.output
