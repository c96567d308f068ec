"""Coordination by a program: who holds how much until when, asked for, lent, taken back, settled; as in the browser."""

from typing import Any

import pytest

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.homework.models import Loan
from shuangjian.homework.operations import ask_loan
from shuangjian.homework.queries import ledger_faults
from shuangjian.kernel.refusal import Refused
from tests.api.callers import ROOT, assignment, caller, homework
from tests.api.test_reading_api import all_pages
from tests.apps.homework.planning import MORNING, agreed
from tests.cast import TODAY, Cast
from tests.desks.places import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(cast: Cast, settings: Any) -> Cast:
    """Eight in the morning of a day whose evening is shared out: 语文 20, 数学 20, 英语 10, and 10 for nobody."""
    settings.SHUANGJIAN_CLOCK = "tests.apps.homework.planning.morning"
    agreed(cast)
    return cast


def ask_for(cast: Cast, minutes: int = 5, **more: Any) -> dict[str, Any]:
    where = {"class_id": cast.five_one.pk, "grade": 5, "date": TODAY.isoformat()}
    return where | {"lender": "ENGLISH", "borrower": "MATHEMATICS", "minutes": minutes} | more


def tonight(cast: Cast) -> Any:
    (evening,) = all_pages(
        caller(cast, "maths"), f"/classes/{cast.five_one.pk}/evenings", since=TODAY, until="2026-09-18"
    )
    return evening


def kept(cast: Cast) -> dict[str, int]:
    return {segment["subject"]: segment["kept"] for segment in tonight(cast)["segments"]}


def codes(response: Any) -> list[str]:
    assert response.status_code == 409, response.text
    assert all(refusal["clauses"] for refusal in response.json()["refusals"])
    return [refusal["code"] for refusal in response.json()["refusals"]]


def test_an_evening_tells_who_holds_how_much_until_when(planned: Cast, settings: Any) -> None:
    assert kept(planned) == {"CHINESE": 20, "MATHEMATICS": 20, "ENGLISH": 10}
    assert (tonight(planned)["pool"], tonight(planned)["release_at"]) == (10, "2026-09-17T15:30:00+08:00")
    settings.SHUANGJIAN_CLOCK = "tests.cast.standing"  # twenty past four
    assert (kept(planned), tonight(planned)["pool"]) == ({}, 60)


def test_minutes_are_asked_for_lent_and_used(planned: Cast) -> None:
    maths, english = caller(planned, "maths"), caller(planned, "english")
    long = homework(planned, assignment=assignment(tiers=[{"minutes": 35}]))
    assert codes(maths.post("/homework", long, key="long")) == ["OVER_CAP"]
    asked = maths.post("/loans", ask_for(planned, reason="有一节练习")).json()
    assert (asked["state"], asked["open"], asked["left"], asked["asked_by"]) == ("ASKED", True, 10, "沈岚")
    (waiting,) = all_pages(english, "/loans")
    assert (waiting["id"], waiting["reason"]) == (asked["id"], "有一节练习")
    lent = english.post(f"/loans/{asked['id']}/answer", {"granted": True}).json()
    assert (lent["state"], lent["open"], lent["answered_by"]) == ("GRANTED", False, "鲁菲")
    assert kept(planned) == {"CHINESE": 20, "MATHEMATICS": 25, "ENGLISH": 5}
    assert maths.post("/homework", long, key="again").status_code == 200
    assert all_pages(english, "/loans") == []
    assert [loan["id"] for loan in all_pages(maths, "/loans", side="BORROWER")] == [asked["id"]]
    assert ledger_faults() == []


def test_a_colleague_may_say_no_and_who_asked_may_take_it_back(planned: Cast) -> None:
    maths, english = caller(planned, "maths"), caller(planned, "english")
    first = maths.post("/loans", ask_for(planned), key="1").json()
    declined = english.post(f"/loans/{first['id']}/answer", {"granted": False, "answer": "今天有听写"}).json()
    assert (declined["state"], declined["answer"]) == ("DECLINED", "今天有听写")
    second = maths.post("/loans", ask_for(planned), key="2").json()
    assert maths.post(f"/loans/{second['id']}/take-back").json()["state"] == "TAKEN_BACK"
    assert maths.get(f"/loans/{second['id']}").json()["state"] == "TAKEN_BACK"
    assert codes(english.post(f"/loans/{second['id']}/answer", {"granted": True}, key="late")) == ["ALREADY_ANSWERED"]
    told = all_pages(caller(planned, "academic"), f"/classes/{planned.five_one.pk}/evenings/{TODAY}/loans", limit=1)
    assert [loan["state"] for loan in told] == ["DECLINED", "TAKEN_BACK"]


def test_who_answers_for_the_class_settles_and_says_why(planned: Cast) -> None:
    asked = caller(planned, "maths").post("/loans", ask_for(planned)).json()
    homeroom = caller(planned, "chinese")
    assert list(homeroom.post("/settlements", ask_for(planned, reason=" ")).json()["errors"]) == ["reason"]
    settled = homeroom.post("/settlements", ask_for(planned, 7, reason="明天有实验")).json()
    assert (settled["id"], settled["state"], settled["minutes"]) == (asked["id"], "SETTLED", 7)
    assert (settled["answer"], settled["answered_by"]) == ("明天有实验", "毕小满")
    assert kept(planned)["MATHEMATICS"] == 27
    act = Act.objects.get(name="homework.settle_loan")
    assert (act.actor_name, act.actor_role, act.after["reason"]) == ("毕小满经“排课系统”", "HOMEROOM", "明天有实验")


def test_a_no_carries_the_code_and_the_clause_of_the_browser(planned: Cast, settings: Any) -> None:
    maths = caller(planned, "maths")
    assert codes(maths.post("/loans", ask_for(planned, 11), key="much")) == ["LESS_LEFT_TO_LEND"]
    maths.post("/loans", ask_for(planned), key="1")
    assert codes(maths.post("/loans", ask_for(planned), key="2")) == ["ALREADY_ASKED"]
    by = planned.actor("maths", MORNING)
    with pytest.raises(Refused) as refused:
        ask_loan(by=by, at=MORNING, **(ask_for(planned, reason="") | {"date": TODAY}), request=Request.of("b"))
    told = maths.post("/loans", ask_for(planned), key="3").json()["refusals"]
    assert [(r["code"], r["words"]) for r in told] == [(r.code, r.staff) for r in refused.value.refusals]
    settings.SHUANGJIAN_CLOCK = "tests.cast.standing"
    assert codes(maths.post("/loans", ask_for(planned), key="4")) == ["SHARES_RELEASED"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"borrower": "ENGLISH", "lender": "ENGLISH"}, "borrower"),
        ({"minutes": 0}, "minutes"),
        ({"date": "2026-09-19"}, "date"),
        ({"lender": "ALCHEMY"}, "lender"),
        ({"who": "me"}, "who"),
    ],
)
def test_what_cannot_be_asked_is_told_by_its_field(planned: Cast, more: dict[str, Any], field: str) -> None:
    who = "english" if more.get("borrower") else "maths"
    response = caller(planned, who).post("/loans", ask_for(planned, **more))
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])
    assert not Loan.objects.exists()


def test_each_of_these_writes_is_done_once_however_often_it_is_sent(planned: Cast) -> None:
    maths, english = caller(planned, "maths"), caller(planned, "english")
    first = [maths.post("/loans", ask_for(planned)).json() for _ in range(2)]
    assert first[0] == first[1]
    path = f"/loans/{first[0]['id']}/answer"
    answers = [english.post(path, {"granted": True}).json() for _ in range(2)]
    assert answers[0] == answers[1]
    reused = english.post(path, {"granted": False})
    assert (reused.status_code, reused.json()["type"]) == (409, "/api/v1/#key-reused")
    settled = [caller(planned, "grade_head").post("/settlements", ask_for(planned, reason="补上")) for _ in range(2)]
    assert settled[0].json() == settled[1].json()
    assert kept(planned) == {"CHINESE": 20, "MATHEMATICS": 30}
    assert sorted(Act.objects.filter(on_kind="loan").values_list("name", flat=True)) == [
        "homework.ask_loan",
        "homework.grant_loan",
        "homework.settle_loan",
    ]


def test_a_list_of_loans_costs_the_same_however_long(planned: Cast) -> None:
    maths, path = caller(planned, "maths"), f"{ROOT}/loans?side=BORROWER"
    maths.post("/loans", ask_for(planned, 1), key="1")
    one = queries_of(maths.client(), path)
    for n, more in enumerate(({"lender": "CHINESE"}, {"class_id": planned.five_two.pk}, {"date": "2026-09-21"})):
        assert maths.post("/loans", ask_for(planned, 1, **more), key=f"more-{n}").status_code == 200
    assert queries_of(maths.client(), path) == one
