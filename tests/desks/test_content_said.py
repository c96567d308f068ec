"""What the checks say, on the teacher's screen: refused with the clause, only said, appealed, and let out."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.audit.models import Act
from shuangjian.audit.sentences import sentence
from shuangjian.homework.models import Appeal, Assignment, Publication
from shuangjian.policy.models import SchoolChoice
from tests.cast import SINCE, Cast
from tests.desks.places import check_plain
from tests.desks.publishing import WORDS, committed, send

pytestmark = pytest.mark.django_db

MARKING = "画座位图，做完请家长检查。"
ADVICE = "画座位图，建议家长和孩子一起看。"


def codes(page: Any) -> set[str]:
    return {one.said.finding.kind for one in page.context["shown"] if one.said.refuses}


def appealed(cast: Cast, **more: str) -> Any:
    form = {
        "content": MARKING,
        "appeal": f"PARENT_MARKING:{cast.five_one.pk}-5",
        "appeal-PARENT_MARKING": "是题里的话",
    }
    return send(cast.client("maths"), cast, act="", classes=[cast.five_one], **form | more)


def answer(cast: Cast, who: str = "academic", act: str = "allow", why: str = "是教材原话", key: str = "a") -> Any:
    row = Appeal.objects.latest("pk")
    form = {"appeal": row.pk, "act": act, "why": why, "key": key}
    return cast.client(who).post(f"/school/{cast.school.pk}/appeals/", form)


def test_what_a_clause_forbids_is_refused_before_anything_is_written_and_kept_as_a_draft(cast: Cast) -> None:
    page = send(cast.client("maths"), cast, content=MARKING)
    assert page.status_code == 302
    assert not Publication.objects.exists()
    assert committed(cast.five_one) == 0
    told = cast.client("maths").get(page.url)
    assert codes(told) == {"PARENT_MARKING"}
    outcome = told.context["outcome"]
    assert [r.code for c in outcome.refused for r in c.refusals] == ["CONTENT_PARENT_MARKING"] * 2
    clause = outcome.refused[0].refusals[0].clauses[0]
    assert clause.rule == "homework/parents_marking"
    assert Assignment.objects.get().published_at is None


def test_the_words_are_marked_where_they_stand(cast: Cast) -> None:
    page = send(cast.client("maths"), cast, act="check", content=MARKING)
    assert re.search(r"<mark>家长检查</mark>", page.content.decode())
    check_plain(page)


def test_what_is_only_said_never_stops_publishing_and_is_said_before_and_after(cast: Cast) -> None:
    page = send(cast.client("maths"), cast, act="check", content=ADVICE)
    assert [one.said.refuses for one in page.context["shown"]] == [False]
    assert all(row.verdict != "stop" for row in page.context["rows"])
    done = send(cast.client("maths"), cast, content=ADVICE)
    assert Publication.objects.count() == 2
    assert "家长" in "".join(one.said.words for one in cast.client("maths").get(done.url).context["also"])


def test_every_reason_is_told_at_once_minutes_too(cast: Cast) -> None:
    send(cast.client("maths"), cast, key="first")  # the evening is open now
    page = send(cast.client("maths"), cast, content=MARKING, **{"minutes-0": "55", "key": "second"})
    outcome = cast.client("maths").get(page.url).context["outcome"]
    assert {r.code for r in outcome.refused[0].refusals} == {"OVER_CAP", "CONTENT_PARENT_MARKING"}


def test_grades_one_and_two_are_told_once_that_nothing_is_written(cast: Cast) -> None:
    form = WORDS | {
        "subject": "CHINESE",
        "content": "生字抄两行。",
        "classes": [f"{cast.one_one.pk}-1"],
        "act": "check",
    }
    written = cast.client("lower").post("/homework/new/", form)
    (row,) = [row for row in written.context["rows"] if row.key == f"{cast.one_one.pk}-1"]
    assert [r.code for r in row.refusals] == ["NO_WRITTEN_WORK"]
    assert "WRITTEN_LOWER" not in codes(written)
    oral = cast.client("lower").post("/homework/new/", form | {"form": "ORAL", "minutes-0": ""})
    assert codes(oral) == {"WRITTEN_LOWER"}
    assert codes(send(cast.client("maths"), cast, act="check", content="数对抄两行。", form="ORAL")) == set()


def test_nearly_what_the_class_had_lately_is_said(cast: Cast) -> None:
    send(cast.client("maths"), cast, key="first")
    page = send(cast.client("maths"), cast, act="check", key="second")
    assert [one.said.finding.kind for one in page.context["shown"]] == ["NEAR_DUPLICATE"]
    other = send(cast.client("maths"), cast, act="check", key="third", content="数一数操场的树，列出算式。")
    assert other.context["shown"] == []


def test_looking_costs_no_more_with_more_said(cast: Cast) -> None:
    client = cast.client("maths")
    with CaptureQueriesContext(connection) as little:
        send(client, cast, act="check", content="家长检查。")
    with CaptureQueriesContext(connection) as much:
        send(client, cast, act="check", content="家长检查。拍照发群。自批自改。背不出的抄二十遍。")
    assert len(much) <= len(little) + 1  # the school's own number of copies


def test_amending_is_refused_by_the_words_and_the_old_ones_stand(cast: Cast) -> None:
    send(cast.client("maths"), cast)
    old = Assignment.objects.get()
    form = {"unit": "位置", "aim": "会用数对", "form": "WRITTEN", "content": MARKING, "minutes-0": "20", "choose": "1"}
    page = cast.client("maths").post(f"/homework/{old.pk}/amend/", form | {"act": "amend", "key": "amend"})
    assert page.status_code == 409
    assert codes(page) == {"PARENT_MARKING"}
    assert Publication.objects.filter(state="PUBLISHED", assignment=old).count() == 2


def test_an_appeal_goes_to_academic_affairs_once_and_the_words_are_kept(cast: Cast) -> None:
    page = appealed(cast)
    assert page.status_code == 200
    assert [one.waits for one in page.context["shown"]] == [True]
    assert Assignment.objects.get().content == MARKING
    appealed(cast)
    again = appealed(cast, key="another")
    assert again.status_code == 409
    assert Appeal.objects.count() == 1
    assert "等教务处看" in cast.client("maths").get("/homework/").content.decode()


def test_an_appeal_says_why(cast: Cast) -> None:
    page = appealed(cast, **{"appeal-PARENT_MARKING": " "})
    assert page.status_code == 422
    assert "请用一句话写这条哪里不对" in page.content.decode()
    assert not Appeal.objects.exists()


def test_what_is_not_refused_cannot_be_appealed(cast: Cast) -> None:
    assert appealed(cast, content=ADVICE).status_code == 409
    assert not Appeal.objects.exists()


def test_a_text_that_is_allowed_goes_out_and_says_who_allowed_it_and_why(cast: Cast) -> None:
    appealed(cast)
    assert answer(cast).status_code == 302
    done = send(cast.client("maths"), cast, content=MARKING, key="now")
    assert Publication.objects.count() == 2
    assert not cast.client("maths").get(done.url).context["outcome"].refused
    assignment = Assignment.objects.get(published_at__isnull=False)
    page = cast.client("maths").get(f"/homework/{assignment.pk}/").content.decode()
    assert "由龚平" in page
    assert "是教材原话" in page
    act = Act.objects.get(name="homework.publish")
    assert "要家长检查批改（龚平放行：是教材原话）" in sentence(act)


def test_one_word_more_is_another_text(cast: Cast) -> None:
    appealed(cast)
    answer(cast)
    send(cast.client("maths"), cast, content=MARKING + "明天交。", key="now")
    assert not Publication.objects.exists()


def test_what_is_upheld_stays_refused_and_the_teacher_reads_why(cast: Cast) -> None:
    appealed(cast)
    answer(cast, act="uphold", why="确实是让家长检查")
    page = send(cast.client("maths"), cast, act="check", content=MARKING, key="now")
    assert [one.upheld for one in page.context["shown"]] == [True]
    assert "确实是让家长检查" in page.content.decode()


def test_the_queue_shows_the_text_and_each_check_with_how_often_it_was_wrong(cast: Cast) -> None:
    appealed(cast)
    url = f"/school/{cast.school.pk}/appeals/"
    page = cast.client("academic").get(url)
    assert "<mark>家长检查</mark>" in page.content.decode()
    assert [(c.kind, c.allowed, c.appealed, c.waiting) for c in page.context["checks"]] == [("PARENT_MARKING", 0, 1, 1)]
    answer(cast)
    page = cast.client("principal").get(url + "?check=PARENT_MARKING")
    assert page.context["waiting"] == []
    assert [(c.allowed, c.appealed) for c in page.context["checks"]] == [(1, 1)]
    assert len(page.context["answered"]) == 1
    check_plain(page)


def test_an_answer_says_why_and_is_given_once(cast: Cast) -> None:
    appealed(cast)
    assert answer(cast, why=" ").status_code == 422
    assert answer(cast).status_code == 302
    assert answer(cast).status_code == 302  # the same form again
    assert answer(cast, act="uphold", key="b").status_code == 404
    assert Appeal.objects.get().state == "ALLOWED"
    said = [sentence(act) for act in Act.objects.filter(name__startswith="homework.a").order_by("pk")]
    assert len(said) == 2
    assert "说得不对，送教务处看：是题里的话" in said[0]
    assert "放行了数学《位置》" in said[1]


def test_the_schools_own_number_of_copies_decides_and_is_the_clause(cast: Cast) -> None:
    form = {"act": "check", "subject": "CHINESE", "content": "词语抄写三遍。"}
    page = send(cast.client("chinese"), cast, **form)
    assert [(one.said.finding.kind, one.said.refuses) for one in page.context["shown"]] == [("REPETITION", False)]
    SchoolChoice.objects.create(
        school=cast.school,
        name="homework/copies",
        value=3,
        title="《作业管理办法》",
        article="第6条",
        since=SINCE,
        decided_by=cast.people["principal"],
        decided_at=cast.at,
    )
    page = send(cast.client("chinese"), cast, **form)
    assert codes(page) == {"REPETITION"}
    assert page.context["shown"][0].said.clauses[0].label == "本校作业管理办法　第6条"
    assert send(cast.client("chinese"), cast, **form | {"content": "词语抄写两遍。"}).context["shown"] == []
