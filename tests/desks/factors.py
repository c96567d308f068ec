"""Factors as a night leaves them, for tests of what is predicted."""

import math
from typing import Any

from shuangjian.kernel.grade import Stage
from shuangjian.timing.models import BandFactor, CellFactor, SchoolFactor, TeacherFactor
from tests.cast import TODAY, Cast

AS_OF = {"as_of": TODAY}


def city_knows(
    factor: float = 1.0, subject: str = "MATHEMATICS", stage: Stage = Stage.PRIMARY, schools: int = 12
) -> None:
    """The city's mean of a subject, from some hundred works of so many schools."""
    CellFactor.objects.create(
        subject=subject, stage=stage, form="WRITTEN", alpha=math.log(factor),
        spread_of_works=0.15, spread_of_teachers=0.2, works=300, schools=schools, **AS_OF,
    )  # fmt: skip


def school_knows(cast: Cast, factor: float, subject: str = "MATHEMATICS") -> None:
    SchoolFactor.objects.create(
        school=cast.school, subject=subject, kappa=math.log(factor), variance=0.01, works=60, **AS_OF
    )


def teacher_takes(cast: Cast, factor: float, who: str = "maths", subject: str = "MATHEMATICS", works: int = 30) -> Any:
    """A teacher whose homework takes so many times as long as said, known from so many works; with the city's mean."""
    if not CellFactor.objects.filter(subject=subject).exists():
        city_knows(subject=subject)
    row, _ = TeacherFactor.objects.update_or_create(
        person=cast.people[who], subject=subject, school=cast.school,
        defaults={
            "weight": 400.0, "total": 400.0 * math.log(factor), "kappa": math.log(factor), "variance": 0.0025,
            "works": works, **AS_OF,
        },
    )  # fmt: skip
    return row


def evenings_vary(conformal: float = 1.0, stage: Stage = Stage.PRIMARY) -> None:
    BandFactor.objects.create(stage=stage, conformal=conformal, spread_of_days=0.1, covered=90, evenings=100, **AS_OF)
