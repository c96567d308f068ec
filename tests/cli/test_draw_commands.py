"""shuangjian draw: sealed, drawn, checked and written out; the same digest in any number of processes and any order."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from shuangjian.afterschool.draw import verify_draw
from shuangjian.afterschool.models import Credit, Draw, DrawnUnit, Placement, Programme, Round, SignUp
from shuangjian.afterschool.queries import drawn_term
from shuangjian.afterschool.rules.sealed_lists import packed, unpacked
from shuangjian.cli import commands
from shuangjian.schools.models import Place
from tests.apps.afterschool.term import PUBLIC_VALUE, answered, children, drawn, joins, programme_of
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
SCHOOLS = ("school", "village", "other_school")


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, ["draw", *words])


def said(*words: str) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def three_schools(cast: Cast) -> list[Programme]:
    """Closed, their number out, nothing sealed."""
    for number, name in enumerate(SCHOOLS):
        Place.objects.filter(pk=getattr(cast, name).pk).update(code=f"410902000{number}")
    programmes = [programme_of(cast, getattr(cast, name)) for name in SCHOOLS]
    answered(cast, programmes[0])
    for programme, pupil in zip(programmes[1:], ("游晓溪", "费一诺"), strict=True):
        joins(programme, cast.pupils[pupil], (1, 2), (1, 3))
    return programmes


def test_all_schools_are_sealed_drawn_and_checked(cast: Cast) -> None:
    three_schools(cast)
    assert said("run", "--all") == "还没有抽过的学校。\n"
    assert said("seal", "--all", "--dry-run") == "要封存3所学校。\n"
    assert not Draw.objects.exists()
    assert said("seal", "--all") == "封存好了：3所学校，10名学生参加。\n"
    assert said("seal", "--all") == "没有要封存的学校。\n"
    assert said("run", "--all", "--dry-run") == "要抽3所学校。\n"
    assert not Placement.objects.exists()
    told = said("run", "--all")
    assert told.startswith("抽好了：3所学校，10名学生。\n2026-1学期抽过的3所学校，合在一起的摘要：\n")
    assert said("run", "--all") == told.split("\n", 1)[1]
    assert said("check", "--all").startswith("3所学校都对得上。")


def test_one_school_goes_first_and_the_rest_go_on_to_the_same_digest(cast: Cast) -> None:
    three_schools(cast)
    said("seal", "--school", "4109020002")
    assert Draw.objects.count() == 1
    said("seal", "--all")
    assert "抽过的1所学校" in said("run", "--school", "4109020001")
    assert "抽好了：2所学校" in said("run", "--all")
    digest = drawn_term().digest
    for model in (Placement, DrawnUnit, Draw, Credit):
        model.objects.all().delete()
    said("seal", "--all")
    said("run", "--all")
    assert drawn_term().digest == digest


@pytest.mark.parametrize("words", [(), ("--school", "410900", "--all")])
def test_either_one_school_or_all(cast: Cast, words: tuple[str, ...]) -> None:
    assert run("seal", *words).exit_code == 2
    assert "没有代码是999999的" in run("run", "--school", "999999").output


def test_a_school_that_cannot_be_drawn_stops_nobody_else(cast: Cast) -> None:
    first, *_ = three_schools(cast)
    said("seal", "--all")
    first.units.filter(number=1).update(capacity=9)
    result = run("run", "--all")
    assert result.exit_code == 1
    assert "有1所学校没有做成" in result.output
    assert Draw.objects.exclude(drawn_at=None).count() == 2


def _of(draw: Draw, change: Any) -> None:
    file = unpacked(bytes(draw.file or b""))
    change(file)
    Draw.objects.filter(pk=draw.pk).update(file=packed(file))


def _wish(file: dict[str, Any]) -> None:
    next(child for child in file["lists"] if child["wishes"])["wishes"].pop()


def _in_a_unit() -> Placement:
    """Not one in the reading place, who may come first: children stand by ids that differ from run to run."""
    return Placement.objects.exclude(unit=None).earliest("pk")


TAMPERING = {
    "a wish in the file": lambda d: _of(d, _wish),
    "a capacity in the file": lambda d: _of(d, lambda f: f["menu"]["units"][0].update(capacity=20)),
    "the seed in the file": lambda d: _of(d, lambda f: f.update(seed="0" * 64)),
    "a place in the file": lambda d: _of(d, lambda f: f["result"]["places"][0]["turns"].update({"5": 9})),
    "the digest in the row": lambda d: Draw.objects.filter(pk=d.pk).update(digest="0" * 64),
    "the sealed digest": lambda d: Draw.objects.filter(pk=d.pk).update(sealed_digest="0" * 64),
    "the public number": lambda d: Draw.objects.filter(pk=d.pk).update(public_value="1"),
    "the commitment": lambda d: Programme.objects.filter(pk=d.programme_id).update(commitment="0" * 64),
    "where a child is": lambda d: Placement.objects.filter(pk=_in_a_unit().pk).update(unit=None),
    "a turn": lambda d: Placement.objects.filter(pk=Placement.objects.first().pk).update(turn=99),
    "a place that is gone": lambda d: Placement.objects.first().delete(),
    "the file cut short": lambda d: Draw.objects.filter(pk=d.pk).update(file=gzip.compress(b"{")),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_a_check_finds_what_was_tampered_with(cast: Cast, what: str) -> None:
    programme = programme_of(cast)
    answered(cast, programme)
    draw = drawn(programme)
    TAMPERING[what](draw)
    result = run("check", "--all")
    assert result.exit_code == 1, what
    assert "对不上" in result.output


def test_what_happens_after_the_draw_is_no_tampering(cast: Cast) -> None:
    programme = programme_of(cast)
    answered(cast, programme)
    draw = drawn(programme)
    Placement.objects.update(ended_at=draw.drawn_at)
    late = joins(programme, children(cast, 1)[0], (1,), is_late=True)
    Placement.objects.create(
        programme=programme, school=cast.school, sign_up=late, pupil=late.pupil, weekday=1, origin="LATE",
        since=draw.drawn_at,
    )  # fmt: skip
    assert "都对得上" in said("check", "--all")


def test_after_the_term_a_draw_is_checked_without_who_was_where_and_during_it_nothing_may_be_missing(
    cast: Cast,
) -> None:
    programme = programme_of(cast)
    answered(cast, programme)
    drawn(programme)
    Placement.objects.all().delete()
    SignUp.objects.all().delete()
    assert run("check", "--all").exit_code == 1
    Programme.objects.update(until=AT.date())
    assert "都对得上" in said("check", "--all")


def test_the_published_files_are_written_with_the_script_beside_them(cast: Cast, tmp_path: Path) -> None:
    three_schools(cast)
    said("seal", "--all")
    said("run", "--all")
    assert said("export", "--all", "--to", str(tmp_path / "files"), "--dry-run") == "要写3个文件。\n"
    assert not (tmp_path / "files").exists()
    said("export", "--all", "--to", str(tmp_path / "files"))
    written = sorted(path.name for path in (tmp_path / "files").iterdir())
    assert written == [*(f"410902000{n}-2026-1.json" for n in range(3)), "verify_draw.py"]
    text = (tmp_path / "files" / written[0]).read_text(encoding="utf-8")
    assert verify_draw.problems(json.loads(text)) == []
    assert not any(name in text for name in cast.pupils)
    assert SignUp.objects.count() == 10


def test_what_is_due_is_sealed_and_drawn_by_the_clock(cast: Cast) -> None:
    programme = programme_of(cast, value="")
    answered(cast, programme)
    jobs = CliRunner()

    def due(*more: str) -> str:
        return jobs.invoke(commands, ["jobs", "run", *more]).stdout

    assert due("--dry-run") == "要封存1所学校的报名，要抽0所学校的签。\n会数2026-1学期课后服务昨天的数。\n"
    assert due() == "封存了1所学校的课后服务。\n数好了2026-1学期课后服务昨天的数，3所学校。\n"
    assert due() == "现在没有到点的事。\n"
    Round.objects.update(public_value=PUBLIC_VALUE, value_entered_at="2026-09-14T00:00:00+08:00")
    assert due() == "抽签抽了1所学校的课后服务。\n"
    assert due() == "现在没有到点的事。\n"
