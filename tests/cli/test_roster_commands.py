"""Rosters from the command line: checked without a change, applied, exported, tidied; faults are said in words."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shuangjian.cli import commands
from shuangjian.people.models import Pupil, RosterUpload
from tests.cast import Cast
from tests.journeys.rosters import book, look, pupil, standing_pupils
from tests.unit.roster.builders import ONEROSTER, oneroster_zip

pytestmark = pytest.mark.django_db
NEW = pupil("祝小满", 5, 1, "G410902201600000077")


def run(*words: object) -> Result:
    return CliRunner().invoke(commands, ["roster", *map(str, words)])


def test_the_template_is_written_and_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    assert "将写到" in run("template", path, "--dry-run").output
    assert not path.exists()
    assert run("template", path).exit_code == 0
    assert zipfile.is_zipfile(path)


def test_checking_tells_what_would_change_and_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(book([*standing_pupils(), NEW]))
    result = run("check", cast.school.place.name, path)
    assert result.exit_code == 0
    assert "新来的学生 1 人" in result.output
    assert not RosterUpload.objects.exists()
    assert not Pupil.objects.filter(name="祝小满").exists()


def test_bad_cells_are_listed_and_handed_back_with_exit_code_one(cast: Cast, tmp_path: Path) -> None:
    path, back = tmp_path / "名册.xlsx", tmp_path / "要改.xlsx"
    path.write_bytes(book([pupil("祝小满", 8, 1, "G410902201600000077")]))
    result = run("check", cast.school.place.name, path, "--handback", back)
    assert result.exit_code == 1
    assert "要改：学生 第 2 行 C 列（年级）" in result.output
    assert zipfile.is_zipfile(back)
    assert run("apply", cast.school.place.name, path).exit_code == 1
    assert not RosterUpload.objects.exists()


def test_applying_updates_unless_it_is_a_dry_run_and_the_second_time_there_is_nothing(
    cast: Cast, tmp_path: Path
) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(book([*standing_pupils(), NEW]))
    assert "什么都没有改" in run("apply", cast.school.place.name, path, "--dry-run").output
    assert not Pupil.objects.filter(name="祝小满").exists()
    assert "更新好了" in run("apply", cast.school.place.name, path).output
    assert Pupil.objects.filter(name="祝小满").count() == 1
    assert "没有要改的" in run("apply", cast.school.place.name, path).output


def test_a_oneroster_folder_is_read_like_its_zip(cast: Cast, tmp_path: Path) -> None:
    files = {name: text.replace("槐荫路小学", cast.school.place.name) for name, text in ONEROSTER.items()}
    folder, packed = tmp_path / "oneroster", tmp_path / "oneroster.zip"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    packed.write_bytes(oneroster_zip(files))
    outputs = [run("check", cast.school.place.name, path).stdout for path in (folder, packed)]
    assert outputs[0] == outputs[1]
    assert "新来的学生 2 人" in outputs[0]


def test_what_is_exported_can_be_applied_again(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "现在.xlsx"
    assert "将把" in run("export", cast.school.place.name, path, "--dry-run").output
    assert run("export", cast.school.place.name, path).exit_code == 0
    assert "没有要改的" in run("apply", cast.school.place.name, path).output


def test_old_uploads_are_tidied(cast: Cast) -> None:
    look(cast, book(standing_pupils()))
    assert run("tidy", "--dry-run").output == "有 0 份没有确认的名册。\n"
    assert run("tidy").output == "删去了 0 份没有确认的名册。\n"


@pytest.mark.parametrize("words", [("check", "哪里"), ("apply", "哪里"), ("export", "哪里")])
def test_an_unknown_place_and_an_unreadable_file_end_in_words(
    cast: Cast, tmp_path: Path, words: tuple[str, str]
) -> None:
    path = tmp_path / "名册.pdf"
    path.write_bytes(b"%PDF-1.7")
    result = run(*words, path)
    assert (result.exit_code, "没有代码或名称为“哪里”的地方" in result.output) == (1, True)
    if words[0] != "export":
        result = run(words[0], cast.school.place.name, path)
        assert (result.exit_code, "PDF" in result.output) == (1, True)
