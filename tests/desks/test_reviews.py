"""Review before publication, on every screen: families see nothing of what is held, and all of it at its release."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.models import Publication, Review, ReviewRule
from shuangjian.homework.queries import sheet_address
from shuangjian.homework.rules import ReviewKind
from tests.apps.homework.reviewing import TWO, asked, only, set_at
from tests.cast import TODAY

UNIT = "位置"


@pytest.fixture(autouse=True)
def _at_two(cast, settings):
    settings.SHUANGJIAN_CLOCK = "tests.apps.homework.reviewing.two"


@pytest.fixture
def held(cast):
    """Mathematics in 五（1） and 五（2）, published at two by 沈岚, who is on probation."""
    asked(cast, ReviewKind.PROBATION)
    return set_at(cast, TWO, cast.five_one, cast.five_two)


def read(cast, who, address):
    page = cast.client(who).get(address)
    assert page.status_code == 200
    return page.content.decode()


def queue(cast):
    return f"/school/{cast.school.pk}/reviews/"


def sheet(cast):
    return f"/t/{sheet_address(cast.five_one.pk)}/"


def post(cast, who, address, **form):
    return cast.client(who).post(address, {"key": "k", **form}, follow=True)


def test_families_see_nothing_of_held_work_on_sheet_and_page_not_even_its_minutes(cast, held):
    for page in (read(cast, None, sheet(cast)), read(cast, "guardian", "/family/")):
        assert UNIT not in page
        assert "20分" not in page
        assert "审核" not in page


def test_families_see_it_at_the_release_with_nobody_having_done_anything(cast, held, settings):
    settings.SHUANGJIAN_CLOCK = "tests.apps.homework.reviewing.released"
    for page in (read(cast, None, sheet(cast)), read(cast, "guardian", "/family/")):
        assert UNIT in page
        assert "20分" in page


def test_families_see_it_from_the_moment_it_is_passed(cast, held):
    post(cast, "grade_head", queue(cast), act="pass", work=held.assignment_id)
    assert UNIT in read(cast, None, sheet(cast))
    assert UNIT in read(cast, "guardian", "/family/")


def test_the_queue_tells_all_of_a_work_and_how_long_it_waits(cast, held):
    page = read(cast, "grade_head", queue(cast))
    for words in (
        "还有1小时30分",
        "沈岚布置",
        "五（1）班",
        "五（2）班",
        "20分",
        "画座位图",
        "会用数对",
        "本校作业管理办法　第8条",
    ):
        assert words in page
    assert "教基厅函〔2021〕13号" in page


def test_the_entrances_of_reviewers_count_what_waits_for_them(cast, held):
    for who in ("grade_head", "academic", "principal"):
        assert "<b>1份</b>等您看" in read(cast, who, f"/school/{cast.school.pk}/")
    assert "等您看" not in read(cast, "maths", "/today/")
    assert "等您看" not in read(cast, "county_officer", f"/school/{cast.school.pk}/")


def test_several_are_passed_by_one_press_and_those_that_wait_no_longer_are_told(cast, held):
    other = set_at(cast, TWO)
    Review.objects.filter(publication__assignment=other.assignment_id).update(
        state="PASSED", reviewer=cast.people["academic"], decided_at=TWO, shown_from=TWO
    )
    page = post(cast, "principal", queue(cast), act="pass", work=[held.assignment_id, other.assignment_id])
    assert "审过了1份，家长现在就看得到。另有1份已经不在等" in page.content.decode()


def test_what_is_returned_tells_its_author_who_why_and_what_to_do(cast, held):
    page = post(cast, "academic", queue(cast), act="return", work=held.assignment_id, reason="写清每题做什么")
    assert "退回了，2个班的分钟还给了那一晚" in page.content.decode()
    told = read(cast, "maths", f"/homework/{held.assignment_id}/")
    assert "龚平9月17日14:00退回：</b>写清每题做什么" in told
    assert f"/homework/new/?copy={held.assignment_id}" in told
    assert "（退回）" in read(cast, "maths", "/homework/")
    assert "画座位图" in read(cast, "maths", f"/homework/new/?copy={held.assignment_id}")


def test_a_return_without_a_reason_says_so_and_changes_nothing(cast, held):
    page = cast.client("academic").post(queue(cast), {"act": "return", "work": held.assignment_id, "key": "k"})
    assert page.status_code == 422
    assert "请用一句话写为什么退回" in page.content.decode()
    assert Publication.objects.filter(state="PUBLISHED").count() == 2


def test_the_same_form_twice_acts_once(cast, held):
    client = cast.client("academic")
    form = {"act": "pass", "work": held.assignment_id, "key": "k"}
    client.post(queue(cast), form)
    assert "这张表单已经用过一次" in client.post(queue(cast), form, follow=True).content.decode()
    assert "没有再做" in client.post(queue(cast), form | {"work": "99"}, follow=True).content.decode()


def test_whoever_is_too_late_is_told_how_it_stands(cast, held):
    post(cast, "academic", queue(cast), act="pass", work=held.assignment_id)
    page = cast.client("principal").post(queue(cast), {"act": "pass", "work": held.assignment_id, "key": "k"})
    assert page.status_code == 409
    assert "已经不在等审核" in page.content.decode()


def test_nothing_chosen_and_nonsense_do_nothing(cast, held):
    assert "没有选中哪一份" in post(cast, "academic", queue(cast), act="pass").content.decode()
    assert post(cast, "academic", queue(cast), act="burn", work=held.assignment_id).status_code == 404
    assert post(cast, "academic", queue(cast), act="return", work=["1", "2"]).status_code == 404
    assert post(cast, "academic", queue(cast), act="pass", work="x" * 50).status_code == 200
    assert Review.objects.filter(state="WAITING").count() == 2


def test_the_teacher_reads_on_every_page_that_it_is_held_and_shown_anyway(cast, held):
    assert "家长15:30看到，审过就提前" in read(cast, "maths", "/today/")
    told = read(cast, "maths", f"/homework/{held.assignment_id}/")
    assert "见习期里发布的作业先审核（本校作业管理办法　第8条）" in told
    assert "年级组长、教务处或校长审过就看到；没有人审，15:30也照常看到" in told
    assert "（等审核）" in read(cast, "maths", "/homework/")


def test_colleagues_read_that_it_is_held_and_not_that_somebody_is_on_probation(cast, held):
    for address in (f"/homework/{held.assignment_id}/", f"/class/{cast.five_one.pk}/"):
        page = read(cast, "chinese", address)
        assert "等审核" in page
        assert "见习" not in page


def test_publishing_says_at_once_that_it_is_looked_at_first(cast):
    from tests.desks.publishing import send

    asked(cast)
    answer = send(cast.client("maths"), cast)
    page = cast.client("maths").get(answer.headers["Location"]).content.decode()
    assert "先审核" in page
    assert "家长最晚15:30看到" in page


def test_after_the_release_it_is_told_that_nobody_had_looked(cast, held, settings):
    settings.SHUANGJIAN_CLOCK = "tests.apps.homework.reviewing.released"
    assert "没有人来得及审，9月17日15:30照常给家长看了" in read(cast, "maths", f"/homework/{held.assignment_id}/")
    page = read(cast, "academic", queue(cast))
    assert "现在没有等审核的作业" in page
    assert "没有人审，到点放出" in page


def test_the_queues_queries_do_not_grow(cast, held):
    def asked_for():
        with CaptureQueriesContext(connection) as queries:
            read(cast, "academic", queue(cast))
        return len(queries)

    asked_for()
    before = asked_for()
    for _ in range(3):
        set_at(cast, TWO, cast.five_one, minutes=1)
    assert asked_for() == before


def test_a_school_says_what_it_reviews_and_ends_it(cast):
    address = f"/school/{cast.school.pk}/reviews/rules/"
    form = {"act": "state", "since": TODAY.isoformat(), "title": "《作业管理办法》", "article": "第8条"}
    for n, kind in enumerate(
        (
            {"kind": "SUBJECT", "subject": "MATHEMATICS"},
            {"kind": "PROBATION", "person": cast.people["maths"].pk, "until": "2027-09-01"},
            {"kind": "SHARE", "percent": "10"},
        )
    ):
        page = post(cast, "principal", address, **form | kind | {"key": f"k{n}"})
        assert "定好了" in page.content.decode()
    shown = read(cast, "grade_head", address)
    for words in ("数学作业", "沈岚的作业", "每100次发布里随机10次", "本校作业管理办法　第8条"):
        assert words in shown
    rule = ReviewRule.objects.get(kind="SHARE")
    assert len(rule.salt) == 32
    assert rule.salt not in shown
    ended = post(cast, "academic", address, act="end", rule=rule.pk, until=TODAY.isoformat(), key="end")
    assert "停了" in ended.content.decode()
    assert "以前审核过的" in ended.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "请选审核哪些作业"),
        ({"kind": "SUBJECT"}, "请选一科"),
        ({"kind": "SHARE", "percent": "0"}, "请写1到100的整数"),
        ({"kind": "PROBATION"}, "请选见习到哪一天"),
        ({"kind": "SUBJECT", "since": "2026-09-01"}, "请选今天或以后的日子"),
        ({"kind": "SUBJECT", "since": "soon"}, "请选从哪一天起"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_field_by_field(cast, typed, words):
    form = {"act": "state", "since": TODAY.isoformat(), "title": "办法", "key": "k"} | typed
    page = cast.client("principal").post(f"/school/{cast.school.pk}/reviews/rules/", form)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_spot_check_is_drawn_read_and_told_to_the_author(cast):
    for who, subject in (("maths", "MATHEMATICS"), ("chinese", "CHINESE")):
        set_at(cast, TWO - dt.timedelta(hours=1), who=who, subject=subject, minutes=5)
    base = f"/school/{cast.school.pk}/spot-checks/"
    drawn = post(cast, "academic", base, since=TODAY.isoformat(), last=TODAY.isoformat(), wanted="1")
    address = drawn.redirect_chain[-1][0]
    page = drawn.content.decode()
    assert "看过0／抽到1／发布过2" in page
    assert "重算一遍，抽到的一样" in page
    assert "沈岚" not in page
    assert "毕小满" not in page
    from shuangjian.homework.models import SpotCheckWork

    row = SpotCheckWork.objects.get()
    missing = cast.client("academic").post(address, {"work": row.pk, "finding": "REPETITIVE", "note": "", "key": "n"})
    assert missing.status_code == 422
    told = post(cast, "academic", address, work=row.pk, finding="REPETITIVE", note="三题一样", key="r")
    assert "看过1／抽到1／发布过2" in told.content.decode()
    author = "maths" if row.author_id == cast.people["maths"].pk else "chinese"
    assert "三题一样" in read(cast, author, f"/homework/{row.assignment_id}/")
    other = "english"
    assert "三题一样" not in cast.client(other).get(f"/homework/{row.assignment_id}/").content.decode()
    assert "1／1／2" in read(cast, "principal", base)


def test_a_spot_check_of_nothing_says_so(cast):
    base = f"/school/{cast.school.pk}/spot-checks/"
    form = {"since": TODAY.isoformat(), "last": TODAY.isoformat(), "wanted": "1", "key": "k"}
    page = cast.client("academic").post(base, form)
    assert (page.status_code, "抽不出来" in page.content.decode()) == (409, True)
    for wrong in ({"since": ""}, {"last": "x"}, {"wanted": "0"}, {"last": "2026-09-18"}):
        assert cast.client("academic").post(base, form | wrong).status_code == 422


def test_only_withdrawn_work_tells_of_its_withdrawal(cast):
    """A work that was never held is told as before."""
    outcome = set_at(cast)
    cast.client("maths").post(
        f"/homework/{outcome.assignment_id}/withdraw/", {"publication": only().pk, "reason": "换一份", "key": "w"}
    )
    assert "由沈岚撤回：换一份" in read(cast, "maths", f"/homework/{outcome.assignment_id}/")
