"""Large work on the screens: announcing from a refusal and from its page, colleagues' say, and what families read."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.models import Announcement, Objection, Publication
from shuangjian.homework.queries import sheet_addresses
from shuangjian.kernel.subject import Subject
from tests.apps.homework.announcing import MONDAY, NEXT_TUESDAY, NEXT_WEDNESDAY, announced, three_days
from tests.cast import TODAY, Cast
from tests.desks.publishing import WORDS, send

pytestmark = pytest.mark.django_db
PAGE = "/large-work/"
WRITING = {"kind": "WRITING", "title": "民间故事", "evenings": "1", "minutes": "30", "counts": "yes", "key": "k"}


def page_of(cast: Cast, who: str | None, address: str = PAGE) -> str:
    return str(cast.client(who).get(address).content.decode())


def announce(cast: Cast, who: str = "chinese", date: object = MONDAY, classes=None, **more: str):
    subject = more.pop("subject", "CHINESE")
    chosen = [f"{c.pk}-5-{subject}" for c in (classes or [cast.five_one])]
    return cast.client(who).post(PAGE, WRITING | {"target": chosen, "date": str(date)} | more, follow=True)


def press(cast: Cast, who: str, act: str, row: Announcement, **more: str):
    return cast.client(who).post(f"{PAGE}{row.pk}/", {"act": act, "key": f"{act} {who}"} | more, follow=True)


class TestComposing:
    def test_a_refusal_offers_the_first_evening_and_one_press_announces_it(self, cast: Cast) -> None:
        three_days(cast)
        page = send(cast.client("maths"), cast, "check", [cast.five_one], large="PAPER").content.decode()
        assert "这是大作业（试卷），本校要求提前3个上学日预告，这一晚还没有预告" in page
        assert "本校作业管理办法　第9条" in page
        (way,) = re.findall(r'name="way" value="(act=ANNOUNCE[^"]+)"', page)
        told = send(
            cast.client("maths"), cast, "", [cast.five_one], large="PAPER", way=way.replace("&amp;", "&")
        ).content.decode()
        assert "预告到9月21日　星期一，同事都看得到" in told
        assert WORDS["content"] in told
        assert "放得下" in told
        row = Announcement.objects.get()
        assert (row.kind, row.title, row.date, row.minutes) == ("PAPER", "位置", MONDAY, 20)
        assert "同事都看得到" in page_of(cast, "maths") or row.pk
        assert not Publication.objects.exists()

    def test_publishing_it_anyway_is_refused_and_the_announced_evening_takes_it(self, cast: Cast) -> None:
        three_days(cast)
        refused = send(cast.client("maths"), cast, classes=[cast.five_one], large="PAPER")
        assert "还没有预告" in cast.client("maths").get(refused.headers["Location"]).content.decode()
        announced(cast, MONDAY, "maths", subject=Subject.MATHEMATICS, kind="PAPER")
        send(cast.client("maths"), cast, classes=[cast.five_one], large="PAPER", evening=str(MONDAY), key="again")
        assert Publication.objects.get().minutes == 20

    def test_the_smaller_piece_is_one_press_away(self, cast: Cast) -> None:
        three_days(cast)
        page = send(
            cast.client("maths"), cast, "", [cast.five_one], large="PAPER", way="act=SMALLER&large=SMALL"
        ).content.decode()
        assert re.search(r'<option value="SMALL" selected>不是大作业', page)
        assert "还没有预告" not in page

    def test_without_a_number_it_is_said_and_nothing_is_stopped(self, cast: Cast) -> None:
        page = send(cast.client("maths"), cast, "check", [cast.five_one], large="PAPER").content.decode()
        assert "本校没有定要提前几天，可以发布" in page
        assert "各科作业要统筹" in page or "/rules/homework/coordination/" in page
        send(cast.client("maths"), cast, classes=[cast.five_one], large="PAPER")
        assert Publication.objects.exists()

    @pytest.mark.parametrize("way", ["act=ANNOUNCE", "act=ANNOUNCE&announce=1", "act=ANNOUNCE&announce=x-5-2026-09-21"])
    def test_a_way_that_cannot_be_read_is_not_found(self, cast: Cast, way: str) -> None:
        page = send(cast.client("maths"), cast, "", [cast.five_one], large="PAPER", way=way)
        assert page.status_code == 404


class TestPage:
    def test_announcing_for_two_classes_tells_each(self, cast: Cast) -> None:
        page = announce(cast, classes=[cast.five_one, cast.five_two]).content.decode()
        assert page.count("预告了：9月21日　星期一的语文《民间故事》") == 2
        assert Announcement.objects.count() == 2
        assert "五（2）班" in page

    def test_what_is_too_late_comes_back_with_all_that_was_typed_and_a_reason_lets_it_wait(self, cast: Cast) -> None:
        three_days(cast)
        response = announce(cast, date=TODAY)
        page = response.content.decode()
        assert response.status_code == 409
        assert "离9月17日　星期四还有0个上学日，本校要求提前3个" in page
        assert 'value="民间故事"' in page
        page = announce(cast, date=TODAY, reason="活动改了日子", key="k2").content.decode()
        assert "等教务处同意" in page
        row = Announcement.objects.get()
        assert "同意布置这一份" in page_of(cast, "academic")
        press(cast, "academic", "allow", row, reason="只这一次")
        assert "龚平同意" in page_of(cast, "chinese")

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"date": "someday"}, "请选哪一天的傍晚"),
            ({"minutes": ""}, "每晚的分钟要在1到300之间"),
            ({"title": ""}, "请写单元或题目"),
            ({"evenings": "0"}, "晚数要在1到15之间"),
        ],
    )
    def test_what_cannot_be_read_is_named(self, cast: Cast, more: dict[str, str], words: str) -> None:
        response = announce(cast, **more)
        assert response.status_code == 422
        assert words in response.content.decode()

    def test_a_colleague_objects_in_one_press_and_the_homeroom_teacher_settles_it(self, cast: Cast) -> None:
        row = announced(cast, NEXT_TUESDAY, "maths", subject=Subject.MATHEMATICS, kind="PAPER", title="第一单元")
        assert "由我来定" not in page_of(cast, "chinese")
        page = press(cast, "english", "object", row, reason="那天英语有大作文").content.decode()
        assert "鲁菲：那天英语有大作文" in page
        assert "这天有冲突" not in page
        assert "由我来定" in page_of(cast, "chinese")
        page = press(cast, "chinese", "settle", row, date=str(NEXT_WEDNESDAY), reason="让开英语").content.decode()
        assert "毕小满定：让开英语" in page
        row.refresh_from_db()
        assert row.date == NEXT_WEDNESDAY
        assert Objection.objects.count() == 1

    def test_its_teacher_moves_and_withdraws_it(self, cast: Cast) -> None:
        row = announced(cast, MONDAY)
        press(cast, "chinese", "change", row, date=str(NEXT_TUESDAY), evenings="2", minutes="20")
        row.refresh_from_db()
        assert (row.date, row.last, row.minutes) == (NEXT_TUESDAY, NEXT_WEDNESDAY, 20)
        page = press(cast, "chinese", "change", row, date="", evenings="2", minutes="20", key="z").content.decode()
        assert "请选哪一天的傍晚" in page
        assert "预告撤回了" in press(cast, "chinese", "withdraw", row).content.decode()
        assert "现在没有预告的大作业" in page_of(cast, "chinese")

    def test_what_is_fixed_says_why_it_did_not_move(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, MONDAY)
        response = press(cast, "chinese", "change", row, date=str(MONDAY), evenings="1", minutes="31")
        assert response.status_code == 409
        assert "起已经定下，没有改" in response.content.decode()

    def test_an_act_that_is_none_is_not_found(self, cast: Cast) -> None:
        row = announced(cast, MONDAY)
        assert press(cast, "chinese", "erase", row).status_code == 404

    def test_two_on_one_evening_are_marked_in_words(self, cast: Cast) -> None:
        announced(cast, MONDAY)
        announced(cast, MONDAY, "maths", subject=Subject.MATHEMATICS, kind="PAPER", title="第一单元")
        page = page_of(cast, "grade_head")
        assert "同一晚还有数学试卷《第一单元》" in page
        assert "同一晚还有语文大作文《民间故事》" in page


class TestElsewhere:
    @pytest.mark.parametrize(
        ("who", "address"),
        [
            ("maths", "/today/"),
            ("grade_head", "/class/{klass}/"),
            ("county_officer", "/class/{klass}/"),
            ("english", "/school/{school}/plan/?grade=5"),
            ("academic", "/school/{school}/?week=2026-09-21"),
        ],
    )
    def test_whoever_works_with_the_class_meets_it_where_they_work(self, cast: Cast, who: str, address: str) -> None:
        announced(cast, MONDAY)
        page = page_of(cast, who, address.format(klass=cast.five_one.pk, school=cast.school.pk))
        assert "语文大作文《民间故事》" in page

    def test_families_read_what_is_fixed_and_nothing_of_what_is_discussed(self, cast: Cast) -> None:
        three_days(cast)
        announced(cast, MONDAY)
        announced(cast, NEXT_WEDNESDAY, "maths", subject=Subject.MATHEMATICS, kind="PAPER", title="第一单元")
        announced(cast, TODAY, "english", subject=Subject.ENGLISH, title="My week", reason="活动改了")
        token = sheet_addresses([cast.five_one.pk])[cast.five_one.pk]
        page = page_of(cast, None, f"/t/{token}/")
        assert "9月21日周一：语文大作文　民间故事，约30分钟" in page
        assert "第一单元" not in page
        assert "My week" not in page
        assert "毕小满" not in page
        assert "民间故事" in page_of(cast, "guardian", "/family/")

    @pytest.mark.parametrize("address", [PAGE, "/today/"])
    def test_the_number_of_queries_does_not_grow_with_announcements(self, cast: Cast, address: str) -> None:
        client = cast.client("maths")
        announced(cast, MONDAY)
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for date in (NEXT_TUESDAY, NEXT_WEDNESDAY):
            row = announced(cast, date, "english", subject=Subject.ENGLISH, title=f"{date}")
            press(cast, "maths", "object", row, reason=f"{date}", key=f"{date}")
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) <= len(few)
