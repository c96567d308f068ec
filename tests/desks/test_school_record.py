"""The school's record: every act a sentence, nobody's sign-ins, no child's name."""

import pytest

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Subject, record
from shuangjian.desks.common.record import PAGE
from tests.cast import AT, PASSWORD, Cast
from tests.desks.places import check_plain, queries_of
from tests.desks.publishing import send

pytestmark = pytest.mark.django_db


def page_of(cast: Cast) -> str:
    return f"/school/{cast.school.pk}/record/"


def test_what_was_done_is_told_in_sentences_newest_first(cast: Cast) -> None:
    send(cast.client("maths"), cast)
    page = cast.client("principal").get(page_of(cast))
    words = [words for _, _, words in page.context["acts"]]
    assert words[0] == "沈岚（学科教师）布置了数学《位置》，发布到五（1）班、五（2）班，按20分计。"
    assert "毕小满（班主任）给五（1）班发了1张入户条。" in words
    assert "家长用入户条绑定了一个孩子。" in words
    assert "测试（系统维护）请邵群任五年级组长，从2026年9月1日起。" in words
    assert not [sentence for sentence in words if "做了“" in sentence]
    check_plain(page)


def test_who_signed_in_when_is_nobodys_to_watch(cast: Cast) -> None:
    cast.client().post("/login/", {"username": "maths", "password": PASSWORD})
    assert Act.objects.filter(name="people.sign_in", school_id=cast.school.pk).exists()
    page = cast.client("principal").get(page_of(cast))
    assert not [act for act, _, _ in page.context["acts"] if act.name.startswith("people.sign")]


def test_another_schools_acts_are_not_there(cast: Cast) -> None:
    page = cast.client("principal").get(page_of(cast))
    assert {act.school_id for act, _, _ in page.context["acts"]} == {cast.school.pk}


def test_a_long_record_is_read_page_by_page_without_gap_or_overlap(cast: Cast) -> None:
    _many(cast, 2 * PAGE)
    client, seen, address = cast.client("principal"), [], page_of(cast)
    while True:
        page = client.get(address)
        seen += [act.pk for act, _, _ in page.context["acts"]]
        if page.context["older"] is None:
            break
        address = f"{page_of(cast)}?before={page.context['older']}"
    expected = Act.objects.filter(school_id=cast.school.pk).order_by("-pk").values_list("pk", flat=True)
    assert seen == list(expected)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "٣"])
def test_a_page_that_cannot_be_read_is_the_first(cast: Cast, before: str) -> None:
    page = cast.client("principal").get(f"{page_of(cast)}?before={before}")
    assert page.status_code == 200
    assert page.context["before"] is None


def test_the_number_of_queries_does_not_grow_with_acts(cast: Cast) -> None:
    client = cast.client("principal")
    before = queries_of(client, page_of(cast))
    _many(cast, 20)
    assert queries_of(client, page_of(cast)) == before


def _many(cast: Cast, count: int) -> None:
    for n in range(count):
        record(
            by=cast.actor("academic"),
            at=AT,
            name="homework.replace_sheet_address",
            on=Subject("class", n, "五（1）班", cast.school.place.path, cast.school.pk, cast.five_one.pk),
        )
