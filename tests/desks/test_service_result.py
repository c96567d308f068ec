"""What a family reads once places are drawn: what the child got, and why not what it would rather have had."""

import re

import pytest
from django.test import Client

from shuangjian.afterschool.draw import Entry, MenuUnit
from shuangjian.afterschool.models import Placement, SignUp
from shuangjian.afterschool.rules.kinds import Origin
from tests.apps.afterschool.drawn import Drawn, drawn_school, on, tutored
from tests.cast import Cast
from tests.desks.places import queries_of, statuses

pytestmark = pytest.mark.django_db
ALL = (1, 2, 3, 4, 5, 6)
CHILD, ME = "左小禾", f"{1:016x}"


def drawn_so_that_the_child_is_last(cast: Cast) -> Drawn:
    """On Monday 篮球 has a seat for whoever stands first; 剪纸 finds two of three; 诗社 is for the first grades; 足球
    is on Monday and Friday, 航模 remains. 合唱团 meets on Tuesday and Thursday, of which Thursday goes to 观影."""
    units = [
        MenuUnit(1, "篮球", (1,), ALL, 1, 0),
        MenuUnit(2, "剪纸", (1,), ALL, 3, 3),
        MenuUnit(3, "诗社", (1,), (1, 2), 9, 0),
        MenuUnit(4, "足球", (1, 5), ALL, 9, 0),
        MenuUnit(5, "航模", (1,), ALL, 9, 0),
        MenuUnit(6, "合唱团", (2, 4), ALL, 9, 0),
        MenuUnit(7, "观影", (4,), ALL, 9, 0),
        MenuUnit(8, "种植", (2,), ALL, 9, 2),
    ]
    band = -1  # behind the others
    lists = [
        Entry(ME, None, 5, band, (1, 2, 4), (1, 2, 3, 4, 5, 7, 6, 8)),
        Entry(f"{2:016x}", None, 5, 1, (1,), (1,)),
        Entry(f"{3:016x}", None, 1, 0, (1,), (2,)),
        Entry(f"{4:016x}", None, 5, 0, (1, 2, 4), (5, 6)),
    ]
    return drawn_school(cast, units=units, lists=lists)


def page(cast: Cast, who: str = "guardian", child: str = CHILD) -> str:
    response = cast.client(who).get(f"/family/service/{cast.pupils[child].pk}/")
    assert response.status_code == 200
    assert response.text.count("<h1") == 1
    assert " style=" not in response.text
    return str(response.text)


def said(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", text))


def test_each_wish_above_what_the_child_has_says_why_not(cast: Cast) -> None:
    drawn_so_that_the_child_is_last(cast)
    words = said(page(cast))
    assert "1个名额给满了。最后一个名额给了第1位，左小禾这一天排在第4位。" in words
    assert "排下来只有2人，最少要3人，没有开。关掉以后，全校用同一个次序重新排了一遍。" in words
    assert "这个活动是给一到二年级的，左小禾报名时是五年级。" in words
    assert "周五也要去，周五没有报名。" in words
    assert "周四已经给了排在前面的志愿：观影。" in words
    assert "周一航模第5志愿机房，16:50到17:40，航模老师" in words
    assert "周四观影第1志愿" in words


def test_an_afternoon_without_a_wish_given_is_in_the_reading_place_which_is_always_there(cast: Cast) -> None:
    drawn_so_that_the_child_is_last(cast)
    words = said(page(cast))
    assert (
        "周二自主阅读一直都有16:50到17:40，有老师看着。写的志愿这天没有给上。自主阅读位不用抽，报了名的都有。" in words
    )
    assert "排下来只有1人，最少要2人，没有开。" in words


def test_a_cut_off_is_drawn_and_told_to_who_cannot_see_it(cast: Cast) -> None:
    drawn_so_that_the_child_is_last(cast)
    text = page(cast)
    assert 'aria-label="4人排的队里，周一的篮球给到第1位，左小禾排在第4位"' in text
    assert 'width="25.0%" class="cut-in"' in text
    assert '<svg x="100.0%" y="14"' in text


def test_the_numbers_to_work_it_out_again_stand_on_the_page(cast: Cast) -> None:
    drawn = drawn_so_that_the_child_is_last(cast)
    text = page(cast)
    sign_up = SignUp.objects.get(pupil=cast.pupils[CHILD])
    for number in (drawn.programme.commitment, drawn.draw.public_value, drawn.draw.sealed_digest, sign_up.receipt, ME):
        assert f"<dd>{number}</dd>" in text
    assert drawn.programme.secret not in text


def test_the_whole_school_is_told_with_denominators(cast: Cast) -> None:
    drawn_so_that_the_child_is_last(cast)
    # Eight days with wishes, of which the child's Monday and Tuesday and another's 剪纸 got not the first.
    words = said(page(cast))
    assert "4人排了队。一人一天算一次，写了志愿的8次里，第一志愿5／8" in words
    assert "在自主阅读的2／8。一周里一个志愿也没有给上的有1人。9月14日抽的。" in words


def test_a_club_is_one_card_with_both_its_days(cast: Cast) -> None:
    units = [MenuUnit(1, "合唱团", (2, 4), ALL, 9, 0)]
    drawn_school(cast, units=units, lists=[Entry(f"{n}" * 16, None, 5, 0, (2, 4), (1,)) for n in (1, 2, 3)])
    assert "周二、周四合唱团第1志愿" in said(page(cast))
    assert "几天都去" in said(page(cast))


def test_who_has_every_first_wish_is_not_told_of_wishes_that_were_not_given(cast: Cast) -> None:
    lists = [Entry(f"{n}" * 16, None, 5, 0, (2, 4), (1,)) for n in (1, 2, 3)]
    drawn_school(cast, units=[MenuUnit(1, "合唱团", (2, 4), ALL, 9, 0)], lists=lists)
    assert "没有给上" not in said(page(cast)).split("全校这一次")[0]
    assert "改日子、候补、退出" in said(page(cast))


def test_a_seat_that_was_offered_and_taken_says_what_the_draw_gave(cast: Cast) -> None:
    drawn = drawn_so_that_the_child_is_last(cast)
    pupil = cast.pupils[CHILD]
    Placement.objects.filter(pupil=pupil, weekday=1).update(ended_at=on(16))
    Placement.objects.create(
        programme=drawn.programme, school=cast.school, sign_up=drawn.sign_ups[pupil.pk], pupil=pupil, weekday=1,
        unit=drawn.units[1], origin=Origin.OFFER, since=on(16),
    )  # fmt: skip
    words = said(page(cast))
    assert "抽签给的是航模，后来有名额，您家要了。" in words
    assert "周一篮球第1志愿操场，16:50到17:40，沈岚老师" in words
    assert "名额给满了" not in words


def test_a_receipt_that_changed_with_a_day_of_tutoring_stands_beside_the_one_that_was_given(cast: Cast) -> None:
    drawn_so_that_the_child_is_last(cast)
    row = SignUp.objects.get(pupil=cast.pupils[CHILD])
    assert f"您家的回执{row.receipt}文件里" in said(page(cast))
    SignUp.objects.filter(pk=row.pk).update(receipt="0000-0000")
    assert f"您家的回执，换过0000-0000您交的时候的回执{row.receipt}排上了辅导的那天" in said(page(cast))


def test_a_family_sees_its_own_tutoring_named(cast: Cast) -> None:
    tutored(cast, drawn_so_that_the_child_is_last(cast), cast.pupils[CHILD], 3)
    assert "周三补一补数学16:50到17:40，任可老师。免费，不去也没有影响。" in said(page(cast))


def test_nothing_is_told_before_results_are(cast: Cast) -> None:
    drawn = drawn_so_that_the_child_is_last(cast)
    type(drawn.programme).objects.update(results_at=on(18))
    path = f"/family/service/{cast.pupils[CHILD].pk}/"
    assert "名额结果" not in cast.client("guardian").get(path).text


def test_nobody_else_reads_it(cast: Cast) -> None:
    drawn_so_that_the_child_is_last(cast)
    path = f"/family/service/{cast.pupils[CHILD].pk}/"
    others = ("village_guardian", "maths", "chinese", "academic", "principal", "county_officer", "city_officer")
    assert set(statuses(cast, path, *others).values()) == {404}
    assert Client().get(path).status_code == 302


def test_the_page_costs_the_same_however_many_wishes_and_children(cast: Cast) -> None:
    drawn_so_that_the_child_is_last(cast)
    client, path = cast.client("guardian"), f"/family/service/{cast.pupils[CHILD].pk}/"
    client.get(path)  # the school's figures are read once
    before = queries_of(client, path)
    drawn_school(cast, seed=5, children=40, year=2026, number=2)
    client.get(path)
    assert queries_of(client, path) == before
