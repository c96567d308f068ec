"""What the bureau counts below a place: per school, then summed over whatever lies between."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuangjian.homework.queries import (
    EveningCount,
    EveningNow,
    SchoolCount,
    counts_on,
    evenings_on,
    schools_with_homework,
)
from shuangjian.kernel.day import date_label
from shuangjian.people.queries import classes_with_homeroom, schools_with_principal
from shuangjian.policy.queries import rules_since
from shuangjian.schools.queries import ClassNow, calendars_at, facts_below, schools_below
from shuangjian.schools.rules import name_order

RECENT_DAYS = 7
PARTS = (EveningCount.FULL, EveningCount.PARTLY, EveningCount.BLANK, EveningCount.CLOSED)
QUIET, HOMEROOM = "quiet", "homeroom"
RULES, NO_RULES, NO_PRINCIPAL = "rules", "no_rules", "no_principal"
OTHER_KINDS = {QUIET: f"没有班、或近{RECENT_DAYS}天没有作业的学校", HOMEROOM: "还没有班主任的班"}
OF_SCHOOLS = {
    RULES: "采用了作业管理办法的学校",
    NO_RULES: "还没有采用作业管理办法的学校",
    NO_PRINCIPAL: "没有校长在任的学校",
}


@dataclass(frozen=True)
class SchoolCounted:
    """One school on one evening. `quiet` says why it stands grey: no class, or no homework lately; "" otherwise.
    `rules_since` is the day since when it has had rules of its own."""

    id: int
    name: str
    path: str
    setting: str
    classes: tuple[ClassNow, ...]
    evenings: tuple[EveningNow, ...]
    quiet: str
    without_homeroom: tuple[ClassNow, ...]
    rules_since: dt.date | None
    has_principal: bool

    def is_of(self, kind: str) -> bool:
        """Whether it is one of the schools that a figure of schools counts."""
        return {
            RULES: self.rules_since is not None,
            NO_RULES: self.rules_since is None,
            NO_PRINCIPAL: not self.has_principal,
        }[kind]


@dataclass(frozen=True)
class SchoolSummed:
    """One school on one evening where counts are enough; `quiet` as above."""

    id: int
    name: str
    path: str
    quiet: str
    sum: "Sum"


@dataclass(frozen=True)
class Part:
    """One kind of class evening in a bar of all of them; `x` and `width` in percent."""

    kind: EveningCount
    n: int
    x: float
    width: float


@dataclass(frozen=True)
class Sum:
    """Counts over any number of schools; each has its rows in `SchoolCounted`. `by_kind` counts class evenings."""

    schools: int
    classes: int
    quiet: int
    without_homeroom: int
    with_rules: int
    without_principal: int
    by_kind: dict[EveningCount, int]

    @property
    def active(self) -> int:
        return self.schools - self.quiet

    @property
    def parts(self) -> list[Part]:
        """Where the class evenings are, as a bar: full, partly, blank, closed."""
        found, x = [], 0.0
        for kind in PARTS:
            width = 100 * self.by_kind[kind] / max(self.by_kind[EveningCount.ALL], 1)
            found.append(Part(kind, self.by_kind[kind], round(x, 2), round(width, 2)))
            x += width
        return found

    @property
    def sentence(self) -> str:
        """The bar in words."""
        said = "，".join(f"{part.kind.label}{part.n}个" for part in self.parts if part.n)
        return f"一共{self.by_kind[EveningCount.ALL]}个班晚{f'：{said}' if said else ''}"


def schools_counted(path: str, date: dt.date) -> list[SchoolCounted]:
    """Every school at or below a place, by name. The number of queries does not grow with schools or classes."""
    schools = sorted(schools_below(path), key=lambda school: name_order(school.place.name))
    below = evenings_on(path, date)
    since = date - dt.timedelta(days=RECENT_DAYS - 1)
    active = schools_with_homework(path, since, date + dt.timedelta(days=1))
    led = classes_with_homeroom(path, date)
    ruled, headed = rules_since(path, date), schools_with_principal(path, date)
    calendars = calendars_at(school.place.path for school in schools)
    classes: dict[int, list[ClassNow]] = {school.pk: [] for school in schools}
    evenings: dict[int, list[EveningNow]] = {school.pk: [] for school in schools}
    for klass in below.classes:
        classes[klass.school_id].append(klass)
    for evening in below.evenings:
        evenings[evening.klass.school_id].append(evening)
    held: dict[int, bool] = {}
    found = []
    for school in schools:
        mine = classes[school.pk]
        calendar = calendars[school.place.path]
        if id(calendar) not in held:
            held[id(calendar)] = bool(calendar.evenings(since, date + dt.timedelta(days=1)))
        found.append(
            SchoolCounted(
                school.pk,
                school.place.name,
                school.place.path,
                school.get_setting_display(),
                tuple(mine),
                tuple(evenings[school.pk]),
                _why_quiet(bool(mine), school.pk in active, held[id(calendar)], since),
                tuple(klass for klass in mine if klass.id not in led),
                ruled.get(school.pk),
                school.pk in headed,
            )
        )
    return found


def schools_summed(path: str, date: dt.date) -> list[SchoolSummed]:
    """The counts of `schools_counted` without the rows: for places that have more rows than anybody looks at."""
    schools = facts_below(path)
    below = counts_on(path, date, schools)
    since = date - dt.timedelta(days=RECENT_DAYS - 1)
    active = schools_with_homework(path, since, date + dt.timedelta(days=1))
    led = classes_with_homeroom(path, date)
    ruled, headed = rules_since(path, date), schools_with_principal(path, date)
    calendars = {id(calendar): calendar for calendar in below.calendars.values()}
    held = {key: bool(calendar.evenings(since, date + dt.timedelta(days=1))) for key, calendar in calendars.items()}
    found = []
    for school in sorted(schools.values(), key=lambda school: name_order(school.name)):
        count = below.by_school.get(school.id, SchoolCount())
        has_evenings = held[id(below.calendars[school.path])]
        quiet = _why_quiet(bool(count.class_ids), school.id in active, has_evenings, since)
        by_kind = {kind: count.by_kind[kind] for kind in EveningCount}
        sums = Sum(
            1,
            len(count.class_ids),
            int(bool(quiet)),
            len(count.class_ids - led),
            int(school.id in ruled),
            int(school.id not in headed),
            by_kind,
        )
        found.append(SchoolSummed(school.id, school.name, school.path, quiet, sums))
    return found


def added(sums: Iterable[Sum]) -> Sum:
    sums = list(sums)
    return Sum(
        sum(one.schools for one in sums),
        sum(one.classes for one in sums),
        sum(one.quiet for one in sums),
        sum(one.without_homeroom for one in sums),
        sum(one.with_rules for one in sums),
        sum(one.without_principal for one in sums),
        {kind: sum(one.by_kind[kind] for one in sums) for kind in EveningCount},
    )


def _why_quiet(has_classes: bool, has_homework: bool, held: bool, since: dt.date) -> str:
    if not has_classes:
        return "还没有在读的班，名册没有更新"
    if has_homework:
        return ""
    if not held:
        return f"{date_label(since)}以来没有上学日"
    return f"近{RECENT_DAYS}天没有布置过作业"


def total(schools: Iterable[SchoolCounted]) -> Sum:
    schools = list(schools)
    evenings = [evening for school in schools for evening in school.evenings]
    return Sum(
        len(schools),
        sum(len(school.classes) for school in schools),
        sum(bool(school.quiet) for school in schools),
        sum(len(school.without_homeroom) for school in schools),
        sum(school.is_of(RULES) for school in schools),
        sum(school.is_of(NO_PRINCIPAL) for school in schools),
        {kind: len(kind.among(evenings)) for kind in EveningCount},
    )


def under(path: str, schools: Sequence[SchoolSummed]) -> list[SchoolSummed]:
    return [school for school in schools if school.path.startswith(path)]
