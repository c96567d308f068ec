"""Sharing an evening on the screens: what is kept, asking, lending in one press, settling, and the grade's plan."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.models import Evening, Loan, PlannedShare, Share, TermPlan
from shuangjian.homework.rules import LoanState
from shuangjian.kernel.subject import Subject
from tests.apps.homework.planning import MORNING, agreed, set_by, shares_of
from tests.cast import TODAY, Cast
from tests.desks.publishing import WORDS, send

pytestmark = pytest.mark.django_db
CHINESE, MATHS, ENGLISH = Subject.CHINESE, Subject.MATHEMATICS, Subject.ENGLISH
MONDAY = dt.date(2026, 9, 21)


@pytest.fixture
def kept(cast: Cast, settings) -> Cast:
    """The morning of a day on which the fifth grade keeps 语文 20, 数学 20, 英语 10."""
    settings.SHUANGJIAN_CLOCK = "tests.apps.homework.planning.morning"
    cast.at = MORNING
    agreed(cast)
    return cast


def page_of(cast: Cast, who: str, address: str = "/today/") -> str:
    return str(cast.client(who).get(address).content.decode())


def asking(cast: Cast, minutes: int = 35):
    """沈岚 weighs what does not fit; the values of the buttons that ask colleagues."""
    page = send(cast.client("maths"), cast, "check", [cast.five_one], **{"minutes-0": str(minutes)}).content.decode()
    return page, re.findall(r'name="way" value="(act=ASK_LOAN[^"]+)"', page)


def ask(cast: Cast) -> str:
    _, (first, *_) = asking(cast)
    way = first.replace("&amp;", "&")
    page = send(cast.client("maths"), cast, "", [cast.five_one], way=way, **{"minutes-0": "35"})
    return str(page.content.decode())


def press(cast: Cast, who: str, act: str, key: str = "k"):
    loan = Loan.objects.get()
    return cast.client(who).post("/loans/", {"loan": str(loan.pk), "act": act, "key": key}, follow=True)


class TestToday:
    def test_shares_are_hatched_until_the_release(self, kept: Cast, settings) -> None:
        page = page_of(kept, "maths")
        assert "留给语文 20</li>" in page
        assert "数学份额未用 20</li>" in page
        assert 'class="eb-held" fill="url(#p-held)"' in page
        settings.SHUANGJIAN_CLOCK = "tests.cast.standing"
        assert "留给语文 20</li>" not in page_of(kept, "maths")

    def test_a_refusal_names_the_holders_and_offers_to_ask_each(self, kept: Cast) -> None:
        page, ways = asking(kept)
        assert "数学最多还能用30分，多5分" in page
        assert "语文留着20分，英语留着10分，到15:30放出" in page
        assert "向语文借5分" in page
        assert "向英语借5分" in page
        assert len(ways) == 2
        assert not Evening.objects.exists(), "weighing opens nothing"

    def test_asking_keeps_what_was_written_and_tells_what_was_done(self, kept: Cast) -> None:
        page = ask(kept)
        assert "问了语文老师，借5分，等回话" in page
        assert WORDS["content"] in page
        assert "等回话" in page
        loan = Loan.objects.get()
        assert (loan.lender, loan.borrower, loan.minutes, loan.reason) == (CHINESE, MATHS, 5, "《位置》")
        ask(kept)  # the same press once more
        assert Loan.objects.count() == 1

    def test_the_colleague_lends_in_one_press_and_then_it_fits(self, kept: Cast) -> None:
        ask(kept)
        page = page_of(kept, "chinese")
        assert "1件等您" in page
        assert "语文现在留着20分，借出后还剩15分" in page
        assert "借出5分" in page
        told = press(kept, "chinese", "lend").content.decode()
        assert "借出了：语文的5分给了数学" in told
        assert "件等您" not in told
        assert shares_of(Evening.objects.get())[CHINESE] == (0, 15)
        assert "借到了" in page_of(kept, "maths")
        assert send(kept.client("maths"), kept, "publish", [kept.five_one], **{"minutes-0": "35"}).status_code == 302
        assert Evening.objects.get().committed == 35

    def test_or_does_not(self, kept: Cast) -> None:
        ask(kept)
        assert "没有借，语文的份额照旧" in press(kept, "chinese", "decline").content.decode()
        assert "没有借" in page_of(kept, "maths")
        assert shares_of(Evening.objects.get())[CHINESE] == (0, 20)

    def test_or_it_is_no_longer_wanted(self, kept: Cast) -> None:
        ask(kept)
        assert "不借了，语文老师那里已经拿掉" in press(kept, "maths", "take_back").content.decode()
        assert Loan.objects.get().state == LoanState.TAKEN_BACK
        assert "件等您" not in page_of(kept, "chinese")

    def test_after_the_release_nothing_waits_and_the_press_says_so(self, kept: Cast, settings) -> None:
        ask(kept)
        settings.SHUANGJIAN_CLOCK = "tests.cast.standing"
        assert "件等您" not in page_of(kept, "chinese")
        assert "没有回话，份额已经放出" in page_of(kept, "maths")
        assert "份额已经放出，不用借了" in press(kept, "chinese", "lend").content.decode()

    def test_what_the_lender_used_meanwhile_is_told(self, kept: Cast) -> None:
        ask(kept)
        set_by(kept, "chinese", CHINESE, 18, MORNING)
        assert "语文只留着2分，借不出5分" in press(kept, "chinese", "lend").content.decode()

    @pytest.mark.parametrize("way", ["act=ASK_LOAN", "act=ASK_LOAN&loan=1-2", "act=ASK_LOAN&loan=x"])
    def test_an_ask_that_cannot_be_read_is_not_found(self, kept: Cast, way: str) -> None:
        assert send(kept.client("maths"), kept, "", [kept.five_one], way=way).status_code == 404

    def test_more_asks_cost_no_more_queries(self, kept: Cast) -> None:
        ask(kept)
        client = kept.client("chinese")
        with CaptureQueriesContext(connection) as one:
            client.get("/today/")
        first = Loan.objects.get()
        for number, lender in enumerate((ENGLISH, Subject.SCIENCE)):
            Loan.objects.create(
                school=kept.school, evening=first.evening, lender=CHINESE, borrower=lender, minutes=number + 1,
                asked_at=MORNING, asked_by=kept.people["english"],
            )  # fmt: skip
        with CaptureQueriesContext(connection) as three:
            client.get("/today/")
        assert len(three) == len(one)


class TestTheClass:
    def form(self, cast: Cast, **changed: str) -> dict[str, str]:
        typed = {"grade": "5", "date": TODAY.isoformat(), "lender": ENGLISH, "borrower": CHINESE, "minutes": "4"}
        return typed | {"reason": "语文要写完一篇", "key": "s"} | changed

    def settle(self, cast: Cast, who: str = "chinese", **changed: str):
        return cast.client(who).post(f"/class/{cast.five_one.pk}/settle/", self.form(cast, **changed), follow=True)

    def test_what_was_settled_stands_there_with_who_and_why(self, kept: Cast) -> None:
        told = self.settle(kept).content.decode()
        assert "定好了：英语让出4分给语文" in told
        assert "<b>毕小满</b>定：英语让出<b>4分</b>给语文。“语文要写完一篇”" in told
        assert "语文要写完一篇" in page_of(kept, "maths", f"/class/{kept.five_one.pk}/")

    def test_without_a_reason_the_form_comes_back_as_it_was(self, kept: Cast) -> None:
        answer = self.settle(kept, reason="")
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "请写一句为什么这样定" in page
        assert 'name="minutes" value="4"' in page
        assert not Loan.objects.exists()

    def test_more_than_is_kept_is_refused_in_its_place(self, kept: Cast) -> None:
        answer = self.settle(kept, minutes="11")
        assert answer.status_code == 409
        assert "英语只留着10分，借不出11分" in answer.content.decode()

    @pytest.mark.parametrize(("who", "offered"), [("chinese", True), ("grade_head", True), ("maths", False)])
    def test_the_form_is_for_who_answers_for_the_class(self, kept: Cast, who: str, offered: bool) -> None:
        page = page_of(kept, who, f"/class/{kept.five_one.pk}/")
        assert ("由我来定，谁让给谁几分" in page) == offered
        assert "到9月17日15:30放出" in page

    def test_after_the_release_there_is_none(self, kept: Cast, settings) -> None:
        settings.SHUANGJIAN_CLOCK = "tests.cast.standing"
        assert "由我来定" not in page_of(kept, "chinese", f"/class/{kept.five_one.pk}/")


class TestThePlan:
    def post(self, cast: Cast, act: str, who: str = "grade_head", **more: str):
        form = {"act": act, "grade": "5", "key": f"{act}{len(more)}"} | more
        return cast.client(who).post(f"/school/{cast.school.pk}/plan/", form, follow=True)

    def minutes(self, **changed: str) -> dict[str, str]:
        plan = TermPlan.objects.get(agreed_at=None)
        typed = {f"m-{s.weekday}-{s.subject}": str(s.minutes) for s in PlannedShare.objects.filter(plan=plan)}
        return typed | {"plan": str(plan.pk), "since": MONDAY.isoformat()} | changed

    def test_it_is_proposed_edited_and_agreed(self, cast: Cast) -> None:
        assert "还没有定过计划" in page_of(cast, "grade_head", f"/school/{cast.school.pk}/plan/")
        assert "拟好了五年级的一稿" in self.post(cast, "propose").content.decode()
        page = self.post(cast, "save", **self.minutes(**{"m-1-CHINESE": "15"})).content.decode()
        assert "存好了五年级的这一稿" in page
        assert 'name="m-1-CHINESE" value="15"' in page
        told = self.post(cast, "agree", **self.minutes(**{"m-1-ENGLISH": "10"})).content.decode()
        assert "定好了：五年级从9月21日起按这一份留份额" in told
        plan = TermPlan.objects.get()
        assert (plan.since, plan.agreed_by) == (MONDAY, cast.people["grade_head"])
        assert plan.shares.get(weekday=1, subject=ENGLISH).minutes == 10

    def test_too_much_is_refused_with_the_day_and_everything_typed_is_there(self, cast: Cast) -> None:
        self.post(cast, "propose")
        answer = self.post(cast, "agree", **self.minutes(**{"m-2-CHINESE": "55"}))
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "星期二的傍晚最多60分" in page
        assert 'name="m-2-CHINESE" value="55"' in page
        assert not TermPlan.objects.exclude(agreed_at=None).exists()

    @pytest.mark.parametrize(
        ("changed", "field"),
        [({"m-1-CHINESE": "二十"}, "m-1-CHINESE"), ({"m-1-CHINESE": "400"}, "m-1-CHINESE"), ({"since": ""}, "since")],
    )
    def test_what_cannot_be_read_is_named(self, cast: Cast, changed: dict[str, str], field: str) -> None:
        self.post(cast, "propose")
        answer = self.post(cast, "agree", **self.minutes(**changed))
        assert answer.status_code == 422
        assert f'href="#id_{field}"' in answer.content.decode()

    def test_the_colleagues_of_the_grade_read_it_and_cannot_change_it(self, kept: Cast) -> None:
        page = page_of(kept, "maths", f"/school/{kept.school.pk}/plan/")
        assert "<b>20</b>" in page
        assert "邵群定" in page
        assert "拟五年级的一稿" not in page
        assert self.post(kept, "propose", "maths").status_code == 403
        assert f'href="/school/{kept.school.pk}/plan/"' in page_of(kept, "maths")

    def test_who_works_only_with_another_grade_finds_nothing_of_it(self, kept: Cast) -> None:
        client = kept.client("lower")
        assert client.get(f"/school/{kept.school.pk}/plan/?grade=1").status_code == 200
        assert client.get(f"/school/{kept.school.pk}/plan/?grade=5").status_code == 404

    def test_the_leaders_choose_among_the_grades(self, kept: Cast) -> None:
        page = page_of(kept, "academic", f"/school/{kept.school.pk}/plan/?grade=1")
        assert "一年级不布置书面作业" in page
        assert "?grade=5" in page


def test_a_share_that_is_set_is_no_longer_kept(kept: Cast) -> None:
    set_by(kept, "chinese", CHINESE, 20, MORNING)
    assert Share.objects.get(subject=CHINESE).committed == 20
    page = page_of(kept, "maths", f"/class/{kept.five_one.pk}/")
    assert "语文已定 20</li>" in page
    assert "留给语文" not in page.partition("后面几晚")[0]
