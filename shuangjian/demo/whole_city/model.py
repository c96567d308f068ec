"""The stated model: how many schools of which kind, how large. docs/city-model.md says where its numbers come from."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.grade import Stage, System, stage_of
from shuangjian.schools.rules import Setting

PUPILS, TEACHERS, CLASSES = 498_000, 30_000, 12_700
CITY_CODE, TABLE = "410900", "puyang"
SINCE, TODAY = dt.date(2026, 9, 1), dt.date(2027, 1, 14)
STANDS_AT = dt.datetime(
    2027, 1, 14, 16, 20, tzinfo=SHANGHAI
)  # the city's clock: a Thursday, a week before the holidays
TERMS = (
    (1, SINCE, dt.date(2027, 1, 23)),
    (2, dt.date(2027, 2, 22), dt.date(2027, 7, 3)),
)


@dataclass(frozen=True)
class Kind:
    """A kind of school: `count` of them in the whole city, `parallel` classes in a grade, `size` pupils in a class, a
    number of teachers for every class. `places` are the kinds of division it stands in."""

    name: str
    count: int
    setting: Setting
    grades: range
    parallel: tuple[int, ...]
    size: range
    staff: float
    places: str


PRIMARY, JUNIOR, NINE_YEAR = range(1, 7), range(7, 10), range(1, 10)

# In the order of their numbers: primary schools, junior schools, schools of nine years.
KINDS = (
    Kind("城区小学", 92, Setting.URBAN, PRIMARY, (4, 5, 6, 6, 7, 8), range(40, 55), 2.15, "街道"),
    Kind("镇区小学", 118, Setting.TOWN, PRIMARY, (2, 3, 3, 4, 5), range(36, 50), 2.1, "镇"),
    Kind("乡村小学", 520, Setting.RURAL, PRIMARY, (1, 1, 1, 1, 2), range(12, 40), 2.05, "乡"),
    Kind("乡村初中", 48, Setting.RURAL, JUNIOR, (2, 2, 3), range(30, 45), 3.2, "乡"),
    Kind("镇区初中", 72, Setting.TOWN, JUNIOR, (3, 4, 6, 7, 8), range(40, 54), 3.2, "镇"),
    Kind("城区初中", 34, Setting.URBAN, JUNIOR, (6, 8, 10, 12, 14), range(44, 55), 3.2, "街道"),
    Kind("城区九年一贯制", 14, Setting.URBAN, NINE_YEAR, (2, 3, 4, 5), range(38, 50), 2.5, "街道"),
    Kind("镇区九年一贯制", 16, Setting.TOWN, NINE_YEAR, (1, 2, 3), range(32, 46), 2.5, "镇"),
    Kind("乡村九年一贯制", 12, Setting.RURAL, NINE_YEAR, (1,), range(20, 36), 2.5, "乡"),
)
SMALLEST_CLASS, LARGEST_CLASS = 4, 55
POINTS = 0.18  # of the village schools have a teaching point with one class of several grades
POINT_GRADES = ((1, 2), (1, 2, 3))
POINT_SIZE = range(6, 19)
SYSTEM_OF_NINE = {Setting.RURAL: System.FIVE_FOUR}  # the village schools of nine years keep the older division


@dataclass(frozen=True, slots=True)
class Load:
    """How a subject sets homework: on what part of the school days, and how much of it is written, in minutes that are
    multiplied by what the school and the teacher are used to."""

    days: float
    minutes: tuple[int, int] = (0, 0)


# By stage and subject; what is not written takes the form and the minutes of the lesson.
LOADS = {
    "LOWER": {"CHINESE": Load(0.9), "MATHEMATICS": Load(0.85), "SCIENCE": Load(0.3), "PHYSICAL_EDUCATION": Load(0.75),
              "LABOUR": Load(0.3)},
    "MIDDLE": {"CHINESE": Load(0.97, (16, 36)), "MATHEMATICS": Load(0.97, (14, 32)), "ENGLISH": Load(0.8, (10, 22)),
               "ETHICS_AND_LAW": Load(0.3), "SCIENCE": Load(0.4), "PHYSICAL_EDUCATION": Load(0.75),
               "LABOUR": Load(0.3)},
    "JUNIOR": {"CHINESE": Load(0.75, (16, 36)), "MATHEMATICS": Load(0.92, (18, 40)), "ENGLISH": Load(0.85, (14, 30)),
               "ETHICS_AND_LAW": Load(0.3, (8, 16)), "HISTORY": Load(0.3, (8, 18)), "GEOGRAPHY": Load(0.3, (8, 18)),
               "PHYSICS": Load(0.55, (12, 26)), "CHEMISTRY": Load(0.55, (12, 26)), "BIOLOGY": Load(0.35, (8, 18)),
               "PHYSICAL_EDUCATION": Load(0.6)},
}  # fmt: skip

# Lessons a week, by which teachers are counted out.
HOURS = {
    "CHINESE": 7, "MATHEMATICS": 5, "ENGLISH": 3, "ETHICS_AND_LAW": 2, "SCIENCE": 2, "PHYSICAL_EDUCATION": 3,
    "MUSIC": 2, "FINE_ARTS": 2, "LABOUR": 1, "HISTORY": 2, "GEOGRAPHY": 2, "PHYSICS": 3, "CHEMISTRY": 3, "BIOLOGY": 2,
}  # fmt: skip
FIRST_GRADE_OF_ENGLISH = 3


def band_of(grade: int, system: System) -> str:
    """The band of LOADS that a grade falls into."""
    if grade <= 2:
        return "LOWER"
    return "MIDDLE" if stage_of(grade, system) is Stage.PRIMARY else "JUNIOR"
