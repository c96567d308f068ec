"""The entrance of families: a paper slip, once, and no telephone number."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from shuangjian.people.models import Account, Guardianship, Person, Slip, WrongCode
from shuangjian.people.operations import guessing
from tests.cast import AT, PASSWORD, Cast
from tests.desks.families import enter, entering, give_slip
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db

WRONG = "2222-2222-2222"


def later(real: dt.datetime) -> dt.datetime:
    """A clock that stands eleven minutes after the cast's."""
    return AT + dt.timedelta(minutes=11)


def test_a_guardian_enters_with_the_code_a_relation_a_password_and_consent(cast: Cast) -> None:
    client = Client()
    answer = enter(give_slip(cast, "左小禾"), client)
    assert answer.headers["Location"] == "/family/"
    page = client.get("/family/")
    assert "左小禾" in page.text
    tie = Guardianship.objects.get(relation="FATHER")
    assert (tie.notice, tie.consented_at) == ("2026-09", AT)
    assert tie.guardian.name == "家长"
    account = Account.objects.get(person=tie.guardian)
    assert account.username in page.text
    assert account.check_password(PASSWORD)


def test_the_page_says_what_is_kept_and_asks_for_no_telephone_number(cast: Cast) -> None:
    page = cast.client().get("/enter/").text
    assert 'href="/privacy/"' in page
    assert 'type="tel"' not in page
    assert "不同意也可以" in page
    assert "受托照护人" in page


@pytest.mark.parametrize(
    "written",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' ')}　",
        lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code),
        lambda code: code.replace("-", "－"),
    ],
    ids=["small letters", "no hyphens", "blanks", "full width", "full-width hyphens"],
)
def test_the_code_may_be_typed_as_people_type(cast: Cast, written: Any) -> None:
    assert enter(written(give_slip(cast, "左小禾"))).status_code == 302


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ("code", "请写纸条上的领取码"),
        ("relation", "请选您是孩子的什么人"),
        ("agreed", "不同意也没关系"),
        ("password", "请设一个密码"),
        ("again", "两次输入的密码不一样"),
    ],
)
def test_what_is_missing_is_named_beside_its_field_and_the_slip_stays_good(
    cast: Cast, left_out: str, words: str
) -> None:
    code = give_slip(cast, "左小禾")
    page = enter(code, **{left_out: ""})
    assert page.status_code == 422
    assert words in page.text
    assert f'id="error-{left_out}"' in page.text
    assert PASSWORD not in page.text
    assert enter(code).status_code == 302


def test_a_weak_password_is_refused_and_the_slip_stays_good(cast: Cast) -> None:
    code = give_slip(cast, "左小禾")
    assert enter(code, password="12345678", again="12345678").status_code == 422
    assert enter(code).status_code == 302


def test_a_relation_that_does_not_exist_is_not_taken(cast: Cast) -> None:
    assert enter(give_slip(cast, "左小禾"), relation="TEACHER").status_code == 422


def test_a_wrong_a_used_and_a_replaced_code_are_answered_in_the_same_words(cast: Cast) -> None:
    used, replaced = give_slip(cast, "左小禾"), give_slip(cast, "𠅤·阿依古丽")
    enter(used)
    slip = Slip.objects.get(pupil__name="𠅤·阿依古丽")
    cast.client("chinese").post(f"/class/{cast.five_one.pk}/slips/", {"replace": slip.pk, "key": "r", "seed": "x"})
    answers = [enter(code, password="Another-2026", again="Another-2026") for code in (WRONG, used, replaced)]
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert len({str(answer.context["refusal"].family) for answer in answers}) == 1
    assert "这个领取码现在不能用" in answers[0].text


def test_a_slip_is_claimed_once_and_the_same_person_sending_it_again_is_let_in(cast: Cast) -> None:
    code = give_slip(cast, "左小禾")
    assert enter(code).status_code == 302
    again = enter(code)  # the answer was lost on its way, and no cookie came back
    assert again.headers["Location"] == "/family/"
    assert Guardianship.objects.filter(relation="FATHER").count() == 1
    assert enter(code, password="Another-2026", again="Another-2026").status_code == 409


@pytest.mark.django_db(transaction=True)
def test_two_who_claim_one_slip_at_the_same_moment_get_it_once(committed_cast: Cast) -> None:
    code = give_slip(committed_cast, "左小禾")
    passwords = [f"Zuoxiaohe-{number}" for number in range(4)]
    answers = at_once([lambda p=p: enter(code, password=p, again=p).status_code for p in passwords])
    assert sorted(answers) == [302, 409, 409, 409]
    assert Guardianship.objects.filter(pupil__name="左小禾", until=None).count() == 2  # the mother, and one of these
    assert Person.objects.filter(name="家长", guardianships=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_makes_one_guardian_and_both_answers_lead_in(committed_cast: Cast) -> None:
    code = give_slip(committed_cast, "左小禾")
    answers = at_once([lambda: enter(code).status_code] * 3)
    assert answers == [302, 302, 302]
    assert Guardianship.objects.filter(relation="FATHER").count() == 1


def test_whoever_has_signed_in_binds_one_more_child_without_a_password(cast: Cast) -> None:
    client = cast.client("guardian")
    assert 'name="password"' not in client.get("/enter/").text
    form = {"code": give_slip(cast, "𠅤·阿依古丽"), "relation": "MOTHER", "agreed": "yes"}
    assert client.post("/enter/", form).headers["Location"] == "/family/"
    assert client.post("/enter/", form).headers["Location"] == "/family/"  # once more, by a double tap
    page = client.get("/family/")
    assert "左小禾" in page.text
    assert "𠅤·阿依古丽" in page.text
    assert Account.objects.filter(person=cast.people["guardian"]).count() == 1


def test_a_child_one_is_bound_to_already_is_told_and_the_slip_is_not_used_up(cast: Cast) -> None:
    code = give_slip(cast, "左小禾")
    page = enter(code, cast.client("guardian"))
    assert page.status_code == 409
    assert "这张条没有用掉" in page.text
    assert enter(code).status_code == 302


def test_a_guardian_signs_in_later_with_the_name_on_the_slip_however_it_is_typed(cast: Cast) -> None:
    enter(give_slip(cast, "左小禾"))
    name = Account.objects.get(person__guardianships__relation="FATHER").username
    for typed in (name, name.lower(), name.upper(), f" {name} "):
        client = Client()
        assert client.post("/login/", {"username": typed, "password": PASSWORD}).status_code == 302
        assert client.get("/family/").status_code == 200


def test_too_many_wrong_codes_from_one_address_close_it_for_a_while_to_right_ones_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(guessing, "MOST_FROM_AN_ADDRESS", 3)
    code = give_slip(cast, "左小禾")
    assert [enter(WRONG).status_code for _ in range(4)] == [409, 409, 409, 429]
    shut = enter(code)
    assert shut.status_code == 429
    assert "您的入户条没有作废" in shut.text
    assert Client(REMOTE_ADDR="203.0.113.9").post("/enter/", entering(code)).status_code == 302
    settings.SHUANGJIAN_CLOCK = "tests.desks.test_enter.later"
    assert enter(WRONG).status_code == 409


def test_too_many_wrong_codes_from_everywhere_together_close_the_entrance(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "MOST_TOGETHER", 3)
    for number in range(3):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post("/enter/", entering(WRONG))
    assert Client(REMOTE_ADDR="203.0.113.99").post("/enter/", entering(WRONG)).status_code == 429


def test_forms_that_are_filled_in_badly_do_not_count_as_guesses(cast: Cast) -> None:
    for _ in range(25):
        enter(give_slip(cast, "左小禾"), agreed="")
    assert WrongCode.objects.count() == 0


def test_wrong_codes_are_forgotten_after_an_hour_and_keep_no_address(cast: Cast) -> None:
    guessing.note_wrong_code(at=AT - dt.timedelta(hours=2), address="203.0.113.7")
    guessing.note_wrong_code(at=AT, address="203.0.113.7")
    (kept,) = WrongCode.objects.all()
    assert kept.at == AT
    assert "203.0.113.7" not in kept.address_digest


def test_a_teacher_with_a_first_password_chooses_ones_own_before_binding_a_child(cast: Cast) -> None:
    Account.objects.filter(person=cast.people["maths"]).update(must_change_password=True)
    assert cast.client("maths").get("/enter/").headers["Location"] == "/password/"
