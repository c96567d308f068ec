"""A teacher says that a draft takes less than is predicted; academic affairs sets its minutes, and says why."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.audit.models import Act
from shuangjian.homework.models import Assignment, MinutesRuling, Publication
from tests.cast import AT, Cast
from tests.desks.factors import teacher_takes
from tests.desks.publishing import WORDS, committed, send, shown_by

pytestmark = pytest.mark.django_db


def ask(cast: Cast, reason: str = "只有三题，课上讲过两题。", **more: Any) -> Any:
    """The teacher looks, and asks from what is seen."""
    if not more.get("shown"):
        teacher_takes(cast, 1.35)
        more["shown"] = shown_by(send(cast.client("maths"), cast, act="check"))
    return send(cast.client("maths"), cast, act="ask_minutes", ruling=reason, **more)


def answer(cast: Cast, minutes: str = "22", why: str = "题少，课上做了一半", who: str = "academic", **more: Any) -> Any:
    row = MinutesRuling.objects.get()
    form = {"ruling": str(row.pk), "minutes": minutes, "why": why, "key": f"set-{who}-{minutes}"}
    return cast.client(who).post(f"/school/{cast.school.pk}/rulings/", form | more)


def again(cast: Cast, shown: str = "") -> Any:
    """The teacher comes back to the draft and publishes it as it stands there, or as it was shown since."""
    draft = Assignment.objects.get()
    page = cast.client("maths").get(f"/homework/new/?draft={draft.pk}")
    return send(cast.client("maths"), cast, draft=str(draft.pk), shown=shown or shown_by(page), key="key-9")


def test_the_draft_goes_to_academic_affairs_with_what_was_declared_and_predicted(cast: Cast) -> None:
    page = ask(cast)
    assert "送教务处了，还没有定" in page.text
    row = MinutesRuling.objects.get()
    assert (row.declared, row.predicted, row.reason) == (20, 27, "只有三题，课上讲过两题。")
    queue = cast.client("academic").get(f"/school/{cast.school.pk}/rulings/").text
    assert "等您定的（1）" in queue
    assert "写20分，预计27分" in queue
    assert "画座位图，用数对写三个位置。" in queue


def test_what_is_set_counts_once_its_teacher_has_seen_it_and_says_who_and_why(cast: Cast) -> None:
    shown = shown_by(ask(cast))
    assert answer(cast).status_code == 302
    unseen = again(cast, shown=shown)  # a form that still stands open
    assert unseen.status_code == 409
    assert "刚才给您看的是按27分计，现在是22分。" in unseen.text
    opened = cast.client("maths").get(f"/homework/new/?draft={Assignment.objects.get().pk}")
    assert "刚才给您看的是按27分计，现在是22分。" in opened.text
    assert "您写20分，教务处定22分" in opened.text
    assert again(cast).status_code == 302
    assert set(Publication.objects.values_list("minutes", "basis")) == {(22, "SET")}
    assert committed(cast.five_one) == 22
    page = cast.client("chinese").get(f"/homework/{Assignment.objects.get().pk}/").text
    assert "老师写20分，按22分计（教务处定）" in page
    assert "题少，课上做了一半" in page
    assert Act.objects.get(name="homework.set_minutes").after["minutes"] == 22
    mine = cast.client("maths").get("/homework/").text
    assert "请教务处定的分钟" in mine
    assert "22分" in mine


def test_it_is_for_these_words_and_tiers_alone(cast: Cast) -> None:
    ask(cast)
    answer(cast)
    draft = Assignment.objects.get()
    page = send(cast.client("maths"), cast, act="check", draft=str(draft.pk), **{"minutes-0": "24"})
    assert "您写24分，按32分计入。" in page.text
    assert "龚平定的22分是改之前的那份。" in page.text
    page = send(cast.client("maths"), cast, act="check", draft=str(draft.pk), content="写三十个位置。")
    assert "您写20分，按27分计入。" in page.text
    assert "教务处定过的不再算数" in page.text
    same = send(cast.client("maths"), cast, act="check", draft=str(draft.pk), unit="换一个单元名")
    assert "教务处定22分" in same.text


def test_an_amendment_with_the_same_words_and_tiers_keeps_what_was_set(cast: Cast) -> None:
    ask(cast)
    answer(cast)
    again(cast)
    old = Assignment.objects.get()
    form = {
        "unit": "第二单元　位置", "aim": "会用数对", "form": "WRITTEN", "content": WORDS["content"], "minutes-0": "20",
        "choose": "1", "key": "amend", "act": "amend",
    }  # fmt: skip
    assert cast.client("maths").post(f"/homework/{old.pk}/amend/", form).status_code == 302
    new = Assignment.objects.get(amends=old)
    assert (new.basis, new.minutes_set, committed(cast.five_one)) == ("SET", 22, 22)
    assert "题少，课上做了一半" in cast.client("maths").get(f"/homework/{new.pk}/").text
    page = cast.client("maths").post(f"/homework/{new.pk}/amend/", form | {"act": "look"})
    assert re.search("您写20分，教务处定22分.*：题少，课上做了一半", page.text)
    page = cast.client("maths").post(f"/homework/{new.pk}/amend/", form | {"minutes-0": "24", "key": "more"})
    assert (page.status_code, "还没有改：您写24分，会按32分计入。" in page.text) == (409, True)
    assert committed(cast.five_one) == 22
    form |= {"minutes-0": "24", "key": "more", "shown": shown_by(page)}
    assert cast.client("maths").post(f"/homework/{new.pk}/amend/", form).status_code == 302
    assert committed(cast.five_one) == 32


def test_an_amendment_of_the_words_counts_what_is_predicted_and_says_that_it_was_set_for_others(cast: Cast) -> None:
    ask(cast)
    answer(cast)
    again(cast)
    old = Assignment.objects.get()
    form = WORDS | {"content": "写三十个位置。", "key": "amend", "act": "amend"}
    page = cast.client("maths").post(f"/homework/{old.pk}/amend/", form)
    assert (page.status_code, "会按27分计入" in page.text) == (409, True)
    assert "龚平定的22分是改之前的那份。" in page.text
    assert cast.client("maths").post(f"/homework/{old.pk}/amend/", form | {"shown": shown_by(page)}).status_code == 302
    assert committed(cast.five_one) == 27


def test_minutes_that_were_seen_as_set_do_not_pass_for_other_words(cast: Cast) -> None:
    ask(cast)
    answer(cast)
    draft = Assignment.objects.get()
    shown = shown_by(cast.client("maths").get(f"/homework/new/?draft={draft.pk}"))
    page = send(cast.client("maths"), cast, draft=str(draft.pk), shown=shown, content="写三十个位置。", key="other")
    assert (page.status_code, "会按27分计入" in page.text) == (409, True)
    send(cast.client("maths"), cast, act="draft", draft=str(draft.pk), shown=shown, content="写三十个位置。")
    assert Assignment.objects.get().basis == "DECLARED"


def test_when_the_words_changed_both_sides_are_told_and_it_can_be_sent_again(cast: Cast) -> None:
    shown = shown_by(ask(cast))
    draft = str(Assignment.objects.get().pk)
    changed = {"draft": draft, "content": "写三十个位置。"}
    send(cast.client("maths"), cast, act="draft", shown=shown, **changed)
    assert "后来改过，不再算数" in cast.client("maths").get("/homework/").text
    assert "老师后来改过，这一份不用定" in cast.client("academic").get(f"/school/{cast.school.pk}/rulings/").text
    refused = answer(cast)
    assert (refused.status_code, "定了也不算数，这次没有定" in refused.text) == (409, True)
    page = send(cast.client("maths"), cast, act="check", **changed)
    assert "送教务处以后改过" in page.text
    ask(cast, shown=shown_by(page), key="again", **changed)
    queue = cast.client("academic").get(f"/school/{cast.school.pk}/rulings/").text
    assert ("等您定的（1）" in queue, "写三十个位置。" in queue, "不用定" in queue) == (True, True, False)


def test_what_was_set_and_has_lapsed_is_marked_for_academic_affairs_and_for_the_teacher(cast: Cast) -> None:
    ask(cast)
    answer(cast)
    send(cast.client("maths"), cast, act="draft", draft=str(Assignment.objects.get().pk), content="写三十个位置。")
    assert "定的这一次不再算数" in cast.client("academic").get(f"/school/{cast.school.pk}/rulings/").text
    assert "后来改过，不再算数" in cast.client("maths").get("/homework/").text


def test_nobody_sets_their_own_and_no_teacher_sets_any(cast: Cast) -> None:
    ask(cast)
    assert answer(cast, who="maths").status_code == 403
    MinutesRuling.objects.update(asked_by=cast.people["academic"])
    assert "这是您自己提的" in cast.client("academic").get(f"/school/{cast.school.pk}/rulings/").text
    assert answer(cast).status_code == 403
    assert answer(cast, who="principal").status_code == 302


@pytest.mark.parametrize(
    ("minutes", "why", "said"),
    [("", "题少", "分钟要在1到300之间"), ("22", " ", "写为什么"), ("", "", "有2处要改")],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(
    cast: Cast, minutes: str, why: str, said: str
) -> None:
    ask(cast)
    page = answer(cast, minutes, why)
    assert (page.status_code, said in page.text) == (422, True)
    assert MinutesRuling.objects.get().minutes is None


def test_asking_twice_asks_once_and_says_so(cast: Cast) -> None:
    shown = shown_by(ask(cast))
    assert "刚才已经送过教务处" in ask(cast, shown=shown).text
    another = ask(cast, shown=shown, key="key-2", draft=str(Assignment.objects.get().pk))
    assert "已经送过教务处，没有再送一次" in another.text
    assert MinutesRuling.objects.count() == 1


def test_without_a_word_why_nothing_is_asked(cast: Cast) -> None:
    page = ask(cast, "")
    assert (page.status_code, "请用一句话写为什么用不了这么久。" in page.text) == (422, True)
    assert not MinutesRuling.objects.exists()


def test_minutes_that_count_as_declared_need_no_ruling(cast: Cast) -> None:
    page = send(cast.client("maths"), cast, act="ask_minutes", ruling="用不了")
    assert "现在就按您写的分钟计" in page.text


def test_it_is_set_once(cast: Cast) -> None:
    ask(cast)
    assert answer(cast).status_code == 302
    assert answer(cast).status_code == 302  # the same form again
    assert answer(cast, "25").status_code == 404
    assert MinutesRuling.objects.get().minutes == 22


def test_the_queue_asks_the_database_no_more_for_more_rows(cast: Cast) -> None:
    ask(cast)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            cast.client("academic").get(f"/school/{cast.school.pk}/rulings/")
        return len(captured)

    few = asked()
    row = MinutesRuling.objects.get()
    for n in range(3):
        row.pk, row.digest = None, f"{n}" * 64
        row.save(force_insert=True)
        MinutesRuling.objects.filter(pk=row.pk).update(
            minutes=20, answer="题少", answered_at=AT, answered_by=cast.people["academic"]
        )
    assert asked() == few
    assert re.search("定过的", cast.client("academic").get(f"/school/{cast.school.pk}/rulings/").text)
