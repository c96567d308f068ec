"""我的作业: drafts, history, copying, amending and withdrawing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.models import Assignment, Evening, Publication
from shuangjian.homework.operations import publishing
from shuangjian.homework.operations.entering import Changed
from shuangjian.homework.queries import ledger_faults
from tests.cast import TODAY, Cast
from tests.desks.publishing import WORDS, committed, fill, send, target

pytestmark = pytest.mark.django_db


def published(cast: Cast, **more: object) -> Assignment:
    send(cast.client("maths"), cast, **more)
    return Assignment.objects.filter(author=cast.people["maths"], published_at__isnull=False).latest("pk")


def test_a_draft_is_kept_listed_and_taken_up_again_with_its_classes_and_evening(cast: Cast) -> None:
    client = cast.client("maths")
    answer = send(client, cast, act="draft", classes=[cast.five_two], evening="2026-09-18")
    assert answer.headers["Location"] == "/homework/"
    page = client.get("/homework/")
    assert "草稿存好了，还没有发布" in page.text
    draft = Assignment.objects.get()
    form = client.get(f"/homework/new/?draft={draft.pk}").context["typed"]
    assert (form.classes, form.evening, form.draft) == ((target(cast.five_two),), "2026-09-18", str(draft.pk))


def test_the_same_draft_form_sent_twice_is_one_draft(cast: Cast) -> None:
    client = cast.client("maths")
    for _ in range(2):
        send(client, cast, act="draft")
    assert Assignment.objects.count() == 1


def test_a_draft_thrown_away_in_another_tab_is_written_anew_when_it_is_published(cast: Cast) -> None:
    client = cast.client("maths")
    send(client, cast, act="draft")
    draft = Assignment.objects.get()
    client.post(f"/homework/{draft.pk}/discard/")
    assert not Assignment.objects.exists()
    assert send(client, cast, key="later", draft=str(draft.pk)).status_code == 302
    assert committed(cast.five_one) == 20


def test_what_was_published_cannot_be_thrown_away(cast: Cast) -> None:
    assignment = published(cast)
    assert cast.client("maths").post(f"/homework/{assignment.pk}/discard/").status_code == 403
    assert Assignment.objects.filter(pk=assignment.pk).exists()


def test_anothers_draft_is_nobodys_business(cast: Cast) -> None:
    send(cast.client("maths"), cast, act="draft")
    draft = Assignment.objects.get()
    for who in ("chinese", "principal", "guardian", "stranger"):
        assert cast.client(who).get(f"/homework/{draft.pk}/").status_code == 404
    assert cast.client("chinese").get(f"/homework/new/?draft={draft.pk}").status_code == 404


def test_a_copy_takes_the_words_and_never_the_evening(cast: Cast) -> None:
    assignment = published(cast, evening="2026-09-18")
    page = cast.client("maths").get(f"/homework/new/?copy={assignment.pk}")
    typed = page.context["typed"]
    assert (typed.content, typed.tiers[0].minutes) == (WORDS["content"], "20")
    assert (typed.evening, typed.draft) == (TODAY.isoformat(), "")
    assert typed.key != WORDS["key"]


def test_an_assignment_says_where_it_stands_and_links_the_sheet(cast: Cast) -> None:
    assignment = published(cast)
    page = cast.client("maths").get(f"/homework/{assignment.pk}/")
    assert "五（1）班" in page.text
    assert "按20分计入（教师估计）" in page.text
    assert page.text.count("看作业单") == 2


def test_withdrawing_wants_a_reason_gives_the_minutes_back_and_touches_one_class(cast: Cast) -> None:
    assignment = published(cast)
    client, publication = cast.client("maths"), Publication.objects.get(school_class=cast.five_one)
    asked = {"publication": str(publication.pk), "key": "w1"}
    refused = client.post(f"/homework/{assignment.pk}/withdraw/", asked)
    assert refused.status_code == 422
    assert "请用一句话写为什么撤回" in refused.text
    done = client.post(f"/homework/{assignment.pk}/withdraw/", asked | {"reason": "今天没有讲完"}, follow=True)
    assert "由沈岚撤回：今天没有讲完" in done.text
    assert (committed(cast.five_one), committed(cast.five_two)) == (0, 20)
    again = client.post(f"/homework/{assignment.pk}/withdraw/", asked | {"reason": "今天没有讲完"}, follow=True)
    assert again.status_code == 200
    assert committed(cast.five_one) == 0


def test_the_homeroom_teacher_may_withdraw_and_a_colleague_may_only_look(cast: Cast) -> None:
    assignment = published(cast)
    publication = Publication.objects.get(school_class=cast.five_one)
    asked = {"publication": str(publication.pk), "reason": "太多", "key": "w1"}
    english = cast.client("english")
    assert "从五（1）班撤回" not in english.get(f"/homework/{assignment.pk}/").text
    assert english.post(f"/homework/{assignment.pk}/withdraw/", asked).status_code == 403
    homeroom = cast.client("chinese")
    assert "从五（1）班撤回" in homeroom.get(f"/homework/{assignment.pk}/").text
    assert homeroom.post(f"/homework/{assignment.pk}/withdraw/", asked).status_code == 302
    assert committed(cast.five_one) == 0


def amended(cast: Cast, assignment: Assignment, **more: str) -> object:
    return cast.client("maths").post(
        f"/homework/{assignment.pk}/amend/", WORDS | {"act": "amend", "key": "a1"} | more, follow=True
    )


def test_amending_replaces_it_in_every_class_at_once(cast: Cast) -> None:
    assignment = published(cast)
    page = cast.client("maths").get(f"/homework/{assignment.pk}/amend/")
    assert "改好2个班的这份作业" in page.text
    done = amended(cast, assignment, **{"minutes-0": "30", "content": "改过的内容"})
    assert "改好了：五（1）班、五（2）班" in done.text
    assert "改过的内容" in done.text
    assert (committed(cast.five_one), committed(cast.five_two)) == (30, 30)
    assert ledger_faults() == []


def test_an_amendment_sent_twice_is_one(cast: Cast) -> None:
    assignment = published(cast)
    for _ in range(2):
        done = amended(cast, assignment, **{"minutes-0": "30"})
    assert "没有再改一次" in done.text
    assert Assignment.objects.count() == 2
    assert committed(cast.five_one) == 30


def test_an_amendment_that_does_not_fit_changes_nothing_and_offers_ways_within_its_evenings(cast: Cast) -> None:
    fill(cast, 35, cast.five_one)
    assignment = published(cast)
    page = amended(cast, assignment, **{"minutes-0": "30"})
    assert page.status_code == 409
    assert "没有改，原来那份还在" in page.text
    assert "act=FEWER_MINUTES&amp;minutes-0=25" in page.text
    assert "OTHER_EVENING" not in page.text
    assert (committed(cast.five_one), committed(cast.five_two)) == (55, 20)


def test_what_was_amended_in_another_tab_is_not_amended_again(cast: Cast) -> None:
    assignment = published(cast)
    amended(cast, assignment, **{"minutes-0": "30"})
    page = amended(cast, assignment, **{"minutes-0": "40", "key": "a2"})
    assert page.status_code == 409
    assert committed(cast.five_one) == 30
    assert Evening.objects.get(school_class=cast.five_one).committed == 30


def test_the_history_is_paged_and_costs_the_same_however_long_it_is(cast: Cast) -> None:
    client = cast.client("maths")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/homework/")
        return len(queries)

    published(cast, **{"minutes-0": "1"})
    first = count()
    for number in range(21):
        send(client, cast, key=f"more-{number}", unit=f"第{number}份", **{"minutes-0": "1"})
    assert count() == first
    page = client.get("/homework/")
    assert "看更早的" in page.text
    older = client.get(f"/homework/?before={page.context['older']}")
    assert len(older.context["history"]) == 2


def test_who_publishes_while_it_keeps_changing_reads_so_and_still_has_what_was_typed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*arguments: object) -> None:
        raise Changed

    monkeypatch.setattr(publishing, "conclude", changed)
    page = send(cast.client("maths"), cast)
    assert page.status_code == 409
    assert "接连被改了几次" in page.text
    assert WORDS["content"] in page.text
    monkeypatch.undo()
    assert send(cast.client("maths"), cast).status_code == 302
    assert Assignment.objects.count() == 1
