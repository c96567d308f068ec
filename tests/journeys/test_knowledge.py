"""What is known after an evening, kept in a file for the next."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from shuangjian.journeys.measuring.knowledge import Knowledge
from shuangjian.journeys.measuring.learnt import NOTHING
from shuangjian.lake import Lake
from shuangjian.lake.known import keep, known_before
from shuangjian.timing.estimator import Variances
from shuangjian.timing.estimator.morning import State

MONDAY, TUESDAY = dt.date(2026, 9, 7), dt.date(2026, 9, 8)
USUAL = Variances(teacher=0.02, item=0.06, pupil=0.05, klass=0.02, report=0.12)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    found = Lake(tmp_path / "lake")
    level, stream = np.array([2.5, 3.0]), np.linspace(0.0, 0.3, 6)
    state, keys, cells = State.empty(0, 1), np.array([7]), np.array([3, 5])
    Knowledge(
        NOTHING, {}, keys, state, cells, level, level / 100, np.zeros(2), stream, stream / 50, USUAL, 0.01
    ).keep(found, MONDAY)  # fmt: skip
    return found


def test_it_is_the_same_in_the_morning(lake: Lake) -> None:
    found = Knowledge.before(lake, TUESDAY)
    assert found is not None
    assert np.array_equal(found.level_unsure, np.array([0.025, 0.03]))
    assert np.array_equal(found.stream_unsure, found.stream / 50)
    assert (found.variances, found.evening_variance) == (USUAL, 0.01)


def test_a_file_from_before_errors_were_kept_is_read_as_sure(lake: Lake) -> None:
    kept = known_before(lake, TUESDAY)
    assert kept is not None
    keep(lake, MONDAY, {name: values for name, values in kept.items() if not name.endswith("_unsure")})
    found = Knowledge.before(lake, TUESDAY)
    assert found is not None
    assert not np.concatenate([found.level_unsure, found.stream_unsure]).any()
