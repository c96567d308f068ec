"""报名轮次 and 服务模式: what a bureau states for the service, and how far its schools are."""

from typing import Any

import pytest

from shuangjian.afterschool.models import ModelPart, PartAnswer, Round, ServiceModel
from tests.apps.afterschool.programmes import BALLS, DUE, announced, drawn, planned, stated
from tests.cast import Cast
from tests.desks.places import add_school, check_plain, queries_of, statuses

pytestmark = pytest.mark.django_db
DATES = {
    "opens_at": "2026-09-21T18:00", "closes_at": "2026-09-24T20:00", "public_due_at": "2026-09-24T21:30",
    "results_at": "2026-09-26T08:00", "waves": "4", "gap_minutes": "15", "public_source": "双色球",
    "public_where": "https://www.cwl.gov.cn/", "public_issue": "2026137", "public_wait_days": "5",
}  # fmt: skip
PARTS = {
    "name": "六三三", "source": "本地文件", "since": "2026-09-18",
    "name-1": "体育", "requirement-1": "KIND_ON_DAYS", "kind-1": "SPORT", "least-1": "1",
    "name-2": "结束", "requirement-2": "ENDS_AT_OR_AFTER", "by-2": "19:00",
    "name-4": "特色", "requirement-4": "IN_WORDS", "words-4": "写一写本校的特色",
}  # fmt: skip


def path(cast: Cast, page: str, place: str = "city") -> str:
    return f"/places/{getattr(cast, place).pk}/service/{page}/"


def post(cast: Cast, page: str, *, who: str = "city_officer", place: str = "city", key: str = "k", **typed: str) -> Any:
    return cast.client(who).post(path(cast, page, place), {"term": "2026-1", "key": key} | typed)


def read(cast: Cast, page: str, query: str = "", *, who: str = "city_officer", place: str = "city") -> str:
    answer = cast.client(who).get(f"{path(cast, page, place)}{query}")
    assert answer.status_code == 200
    check_plain(answer)
    text: str = answer.text
    return text


@pytest.mark.parametrize("page", ["round", "model"])
def test_it_is_for_those_who_oversee_the_place(cast: Cast, page: str) -> None:
    assert set(statuses(cast, path(cast, page, "county"), "city_officer", "county_officer").values()) == {200}
    others = ("other_county_officer", "central_officer", "coordinator", "principal", "maths", "guardian")
    assert set(statuses(cast, path(cast, page, "county"), *others).values()) == {404}
    assert cast.client("central_officer").get(path(cast, page, "central")).status_code == 200
    assert post(cast, page, who="central_officer", place="central", act="state", **DATES).status_code == 403
    assert post(cast, page, who="county_officer", place="city", act="state", **DATES).status_code == 404


class TestTheRound:
    def test_a_city_states_its_round_and_a_county_its_own(self, cast: Cast) -> None:
        assert "没有轮次，学校编好了也不能公布" in read(cast, "round")
        assert post(cast, "round", act="state", **DATES).status_code == 302
        assert "各校分4批，每批晚15分" in read(cast, "round")
        assert "本县区另定一轮" in read(cast, "round", who="county_officer", place="county")
        more = DATES | {"public_source": "福彩3D", "public_issue": "2026256"}
        assert post(cast, "round", who="county_officer", place="county", act="state", **more).status_code == 302
        assert "福彩3D第2026256期" in read(cast, "round", place="county")
        assert Round.objects.count() == 2

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"opens_at": "明天"}, "第一批什么时候开始报名？请选日子和时刻。"),
            ({"public_due_at": "2026-09-24T20:30"}, "公开的数要在最后一批截止以后才出来"),
            ({"waves": ""}, "请写分几批"),
            ({"gap_minutes": "x"}, "请写每批错开几分钟"),
            ({"public_source": " "}, "请写全名，50个字以内"),
            ({"public_where": ""}, "请写在哪里查得到每一期"),
            ({"public_issue": "第137期"}, "请写期号，只写数字"),
            ({"public_wait_days": "31"}, "请写等几天，1到30"),
        ],
    )
    def test_what_cannot_stand_is_said_and_what_was_typed_is_kept(
        self, cast: Cast, wrong: dict[str, str], words: str
    ) -> None:
        page = post(cast, "round", act="state", **DATES | {"results_at": "2026-09-27T08:15"} | wrong)
        assert page.status_code == 422
        assert words in page.text
        assert 'value="2026-09-27T08:15"' in page.text

    def test_the_number_is_written_twice_once_it_is_out(self, cast: Cast, settings: Any) -> None:
        row = stated(cast)
        assert "填公开的数" not in read(cast, "round")
        assert post(cast, "round", act="enter", value="1", again="1").status_code == 409
        Round.objects.filter(pk=row.pk).update(
            opens_at=DUE.replace(day=1), closes_at=DUE.replace(day=2), public_due_at=DUE.replace(day=3)
        )
        assert "填公开的数" in read(cast, "round")
        page = post(cast, "round", act="enter", value="03 07", again="03 08", key="a")
        assert page.status_code == 422
        assert "两次写的不一样" in page.text
        for key in ("b", "b", "c"):
            assert post(cast, "round", act="enter", value="03 07", again=" 03 07", key=key).status_code in (302, 409)
        assert "03 07" in read(cast, "round")
        row.refresh_from_db()
        assert row.public_value == "03 07"

    def test_an_issue_that_did_not_come_out_is_passed_over_after_somebody_looked(self, cast: Cast) -> None:
        row = stated(cast)
        Round.objects.filter(pk=row.pk).update(
            opens_at=DUE.replace(day=1), closes_at=DUE.replace(day=2), public_due_at=DUE.replace(day=10)
        )
        page = read(cast, "round")
        assert "这一期没有出来" in page
        assert "就用<b>双色球第2026137期往后第1期</b>" in page
        assert post(cast, "round", act="pass", passed="0").status_code == 422
        for key, status in (("a", 302), ("a", 302), ("b", 409)):
            assert post(cast, "round", act="pass", passed="0", looked="yes", key=key).status_code == status
        page = read(cast, "round")
        assert "双色球第2026137期往后第1期" in page
        assert "前面1期没有按时出来，跳过了" in page
        assert "这一期没有出来" not in page
        assert post(cast, "round", act="enter", value="1", again="1", passed="1", key="c").status_code == 302

    def test_every_step_says_how_many_of_how_many_and_which(self, cast: Cast) -> None:
        row = announced(cast)
        page = read(cast, "round")
        assert "1／3" in page
        assert "日子和公开的数不再改" in page
        assert post(cast, "round", act="state", **DATES).status_code == 409
        shown = read(cast, "round", "?show=announced")
        assert f'<a href="/school/{cast.school.pk}/service/?term=2026-1">青枣路小学</a>' in shown
        rest = read(cast, "round", "?show=not-announced")
        assert "柳沟小学" in rest
        assert "青枣路小学" not in rest
        drawn(row)
        assert "青枣路小学" in read(cast, "round", "?show=drawn")
        assert 'id="shown-head"' not in read(cast, "round", "?show=dancing")

    def test_it_costs_the_same_for_many_schools(self, cast: Cast) -> None:
        stated(cast)
        client = cast.client("city_officer")
        few = queries_of(client, f"{path(cast, 'round')}?show=not-planned")
        for n in range(5):
            add_school(cast.county, f"白杨{n}小")
        assert queries_of(client, f"{path(cast, 'round')}?show=not-planned") == few


class TestTheModel:
    def test_a_bureau_fills_in_what_it_asks_and_sees_who_keeps_it(self, cast: Cast) -> None:
        assert "还没有写服务模式" in read(cast, "model")
        planned(cast, (BALLS,))
        assert post(cast, "model", **PARTS).status_code == 302
        assert list(ModelPart.objects.order_by("number").values_list("number", "name", "least")) == [
            (1, "体育", 1), (2, "结束", None), (3, "特色", None),
        ]  # fmt: skip
        ServiceModel.objects.update(since="2026-09-01")
        page = read(cast, "model")
        assert "编了的1／3所" in page
        assert "1／1" in page
        assert "0／1" in page
        assert "由学校说明" in page
        shown = read(cast, "model", "?part=2")
        assert "18:30结束，要求不早于19:00" in shown
        assert "青枣路小学" in shown
        own = cast.client("coordinator").get(f"/school/{cast.school.pk}/service/").text
        assert "服务模式：六三三" in own
        assert "做到1／2条" in own

    def test_what_only_schools_can_say_is_said_with_the_programme_and_read_above(self, cast: Cast) -> None:
        post(cast, "model", **PARTS)
        ServiceModel.objects.update(since="2026-09-01")
        planned(cast, (BALLS,))
        own = f"/school/{cast.school.pk}/service/"

        def say(who: str, words: str, key: str, name: str = "特色") -> int:
            form = {"term": "2026-1", "key": key, "act": "answers", "part-1": name, "answer-1": words}
            return cast.client(who).post(own, form).status_code

        assert "特色：写一写本校的特色" in cast.client("coordinator").get(own).text
        assert 'name="answer-1"' not in cast.client("maths").get(own).text
        assert say("maths", "别的", "a") in (403, 404)
        assert say("coordinator", "x" * 201, "b") == 422
        assert say("coordinator", "别的", "c", name="没有的一条") == 422
        assert PartAnswer.objects.count() == 0
        assert "还没有写“特色”的学校" in read(cast, "model", "?part=3")
        assert [say("coordinator", "周三种菜园。", "d") for _ in range(2)] == [302, 302]
        for place, who in (("city", "city_officer"), ("county", "county_officer")):
            shown = read(cast, "model", "?part=3", place=place, who=who)
            assert "1／1所写了" in shown
            assert "周三种菜园。" in shown
        assert "周三种菜园。" in cast.client("maths").get(own).text
        assert say("coordinator", " ", "e") == 302
        assert PartAnswer.objects.count() == 0

    def test_a_new_version_ends_the_one_before_and_a_county_may_have_its_own(self, cast: Cast) -> None:
        post(cast, "model", **PARTS)
        assert post(cast, "model", key="b", **PARTS | {"name": "新的", "since": "2026-10-08"}).status_code == 302
        post(cast, "model", key="c", place="county", who="county_officer", **PARTS | {"name": "县里的"})
        rows = ServiceModel.objects.order_by("pk").values_list("name", "until")
        assert [(name, str(until)) for name, until in rows] == [
            ("六三三", "2026-10-08"), ("新的", "None"), ("县里的", "None"),
        ]  # fmt: skip
        early = post(cast, "model", key="d", **PARTS)
        assert early.status_code == 422
        assert "新的一版不能更早" in early.text
        ServiceModel.objects.filter(place=cast.county).update(since="2026-09-01")
        ServiceModel.objects.filter(place=cast.city, until=None).update(since="2026-09-01")
        planned(cast, (BALLS,))
        assert "编了的0／2所" in read(cast, "model")  # the county's school goes by the county's

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"name": ""}, "请写这个模式的名称"),
            ({"since": "x"}, "请选从哪一天起"),
            ({"requirement-1": "DANCE"}, "体育：请选要求什么"),
            ({"kind-1": ""}, "体育：请选是哪一类活动"),
            ({"least-1": "6"}, "体育：请写至少几天，1到5的整数"),
            ({"by-2": "晚"}, "结束：请写不早于几点结束"),
            ({"words-4": ""}, "特色：请写清楚要学校说明什么"),
        ],
    )
    def test_what_cannot_stand_is_said_beside_its_part(self, cast: Cast, wrong: dict[str, str], words: str) -> None:
        page = post(cast, "model", **PARTS | {"source": "一份文件"} | wrong)
        assert page.status_code == 422
        assert words in page.text
        assert 'value="一份文件"' in page.text
        assert not ServiceModel.objects.exists()
