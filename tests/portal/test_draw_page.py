"""A school's draw in public: commitment, seal, then all that is needed to draw again, and never a word too early."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from shuangjian.afterschool.draw import verify_draw
from shuangjian.afterschool.models import Programme, Round
from shuangjian.afterschool.queries.files import replayed
from tests.apps.afterschool.term import (
    ANNOUNCED,
    CLOSES,
    DRAWN,
    DUE,
    PUBLIC_NAME,
    PUBLIC_VALUE,
    RESULTS,
    SEALED,
    SECRET,
    answered,
    children,
    drawn,
    joins,
    programme_of,
    sealed,
    tutoring,
)
from tests.cast import Cast
from tests.desks.places import check_plain
from tests.unit.draw.scripted import started

pytestmark = pytest.mark.django_db
_now: list[dt.datetime] = []


def told(real: dt.datetime) -> dt.datetime:
    """The clock of the site."""
    return _now[-1]


@pytest.fixture(autouse=True)
def _a_clock_of_our_own(cast: Cast, settings: Any) -> None:
    settings.SHUANGJIAN_CLOCK = f"{__name__}.told"
    _now.append(RESULTS)


def page(cast: Cast, at: dt.datetime = RESULTS, **more: Any) -> Any:
    _now.append(at)
    return Client().get(f"/service/{cast.school.pk}/draw/", **more)


def download(cast: Cast, who: str | None, at: dt.datetime = RESULTS, name: str = "file") -> Any:
    _now.append(at)
    return cast.client(who).get(f"/service/{cast.school.pk}/draw/{name}/")


def test_before_anything_is_announced_the_page_says_so(cast: Cast) -> None:
    found = page(cast)
    assert "还没有公布课后服务的安排" in found.text
    check_plain(found)
    assert Client().get("/service/999999/draw/").status_code == 404


def test_each_step_tells_what_it_may_and_the_secret_comes_with_the_draw(cast: Cast) -> None:
    programme = programme_of(cast)
    answered(cast, programme)
    first = page(cast, ANNOUNCED).text
    assert programme.commitment in first
    assert PUBLIC_NAME in first
    draw = sealed(programme)
    second = page(cast, SEALED).text
    assert draw.sealed_digest in second
    assert "8个孩子的名单封存了" in second
    assert "封存晚了" not in second
    assert draw.sealed_digest not in first
    for text in (first, second):
        assert SECRET not in text
        assert PUBLIC_VALUE not in text
    draw = drawn(programme)
    third = page(cast, DRAWN).text
    for fact in (SECRET, PUBLIC_VALUE, draw.seed, draw.digest):
        assert fact in third
    assert "得到当天第一志愿的" not in third
    last = page(cast)
    assert [int(n) for n in re.findall(r'fig-n">(\d+)<small>／16<', last.text)] == _counted(cast)
    check_plain(last)
    assert "public" in last.headers["Cache-Control"]
    for sign_up in Programme.objects.get().pk, *[row["id"] for row in json.loads(_file(cast))["lists"]]:
        assert f">{sign_up}<" not in last.text


def _counted(cast: Cast) -> list[int]:
    """Joined days with a wish for that day on which a child has the dearest, and none of them, from the file."""
    file = json.loads(_file(cast))
    days, places = {unit["number"]: unit["days"] for unit in file["menu"]["units"]}, file["result"]["places"]
    first = nothing = 0
    for child, place in zip(file["lists"], places, strict=True):
        for day in child["days"]:
            wishes = [number for number in child["wishes"] if day in days[number]]
            first += place["units"][str(day)] == (wishes or [0])[0]
            nothing += bool(wishes) and place["units"][str(day)] is None
    return [first, nothing]


def _file(cast: Cast) -> str:
    return str(download(cast, "principal").text)


def test_families_who_signed_up_the_staff_and_those_above_read_the_file_and_nobody_else(cast: Cast) -> None:
    programme = programme_of(cast)
    joins(programme, cast.pupils["左小禾"], (1, 2), (1, 3))
    drawn(programme)
    for who in ("guardian", "maths", "principal", "county_officer", "city_officer"):
        assert download(cast, who).status_code == 200, who
    for who in ("village_guardian", "stranger", "other_principal", "other_county_officer", "former"):
        assert download(cast, who).status_code == 404, who
    assert download(cast, None).status_code == 302
    got = download(cast, "guardian")
    assert got.headers["Content-Disposition"] == f'attachment; filename="draw-{cast.school.pk}-2026-1.json"'
    assert got.headers["Cache-Control"] == "private, no-store"
    assert "左小禾" not in got.text
    assert verify_draw.problems(json.loads(got.text), programme.commitment) == []


def test_before_the_results_the_school_has_the_file_and_families_wait_and_before_the_draw_nobody_has(
    cast: Cast,
) -> None:
    programme = programme_of(cast)
    joins(programme, cast.pupils["左小禾"])
    sealed(programme)
    assert [download(cast, who, SEALED).status_code for who in ("guardian", "principal", "city_officer")] == [404] * 3
    drawn(programme)
    early = RESULTS - dt.timedelta(seconds=1)
    assert [download(cast, who, early).status_code for who in ("guardian", "principal")] == [404, 200]


def test_an_issue_that_did_not_come_out_is_told_on_the_page_and_in_the_file(cast: Cast) -> None:
    programme = programme_of(cast, value="")
    joins(programme, cast.pupils["左小禾"], (1, 2), (1, 3))
    sealed(programme)
    assert "过5天还没有出来的，照期号用下一期" in page(cast, SEALED).text
    late = DUE + dt.timedelta(days=6)
    Round.objects.update(issues_passed=1, last_passed_at=late)
    waiting = page(cast, late).text
    assert f"{PUBLIC_NAME}等到9月18日21:30没有出来" in waiting
    assert f"现在等的是{PUBLIC_NAME}往后第1期" in waiting
    Round.objects.update(public_value=PUBLIC_VALUE, value_entered_at=late)
    programme.round.refresh_from_db()
    drawn(programme, late)
    after = page(cast, late)
    check_plain(after)
    assert f"公开的数：{PUBLIC_NAME}往后第1期" in after.text
    file = json.loads(download(cast, "principal", late).text)
    assert file["passed_over"] == [{"issue": PUBLIC_NAME, "until": "2026-09-18T21:30:00+08:00"}]
    assert replayed(programme.pk, late) == []


def test_a_seal_that_came_after_the_public_number_is_said_to_be_late(cast: Cast) -> None:
    sealed(programme_of(cast), DUE)
    assert "封存晚了" in page(cast, DUE).text


def test_the_last_terms_file_stays_until_the_next_is_drawn(cast: Cast) -> None:
    joins(before := programme_of(cast, term=(2025, 2)), cast.pupils["左小禾"])
    drawn(before)
    programme_of(cast)
    assert "抽签还没有做" in page(cast).text
    assert json.loads(download(cast, "guardian").text)["menu"]["term"] == "2025-2"


def test_the_tutoring_file_is_for_the_families_in_it_and_who_plans_the_service(cast: Cast) -> None:
    programme = programme_of(cast)
    joins(programme, cast.pupils["左小禾"])
    other = children(cast, 1)[0]
    joins(programme, other)
    tutoring(cast, programme, other)
    drawn(programme)
    codes = [download(cast, who, name="tutoring-file").status_code for who in ("guardian", "maths", "city_officer")]
    assert codes == [404] * 3
    assert download(cast, "principal", name="tutoring-file").status_code == 200
    assert verify_draw.problems(json.loads(download(cast, "principal", name="tutoring-file").text)) == []


def test_without_tutoring_there_is_no_such_file(cast: Cast) -> None:
    programme = programme_of(cast)
    joins(programme, cast.pupils["左小禾"])
    drawn(programme)
    assert download(cast, "principal", name="tutoring-file").status_code == 404
    _now.append(CLOSES)


def test_the_script_is_served_as_it_is_and_verifies_the_served_file_on_its_own(cast: Cast, tmp_path: Path) -> None:
    programme = programme_of(cast)
    answered(cast, programme)
    draw = drawn(programme)
    script = Client().get("/service/verify-draw.py")
    assert script.content == Path(verify_draw.__file__).read_bytes()
    asked = ("--commitment", programme.commitment, "--sealed", draw.sealed_digest)
    code, said = started(_file(cast), tmp_path, *asked)
    assert (code, "全部相符" in said) == (0, True), said


def test_the_draw_the_programme_and_the_rule_lead_to_each_other(cast: Cast, client: Client) -> None:
    drawn(programme_of(cast))
    school = f"/service/{cast.school.pk}/"
    offered = client.get(school).text
    assert f'href="{school}draw/?term=' in offered
    assert 'href="/service/rule/"' in offered
    told_page = client.get(f"{school}draw/").text
    assert f'href="{school}"' in told_page
    assert 'href="/service/rule/"' in told_page
    assert 'href="/service/rule/"' in client.get("/service/").text
