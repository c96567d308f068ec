"""The pages of what happens after the draw, for a family, a homeroom teacher, a subject teacher and the coordinator."""

import re
from typing import Any

import pytest

from shuangjian.afterschool.models import Offer, Placement, Programme, SignUp, TutoringPlace, TutoringProposal
from shuangjian.cli import jobs
from shuangjian.people.models import Guardianship
from tests.apps.afterschool import signing
from tests.apps.afterschool.after_draw import SIX, counted, in_unit, leaves, parent, places, round_at, told
from tests.apps.afterschool.term import children, joins, tutoring
from tests.cast import AT, TODAY, Cast

pytestmark = pytest.mark.django_db


def change(cast: Cast, name: str = "左小禾") -> str:
    return f"/family/service/{cast.pupils[name].pk}/change/"


def send(cast: Cast, address: str, who: str = "guardian", **form: Any) -> Any:
    return cast.client(who).post(address, {"key": re.sub(r"\W", "", str(form)) + who} | form, follow=True)


def page(cast: Cast, address: str, who: str = "guardian", status: int = 200) -> str:
    response = cast.client(who).get(address)
    assert response.status_code == status, response
    return str(response.text)


def told_with(cast: Cast) -> tuple[Programme, SignUp]:
    """The guardian's child has joined late, and waits for basketball and chess."""
    programme = told(cast)
    response = send(cast, change(cast), act="join", day=[1, 2], w=[1, 3])
    assert "加入了" in response.text
    return programme, SignUp.objects.get(pupil=cast.pupils["左小禾"])


def offered_to_guardian(cast: Cast) -> tuple[Programme, SignUp, Offer]:
    programme, sign_up = told_with(cast)
    SignUp.objects.exclude(pk=sign_up.pk).update(not_waiting=[1, 3])
    leaves(cast, in_unit(programme, "篮球")[0])
    Programme.objects.update(offered_on=None)
    round_at(programme)
    offer = Offer.objects.get(sign_up=sign_up)
    Offer.objects.update(offered_at=AT)
    return programme, sign_up, offer


def test_a_child_joins_late_on_the_same_form_as_others_did(cast: Cast) -> None:
    told(cast)
    assert "现在没有参加" in page(cast, change(cast))
    moved = cast.client("guardian").post(change(cast), {"act": "add-1", "day": ["1"], "w": [], "key": "k"})
    assert 'name="w" value="1"' in moved.text
    assert "种植" not in moved.text  # closed by the draw
    assert not SignUp.objects.filter(pupil=cast.pupils["左小禾"]).exists()
    response = send(cast, change(cast), act="join", day=[], w=[1])
    assert response.status_code == 422
    assert "还没有勾哪几天，请至少勾一天" in response.text
    assert "加入了" in send(cast, change(cast), act="join", day=[1, 2], w=[1, 3]).text
    text = page(cast, change(cast))
    assert "自主阅读" in text
    assert re.search(r"第\d位，一共\d人在等", text)


def test_one_form_sent_twice_joins_once(cast: Cast) -> None:
    told(cast)
    for _ in range(2):
        cast.client("guardian").post(change(cast), {"act": "join", "day": [1], "w": [1], "key": "same"})
    assert Placement.objects.filter(pupil=cast.pupils["左小禾"]).count() == 1


def test_days_are_changed_and_a_family_leaves_and_takes_it_back(cast: Cast) -> None:
    programme, sign_up = told_with(cast)
    assert "改好了" in send(cast, change(cast), act="change", day=[2, 4], w=[5]).text
    assert places(sign_up) == {2: "", 4: ""}
    sign_up.refresh_from_db()
    assert sign_up.late_wishes == [5]
    response = send(cast, change(cast), act="leave")
    assert "退出了" in response.text
    assert "18:00以前可以收回" in response.text
    assert places(sign_up) == {}
    assert "收回了" in send(cast, change(cast), act="back").text
    assert places(sign_up) == {1: "", 2: "", 4: ""}
    counted(programme)
    again = send(cast, change(cast), act="back", key="once more")
    assert again.status_code == 409
    assert "收不回来" in again.text


def test_who_left_joins_again_before_tutoring_can_be_accepted(cast: Cast) -> None:
    programme, sign_up = told_with(cast)
    tutoring(cast, programme, sign_up.pupil)
    assert 'value="yes">接受' in page(cast, change(cast))
    text = send(cast, change(cast), act="leave").text
    assert "您接受过，现在没有排在里面。" in text
    assert "想去，要先加入课后服务" in text
    assert 'value="yes">接受' not in text


def test_waiting_is_stopped_and_taken_up_again(cast: Cast) -> None:
    told_with(cast)
    assert "不再候补" in send(cast, change(cast), act="stop", unit=1).text
    assert "再候补" in page(cast, change(cast))
    assert "又候补上了" in send(cast, change(cast), act="wait", unit=1).text
    assert "不在孩子的志愿里" in send(cast, change(cast), act="stop", unit=77).text


def test_before_the_results_the_page_leads_back_to_the_sign_up(cast: Cast) -> None:
    signing.announced(cast)
    response = cast.client("guardian").get(change(cast))
    assert response.status_code == 302
    assert response.headers["Location"] == f"/family/service/{cast.pupils['左小禾'].pk}/"


def test_an_offer_is_on_the_familys_first_page_and_says_what_a_yes_leaves(cast: Cast) -> None:
    programme, sign_up, offer = offered_to_guardian(cast)
    assert "课后服务的篮球有一个名额，留到9月20日18:00" in page(cast, "/family/")
    assert "篮球有一个名额" in page(cast, f"/family/service/{sign_up.pupil_id}/")
    assert "篮球有一个名额" in page(cast, change(cast))
    address = f"/family/service/{sign_up.pupil_id}/offer/{offer.pk}/"
    text = page(cast, address)
    assert "现在是自主阅读，换成篮球" in text
    assert "不答就当不换" in text
    assert "换到篮球了" in send(cast, address, act="take").text
    assert places(sign_up)[1] == "篮球"
    assert "已经换到篮球" in page(cast, address)
    assert send(cast, address, act="leave", key="late").status_code == 409
    counted(programme)
    for wrong in (f"/family/service/{cast.pupils['白䶮'].pk}/offer/{offer.pk}/", address.replace(str(offer.pk), "999")):
        page(cast, wrong, status=404)
    page(cast, address, "village_guardian", 404)


def test_an_offer_that_is_left_changes_nothing(cast: Cast) -> None:
    _, sign_up, offer = offered_to_guardian(cast)
    response = send(cast, f"/family/service/{sign_up.pupil_id}/offer/{offer.pk}/", act="leave")
    assert "照旧" in response.text
    assert places(sign_up) == {1: "", 2: ""}
    assert "问过您家，没有要" in page(cast, change(cast))


def test_an_offer_that_the_other_parent_gave_up_says_so_to_who_answers_it(cast: Cast) -> None:
    _, sign_up, offer = offered_to_guardian(cast)
    address = f"/family/service/{sign_up.pupil_id}/offer/{offer.pk}/"
    assert "退出了" in send(cast, change(cast), act="leave").text
    answer = send(cast, address, act="take", key="too late")
    assert answer.status_code == 409
    assert "收回了" in answer.text
    assert "名额已经收回" in page(cast, address)
    assert places(sign_up) == {}


def test_the_coordinators_page_tells_seats_names_and_offers_and_takes_as_many_queries_for_any_number(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    programme, _, _ = offered_to_guardian(cast)
    address = f"/school/{cast.school.pk}/service/waiting/"
    text = page(cast, address, "academic")
    assert "正在问" in text
    assert "左小禾" in text
    for number, pupil in enumerate(children(cast, 12)):
        late = joins(programme, pupil, (1,), (1,), is_late=True)
        Placement.objects.create(
            programme=programme, school=cast.school, sign_up=late, pupil=pupil, weekday=1, origin="LATE", turn=number,
            since=AT,
        )  # fmt: skip
    client = cast.client("academic")
    with django_assert_max_num_queries(28):
        assert "抽签以后参加" in client.get(address).text
    for who, status in (("maths", 403), ("city_officer", 403), ("guardian", 404), ("stranger", 404)):
        page(cast, address, who, status)


def test_the_homeroom_teacher_enters_from_paper_and_reads_no_wishes_of_a_family(cast: Cast) -> None:
    programme, sign_up = told_with(cast)
    address = f"/class/{cast.five_one.pk}/service/{sign_up.pupil_id}/change/"
    assert "按纸面改" in page(cast, f"/class/{cast.five_one.pk}/service/", "chinese")
    text = page(cast, address, "chinese")
    assert "自主阅读" in text
    assert "篮球" not in text
    assert "候补第" not in text
    assert "改好了" in send(cast, address, "chinese", act="change", day=[1, 3]).text
    assert places(sign_up) == {1: "", 3: ""}
    other = f"/class/{cast.five_one.pk}/service/{cast.pupils['白䶮'].pk}/change/"
    page(cast, other, "chinese", 404)
    for who, status in (("maths", 403), ("guardian", 404), ("city_officer", 403), ("stranger", 404)):
        page(cast, address, who, status)
    counted(programme)


def test_a_teacher_asks_a_child_and_its_family_answers(cast: Cast) -> None:
    programme = signing.announced(cast)
    plan = f"/school/{cast.school.pk}/service/tutoring/"
    form = {"act": "plan", "subject": "MATHEMATICS", "weekday": 2, "capacity": 3, "leader": cast.people["maths"].pk}
    assert "加好了" in send(cast, plan, "academic", **form).text
    assert send(cast, plan, "academic", **form | {"weekday": 5}).status_code == 422
    place = TutoringPlace.objects.get(programme=programme)
    address = f"/class/{cast.five_one.pk}/service/tutoring/"
    text = page(cast, address, "maths")
    assert "左小禾" not in text
    wrong = send(cast, address, "maths", act="propose", place=place.pk, name="查朵")
    assert wrong.status_code == 422
    assert "班里没有叫这个名字的孩子" in wrong.text
    assert "请了" in send(cast, address, "maths", act="propose", place=place.pk, name="左小禾").text
    assert "左小禾" in page(cast, address, "chinese")
    assert "左小禾" in page(cast, plan, "academic")
    child = f"/family/service/{cast.pupils['左小禾'].pk}/"
    text = page(cast, child)
    assert "老师想请左小禾周二下午" in text
    assert "免费，不去没有影响" in text
    proposal = TutoringProposal.objects.get()
    answer = f"{child}tutoring/{proposal.pk}/"
    assert "接受了。截止前随时能改" in send(cast, answer, act="yes").text
    assert "知道了，不去没有影响" in send(cast, answer, act="no").text
    assert "家长说不用" in page(cast, address, "maths")
    assert "收回了" in send(cast, address, "maths", act="withdraw", proposal=proposal.pk).text
    page(cast, answer, status=404)
    page(cast, answer, "village_guardian", 404)
    assert "去掉了" in send(cast, plan, "academic", act="drop", place=place.pk).text


def test_the_homeroom_teacher_chooses_from_the_list(cast: Cast) -> None:
    programme = signing.announced(cast)
    place = tutoring(cast, programme)
    address = f"/class/{cast.five_one.pk}/service/tutoring/"
    child = cast.pupils["左小禾"].pk
    assert f'value="{child}"' in page(cast, address, "chinese")
    assert "请了" in send(cast, address, "chinese", act="propose", place=place.pk, child=child).text
    assert send(cast, address, "chinese", act="propose", place=place.pk, child=child, key="2").status_code == 409
    assert "没有您教的这一科" in page(cast, address, "english")
    page(cast, address, "academic", 403)
    page(cast, address, "guardian", 404)


def test_a_teacher_is_told_where_no_family_can_see_the_invitation(cast: Cast) -> None:
    place = tutoring(cast, signing.announced(cast))
    Guardianship.objects.update(until=TODAY)
    child = cast.pupils["左小禾"].pk
    told = send(
        cast, f"/class/{cast.five_one.pk}/service/tutoring/", "chinese", act="propose", place=place.pk, child=child
    )
    assert "还没有人领入户条" in told.text


def test_the_teacher_of_an_afternoon_reads_who_comes_and_no_more(cast: Cast) -> None:
    programme, sign_up = told_with(cast)
    place = tutoring(cast, programme, sign_up.pupil)
    address = f"/school/{cast.school.pk}/service/tutoring/"
    assert "左小禾" not in page(cast, address, "maths")
    send(cast, f"/family/service/{sign_up.pupil_id}/tutoring/{TutoringProposal.objects.get().pk}/", act="yes")
    assert "左小禾" in page(cast, address, "maths")
    assert places(sign_up)[2] == "MATHEMATICS"
    page(cast, address, "chinese", 403)
    assert Placement.objects.get(tutoring=place).unit is None
    assert "数学辅导" in page(cast, change(cast))


def test_at_six_the_jobs_make_the_round(cast: Cast, capsys: Any) -> None:
    programme = told(cast)
    leaves(cast, in_unit(programme, "篮球")[0])
    jobs._offer_seats(SIX, dry_run=True)
    assert "会给1所学校" in capsys.readouterr().out
    assert not Offer.objects.exists()
    assert jobs._offer_seats(SIX, dry_run=False)
    assert "问了" in capsys.readouterr().out
    assert not jobs._offer_seats(SIX, dry_run=False)


def test_a_family_in_the_draw_reads_its_place_on_the_page_of_changes(cast: Cast) -> None:
    programme = told(cast)
    singer = in_unit(programme, "合唱")[0]
    parent(cast, singer.pupil, "family")
    text = page(cast, f"/family/service/{singer.pupil_id}/change/", "family")
    assert text.count("合唱") >= 2
