"""What the pages of a teacher, a school and a bureau say of measured minutes: how much, to whom, in which order."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.rules import TierSpec
from shuangjian.kernel.subject import Subject
from shuangjian.timing.models import CellFactor
from shuangjian.timing.rules import SignalKind
from tests.apps.timing.measured import WEDNESDAY, asked, factor, fit, night, set_on, signal
from tests.cast import SINCE, TODAY, Cast
from tests.desks.places import add_classes, add_school, check_plain, statuses

pytestmark = pytest.mark.django_db


def page(cast: Cast, who: str, path: str) -> str:
    response = cast.client(who).get(path)
    assert response.status_code == 200
    check_plain(response)
    return str(response.text)


def said(words: str) -> str:
    """A page without its tags: neither the form's token nor an address, which chance draws, can hold a number."""
    return re.sub(r"<[^>]*>", "", words)


def queries(cast: Cast, who: str, path: str) -> int:
    client = cast.client(who)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


# One assignment


def test_an_assignment_says_declared_and_measured_with_interval_reports_and_response(cast: Cast) -> None:
    tiers = (TierSpec("基础", 20), TierSpec("提高", 30))
    work = set_on(cast, tiers=tiers)
    fit(work, unfinished=2)
    fit(work, 31.0, 20.0, 45.0, position=1, declared=30, reports=4)
    words = page(cast, "grade_head", f"/homework/{work.pk}/")
    assert "填20分　实测约27分（十有八九在23–32分），比填的多7分" in words
    assert "6家答了这一层，其中2家没做完" in words
    assert "填30分　" in words
    assert "31" not in said(words)
    assert "测得不够" in words
    assert "问了11家，答了6家" in words


def test_a_share_that_rests_on_too_few_is_not_told(cast: Cast) -> None:
    work = set_on(cast)
    fit(work, unfinished=2, asked=40)
    assert "没做完" not in page(cast, "maths", f"/homework/{work.pk}/")


def test_where_a_piece_is_known_too_little_the_last_twenty_stand_in_for_its_teacher_and_the_leaders(cast: Cast) -> None:
    for day in (9, 10, 11, 14, 15):
        date = WEDNESDAY.replace(day=day)
        fit(set_on(cast, date), date=date)
    work = set_on(cast)
    fit(work, 25.0, 15.0, 40.0, reports=2)
    path = f"/homework/{work.pk}/"
    assert "您最近6份这类作业合起来，中等水平学生用的时间大约是填的1.35倍" in page(cast, "maths", path)
    for leader in ("academic", "principal"):
        assert "这位老师最近6份" in page(cast, leader, path)
    for other in ("chinese", "grade_head", "county_officer", "city_officer"):
        assert "倍（十有八九" not in page(cast, other, path)


def test_a_piece_that_nobody_was_asked_about_says_so(cast: Cast) -> None:
    assert "还没有实测" in page(cast, "maths", f"/homework/{set_on(cast).pk}/")


# A teacher's own page


def test_a_teacher_reads_the_last_twenty_and_the_factor_they_are_planned_with(cast: Cast) -> None:
    fit(set_on(cast))
    fit(set_on(cast, WEDNESDAY.replace(day=15)), 21.0, 18.0, 25.0, date=WEDNESDAY.replace(day=15))
    factor(cast)
    CellFactor.objects.create(
        subject=Subject.MATHEMATICS, stage="PRIMARY", form="WRITTEN", alpha=0.05, spread_of_works=0.2,
        spread_of_teachers=0.2, works=900, schools=40, as_of=WEDNESDAY,
    )  # fmt: skip
    words = page(cast, "maths", "/homework/measured/")
    assert "小学数学　书面</b>　中等水平学生用的时间大约是填的1.42倍（十有八九在1.3–1.5倍）" in words
    assert "靠您的30份作业" in words
    assert words.index("约27分") < words.index("和填的20分相差不到5分（十有八九在18–25分）")
    assert "9月16日" in words
    assert statuses(cast, "/homework/measured/", "english", "principal", "guardian") == {
        "english": 200,
        "principal": 404,
        "guardian": 404,
    }
    assert "约27分" not in page(cast, "english", "/homework/measured/")


def test_the_own_page_costs_no_more_with_more_works(cast: Cast) -> None:
    fit(set_on(cast))
    before = queries(cast, "maths", "/homework/measured/")
    for day in (14, 15):
        fit(set_on(cast, WEDNESDAY.replace(day=day)), date=WEDNESDAY.replace(day=day))
    assert queries(cast, "maths", "/homework/measured/") == before


# A school


def test_a_school_reads_which_classes_went_over_of_those_asked_about(cast: Cast) -> None:
    night()
    signal(cast.five_two)
    signal(cast.one_one, grade=1, kind=SignalKind.UNLISTED, subject=Subject.CHINESE, seen=4, evenings=12, p=None)
    asked(cast.five_one, answered=True)
    asked(cast.five_two)
    words = page(cast, "principal", f"/school/{cast.school.pk}/measured/")
    assert "<b>1／2</b>个班" in words
    assert "有回答的10晚合起来超出，其中7晚超出" in words
    assert "语文：答了的12家里，4家说到" in words
    assert "<b>1／2</b>家次" in words
    assert "误报控制在平均每20个里不超过1个" in words
    assert "0.001" not in said(words)
    assert "没有问" in words


def test_a_head_of_grade_reads_of_that_grade_only(cast: Cast) -> None:
    night()
    signal(cast.five_two)
    signal(cast.one_one, grade=1, kind=SignalKind.UNLISTED, subject=Subject.CHINESE, seen=4, evenings=12, p=None)
    words = page(cast, "grade_head", f"/school/{cast.school.pk}/measured/")
    assert "五（2）班" in words
    assert "一（1）班" not in words
    assert "语文：" not in words


def test_the_week_names_the_classes_that_are_worth_a_look_to_who_answers_for_them(cast: Cast) -> None:
    night()
    signal(cast.five_two)
    signal(cast.one_one, grade=1, kind=SignalKind.UNLISTED, subject=Subject.CHINESE, seen=4, evenings=12, p=None)
    week = f"/school/{cast.school.pk}/"
    assert "一（1）班、五（2）班，按有回答的最近十晚的实测。" in page(cast, "principal", week)
    assert "五（2）班，按有回答的最近十晚的实测。" in (words := page(cast, "grade_head", week))
    assert "一（1）班、" not in words


def test_before_the_first_night_it_says_that_there_is_none(cast: Cast) -> None:
    signal(cast.five_two)
    for who, path in (("principal", f"/school/{cast.school.pk}/"), ("city_officer", f"/places/{cast.city.pk}/")):
        words = page(cast, who, f"{path}measured/")
        assert "还没有实测" in words
        assert "五（2）班" not in words
    assert "常超出" not in page(cast, "city_officer", f"/places/{cast.city.pk}/")


def test_only_those_who_see_a_schools_week_see_what_was_measured_there(cast: Cast) -> None:
    path = f"/school/{cast.school.pk}/measured/"
    assert statuses(cast, path, "grade_head", "academic", "county_officer", "maths", "chinese", "other_principal") == {
        "grade_head": 200, "academic": 200, "county_officer": 200, "maths": 404, "chinese": 404, "other_principal": 404,
    }  # fmt: skip


# A bureau


def test_a_bureau_reads_its_classes_in_the_order_of_places_however_bad_they_are(cast: Cast) -> None:
    night()
    four, six = add_classes(add_school(cast.county, "白杨小学", 5), 4, 6, number=8)
    signal(cast.seven_one, grade=7, seen=10, p=1e-9)
    signal(six, grade=6, seen=9, p=1e-8)
    signal(four, grade=4, seen=1, p=0.04)
    signal(cast.five_one, seen=3, p=0.02)
    for school_class in (cast.seven_one, six, four, cast.five_one):
        asked(school_class, answered=True)
    words = page(cast, "city_officer", f"/places/{cast.city.pk}/measured/")
    names = re.findall(r'<a class="b" href="/class/\d+/">([^<]*)', words)
    assert names == ["四（8）班", "六（8）班", "五（1）班", "七（1）班"]
    assert "<b>4／4</b>个班" in words
    assert words.index("华龙区</a>") < words.index("台前县</a>")
    assert "3／3" in words
    assert "1／1" in words
    assert "1e-" not in said(words)


def test_the_overview_counts_the_classes_that_went_over_and_leads_to_them(cast: Cast) -> None:
    night()
    signal(cast.five_one)
    signal(cast.five_two)
    words = page(cast, "county_officer", f"/places/{cast.county.pk}/")
    assert "在读的班里，有回答的最近十晚常超出的（实测，算到9月16日）" in words
    assert f'href="/places/{cast.county.pk}/measured/"' in words
    assert ">2／3</a>" in words
    assert "五（1）班" in page(cast, "county_officer", f"/places/{cast.county.pk}/measured/")


def test_the_pages_cost_no_more_with_more_classes(cast: Cast) -> None:
    night()
    signal(cast.five_one)
    asked(cast.five_one, answered=True)
    paths = [
        ("city_officer", f"/places/{cast.city.pk}/measured/"),
        ("city_officer", f"/places/{cast.city.pk}/"),
        ("principal", f"/school/{cast.school.pk}/measured/"),
    ]
    before = [queries(cast, who, path) for who, path in paths]
    for school_class in (cast.five_two, cast.seven_one, *add_classes(cast.school, 3, 4)):
        signal(school_class, grade=7 if school_class == cast.seven_one else 5)
        asked(school_class)
    assert [queries(cast, who, path) for who, path in paths] == before


def test_the_ten_evenings_are_those_of_the_calendar(cast: Cast) -> None:
    night()
    assert "9月3日到9月16日，最近十晚" in page(cast, "principal", f"/school/{cast.school.pk}/measured/")
    assert SINCE < WEDNESDAY < TODAY


def test_the_week_says_what_its_evenings_took_once_they_are_over(cast: Cast) -> None:
    fit(set_on(cast))
    fit(set_on(cast, WEDNESDAY, 15, cast.five_two, who="english", subject=Subject.ENGLISH), 16.0, 13.5, 19.0)
    words = page(cast, "grade_head", f"/school/{cast.school.pk}/")
    assert "实测27（23–32）" in words
    assert "实测差不到5分（14–19）" in words
    rows = page(cast, "principal", f"/school/{cast.school.pk}/evenings/?kind=written&date={WEDNESDAY}")
    assert "实测27（23–32）" in rows
    assert "实测" not in page(cast, "principal", f"/school/{cast.school.pk}/evenings/?date={TODAY}").split("nav")[2]


def test_the_week_costs_no_more_with_more_measured(cast: Cast) -> None:
    fit(set_on(cast))
    path = f"/school/{cast.school.pk}/"
    before = queries(cast, "principal", path)
    for day in (14, 15):
        date = WEDNESDAY.replace(day=day)
        fit(set_on(cast, date, 15, cast.five_two, who="english", subject=Subject.ENGLISH), date=date)
    assert queries(cast, "principal", path) == before
