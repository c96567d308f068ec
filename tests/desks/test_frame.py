"""The frame that every desk stands in: sign-in, where `/` leads, tabs, the answers to what one may not do."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from shuangjian.audit.queries import acts_of_person
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str, **more: str) -> object:
    return client.post("/login/", {"username": username, "password": password, **more})


@pytest.mark.parametrize(
    ("who", "where"),
    [("maths", "/today/"), ("guardian", "/family/"), ("lower", "/today/")],
)
def test_slash_leads_to_the_first_desk_of_whoever_signed_in(cast: Cast, who: str, where: str) -> None:
    assert cast.client(who).get("/").headers["Location"] == where


def test_slash_leads_leaders_to_their_school_and_officers_to_their_place(cast: Cast) -> None:
    assert cast.client("principal").get("/").headers["Location"] == f"/school/{cast.school.pk}/"
    assert cast.client("county_officer").get("/").headers["Location"] == f"/places/{cast.county.pk}/"


def test_the_public_gets_a_front_page_without_a_name_of_anybody(cast: Cast) -> None:
    page = cast.client().get("/")
    assert page.status_code == 200
    assert "登录" in page.text
    assert "退出" not in page.text


def test_somebody_without_a_role_is_told_so(cast: Cast) -> None:
    page = cast.client("former").get("/")
    assert "名册上您现在没有任职" in page.text


def test_signing_in_and_out_is_recorded(cast: Cast) -> None:
    client = Client()
    assert sign_in(client, "maths", PASSWORD).status_code == 302
    client.post("/logout/")
    names = [act.name for act in acts_of_person(cast.people["maths"].pk)]
    assert names == ["people.sign_out", "people.sign_in"]
    assert client.get("/today/").headers["Location"].startswith("/login/")


def test_the_record_of_a_guardian_signing_in_keeps_no_name(cast: Cast) -> None:
    guardian = cast.people["guardian"]
    sign_in(Client(), guardian.account.username, PASSWORD)
    (latest, *_) = acts_of_person(guardian.pk)
    assert (latest.name, latest.actor_name, latest.on_label) == ("people.sign_in", "家长", "家长")


def test_a_wrong_password_and_an_unknown_account_get_the_same_words(cast: Cast) -> None:
    wrong = sign_in(Client(), "maths", "wrong")
    unknown = sign_in(Client(), "nobody-here", "wrong")
    assert wrong.status_code == unknown.status_code == 422
    assert "账号或密码不对" in wrong.text
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_five_wrong_passwords_close_the_account_with_a_page_that_says_for_how_long(cast: Cast) -> None:
    client = Client()
    answers = [sign_in(client, "maths", f"wrong-{n}") for n in range(6)]
    assert answers[-1].status_code == 429
    assert "10分钟以后再试" in answers[-1].text
    assert sign_in(client, "maths", PASSWORD).status_code == 429


def test_next_is_followed_within_this_site_only(cast: Cast) -> None:
    assert sign_in(Client(), "maths", PASSWORD, next="/homework/").headers["Location"] == "/homework/"
    assert sign_in(Client(), "maths", PASSWORD, next="https://example.org/").headers["Location"] == "/"


def test_changing_the_password_wants_the_old_one_two_equal_new_ones_and_a_strong_one(cast: Cast) -> None:
    client = cast.client("maths")
    for typed, words in (
        ({"old": "no", "new": "Qingzao-2027", "again": "Qingzao-2027"}, "现在的密码不对"),
        ({"old": PASSWORD, "new": "Qingzao-2027", "again": "Qingzao-2028"}, "两次输入的新密码不一样"),
        ({"old": PASSWORD, "new": "abcdefgh", "again": "abcdefgh"}, "至少用三种"),
    ):
        page = client.post("/password/", typed)
        assert page.status_code == 422
        assert words in page.text
    assert (
        client.post("/password/", {"old": PASSWORD, "new": "Qingzao-2027", "again": "Qingzao-2027"}).status_code == 302
    )
    assert client.get("/today/").status_code == 200  # this session stays
    assert sign_in(Client(), "maths", "Qingzao-2027").status_code == 302


def test_a_password_that_another_gave_out_is_changed_before_anything_else(cast: Cast) -> None:
    account = cast.people["maths"].account
    account.must_change_password = True
    account.save()
    client = cast.client("maths")
    assert client.get("/today/").headers["Location"] == "/password/"
    assert "别人帮您设的" in client.get("/password/").text


def test_people_with_several_roles_see_all_their_tabs(cast: Cast) -> None:
    page = cast.client("chinese").get("/password/")
    for words in ("今天", "我的作业", "我的班", "规定"):
        assert words in page.text
    assert f'href="/class/{cast.five_one.pk}/"' in page.text


def test_the_password_page_costs_the_same_number_of_queries_however_many_classes_one_teaches(
    cast: Cast, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        cast.client("science").get("/password/")
    with CaptureQueriesContext(connection) as two:
        cast.client("maths").get("/password/")
    assert len(one) == len(two)


def test_no_page_carries_inline_style_or_script(cast: Cast) -> None:
    for path in ("/", "/login/", "/password/"):
        page = cast.client("maths" if path == "/password/" else None).get(path)
        assert " style=" not in page.text
        assert "<script>" not in page.text
        assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]


def test_a_button_pressed_after_the_session_ran_out_leads_back_to_its_page(cast: Cast) -> None:
    page = f"/class/{cast.five_one.pk}/"
    for came_from, then in ((f"http://testserver{page}?date=2026-09-16", f"{page}?date=2026-09-16"), ("", "/")):
        client = Client()
        sent = client.post(f"{page}count/", {"present": "30"}, headers={"Referer": came_from})
        assert parse_qs(urlsplit(sent.headers["Location"]).query) == {"next": [then]}
        assert "刚才按的没有算数" in client.get(sent.headers["Location"]).text
    elsewhere = Client().post(f"{page}count/", headers={"Referer": "https://example.org/class/1/"})
    assert elsewhere.headers["Location"] == "/login/?next=/"
