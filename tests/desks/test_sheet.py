"""The evening sheet of a class: for whoever has its address, and about no pupil."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.desks.family.sheet import STEPS
from shuangjian.homework.queries import sheet_address
from shuangjian.homework.rules import canonical_token
from shuangjian.people.queries import account_of
from shuangjian.schools.models import SchoolClass
from tests.cast import TODAY, Cast
from tests.desks.families import sheet
from tests.desks.publishing import WORDS, fill, send, target

pytestmark = pytest.mark.django_db

FRIDAY, SUNDAY = dt.date(2026, 9, 18), dt.date(2026, 9, 20)


def test_whoever_has_the_address_reads_tonight_without_signing_in(cast: Cast) -> None:
    fill(cast, 25, cast.five_one)
    page = cast.client().get(sheet(cast))
    assert page.status_code == 200
    for words in ("青枣路小学", "五（1）班", "2026年9月17日　星期四", "约25分钟", "语文", "21:20，到点就睡"):
        assert words in page.text


def test_it_says_that_it_is_the_schools_public_notice_and_that_nobody_need_open_or_print_it(cast: Cast) -> None:
    page = cast.client().get(sheet(cast)).text
    assert "作业公示" in page
    assert 'href="/rules/homework/publicity/"' in page
    assert "作业在课上布置" in page
    assert "不往手机上推送，没有人要求您打开" in page
    assert "不用打印，不用手机" in page


def test_it_names_no_pupil_and_no_teacher(cast: Cast) -> None:
    fill(cast, 25, cast.five_one)
    send(cast.client("maths"), cast)
    page = cast.client().get(sheet(cast)).text
    for name in cast.pupils:
        assert name not in page
    for person in cast.people.values():
        assert person.name == "家长" or person.name not in page


def test_it_is_kept_from_search_engines_other_sites_and_proxies(cast: Cast) -> None:
    for path in (sheet(cast), "/t/2345-2345-2345-2345-2345/"):
        page = cast.client().get(path)
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "private" in page.headers["Cache-Control"]
        assert "max-age=60" in page.headers["Cache-Control"]
        assert 'name="robots" content="noindex' in page.text


def test_an_address_that_was_replaced_or_never_given_out_says_so_kindly_and_names_no_class(cast: Cast) -> None:
    old = sheet(cast)
    cast.client("chinese").post(
        f"/class/{cast.five_one.pk}/sheet/", {"old": sheet_address(cast.five_one.pk) or "", "key": "k"}
    )
    for path in (old, "/t/2345-2345-2345-2345-2345/", "/t/x/", "/t/五（1）班/"):
        page = cast.client().get(path)
        assert page.status_code == 404
        assert "这个地址现在没有作业单" in page.text
        assert "五（1）班" not in page.text
        assert "青枣路小学" not in page.text


def test_a_class_that_has_ended_has_no_sheet(cast: Cast) -> None:
    SchoolClass.objects.filter(pk=cast.five_one.pk).update(until=TODAY)
    assert cast.client().get(sheet(cast)).status_code == 404


@pytest.mark.parametrize("change", [str.upper, lambda path: path.replace("-", ""), lambda path: path.replace("-", " ")])
def test_an_address_copied_from_paper_leads_to_the_page(cast: Cast, change: object) -> None:
    token = sheet_address(cast.five_one.pk)
    typed = f"/t/{change(token)}/"  # type: ignore[operator]
    assert cast.client().get(typed).headers["Location"] == f"/t/{token}/"


def test_a_token_is_grouped_only_where_it_could_be_one() -> None:
    assert canonical_token("2345 2345 2345 2345 2345") == "2345-2345-2345-2345-2345"
    assert canonical_token("2345") == "2345"
    assert canonical_token("o" * 20) == "o" * 20


def test_the_head_is_the_same_for_everybody_so_that_no_name_is_printed(cast: Cast) -> None:
    for who in ("guardian", "chinese"):
        page = cast.client(who).get(sheet(cast)).text
        account = account_of(cast.people[who].pk)
        assert account is not None
        assert account.username not in page
        assert "退出" not in page
        assert "毕小满" not in page
        assert "csrfmiddlewaretoken" not in page


def test_some_days_before_and_after_are_shown_and_no_others(cast: Cast) -> None:
    assert "9月18日　星期五" in cast.client().get(f"{sheet(cast)}?date={FRIDAY}").text
    for typed in ("2026-12-01", "2026-09-01", "哪天"):
        page = cast.client().get(f"{sheet(cast)}?date={typed}")
        assert page.status_code == 200
        assert "2026年9月17日　星期四" in page.text


def test_a_day_before_the_class_began_leads_to_tonight(cast: Cast) -> None:
    SchoolClass.objects.filter(pk=cast.five_one.pk).update(since=dt.date(2026, 9, 16))
    page = cast.client().get(f"{sheet(cast)}?date=2026-09-14")
    assert "那一天还没有这个班" in page.text


def test_the_weekend_the_make_up_sunday_and_the_provisional_year_are_explained(cast: Cast) -> None:
    assert "管到9月20日　星期日上学以前" in cast.client().get(f"{sheet(cast)}?date={FRIDAY}").text
    assert "这一天调休上课" in cast.client().get(f"{sheet(cast)}?date={SUNDAY}").text


def test_grade_one_has_no_written_homework_and_what_is_done_in_school_is_not_taken_home(cast: Cast) -> None:
    form = WORDS | {"subject": "CHINESE", "form": "IN_SCHOOL", "act": "publish", "classes": target(cast.one_one, 1)}
    cast.client("lower").post("/homework/new/", form)
    page = cast.client().get(sheet(cast, cast.one_one)).text
    assert "没有书面作业" in page
    assert "一、二年级不布置书面家庭作业" in page
    assert "在校内做完，不带回家" in page


def test_a_class_of_two_grades_has_both_on_one_sheet(cast: Cast) -> None:
    form = WORDS | {"subject": "CHINESE", "minutes-0": "35", "act": "publish", "classes": target(cast.mixed, 4)}
    cast.client("villager").post("/homework/new/", form)
    page = cast.client().get(sheet(cast, cast.mixed)).text
    order = [page.index(words) for words in ("三年级</p>", "还没有书面作业", "四年级</p>", "约35分钟")]
    assert order == sorted(order)


def test_homework_that_was_withdrawn_is_gone_from_it(cast: Cast) -> None:
    fill(cast, 25, cast.five_one)
    assert "约25分钟" in cast.client().get(sheet(cast)).text
    publication = cast.client().get(sheet(cast)).context["evenings"][0].written[0].publication_id
    assignment = cast.client().get(sheet(cast)).context["evenings"][0].written[0].assignment_id
    cast.client("chinese").post(
        f"/homework/{assignment}/withdraw/", {"publication": publication, "reason": "改天再做", "key": "w"}
    )
    page = cast.client().get(sheet(cast)).text
    assert "还没有书面作业" in page


def test_what_a_teacher_typed_is_shown_as_text(cast: Cast) -> None:
    send(cast.client("maths"), cast, content="<script>alert(1)</script>", unit="<b>x</b>")
    page = cast.client().get(sheet(cast)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_fuller_evening_is_set_closer_in_print(cast: Cast) -> None:
    assert cast.client().get(sheet(cast)).context["density"] == STEPS[0][1]
    for number in range(6):
        tiers = {f"name-{n}": f"第{n}层" for n in range(3)} | {f"minutes-{n}": "5" for n in range(3)}
        send(cast.client("maths"), cast, key=str(number), **tiers | {"content": "抄一遍再想一想。" * 10})
    assert cast.client().get(sheet(cast)).context["density"] in ("closer", "closest")


def test_the_address_and_its_code_are_on_the_page_for_print(cast: Cast) -> None:
    page = cast.client().get(sheet(cast)).text
    assert f"testserver{sheet(cast)}" in page
    assert re.search(r'<svg viewBox="-2 -2 \d+ \d+"', page)


def test_it_costs_the_same_number_of_queries_however_much_is_set(cast: Cast) -> None:
    fill(cast, 10, cast.five_one)
    client = cast.client()
    client.get(sheet(cast))
    path = sheet(cast)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(4):
        send(cast.client("maths"), cast, key=f"m{number}", **{"minutes-0": "5"})
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)
