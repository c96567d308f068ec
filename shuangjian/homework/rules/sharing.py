"""How an evening is shared out before anybody sets anything: the term plan, and what becomes of it on one evening."""

import datetime as dt
from collections.abc import Iterable, Mapping

from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.subject import Subject, subject_order

# The evenings that are nights in a usual week. Friday's is a weekend, which has a total of its own and no shares.
PLANNED_WEEKDAYS = range(1, 5)
STEP_MINUTES = 5
POOL_PART = 6  # about a sixth of an evening is planned for nobody

# 课程方案（2022年版）: each group's percent of the lessons of nine years, the middle of the range given, and the
# number of years in which each of its subjects is taught. What is not named here sets no written work.
LESSON_GROUPS: tuple[tuple[float, dict[Subject, int]], ...] = (
    (21.0, {Subject.CHINESE: 9}),
    (14.0, {Subject.MATHEMATICS: 9}),
    (7.0, {Subject.ENGLISH: 7}),
    (7.0, {Subject.JAPANESE: 7}),
    (7.0, {Subject.RUSSIAN: 7}),
    (7.0, {Subject.ETHICS_AND_LAW: 9}),
    (3.5, {Subject.HISTORY: 3, Subject.GEOGRAPHY: 2}),
    (9.0, {Subject.SCIENCE: 6, Subject.PHYSICS: 2, Subject.CHEMISTRY: 1, Subject.BIOLOGY: 2}),
)
SCHOOL_YEARS = 9
# The same lessons stand closer together where a subject is taught for fewer years: percent of a week's lessons.
LESSON_PARTS = {
    subject: percent * SCHOOL_YEARS / sum(years.values()) for percent, years in LESSON_GROUPS for subject in years
}


def release_moment(date: dt.date, time: dt.time) -> dt.datetime:
    """When what is kept of the evening that begins on a date becomes free to all."""
    return dt.datetime.combine(date, time, SHANGHAI)


def rights_within(cap: int, planned: Mapping[str, int]) -> dict[str, int]:
    """Planned minutes as rights of an evening with this cap: as they are, or all cut in proportion, rounded down."""
    total = sum(planned.values())
    if total <= cap:
        return {subject: minutes for subject, minutes in planned.items() if minutes}
    return {subject: part for subject, minutes in planned.items() if (part := minutes * cap // total)}


def cut_in_proportion(kept: Iterable[int], room: int) -> list[int]:
    """What is left of minutes that are kept and not claimed, where there is `room` for so many: rounded down."""
    kept = list(kept)
    total = sum(kept)
    return kept if total <= room else [minutes * room // total for minutes in kept]


def proposed_minutes(caps: Mapping[int, int], taught: Iterable[str]) -> dict[tuple[int, str], int]:
    """Minutes by (weekday, subject), from the weekly lessons of the subjects that are taught: in steps of five, with
    about a sixth of each evening left to nobody. `caps` are the minutes of each weekday's evening."""
    parts = {s: LESSON_PARTS[s] for s in sorted(map(Subject, set(taught)), key=subject_order) if s in LESSON_PARTS}
    left = {day: (cap - cap // POOL_PART) // STEP_MINUTES for day, cap in caps.items()}
    found: dict[tuple[int, str], int] = {}
    for subject, steps in _divided(sum(left.values()), parts).items():
        for _ in range(steps):
            open_days = [day for day, steps_left in left.items() if steps_left]
            day = min(open_days, key=lambda d: (found.get((d, subject), 0), -left[d], d))
            left[day] -= 1
            found[day, subject] = found.get((day, subject), 0) + STEP_MINUTES
    return found


def _divided(steps: int, parts: Mapping[Subject, float]) -> dict[Subject, int]:
    """Whole steps in proportion, the largest remainders rounded up, the greatest part first."""
    total = sum(parts.values())
    if not total:
        return {}
    exact = {subject: steps * part / total for subject, part in parts.items()}
    found = {subject: int(wanted) for subject, wanted in exact.items()}
    late = sorted(exact, key=lambda s: (found[s] - exact[s], subject_order(s)))
    for subject in late[: steps - sum(found.values())]:
        found[subject] += 1
    return dict(sorted(found.items(), key=lambda item: (-parts[item[0]], subject_order(item[0]))))
