"""What a token opens: its person's roles within its scope, until it is revoked or expires, or the person loses them."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from shuangjian.audit.models import Act
from shuangjian.homework.models import Publication
from shuangjian.people import rules
from shuangjian.people.models import Account, RoleAssignment, TeachingAssignment, Token
from shuangjian.people.operations import revoke_token, use_token
from shuangjian.people.rules import Scope, TokenBusy
from tests.api.callers import ROOT, Caller, caller, homework, token_of
from tests.cast import AT, TODAY, Cast

pytestmark = pytest.mark.django_db


def test_a_token_says_whose_it_is_and_what_it_may_do(cast: Cast) -> None:
    told = caller(cast, "maths").get("/me").json()
    assert (told["name"], told["token"]) == ("沈岚", "排课系统")
    assert told["scopes"] == ["read:evenings", "write:homework", "write:loans", "read:service"]
    assert {(role["role"], role["class_id"], role["subject"]) for role in told["roles"]} == {
        ("SUBJECT_TEACHER", cast.five_one.pk, "MATHEMATICS"),
        ("SUBJECT_TEACHER", cast.five_two.pk, "MATHEMATICS"),
    }


def test_all_scopes_together_fit_a_token() -> None:
    assert len(" ".join(Scope)) <= (Token._meta.get_field("scopes").max_length or 0)


def test_a_token_is_kept_as_a_digest_and_nowhere_in_clear(cast: Cast) -> None:
    secret = token_of(cast.people["maths"])
    row = Token.objects.get()
    assert secret.startswith("sj_")
    assert len(secret) == 43
    assert row.hint == secret[:7]
    kept = [str(value) for value in (*vars(row).values(), *vars(Act.objects.latest("pk")).values())]
    assert all(secret[8:] not in value for value in kept)


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer sj_nothing", "Basic bWF0aHM6eA==", "Bearer \x00", "sj_nothing", "Bearer é"],
)
def test_without_a_good_token_everything_answers_401(cast: Cast, header: str) -> None:
    response = Client(headers={"Authorization": header}).get(f"{ROOT}/me")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="/api/v1"'
    assert response.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    assert response.json()["title"] == "令牌不能用"


@pytest.mark.parametrize("who", ["maths", "principal", "city_officer"])
def test_a_browsers_session_opens_nothing(cast: Cast, who: str) -> None:
    client = cast.client(who)
    assert client.get(f"{ROOT}/me").status_code == 401
    body = homework(cast)
    sent = client.post(f"{ROOT}/homework", body, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert sent.status_code == 401
    assert not Publication.objects.exists()


def test_a_token_needs_no_csrf_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token_of(cast.people['maths'])}"})
    headers = {"Idempotency-Key": "k"}
    sent = client.post(f"{ROOT}/homework", homework(cast), content_type="application/json", headers=headers)
    assert sent.status_code == 200


def _revoke(cast: Cast) -> None:
    revoke_token(by=cast.actor("maths"), at=AT, token_id=Token.objects.get().pk)


def _expire(cast: Cast) -> None:
    Token.objects.update(issued_at=AT - dt.timedelta(days=2), expires_at=AT)


def _lose_roles(cast: Cast) -> None:
    TeachingAssignment.objects.filter(person=cast.people["maths"]).update(until=TODAY)


def _leave(cast: Cast) -> None:
    type(cast.people["maths"]).objects.filter(pk=cast.people["maths"].pk).update(left_on=TODAY)


def _close(cast: Cast) -> None:
    Account.objects.filter(username="maths").update(is_active=False)


def _renew(cast: Cast) -> None:
    Account.objects.filter(username="maths").update(must_change_password=True)


@pytest.mark.parametrize("end", [_revoke, _expire, _lose_roles, _leave, _close, _renew])
def test_a_token_is_useless_at_once_when_its_ground_is_gone(cast: Cast, end: Any) -> None:
    program = caller(cast, "maths")
    assert program.get("/me").status_code == 200
    end(cast)
    assert program.get("/me").status_code == 401
    assert program.post("/homework", homework(cast)).status_code == 401
    assert not Publication.objects.exists()


def test_a_role_that_ends_takes_its_part_of_the_token(cast: Cast) -> None:
    program = caller(cast, "chinese")
    assert program.get(f"/classes/{cast.five_one.pk}/evenings", since=TODAY, until=TODAY).status_code == 200
    TeachingAssignment.objects.filter(person=cast.people["chinese"], school_class=cast.five_two).update(until=TODAY)
    assert program.get(f"/classes/{cast.five_two.pk}/evenings", since=TODAY, until=TODAY).status_code == 404
    assert program.get(f"/classes/{cast.five_one.pk}/evenings", since=TODAY, until=TODAY).status_code == 200


@pytest.mark.parametrize(
    ("who", "scope", "method", "path"),
    [
        ("maths", Scope.READ_EVENINGS, "post", "/homework"),
        ("maths", Scope.WRITE_HOMEWORK, "get", "/classes"),
        ("principal", Scope.READ_EVENINGS, "get", "/places/{school}/roster.xlsx"),
        ("principal", Scope.READ_ROSTERS, "post", "/places/{school}/roster/uploads"),
        ("maths", Scope.WRITE_HOMEWORK, "post", "/loans"),
        ("chinese", Scope.WRITE_LOANS, "post", "/settlements"),
        ("principal", Scope.READ_CHECKS, "post", "/homework/appeals/1/answer"),
        ("principal", Scope.WRITE_DECISIONS, "get", "/schools/{school}/reports"),
        ("city_officer", Scope.READ_EVENINGS, "get", "/places/{city}/figures"),
        ("city_officer", Scope.READ_FIGURES, "get", "/places/{city}/roster/uploads"),
    ],
)
def test_a_token_of_another_scope_is_told_which_it_lacks(
    cast: Cast, who: str, scope: Scope, method: str, path: str
) -> None:
    path = path.format(school=cast.school.pk, city=cast.city.pk)
    program = caller(cast, who, scope)
    response = program.get(path) if method == "get" else program.post(path, homework(cast))
    assert response.status_code == 403
    assert "没有“" in response.json()["detail"]


def test_a_scope_lends_no_role(cast: Cast) -> None:
    """A homeroom teacher who is also an officer reads figures by the office, and publishes by the lessons."""
    RoleAssignment.objects.create(
        person=cast.people["chinese"], role="COUNTY_OFFICER", place=cast.county, since=TODAY, office="BASIC_EDUCATION"
    )
    program = caller(cast, "chinese")
    assert program.get(f"/places/{cast.county.pk}/figures").status_code == 200
    assert program.get(f"/places/{cast.city.pk}/figures").status_code == 404
    assert program.post("/homework", homework(cast)).status_code == 403  # mathematics is not hers


def test_a_token_of_one_school_holds_nothing_at_another(cast: Cast) -> None:
    place = cast.other_school.place
    RoleAssignment.objects.create(
        person=cast.people["principal"], role="PRINCIPAL", place=place, school=cast.other_school, since=TODAY
    )
    secret = token_of(cast.people["principal"])
    assert Caller(secret).get(f"/classes/{cast.seven_one.pk}/evenings", since=TODAY, until=TODAY).status_code == 200
    Token.objects.update(school=cast.school)
    assert Caller(secret).get(f"/classes/{cast.seven_one.pk}/evenings", since=TODAY, until=TODAY).status_code == 404


def test_the_record_names_the_token_beside_the_person(cast: Cast) -> None:
    caller(cast, "maths").post("/homework", homework(cast))
    act = Act.objects.get(name="homework.publish")
    assert (act.actor_name, act.actor_id) == ("沈岚经“排课系统”", cast.people["maths"].pk)


def test_requests_beyond_the_limit_wait_for_the_next_minute(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuangjian.people.operations.tokens.REQUESTS_A_MINUTE", 3)
    program = caller(cast, "maths")
    assert [program.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = program.get("/me")
    assert refused.headers["Retry-After"] == "60"
    assert refused.json()["type"] == "/api/v1/#busy"
    assert use_token(secret=program.secret or "", at=AT + dt.timedelta(minutes=1)).name == "排课系统"


def test_one_busy_token_holds_no_other_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuangjian.people.operations.tokens.REQUESTS_A_MINUTE", 1)
    one, other = token_of(cast.people["maths"]), token_of(cast.people["maths"])
    use_token(secret=one, at=AT)
    with pytest.raises(TokenBusy):
        use_token(secret=one, at=AT)
    use_token(secret=other, at=AT)


def test_a_guardian_has_nothing_to_issue_a_token_for(cast: Cast) -> None:
    assert rules.offered_scopes(cast.actor("guardian")) == ()
