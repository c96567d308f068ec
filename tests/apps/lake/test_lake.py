"""The lake: a day is there whole or not at all, the same rows are the same file, and a child can be forgotten."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangjian.lake import Busy, Lake
from shuangjian.lake.known import KEPT, forget_before, keep, known_before
from shuangjian.lake.laying import columns
from shuangjian.lake.reading import read_reports
from shuangjian.lake.tables import OF_PUPILS, REPORTS, TABLES, UNLISTED, WORKS

MONDAY = dt.date(2026, 9, 14)
TUESDAY = dt.date(2026, 9, 15)


def report(pupil: int, assignment: int = 1, low: float = 20, high: float = 20, **more: Any) -> tuple[Any, ...]:
    row = {
        "block": 15, "school_class": 7, "grade": 5, "pupil": pupil, "assignment": assignment, "position": 0, "tier": 0,
        "school": 1, "teacher": 3, "subject": "MATHEMATICS", "stage": "PRIMARY", "form": "WRITTEN", "declared": 20,
        "counted": 20, "low": low, "high": high, "finished": True, "mode": 0, "weight": 1.0,
    } | more  # fmt: skip
    return tuple(row[name] for name in REPORTS.columns)


def named(pupil: int, subject: str = "CHINESE") -> tuple[Any, ...]:
    return 1, 7, 5, subject, pupil, 10.0, np.nan


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "the lake's")


@settings(max_examples=15)
@given(st.permutations([report(n, n % 3 + 1, 5 + n, np.nan if n % 4 == 0 else 5 + n) for n in range(9)]))
def test_rows_make_the_same_file_in_whatever_order_they_come(tmp_path_factory: Any, rows: list[Any]) -> None:
    lake = Lake(tmp_path_factory.mktemp("order"))
    lake.write(REPORTS, MONDAY, columns(REPORTS, rows))
    first = lake.file(REPORTS, MONDAY).read_bytes()
    lake.write(REPORTS, MONDAY, columns(REPORTS, sorted(rows, key=str)))
    assert lake.file(REPORTS, MONDAY).read_bytes() == first


def test_what_was_written_is_read_and_an_open_end_is_not_a_number(lake: Lake) -> None:
    lake.write(UNLISTED, MONDAY, columns(UNLISTED, [named(8), named(-5, "MATHEMATICS")]))
    read = lake.read(UNLISTED, [MONDAY])
    assert read["pupil"].tolist() == [8, -5]
    assert read["subject"].tolist() == ["CHINESE", "MATHEMATICS"]
    assert np.isnan(read["high"]).all()
    assert lake.days(UNLISTED) == [MONDAY]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_evening_without_rows_and_no_evening_at_all_are_read_as_nothing(lake: Lake, table: Any) -> None:
    lake.write(table, MONDAY, columns(table, []))
    for dates in ([MONDAY], []):
        read = lake.read(table, dates)
        assert set(read) == {*table.columns, "date"}
        assert all(values.size == 0 for values in read.values())


def test_a_day_that_cannot_be_written_leaves_the_one_before(lake: Lake) -> None:
    lake.write(UNLISTED, MONDAY, columns(UNLISTED, [named(8)]))
    before = lake.file(UNLISTED, MONDAY).read_bytes()
    with pytest.raises(Exception, match="words"):
        lake.write(UNLISTED, MONDAY, columns(UNLISTED, [named(9)]) | {"low": np.array(["words"], object)})
    assert lake.file(UNLISTED, MONDAY).read_bytes() == before
    assert [path.name for path in lake.file(UNLISTED, MONDAY).parent.iterdir()] == [f"{MONDAY}.parquet"]


def test_everything_is_for_its_owner_only(lake: Lake) -> None:
    lake.write(UNLISTED, MONDAY, columns(UNLISTED, [named(8)]))
    keep(lake, MONDAY, {"pupil_pupil": np.arange(3)})
    files = [path for path in lake.root.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in [lake.root, *lake.root.iterdir()] if path.is_dir()} == {0o700}


def test_a_child_that_is_forgotten_stands_in_no_evening(lake: Lake) -> None:
    for date in (MONDAY, TUESDAY):
        lake.write(REPORTS, date, columns(REPORTS, [report(8), report(9)]))
        lake.write(UNLISTED, date, columns(UNLISTED, [named(9)]))
    untouched = lake.file(UNLISTED, MONDAY).read_bytes()
    assert lake.forget(np.array([8], np.int64)) == 2
    assert lake.forget(np.array([8], np.int64)) == 0
    for table in OF_PUPILS:
        assert lake.read(table, [MONDAY, TUESDAY])["pupil"].tolist() == [9, 9]
    assert lake.file(UNLISTED, MONDAY).read_bytes() == untouched
    assert lake.forget(np.zeros(0, np.int64)) == 0


def test_what_is_of_children_goes_with_time_and_what_is_of_classes_stays(lake: Lake) -> None:
    lake.write(REPORTS, MONDAY, columns(REPORTS, [report(8)]))
    lake.write(WORKS, MONDAY, columns(WORKS, []))
    lake.write(REPORTS, TUESDAY, columns(REPORTS, [report(8)]))
    lake.drop_before(TUESDAY)
    assert (lake.days(REPORTS), lake.days(WORKS)) == ([TUESDAY], [MONDAY])


def test_one_writes_at_a_time(lake: Lake) -> None:
    with lake.held(), pytest.raises(Busy), lake.held():
        pass
    with lake.held():
        pass


def test_what_is_known_is_kept_for_some_evenings_and_read_as_of_the_one_before(lake: Lake) -> None:
    assert known_before(lake, TUESDAY) is None
    days = [MONDAY + dt.timedelta(days=n) for n in range(KEPT + 3)]
    for n, date in enumerate(days):
        keep(lake, date, {"n": np.array(n)})
    found = known_before(lake, days[-1])
    assert found is not None
    assert int(found["n"]) == len(days) - 2
    assert known_before(lake, days[3]) is None
    forget_before(lake, days[-1])
    assert known_before(lake, days[-1]) is None


def test_reports_are_read_as_codes_in_the_order_of_what_they_stand_for(lake: Lake) -> None:
    lake.write(REPORTS, TUESDAY, columns(REPORTS, [report(-4, 6, 10, np.nan, finished=False, mode=1)]))
    lake.write(REPORTS, MONDAY, columns(REPORTS, [report(9, 5, 0, 10, mode=1), report(-4, 5, 30, 30), report(9, 2)]))
    reading = read_reports(lake, [MONDAY, TUESDAY])
    assert reading.pupil["pupil"].tolist() == [-4, 9]
    assert reading.item["assignment"].tolist() == [2, 5, 6]
    assert reading.item["reports"].tolist() == [1, 2, 1]
    assert reading.item["unfinished"].tolist() == [0, 0, 1]
    assert reading.teacher["teacher"].tolist() == [3]
    rows = sorted(zip(*(getattr(reading.reports, name).tolist() for name in ("pupil", "item", "mode")), strict=True))
    assert rows == [(0, 1, 0), (0, 2, 1), (1, 0, 0), (1, 1, 1)]
    open_end = reading.reports.item == 2
    assert np.isposinf(reading.reports.high[open_end]).all()
    assert reading.reports.low.min() == 0  # "up to ten minutes" begins at one


def test_who_was_known_before_is_among_the_pupils_of_an_evening(lake: Lake) -> None:
    lake.write(REPORTS, MONDAY, columns(REPORTS, [report(8), report(9)]))
    lake.write(REPORTS, TUESDAY, columns(REPORTS, [report(9), report(10)]))
    known = read_reports(lake, [MONDAY]).pupil
    reading = read_reports(lake, [TUESDAY], known)
    assert reading.pupil["pupil"].tolist() == [8, 9, 10]
    assert reading.pupil["known"].tolist() == [True, True, False]
    assert set(reading.reports.pupil.tolist()) == {1, 2}
