"""What evenings of a class have in common, against covariances that are written out."""

import numpy as np
import pytest

from shuangjian.timing.estimator.fitted import Variances
from shuangjian.timing.estimator.in_common import Pieces, alike, evening_factor, teachers_part

RNG = np.random.default_rng(3)


def pieces(teachers: int = 4, evenings: int = 6, each: int = 3) -> Pieces:
    """Evenings of two classes in turn, each with some pieces of some of their teachers."""
    size = evenings * each
    return Pieces(
        evening=np.repeat(np.arange(evenings, dtype=np.int32), each),
        teacher=RNG.integers(0, teachers, size).astype(np.int32),
        minutes=RNG.uniform(5, 30, size),
        klass=(np.arange(evenings) % 2).astype(np.int32),
    )


def test_teachers_are_left_in_the_mean_as_much_as_their_covariances_say() -> None:
    some = pieces()
    by_teacher = np.zeros((6, 4))
    np.add.at(by_teacher, (some.evening, some.teacher), some.weight)
    covariance = by_teacher @ by_teacher.T
    expected = [covariance[k::2, k::2].mean() / np.diag(covariance)[k::2].mean() for k in (0, 1)]
    assert teachers_part(some, 2) == pytest.approx(expected)


def test_of_one_teacher_everything_is_left_and_a_class_without_pieces_is_left_as_it_is() -> None:
    assert teachers_part(pieces(teachers=1), 3) == pytest.approx([1, 1, 1])


def test_pieces_of_one_evening_are_alike_as_their_correlation_says() -> None:
    some = pieces()
    weight = some.weight.reshape(6, 3)
    correlation = np.full((3, 3), 0.3)
    np.fill_diagonal(correlation, 1.0)
    together, alone = np.einsum("ei,ij,ej->e", weight, correlation, weight), (weight**2).sum(axis=1)
    assert evening_factor(some, 0.3) == pytest.approx(together / alone)
    assert evening_factor(some, 0.0) == pytest.approx(np.ones(6))


def test_reports_of_a_family_of_unknown_pace_are_alike_by_that_pace() -> None:
    assert alike(Variances(teacher=1, item=1, pupil=0.2, klass=0.1, report=0.7)) == pytest.approx(0.3)
    assert alike(Variances(teacher=0, item=0, pupil=0, klass=0, report=0)) == 0


def test_an_evening_without_pieces_has_nothing_in_common() -> None:
    nothing = Pieces(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0), np.zeros(2, np.int32))
    assert evening_factor(nothing, 0.5).tolist() == [1, 1]
    assert teachers_part(nothing, 1).tolist() == [1]
