"""The rows behind the bureau's figures."""

import pytest

from shuangjian.desks.bureau.rows import PAGE
from shuangjian.homework.queries import EveningCount
from tests.cast import TODAY, Cast
from tests.desks.places import add_classes, add_school, check_plain, queries_of
from tests.desks.publishing import fill, send

pytestmark = pytest.mark.django_db


def rows_of(cast: Cast, kind: str, more: str = "") -> str:
    return f"/places/{cast.city.pk}/evenings/?kind={kind}{more}"


def test_every_figure_opens_exactly_its_rows_with_the_same_numerator_and_denominator(cast: Cast) -> None:
    fill(cast, 60, cast.five_one)
    send(cast.client("maths"), cast, classes=[cast.five_two])
    client = cast.client("city_officer")
    page = client.get(f"/places/{cast.city.pk}/")
    for figure in page.context["figures"]:
        rows = client.get(figure["href"])
        assert (rows.context["n"], rows.context["of"]) == (figure["n"], figure["of"])
        assert len(rows.context["rows"]) == figure["n"]
        check_plain(rows)


@pytest.mark.parametrize("kind", [*EveningCount, "quiet", "homeroom"])
def test_every_kind_of_row_can_be_opened_and_says_what_its_denominator_is(cast: Cast, kind: str) -> None:
    page = cast.client("city_officer").get(rows_of(cast, kind))
    assert page.status_code == 200
    assert f"<b>{page.context['n']}／{page.context['of']}</b>。分母是{page.context['of_label']}" in page.text


def test_each_class_evening_is_one_of_four_kinds(cast: Cast) -> None:
    fill(cast, 60, cast.five_one)
    client = cast.client("city_officer")
    count = {kind: client.get(rows_of(cast, kind)).context["n"] for kind in EveningCount}
    assert count["full"] + count["partly"] + count["blank"] + count["closed"] == count["all"]
    assert count["partly"] + count["blank"] == count["room"]
    assert count["open"] + count["closed"] == count["all"]


def test_a_row_names_class_school_and_what_was_set(cast: Cast) -> None:
    fill(cast, 25, cast.five_one)
    page = cast.client("city_officer").get(rows_of(cast, "written"))
    (row,) = page.context["rows"]
    assert (row.label, row.school, [i.minutes for i in row.items]) == ("五（1）班", "青枣路小学", [25])
    assert f'href="/class/{cast.five_one.pk}/?date={TODAY}"' in page.text
    assert "语文　位置</a> 25分" in page.text


def test_rows_of_a_place_are_only_those_below_it(cast: Cast) -> None:
    page = cast.client("other_county_officer").get(f"/places/{cast.other_county.pk}/evenings/?kind=all")
    assert {row.school for row in page.context["rows"]} == {"槐荫初级中学", "柳沟小学"}


def test_schools_without_homework_each_say_why(cast: Cast) -> None:
    add_school(cast.county, "空校")
    page = cast.client("city_officer").get(rows_of(cast, "quiet"))
    assert {school.name: school.quiet for school in page.context["rows"]}["空校"] == "还没有在读的班，名册没有更新"
    assert "近7天没有布置过作业" in page.text


def test_classes_without_a_homeroom_teacher_are_named_with_their_school(cast: Cast) -> None:
    page = cast.client("city_officer").get(rows_of(cast, "homeroom"))
    assert [(school.name, klass.label) for school, klass in page.context["rows"]] == [
        ("槐荫初级中学", "七（1）班"),
        ("青枣路小学", "五（2）班"),
    ]


def test_a_kind_that_does_not_exist_is_not_found(cast: Cast) -> None:
    assert cast.client("city_officer").get(rows_of(cast, "worst")).status_code == 404


def test_many_rows_are_read_page_by_page_without_gap_or_overlap(cast: Cast) -> None:
    for number in range(1, 6):
        add_classes(cast.school, 1, 2, 3, 4, 5, 6, number=10 + number)
        add_classes(cast.village, 1, 2, 3, 4, 5, 6, number=10 + number)
    client, seen = cast.client("city_officer"), []
    first = client.get(rows_of(cast, "all"))
    for number in range(1, first.context["last_page"] + 1):
        seen += [(r.class_id, r.label) for r in client.get(rows_of(cast, "all", f"&page={number}")).context["rows"]]
    assert first.context["last_page"] == 2
    assert len(first.context["rows"]) == PAGE
    assert len(seen) == len(set(seen)) == first.context["n"] == 66
    assert "下一页" in first.text


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "9" * 30])
def test_a_page_that_is_not_there_is_answered_with_one_that_is(cast: Cast, page: str) -> None:
    answer = cast.client("city_officer").get(rows_of(cast, "all", f"&page={page}"))
    assert answer.status_code == 200
    assert answer.context["page"] == 1


def test_the_number_of_queries_does_not_grow_with_rows(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    client = cast.client("city_officer")
    before = [queries_of(client, rows_of(cast, kind)) for kind in ("all", "written", "homeroom")]
    add_classes(cast.school, 3, 4, 6)
    add_school(cast.central, "柳西小学", 1, 3, 5)
    fill(cast, 20, cast.five_two, key="more")
    assert [queries_of(client, rows_of(cast, kind)) for kind in ("all", "written", "homeroom")] == before
