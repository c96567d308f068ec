"""Reading in a child process: the parent survives whatever the child does."""

import resource
import signal
import sys
from pathlib import Path

import pytest

from shuangjian.people.roster import read_folder, read_original, read_upload, upload, write_roster_workbook
from shuangjian.people.roster.rows import Cell, Grade, PupilRow, Reading, Source, UnreadableFile
from tests.unit.roster.builders import ONEROSTER, PUPIL_HEADERS, QIAN, ZHAO, oneroster_zip, parts, workbook, zipped

MEBIBYTE = 1024 * 1024


def written(folder: Path, data: bytes, name: str = "名册 1.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def replaced_child(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Whatever is asked, run `program` in place of the reader."""
    run = upload._run
    monkeypatch.setattr(upload, "_run", lambda command, seconds: run([sys.executable, "-c", program], seconds))


def test_a_workbook_comes_back_from_the_child_as_it_was_read(tmp_path: Path) -> None:
    reading = read_upload(written(tmp_path, workbook({"学生": [PUPIL_HEADERS, ZHAO, (QIAN[0], "钱?", "五", "3")]})))
    assert isinstance(reading, Reading)
    assert [pupil.name for pupil in reading.pupils] == ["赵一舟"]
    assert [(bad.row, bad.column) for bad in reading.bad] == [(3, "B")]


def test_a_oneroster_zip_and_folder_come_back_equal(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    for name, content in ONEROSTER.items():
        (folder / name).write_text(content, encoding="utf-8")
    zipped_reading = read_upload(written(tmp_path, oneroster_zip(ONEROSTER), "a.zip"))
    assert zipped_reading == read_folder(folder)
    assert zipped_reading.source is Source.ONEROSTER_1_1


def test_an_unreadable_file_keeps_its_code_and_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="宏") as caught:
        read_upload(written(tmp_path, zipped({**parts(""), "xl/vbaProject.bin": b"x"})))
    assert caught.value.code == "MACROS"


@pytest.mark.parametrize("read", [read_upload, read_folder, read_original])
def test_a_file_that_is_not_there_is_said_so(tmp_path: Path, read: object) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / "没有")  # type: ignore[operator]
    assert caught.value.code == "NOT_FOUND"


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.kill(os.getpid(), 9)", "TOO_MUCH_MEMORY"),
        ("import os; os.abort()", "TOO_MUCH_MEMORY"),
        ("raise SystemExit(3)", "READER_FAILED"),
        ("print('hello')", "READER_FAILED"),
        ("print('OK'); print('[1,2')", "READER_FAILED"),
        ("print('OK'); print('[' * 100000)", "READER_FAILED"),
        ("print('OK'); print('[\"Reading\",\"WORKBOOK\"]')", "READER_FAILED"),
        ('print(\'OK\'); print(\'["Cell","x",1,"",""]\')', "READER_FAILED"),
        ("print('OK'); print('{}')", "READER_FAILED"),
        ("import os; os.write(1, b'OK\\n\\xff\\xfe')", "READER_FAILED"),
        ("import os; os.write(1, b'\\xff' * 10)", "READER_FAILED"),
        ("pass", "READER_FAILED"),
    ],
)
def test_a_child_that_dies_or_answers_nonsense_is_an_unreadable_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, code: str
) -> None:
    replaced_child(monkeypatch, program)
    with pytest.raises(UnreadableFile) as caught:
        read_upload(written(tmp_path, b"x"))
    assert caught.value.code == code


def test_a_child_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced_child(monkeypatch, "import time; time.sleep(600)")
    children, output = [], upload._output
    monkeypatch.setattr(upload, "_output", lambda child, *limits: children.append(child) or output(child, *limits))
    with pytest.raises(UnreadableFile) as caught:
        read_upload(written(tmp_path, b"x"), limit_seconds=0.3)
    assert caught.value.code == "TOO_SLOW"
    assert [child.returncode for child in children] == [-signal.SIGKILL]


def test_a_child_that_hangs_after_closing_its_output_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "_PATIENCE_SECONDS", 0.3)
    replaced_child(monkeypatch, "import os, time; os.close(1); time.sleep(60)")
    with pytest.raises(UnreadableFile) as caught:
        read_upload(written(tmp_path, b"x"))
    assert caught.value.code == "READER_FAILED"


def test_a_child_that_floods_is_ended_before_it_fills_the_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shuangjian.people.roster.limits.RESULT_BYTES", MEBIBYTE)
    replaced_child(monkeypatch, "import os\nwhile True: os.write(1, b'x' * 65536)")
    with pytest.raises(UnreadableFile) as caught:
        read_upload(written(tmp_path, b"x"))
    assert caught.value.code == "TOO_MUCH_MEMORY"


def test_a_child_without_memory_says_so_and_the_parents_stays_flat(tmp_path: Path) -> None:
    rows = [PUPIL_HEADERS, *((f"S{index}", f"赵{index}", "五", "3") for index in range(30_000))]
    path = written(tmp_path, workbook({"学生": rows}))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableFile) as caught:
        read_upload(path, limit_memory_bytes=45 * MEBIBYTE)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert caught.value.code == "TOO_MUCH_MEMORY"
    assert (after - before) * 1024 < 20 * MEBIBYTE


def test_twenty_thousand_pupils_are_read_within_300_mb(tmp_path: Path) -> None:
    where = Cell("学生", 2)
    pupils = [
        PupilRow(where, f"G{number:018d}", f"赵{number}", Grade(1 + number % 9), 1 + number % 20, school="槐荫路小学")
        for number in range(20_000)
    ]
    path = written(tmp_path, write_roster_workbook(pupils))
    reading = read_upload(path, limit_memory_bytes=300 * MEBIBYTE)
    assert reading.bad == ()
    assert len(reading.pupils) == 20_000


def test_a_file_over_the_limit_starts_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuangjian.people.roster.limits.UPLOAD_BYTES", 10)
    monkeypatch.setattr(upload, "_run", lambda *_: pytest.fail("a child was started"))
    with pytest.raises(UnreadableFile) as caught:
        read_upload(written(tmp_path, b"x" * 11))
    assert caught.value.code == "TOO_LARGE"
