"""令牌: issued for oneself, shown once, revoked by oneself or the school's leaders."""

import re
from typing import Any

import pytest

from shuangjian.audit.models import Act
from shuangjian.audit.sentences import sentence
from shuangjian.people.models import Token
from tests.api.callers import Caller
from tests.cast import Cast
from tests.desks.places import check_plain, statuses

pytestmark = pytest.mark.django_db


def issue(cast: Cast, who: str = "maths", **more: Any) -> Any:
    typed = {"name": "排课系统", "scopes": ["read:evenings"], "days": "30", "key": "k", "seed": "s" * 32} | more
    return cast.client(who).post(f"/school/{cast.school.pk}/tokens/", typed)


def secret_in(page: Any) -> str:
    (found,) = set(re.findall(r"sj_\w{40}", page.text))
    return str(found)


def test_whoever_works_at_the_school_has_the_page(cast: Cast) -> None:
    address = f"/school/{cast.school.pk}/tokens/"
    assert set(statuses(cast, address, "maths", "chinese", "grade_head", "academic", "principal").values()) == {200}
    assert set(statuses(cast, address, "county_officer", "city_officer").values()) == {403}
    assert set(statuses(cast, address, "stranger", "other_principal", "guardian", "former").values()) == {404}


def test_a_token_is_shown_once_and_opens_what_was_chosen(cast: Cast) -> None:
    page = issue(cast)
    check_plain(page)
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    me = Caller(secret_in(page)).get("/me").json()
    assert (me["token"], me["scopes"]) == ("排课系统", ["read:evenings"])
    listed = cast.client("maths").get(f"/school/{cast.school.pk}/tokens/")
    check_plain(listed)
    assert "排课系统" in listed.text
    assert secret_in(page) not in listed.text


def test_the_same_form_again_shows_the_same_token_and_makes_no_second(cast: Cast) -> None:
    assert secret_in(issue(cast)) == secret_in(issue(cast))
    assert Token.objects.count() == 1
    assert Act.objects.filter(name="people.issue_token").count() == 1


def test_the_same_form_after_revoking_shows_nothing(cast: Cast) -> None:
    issue(cast)
    client = cast.client("maths")
    client.post(f"/school/{cast.school.pk}/tokens/", {"token": str(Token.objects.get().pk), "key": "r"})
    again = issue(cast)
    assert again.status_code == 302
    assert Token.objects.filter(revoked_at=None).count() == 0


def test_scopes_are_offered_by_what_one_is(cast: Cast) -> None:
    teacher = cast.client("maths").get(f"/school/{cast.school.pk}/tokens/").text
    leader = cast.client("principal").get(f"/school/{cast.school.pk}/tokens/").text
    assert re.findall(r'name="scopes" value="([\w:]+)"', teacher) == [
        "read:evenings",
        "write:homework",
        "write:loans",
        "read:service",
    ]
    assert "read:rosters" in re.findall(r'name="scopes" value="([\w:]+)"', leader)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "长" * 31}, "name"),
        ({"name": "排\x00课"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read:rosters"]}, "scopes"),
        ({"days": "100000"}, "days"),
        ({"days": "often"}, "days"),
    ],
)
def test_what_cannot_stand_is_told_beside_its_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    page = issue(cast, **more)
    assert page.status_code == 422
    assert f'id="error-{field}"' in page.text
    assert not Token.objects.exists()


def test_leaders_see_and_revoke_the_tokens_of_the_school_and_colleagues_do_not(cast: Cast) -> None:
    secret = secret_in(issue(cast))
    token, address = Token.objects.get(), f"/school/{cast.school.pk}/tokens/"
    assert "排课系统" in cast.client("principal").get(address).text
    assert "排课系统" not in cast.client("english").get(address).text
    assert cast.client("english").post(address, {"token": str(token.pk)}).status_code == 404
    assert cast.client("academic").post(address, {"token": str(token.pk), "key": "r"}).status_code == 302
    assert Caller(secret).get("/me").status_code == 401


@pytest.mark.parametrize("token", ["", "x", "99999999", "9" * 30])
def test_a_token_that_is_none_is_not_found(cast: Cast, token: str) -> None:
    address = f"/school/{cast.school.pk}/tokens/"
    assert cast.client("principal").post(address, {"token": token}).status_code == 404


def test_a_token_of_another_school_is_not_revoked_here(cast: Cast) -> None:
    issue(cast)
    elsewhere = f"/school/{cast.other_school.pk}/tokens/"
    token = str(Token.objects.get().pk)
    assert cast.client("other_principal").post(elsewhere, {"token": token}).status_code == 404
    assert Token.objects.get().revoked_at is None


def test_the_record_says_who_issued_and_revoked_what(cast: Cast) -> None:
    issue(cast)
    address = f"/school/{cast.school.pk}/tokens/"
    cast.client("principal").post(address, {"token": str(Token.objects.get().pk), "key": "r"})
    told = [sentence(act) for act in Act.objects.filter(name__contains="token").order_by("pk")]
    assert told == [
        "沈岚（学科教师）给沈岚开了“排课系统”的令牌，可以看班级和每晚的作业，到2026年10月17日。",
        "葛青（校长）停用了沈岚的令牌“排课系统”。",
    ]


def test_ones_page_for_the_password_leads_there(cast: Cast) -> None:
    link = f'href="/school/{cast.school.pk}/tokens/"'
    assert link in cast.client("maths").get("/password/").text
    assert link not in cast.client("guardian").get("/password/").text
    assert link in cast.client("maths").get("/api/v1/").text
