"""Setting homework from a program: the same acts and refusals as in the browser, once however often it is sent."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError

from shuangjian.audit.models import Act
from shuangjian.homework.models import Assignment, Evening, Publication
from shuangjian.homework.operations import Target, preview
from shuangjian.homework.queries import ledger_faults
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from tests.api.callers import Caller, assignment, caller, homework, target, token_of
from tests.cast import AT, TODAY, Cast

pytestmark = pytest.mark.django_db


def committed(cast: Cast) -> int:
    return sum(Evening.objects.values_list("committed", flat=True))


def test_homework_is_published_and_told_class_by_class(cast: Cast) -> None:
    response = caller(cast, "maths").post("/homework", homework(cast, target(cast.five_one), target(cast.five_two)))
    told = response.json()
    assert response.status_code == 200
    assert [(c["label"], c["published"], c["minutes"], c["dates"]) for c in told["classes"]] == [
        ("五（1）班", True, 20, ["2026-09-17"]),
        ("五（2）班", True, 20, ["2026-09-17"]),
    ]
    assert committed(cast) == 40
    stands = caller(cast, "chinese").get(f"/homework/assignments/{told['assignment_id']}").json()
    assert stands["assignment"]["counted"] == 20
    assert [p["state"] for p in stands["publications"]] == ["PUBLISHED", "PUBLISHED"]


def test_one_class_refused_does_not_hold_up_the_other(cast: Cast) -> None:
    caller(cast, "english").post(
        "/homework", homework(cast, assignment=assignment(subject="ENGLISH", tiers=[{"minutes": 50}]))
    )
    both = homework(cast, target(cast.five_one), target(cast.five_two))
    told = caller(cast, "maths").post("/homework", both).json()
    assert [c["published"] for c in told["classes"]] == [False, True]
    assert [r["code"] for r in told["classes"][0]["refusals"]] == ["OVER_CAP"]


def test_refused_everywhere_is_a_problem_that_keeps_the_draft_and_the_outcome(cast: Cast) -> None:
    long = homework(cast, assignment=assignment(tiers=[{"minutes": 70}]))
    response = caller(cast, "maths").post("/homework", long)
    problem = response.json()
    assert (response.status_code, response.headers["Content-Type"]) == (409, "application/problem+json; charset=utf-8")
    assert problem["type"] == "/api/v1/#refused"
    assert problem["detail"] == problem["refusals"][0]["words"]
    assert problem["outcome"]["classes"][0]["published"] is False
    draft = Assignment.objects.get(pk=problem["outcome"]["assignment_id"])
    assert draft.published_at is None
    assert caller(cast, "maths").get("/homework/outcomes/key-1").json() == problem["outcome"] | {"repeated": True}


def _the_same_in_the_browser(cast: Cast, minutes: int, form: Form, school_class: Any, grade: int) -> list[Any]:
    spec = AssignmentSpec("MATHEMATICS", "第六单元", "会算", form, "练习册。", (TierSpec("", minutes),))
    found = preview(
        by=cast.actor("maths" if grade == 5 else "lower"),
        at=AT,
        spec=spec,
        targets=[Target(school_class.pk, grade, (TODAY,))],
    )
    return [refusal for one in found for refusal in one.refusals]


@pytest.mark.parametrize(("minutes", "form", "grade"), [(70, "WRITTEN", 5), (10, "WRITTEN", 1), (10, "IN_SCHOOL", 5)])
def test_a_problem_carries_the_refusals_and_clauses_of_the_browser(
    cast: Cast, minutes: int, form: str, grade: int
) -> None:
    school_class = cast.five_one if grade == 5 else cast.one_one
    body = homework(cast, target(school_class, grade), assignment=assignment(form=form, tiers=[{"minutes": minutes}]))
    told = caller(cast, "maths" if grade == 5 else "lower").post("/homework", body).json()["refusals"]
    shown = _the_same_in_the_browser(cast, minutes, Form(form), school_class, grade)
    assert shown
    assert [(r["code"], r["words"]) for r in told] == [(r.code, r.staff) for r in shown]
    assert [[(c["title"], c["number"], c["article"], c["url"]) for c in r["clauses"]] for r in told] == [
        [(c.title, c.number, c.article, f"/rules/{c.rule}/" if c.rule else None) for c in r.clauses] for r in shown
    ]
    assert [[(w["act"], w["values"]) for w in r["ways"]] for r in told] == [
        [(w.act, w.values) for w in r.ways] for r in shown
    ]
    for url in {c["url"] for r in told for c in r["clauses"] if c["url"]}:
        assert cast.client(None).get(url).status_code == 200


def test_the_browser_shows_a_refusal_with_the_same_words(cast: Cast) -> None:
    told = (
        caller(cast, "maths").post("/homework", homework(cast, assignment=assignment(tiers=[{"minutes": 70}]))).json()
    )
    page = cast.client("maths").post(
        "/homework/new/",
        {
            "subject": "MATHEMATICS", "unit": "位置", "aim": "会用数对", "form": "WRITTEN", "content": "三个位置。",
            "minutes-0": "70", "classes": f"{cast.five_one.pk}-5", "evening": str(TODAY), "act": "check", "key": "b",
        },
    )  # fmt: skip
    for refusal in told["refusals"]:
        assert refusal["words"] in page.text
        for clause in refusal["clauses"]:
            assert clause["article"] in page.text


def test_weighing_writes_nothing_and_says_what_publishing_would(cast: Cast) -> None:
    body = {"assignment": assignment(tiers=[{"minutes": 70}]), "targets": [target(cast.five_one)]}
    (weighed,) = caller(cast, "maths").post("/homework/weigh", body, key=None).json()
    assert (weighed["fits"], weighed["evenings"][0]["free"], weighed["evenings"][0]["minutes"]) == (False, 60, 70)
    assert [r["code"] for r in weighed["refusals"]] == ["OVER_CAP"]
    assert not Evening.objects.exists()
    assert not Assignment.objects.exists()


def test_weighing_says_what_the_checks_say_of_the_words_and_what_of_it_refuses(cast: Cast) -> None:
    body = {"assignment": assignment(content="做三道题，请家长批改，再签字。"), "targets": [target(cast.five_one)]}
    (weighed,) = caller(cast, "maths").post("/homework/weigh", body, key=None).json()
    said = {one["check"]: one for one in weighed["said"]}
    assert {check: one["refuses"] for check, one in said.items()} == {"PARENT_MARKING": True, "SIGNATURE": False}
    assert "家长批" in said["PARENT_MARKING"]["quoted"]
    assert said["PARENT_MARKING"]["clauses"][0]["url"].startswith("/rules/homework/")
    assert said["SIGNATURE"]["clauses"] == []
    assert [r["code"] for r in weighed["refusals"]] == ["CONTENT_PARENT_MARKING"]


@pytest.mark.parametrize("path", ["/homework", "/homework/drafts"])
def test_a_write_without_a_key_is_not_done(cast: Cast, path: str) -> None:
    body = homework(cast) if path == "/homework" else {"assignment": assignment()}
    for key in (None, "", "两个字", "a b", "x" * 201):
        response = (
            caller(cast, "maths").post(path, body, key=None) if key is None else _with_raw_key(cast, path, body, key)
        )
        assert response.status_code == 422
        assert list(response.json()["errors"]) == ["Idempotency-Key"]
    assert not Assignment.objects.exists()


def _with_raw_key(cast: Cast, path: str, body: Any, key: str) -> Any:
    return caller(cast, "maths").post(path, body, key=key.encode().decode("latin-1"))


def test_the_same_request_again_is_told_its_first_outcome(cast: Cast) -> None:
    program = caller(cast, "maths")
    first = program.post("/homework", homework(cast))
    second = program.post("/homework", homework(cast))
    assert second.json() == first.json() | {"repeated": True}
    assert (committed(cast), Publication.objects.count(), Act.objects.filter(name="homework.publish").count()) == (
        20,
        1,
        1,
    )


def test_a_retry_with_a_token_that_followed_is_the_same_act(cast: Cast) -> None:
    Caller(token_of(cast.people["maths"])).post("/homework", homework(cast))
    again = Caller(token_of(cast.people["maths"])).post("/homework", homework(cast)).json()
    assert again["repeated"]
    assert committed(cast) == 20


def test_the_key_with_another_request_is_refused_and_nothing_is_done(cast: Cast) -> None:
    program = caller(cast, "maths")
    program.post("/homework", homework(cast))
    other = program.post("/homework", homework(cast, assignment=assignment(unit="第七单元")))
    assert (other.status_code, other.json()["type"]) == (409, "/api/v1/#key-reused")
    assert committed(cast) == 20


def test_a_key_is_ones_own(cast: Cast) -> None:
    caller(cast, "maths").post("/homework", homework(cast))
    theirs = caller(cast, "english").post("/homework", homework(cast, assignment=assignment(subject="ENGLISH")))
    assert theirs.json()["repeated"] is False
    assert caller(cast, "chinese").get("/homework/outcomes/key-1").status_code == 404


@contextmanager
def _failing(monkeypatch: pytest.MonkeyPatch, where: str) -> Iterator[None]:
    """The database goes away as a step begins."""

    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(where, fail)
        yield


ENTERING = "shuangjian.homework.operations.entering"
STEPS = [
    "shuangjian.journeys.publish_homework.save_draft",
    "shuangjian.journeys.publish_homework.publish",
    f"{ENTERING}.commit",
    f"{ENTERING}.record",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_request_that_failed_at_any_step_can_be_sent_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    program = caller(cast, "maths")
    with _failing(monkeypatch, step), pytest.raises(DatabaseError):
        program.post("/homework", homework(cast))
    assert committed(cast) == 0
    told = program.post("/homework", homework(cast)).json()
    assert (told["repeated"], committed(cast), Assignment.objects.count()) == (False, 20, 1)
    assert ledger_faults() == []


def test_withdrawing_gives_the_minutes_back_once(cast: Cast) -> None:
    program = caller(cast, "maths")
    publication = program.post("/homework", homework(cast)).json()["classes"][0]["publication_id"]
    path, why = f"/homework/publications/{publication}/withdraw", {"reason": "今天没有讲完"}
    first, second = program.post(path, why), program.post(path, why)
    assert first.json()["state"] == second.json()["state"] == "WITHDRAWN"
    assert first.json()["reason"] == "今天没有讲完"
    assert committed(cast) == 0
    assert Act.objects.filter(name="homework.withdraw").count() == 1
    assert program.post(path, {"reason": "换了理由"}).json()["type"] == "/api/v1/#key-reused"
    assert program.post(path, {"reason": "换了理由"}, key="other").json()["reason"] == "今天没有讲完"


def test_an_amendment_replaces_what_stands_everywhere_or_nowhere(cast: Cast) -> None:
    program = caller(cast, "maths")
    old = program.post("/homework", homework(cast, target(cast.five_one), target(cast.five_two))).json()[
        "assignment_id"
    ]
    path = f"/homework/assignments/{old}/amend"
    refused = program.post(path, assignment(tiers=[{"minutes": 90}]))
    assert (refused.status_code, {r["code"] for r in refused.json()["refusals"]}) == (409, {"OVER_CAP"})
    assert committed(cast) == 40
    told = program.post(path, assignment(tiers=[{"minutes": 10}]), key="amend").json()
    again = program.post(path, assignment(tiers=[{"minutes": 10}]), key="amend").json()
    assert again == told | {"repeated": True}
    assert committed(cast) == 20
    assert program.get(f"/homework/assignments/{told['assignment_id']}").json()["amends"] == old
    assert program.get("/homework/outcomes/amend").json()["assignment_id"] == told["assignment_id"]


def test_a_past_evening_is_refused_with_its_clause(cast: Cast) -> None:
    body = homework(cast, target(cast.five_one, 5, "2026-09-16"))
    problem = caller(cast, "maths").post("/homework", body).json()
    assert [r["code"] for r in problem["refusals"]] == ["EVENING_PAST"]
    assert problem["refusals"][0]["clauses"][0]["url"] is None


def test_drafts_are_kept_once_per_key_and_opened_in_the_browser(cast: Cast) -> None:
    program, body = caller(cast, "maths"), {"assignment": assignment(), "targets": [target(cast.five_one)]}
    first, second = program.post("/homework/drafts", body).json(), program.post("/homework/drafts", body).json()
    assert first == second
    assert Assignment.objects.count() == 1
    changed = body | {"assignment": assignment(unit="第七单元")}
    assert program.post("/homework/drafts", changed).json()["type"] == "/api/v1/#key-reused"
    page = cast.client("maths").get(f"/homework/new/?draft={first['id']}").text
    assert "第六单元　多边形的面积" in page
    assert f'value="{cast.five_one.pk}-5" checked' in page
    replaced = program.send("put", f"/homework/drafts/{first['id']}", changed, key="put").json()
    assert (replaced["id"], replaced["assignment"]["unit"]) == (first["id"], "第七单元")
    assert [d["id"] for d in program.get("/homework/drafts").json()["items"]] == [first["id"]]


def test_a_draft_is_published_or_thrown_away(cast: Cast) -> None:
    program = caller(cast, "maths")
    kept, thrown = (program.post("/homework/drafts", {"assignment": assignment()}, key=k).json()["id"] for k in "ab")
    told = program.post("/homework", homework(cast, draft_id=kept)).json()
    assert told["assignment_id"] == kept
    path = f"/homework/drafts/{thrown}"
    assert [program.send("delete", path).status_code for _ in range(2)] == [204, 404]
    assert program.send("delete", f"/homework/drafts/{kept}").status_code == 403
    assert caller(cast, "english").send("delete", f"/homework/drafts/{kept}").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unit": "甲\x00乙"}, "body.assignment.unit"),
        ({"unit": "\ud800"}, "body.assignment.unit"),
        ({"content": "\x1b[31m"}, "body.assignment.content"),
        ({"unit": "  "}, "unit"),
        ({"subject": "ALCHEMY"}, "body.assignment.subject"),
        ({"competency": "不存在的素养"}, "competency"),
        ({"tiers": [{"minutes": 10**30}]}, "body.assignment.tiers.0.minutes"),
        ({"tiers": [{"minutes": "20"}]}, "body.assignment.tiers.0.minutes"),
        ({"tiers": []}, "body.assignment.tiers"),
        ({"choose": 3}, "choose"),
        ({"secret": 1}, "body.assignment.secret"),
    ],
)
def test_what_cannot_be_taken_is_named_by_its_field(cast: Cast, change: dict[str, Any], field: str) -> None:
    response = caller(cast, "maths").post("/homework", homework(cast, assignment=assignment(**change)))
    assert response.status_code == 422
    assert list(response.json()["errors"]) == [field.removeprefix("body.")]
    assert all(words.endswith("。") for words in response.json()["errors"].values())
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"a": NaN}', b"[" * 5000, b'"\\ud800"'])
def test_a_body_that_is_no_request_is_a_problem_and_no_crash(cast: Cast, body: bytes) -> None:
    client = caller(cast, "maths").client()
    headers = {"Idempotency-Key": "k"}
    response = client.post("/api/v1/homework", data=body, content_type="application/json", headers=headers)
    assert response.status_code in (400, 422)
    assert response.headers["Content-Type"].startswith("application/problem+json")


def test_a_body_beyond_the_limit_answers_413(cast: Cast) -> None:
    response = caller(cast, "maths").post("/homework", {"x": "长" * 1_000_000})
    assert (response.status_code, response.json()["type"]) == (413, "/api/v1/#too-large")


def test_an_id_beyond_all_ids_is_told_as_a_field(cast: Cast) -> None:
    for pk in (2**63, 10**40, 0, -1):
        response = caller(cast, "maths").get(f"/homework/assignments/{pk}")
        assert response.status_code == 422


def test_the_same_class_twice_is_told(cast: Cast) -> None:
    twice = homework(cast, target(cast.five_one), target(cast.five_one, 5, "2026-09-18"))
    assert list(caller(cast, "maths").post("/homework", twice).json()["errors"]) == ["targets"]


def test_long_work_is_split_over_its_evenings(cast: Cast) -> None:
    body = homework(
        cast, target(cast.five_one, 5, "2026-09-17", "2026-09-18"), assignment=assignment(tiers=[{"minutes": 31}])
    )
    told = caller(cast, "maths").post("/homework", body).json()
    assert told["classes"][0]["dates"] == ["2026-09-17", "2026-09-18"]
    by_date = dict(Evening.objects.values_list("date", "committed"))
    assert by_date == {TODAY: 16, dt.date(2026, 9, 18): 15}
