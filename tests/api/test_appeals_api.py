"""Appeals by a program: a check is said to be wrong of a text; who leads the school answers, with a word why."""

from typing import Any

import pytest

from shuangjian.audit.models import Act
from shuangjian.homework.models import Appeal
from tests.api.callers import ROOT, assignment, caller, homework
from tests.api.test_reading_api import all_pages
from tests.cast import Cast
from tests.desks.places import queries_of

pytestmark = pytest.mark.django_db
WORDS = assignment(content="口算十道，请家长批改。")


def wrong(cast: Cast, **more: Any) -> dict[str, Any]:
    said = {"check": "PARENT_MARKING", "reason": "是题里引的话"}
    return {"assignment": WORDS, "class_id": cast.five_one.pk, "grade": 5} | said | more


def test_a_refusal_is_appealed_allowed_and_the_text_goes_out(cast: Cast) -> None:
    maths, academic = caller(cast, "maths"), caller(cast, "academic")
    body = homework(cast, assignment=WORDS)
    refused = maths.post("/homework", body, key="1").json()
    assert [r["code"] for r in refused["refusals"]] == ["CONTENT_PARENT_MARKING"]
    sent = maths.post("/homework/appeals", wrong(cast)).json()
    assert (sent["state"], sent["quoted"] in sent["text"], sent["appealed_by"]) == ("OPEN", True, "沈岚")
    (weighed,) = maths.post("/homework/weigh", {"assignment": WORDS, "targets": body["targets"]}, key=None).json()
    assert {one["check"]: one["appeal"] for one in weighed["said"]}["PARENT_MARKING"] == "OPEN"
    path = f"/schools/{cast.school.pk}/appeals"
    assert all_pages(academic, path) == [sent]
    allowed = academic.post(f"/homework/appeals/{sent['id']}/answer", {"allow": True, "why": "题里引的"}).json()
    assert (allowed["state"], allowed["answer"], allowed["answered_by"]) == ("ALLOWED", "题里引的", "龚平")
    assert all_pages(maths, "/homework/appeals") == [allowed]
    assert maths.get(f"/homework/appeals/{sent['id']}").json() == allowed
    assert (all_pages(academic, path), all_pages(academic, path, state="ANSWERED")) == ([], [allowed])
    assert maths.post("/homework", body, key="2").status_code == 200
    act = Act.objects.get(name="homework.allow_text")
    assert (act.actor_name, act.after["why"]) == ("龚平经“排课系统”", "题里引的")


def test_an_upheld_refusal_stands(cast: Cast) -> None:
    maths = caller(cast, "maths")
    sent = maths.post("/homework/appeals", wrong(cast)).json()
    answer = {"allow": False, "why": "是要家长改"}
    assert caller(cast, "principal").post(f"/homework/appeals/{sent['id']}/answer", answer).json()["state"] == "UPHELD"
    assert maths.post("/homework", homework(cast, assignment=WORDS)).status_code == 409


def test_what_cannot_be_appealed_or_answered_is_told_with_its_code(cast: Cast) -> None:
    maths, academic = caller(cast, "maths"), caller(cast, "academic")

    def code(response: Any) -> str:
        (refusal,) = response.json()["refusals"]
        assert (response.status_code, bool(refusal["words"])) == (409, True)
        return str(refusal["code"])

    assert code(maths.post("/homework/appeals", wrong(cast, check="PHONE"), key="a")) == "NOTHING_TO_APPEAL"
    sent = maths.post("/homework/appeals", wrong(cast), key="b").json()
    assert code(maths.post("/homework/appeals", wrong(cast), key="c")) == "APPEAL_WAITS"
    path, answer = f"/homework/appeals/{sent['id']}/answer", {"allow": True, "why": "题里引的"}
    assert list(academic.post(path, {"allow": True, "why": "  "}).json()["errors"]) == ["why"]
    academic.post(path, answer, key="d")
    assert code(caller(cast, "principal").post(path, answer, key="e")) == "APPEAL_ANSWERED"


def test_each_of_these_writes_is_done_once_however_often_it_is_sent(cast: Cast) -> None:
    maths, academic = caller(cast, "maths"), caller(cast, "academic")
    first, again = (maths.post("/homework/appeals", wrong(cast)).json() for _ in range(2))
    assert first == again
    path = f"/homework/appeals/{first['id']}/answer"
    first, again = (academic.post(path, {"allow": True, "why": "题里引的"}).json() for _ in range(2))
    assert first == again
    assert academic.post(path, {"allow": False, "why": "题里引的"}).json()["type"] == "/api/v1/#key-reused"
    assert Act.objects.filter(on_kind="appeal").count() == 2
    assert maths.post("/homework/appeals", wrong(cast)).json()["state"] == "ALLOWED"  # what came of it since


def test_lists_page_and_count_by_check_at_the_same_cost_however_long(cast: Cast) -> None:
    maths, academic = caller(cast, "maths"), caller(cast, "academic")
    paths = ("/homework/appeals", f"/schools/{cast.school.pk}/appeals")

    def send(n: int) -> Any:
        words = assignment(content=f"口算{n}道，请家长批改。")
        return maths.post("/homework/appeals", wrong(cast, assignment=words), key=f"k{n}").json()["id"]

    stood = [send(11)]
    costs = [queries_of(program.client(), ROOT + path) for program, path in zip((maths, academic), paths, strict=True)]
    stood += [send(n) for n in range(12, 16)]
    assert [queries_of(p.client(), ROOT + path) for p, path in zip((maths, academic), paths, strict=True)] == costs
    assert [appeal["id"] for appeal in all_pages(maths, paths[0], limit=2)] == stood[::-1]
    assert [appeal["id"] for appeal in all_pages(academic, paths[1], limit=2)] == stood
    for pk in stood[:3]:
        academic.post(f"/homework/appeals/{pk}/answer", {"allow": True, "why": "题里引的"}, key=str(pk))
    answered = all_pages(academic, paths[1], state="ANSWERED", check="PARENT_MARKING", limit=2)
    assert [appeal["id"] for appeal in answered] == stood[2::-1]
    assert all_pages(academic, paths[1], check="PHONE") == []
    (counted,) = academic.get(f"{paths[1]}/checks").json()
    assert (counted["check"], counted["appealed"], counted["allowed"], counted["waiting"]) == (
        "PARENT_MARKING",
        5,
        3,
        2,
    )
    assert Appeal.objects.count() == 5
