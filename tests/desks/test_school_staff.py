"""老师和班主任: appointing, and accounts whose first password is shown once."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from shuangjian.audit import operations
from shuangjian.audit.models import Act
from shuangjian.kernel.actor import Role, operator
from shuangjian.kernel.grade import cohort_of
from shuangjian.people import operations as people
from shuangjian.people.models import Person, RoleAssignment
from shuangjian.people.queries import account_of
from tests.cast import AT, PASSWORD, TODAY, Cast
from tests.desks.places import check_plain, queries_of, statuses

pytestmark = pytest.mark.django_db

OCTOBER = dt.date(2026, 10, 8)


def page_of(cast: Cast) -> str:
    return f"/school/{cast.school.pk}/staff/"


def appoint(cast: Cast, who: str, whom: str, *, client: str = "academic", **more: str) -> Any:
    """Send the form: `who` names a post of 五（2）班 or grade 5 unless it is a value of the form."""
    post = {"homeroom": f"c{cast.five_two.pk}", "head": f"g{cohort_of(5, TODAY)}"}.get(who, who)
    typed = {"post": post, "person": str(cast.people[whom].pk), "since": TODAY.isoformat(), "key": "appoint"}
    return cast.client(client).post(page_of(cast), typed | more)


def holders(role: Role, date: dt.date = TODAY, **narrow: Any) -> set[str]:
    rows = RoleAssignment.objects.filter(role=role, since__lte=date, **narrow).select_related("person")
    return {row.person.name for row in rows if row.until is None or date < row.until}


def signs_in(username: str, password: str) -> bool:
    return Client().post("/login/", {"username": username, "password": password}).status_code == 302


def newcomer(cast: Cast, name: str = "祝安") -> Person:
    return people.add_staff(by=operator("测试"), at=AT, name=name, number="GH990001", school_id=cast.school.pk)


@pytest.mark.parametrize("path", ["staff/", "record/"])
def test_only_the_schools_leaders_may_open_it(cast: Cast, path: str) -> None:
    address = f"/school/{cast.school.pk}/{path}"
    assert set(statuses(cast, address, "academic", "principal").values()) == {200}
    knows = ("grade_head", "maths", "chinese", "county_officer", "city_officer")
    assert set(statuses(cast, address, *knows).values()) == {403}
    outside = ("stranger", "other_principal", "other_county_officer", "guardian", "former")
    assert set(statuses(cast, address, *outside).values()) == {404}


@pytest.mark.parametrize(("who", "status"), [("maths", 403), ("county_officer", 403), ("stranger", 404)])
def test_nobody_else_appoints_or_opens_accounts(cast: Cast, who: str, status: int) -> None:
    person = newcomer(cast)
    assert appoint(cast, "homeroom", "science", client=who).status_code == status
    opened = cast.client(who).post(f"{page_of(cast)}accounts/", {"people": person.pk, "key": "k"})
    assert opened.status_code == status
    assert account_of(person.pk) is None


def test_everybody_stands_there_with_posts_lessons_and_account(cast: Cast) -> None:
    page = cast.client("academic").get(page_of(cast))
    shown = {c.name: (posts, c.username) for c, posts in page.context["people"]}
    assert shown["毕小满"] == (["五（1）班班主任", "语文：五（1）班、五（2）班"], "chinese")
    assert shown["邵群"] == (["五年级组长"], "grade_head")
    assert shown["戚明"] == ([], "former")
    assert "蓝宇" not in shown
    assert page.context["missing"] == 1
    assert "1／3个班还没有" in page.text
    check_plain(page)


def test_a_homeroom_teacher_is_appointed_and_the_one_before_ends_that_day(cast: Cast) -> None:
    answer = appoint(cast, f"c{cast.five_one.pk}", "science", since=OCTOBER.isoformat())
    page = cast.client("academic").get(answer.headers["Location"])
    assert holders(Role.HOMEROOM, school_class=cast.five_one) == {"毕小满"}
    assert holders(Role.HOMEROOM, OCTOBER, school_class=cast.five_one) == {"任可"}
    assert "10月8日起 任可" in page.text
    act = Act.objects.get(name="people.appoint", key="appoint")
    assert (act.actor_name, act.on_label, act.class_id) == ("龚平", "任可", cast.five_one.pk)


def test_the_page_says_what_was_done(cast: Cast) -> None:
    client = cast.client("academic")
    typed = {"post": f"c{cast.five_two.pk}", "person": str(cast.people["science"].pk), "since": str(TODAY), "key": "k"}
    page = client.post(page_of(cast), typed, follow=True)
    assert "定好了：任可任五（2）班班主任，从9月17日起。" in page.text


def test_a_slip_of_the_hand_is_put_right_the_same_day(cast: Cast) -> None:
    appoint(cast, "homeroom", "science", key="one")
    assert appoint(cast, "homeroom", "maths", key="two").status_code == 302
    assert holders(Role.HOMEROOM, school_class=cast.five_two) == {"沈岚"}


def test_somebody_appointed_earlier_than_a_successor_who_waits_leaves_one_holder_on_every_day(cast: Cast) -> None:
    appoint(cast, f"c{cast.five_one.pk}", "science", since=OCTOBER.isoformat(), key="one")
    appoint(cast, f"c{cast.five_one.pk}", "maths", since="2026-09-21", key="two")
    for n in range(40):
        assert len(holders(Role.HOMEROOM, TODAY + dt.timedelta(n), school_class=cast.five_one)) == 1
    assert holders(Role.HOMEROOM, OCTOBER, school_class=cast.five_one) == {"沈岚"}


def test_a_head_of_grade_is_appointed(cast: Cast) -> None:
    appoint(cast, "head", "maths")
    assert holders(Role.GRADE_HEAD, cohort=cohort_of(5, TODAY)) == {"沈岚"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"post": "c999999"}, "请选要定的职务"),
        ({"post": ""}, "请选要定的职务"),
        ({"person": ""}, "请选一位本校老师"),
        ({"person": "9" * 25}, "请选一位本校老师"),
        ({"since": "明天"}, "请选从哪一天起"),
        ({"since": "2026-09-16"}, "请选今天或以后的日子"),
    ],
)
def test_what_cannot_be_read_is_named_and_changes_nothing(cast: Cast, typed: dict[str, str], words: str) -> None:
    page = appoint(cast, "homeroom", "science", **typed)
    assert page.status_code == 422
    assert words in page.text
    assert not holders(Role.HOMEROOM, school_class=cast.five_two)


def test_a_colleague_of_another_school_and_one_who_holds_the_post_already_are_told(cast: Cast) -> None:
    assert "请选一位本校老师" in appoint(cast, "homeroom", "stranger").text
    page = appoint(cast, f"c{cast.five_one.pk}", "chinese")
    assert page.status_code == 422
    assert "毕小满现在就是五（1）班班主任，不用再定" in page.text


def test_the_same_form_sent_twice_appoints_once_and_says_so(cast: Cast) -> None:
    client = cast.client("academic")
    typed = {"post": f"c{cast.five_two.pk}", "person": str(cast.people["science"].pk), "since": str(TODAY), "key": "k"}
    client.post(page_of(cast), typed, follow=True)
    page = client.post(page_of(cast), typed, follow=True)
    assert "没有再做一遍" in page.text
    assert RoleAssignment.objects.filter(school_class=cast.five_two, role=Role.HOMEROOM).count() == 1


def test_whoever_comes_second_in_a_race_with_the_same_form_is_told_it_is_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    appoint(cast, "homeroom", "science")
    RoleAssignment.objects.filter(school_class=cast.five_two, role=Role.HOMEROOM).update(
        since="2026-09-01", until=TODAY
    )
    _blind_at_first(monkeypatch)
    answer = appoint(cast, "homeroom", "science")
    assert answer.status_code == 302
    assert not holders(Role.HOMEROOM, school_class=cast.five_two)  # the second did nothing


def test_a_form_that_was_changed_after_it_was_sent_does_nothing(cast: Cast) -> None:
    appoint(cast, "homeroom", "science")
    assert appoint(cast, "homeroom", "maths").status_code == 409
    assert holders(Role.HOMEROOM, school_class=cast.five_two) == {"任可"}


def test_an_account_is_opened_with_a_first_password_that_is_shown_once_and_must_be_changed(cast: Cast) -> None:
    person, client = newcomer(cast), cast.client("academic")
    page = client.post(f"{page_of(cast)}accounts/", {"people": person.pk, "key": "open"})
    (given,) = page.context["given"]
    assert given.username == "zhuan0001"
    assert given.password in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert signs_in(given.username, given.password)
    assert account_of(person.pk).must_change_password
    act = Act.objects.get(name="people.open_account", on_id=person.pk)
    assert given.password not in str([act.before, act.after, act.outcome])
    again = client.post(f"{page_of(cast)}accounts/", {"people": person.pk, "key": "open"}, follow=True)
    assert "密码只显示一次" in again.text
    assert given.password not in again.text


def test_all_who_have_no_account_get_one_at_once(cast: Cast) -> None:
    added = [
        newcomer(cast),
        people.add_staff(by=operator("测试"), at=AT, name="祝安", number=None, school_id=cast.school.pk),
    ]
    client = cast.client("academic")
    assert "给2位开账号" in client.get(page_of(cast)).text
    page = client.post(f"{page_of(cast)}accounts/", {"people": [p.pk for p in added], "key": "all"})
    assert len({given.username for given in page.context["given"]}) == 2
    assert "<b>密码只在这一页显示一次。</b>" in page.text
    check_plain(page)


def test_a_forgotten_password_is_replaced_and_whoever_used_the_old_one_is_out(cast: Cast) -> None:
    teacher = cast.client("maths")
    page = cast.client("academic").post(
        f"{page_of(cast)}accounts/", {"people": cast.people["maths"].pk, "act": "renew", "key": "renew"}
    )
    (given,) = page.context["given"]
    assert teacher.get("/today/").headers["Location"].startswith("/login/")
    assert not signs_in("maths", PASSWORD)
    assert signs_in("maths", given.password)
    twice = cast.client("academic").post(
        f"{page_of(cast)}accounts/", {"people": cast.people["maths"].pk, "act": "renew", "key": "renew"}
    )
    assert twice.status_code == 302
    assert signs_in("maths", given.password)  # the repeat gave out no third password


def test_nobody_of_another_school_a_family_or_nobody_at_all_gets_an_account(cast: Cast) -> None:
    client, address = cast.client("academic"), f"{page_of(cast)}accounts/"
    for person in ("stranger", "county_officer", "guardian"):
        assert client.post(address, {"people": cast.people[person].pk, "act": "renew", "key": "k"}).status_code == 404
    assert client.post(address, {"people": "9" * 25, "key": "k"}).status_code == 302
    assert "没有选人" in client.post(address, {"key": "k"}, follow=True).text
    assert client.get(address).status_code == 405


def test_the_password_of_somebody_who_also_serves_above_is_not_the_schools_to_change(cast: Cast) -> None:
    people.appoint(
        by=operator("测试"),
        at=AT,
        person=cast.people["principal"],
        role=Role.COUNTY_OFFICER,
        place_id=cast.county.pk,
        place_path=cast.county.path,
    )
    typed = {"people": cast.people["principal"].pk, "act": "renew", "key": "k"}
    assert cast.client("academic").post(f"{page_of(cast)}accounts/", typed).status_code == 403
    assert signs_in("principal", PASSWORD)


def test_the_number_of_queries_does_not_grow_with_colleagues(cast: Cast) -> None:
    client = cast.client("academic")
    before = queries_of(client, page_of(cast))
    for n in range(5):
        people.add_staff(by=operator("测试"), at=AT, name=f"新老师{n}", number=None, school_id=cast.school.pk)
    assert queries_of(client, page_of(cast)) == before


def _blind_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the first act had committed only after the second had looked for it."""
    real, looked = operations.outcome_of, []

    def outcome_of(*asked: Any) -> Any:
        looked.append(asked)
        return real(*asked) if len(looked) > 1 else None

    monkeypatch.setattr(operations, "outcome_of", outcome_of)


def test_a_school_has_the_coordinators_it_wants_and_relieves_them(cast: Cast) -> None:
    assert appoint(cast, "s", "english").status_code == 302
    assert holders(Role.COORDINATOR) == {"桑榆", "鲁菲"}
    again = appoint(cast, "s", "english", key="again")
    assert "鲁菲现在就是课后服务负责人，不用再定。" in again.text
    relieved = {"relieve": str(cast.people["english"].pk), "key": "relieve"}
    for _ in range(2):
        assert cast.client("academic").post(page_of(cast), relieved).status_code == 302
    assert holders(Role.COORDINATOR) == {"桑榆"}
    assert Act.objects.filter(name="people.relieve_coordinator").count() == 1


@pytest.mark.parametrize(("who", "status"), [("coordinator", 403), ("county_officer", 403), ("stranger", 404)])
def test_nobody_else_relieves_a_coordinator(cast: Cast, who: str, status: int) -> None:
    relieved = {"relieve": str(cast.people["coordinator"].pk), "key": "relieve"}
    assert cast.client(who).post(page_of(cast), relieved).status_code == status
    assert holders(Role.COORDINATOR) == {"桑榆"}
