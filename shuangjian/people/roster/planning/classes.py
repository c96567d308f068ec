"""Which class a row means: one that exists, or one that is to be opened because pupils sit in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shuangjian.kernel.grade import Stage, grade_at, stage_of
from shuangjian.people.roster.planning.plan import NewClass, Plan
from shuangjian.people.roster.planning.state import KnownClass, KnownSchool, State
from shuangjian.schools.rules import class_label

FIRST_OF_NAMED = 61  # a roster writes class numbers up to 60; classes with a name take numbers from here
MIXED = "复式"


@dataclass(frozen=True, slots=True)
class Key:
    """A class as a file names it, at a place: by cohort and number or name; a 复式班 by number or the cohorts of its
    label, either of which may be missing."""

    school_id: int
    place: int
    cohort: int | None = None
    number: int | None = None
    name: str = ""
    mixed: bool = False
    named_cohorts: frozenset[int] = frozenset()


class Classes:
    """Settles keys into references: ids of classes that exist, negative for those the plan opens."""

    def __init__(self, state: State, plan: Plan, pointless: frozenset[int]) -> None:
        """`pointless`: schools whose rows name no teaching point, so that a class is looked for at their points too."""
        self._date, self._plan, self._pointless = state.date, plan, pointless
        self._schools = {school.id: school for school in state.schools}
        self._points = {pk: name for school in state.schools for name, pk in school.points.items()}
        self.known = {klass.id: klass for klass in state.classes}
        self._at: dict[int, list[KnownClass]] = {}
        for klass in state.classes:
            self._at.setdefault(klass.place_id, []).append(klass)
        self._now = {klass.id: self._in_session(klass) for klass in state.classes}
        self._opened: dict[Key, int] = {}
        self._labels: dict[int, str] = {}
        self.seats: dict[int, set[int]] = {}

    def stage(self, school: KnownSchool, cohort: int) -> Stage:
        return stage_of(grade_at(cohort, self._date), school.system)

    def settle(self, key: Key, cohorts: set[int], label: str) -> int | None:
        """The class in which pupils of `cohorts` sit; None where several 复式班 fit equally well."""
        found = self._matching(key, cohorts)
        if len(found) > 1:
            return None
        ref = found[0].id if found else self._open(key, cohorts, label)
        self.seats.setdefault(ref, set()).update(cohorts)
        return ref

    def find(self, key: Key, cohorts: set[int]) -> int | None:
        """The class that a teaching assignment names: opened by this plan, or known and in session."""
        if key.mixed:
            opened = [
                ref
                for other, ref in self._opened.items()
                if other.mixed
                and other.place == key.place
                and key.number in (None, other.number)
                and cohorts <= self.cohorts(ref)
            ]
        else:
            opened = [self._opened[key]] if key in self._opened else []
        if opened:
            return opened[0] if len(opened) == 1 else None
        found = self._matching(key, cohorts)
        return found[0].id if len(found) == 1 and self.in_session(found[0]) else None

    def in_session(self, klass: KnownClass, cohort: int | None = None) -> bool:
        """Whether a class, or one of its cohorts, is in a grade of its stage that the school has."""
        return bool(self._now[klass.id]) if cohort is None else cohort in self._now[klass.id]

    def _in_session(self, klass: KnownClass) -> frozenset[int]:
        school = self._schools[klass.school_id]
        grades = {cohort: grade_at(cohort, self._date) for cohort in klass.cohorts}
        return frozenset(
            cohort
            for cohort, grade in grades.items()
            if grade in school.grades and stage_of(grade, school.system) is klass.stage
        )

    def cohorts(self, ref: int) -> set[int]:
        return set(self.known[ref].cohorts) if ref > 0 else self._plan.new_classes[-ref - 1].cohorts

    def school_of(self, ref: int) -> int:
        return self.known[ref].school_id if ref > 0 else self._plan.new_classes[-ref - 1].school_id

    def label(self, ref: int) -> str:
        """五（3）班, as it will be called once the plan is applied."""
        if ref not in self._labels:
            klass = self.known[ref] if ref > 0 else self._plan.new_classes[-ref - 1]
            place = klass.place_id if isinstance(klass, KnownClass) else klass.place
            point = self._plan.new_points[-place - 1].name if place < 0 else self._points.get(place, "")
            cohorts = self.seats.get(ref) or klass.cohorts
            grades = sorted(grade for cohort in cohorts if 1 <= (grade := grade_at(cohort, self._date)) <= 9)
            self._labels[ref] = (
                class_label(grades, klass.number, point, klass.name) if grades else f"{point}已毕业的{klass.number}班"
            )
        return self._labels[ref]

    def _matching(self, key: Key, cohorts: set[int]) -> list[KnownClass]:
        found = self._matching_at(key.place, key, cohorts)
        school = self._schools[key.school_id]
        if not found and key.place == school.id and school.id in self._pointless:
            found = [klass for place in school.points.values() for klass in self._matching_at(place, key, cohorts)]
        return found

    def _matching_at(self, place: int, key: Key, cohorts: set[int]) -> list[KnownClass]:
        here = self._at.get(place, [])
        if key.mixed:
            return self._best_mixed([k for k in here if self._is_mixed(k) or MIXED in k.name], key, cohorts)
        cohort = key.cohort or 0
        if key.name:
            return [k for k in here if k.name == key.name and cohort in k.cohorts]
        stage = self.stage(self._schools[key.school_id], cohort)
        return [
            k
            for k in here
            if k.number == key.number
            and not self._is_mixed(k)
            and not k.name
            and cohort in k.cohorts
            and k.stage is stage
        ]

    def _is_mixed(self, klass: KnownClass) -> bool:
        return len(self._now[klass.id]) > 1

    def _best_mixed(self, candidates: list[KnownClass], key: Key, cohorts: set[int]) -> list[KnownClass]:
        """A label that lists its grades means the class of just these; one that does not, the class most of whose
        grades agree."""
        if key.number is not None:
            candidates = [k for k in candidates if k.number == key.number or k.name.endswith(f"{MIXED}{key.number}班")]
        exact = [k for k in candidates if self._now[k.id] == cohorts]
        if exact or key.named_cohorts:
            return exact
        agreeing = [len(self._now[k.id] & cohorts) for k in candidates]
        return [k for k, n in zip(candidates, agreeing, strict=True) if n == max(agreeing)]

    def _open(self, key: Key, cohorts: set[int], label: str) -> int:
        if key not in self._opened:
            stage = self.stage(self._schools[key.school_id], max(cohorts))
            name = key.name or (label if key.mixed and len(cohorts) == 1 else "")
            number = FIRST_OF_NAMED if name else key.number or 1
            self._plan.new_classes.append(NewClass(key.school_id, key.place, stage, number, name, set(cohorts)))
            self._opened[key] = -len(self._plan.new_classes)
        return self._opened[key]

    def number_the_new(self, ended: Iterable[int], lost: Iterable[tuple[int, int]]) -> list[Key]:
        """Give named and mixed classes numbers that are free; returns the keys whose number is taken."""
        self._labels.clear()
        gone, lost = set(ended), set(lost)
        taken = {
            (klass.place_id, cohort, klass.number)
            for klass in self.known.values()
            if klass.id not in gone
            for cohort in klass.cohorts | self.seats.get(klass.id, set())
            if (klass.id, cohort) not in lost
        }
        clashing = []
        by_ref: Mapping[int, Key] = {ref: key for key, ref in self._opened.items()}
        order = sorted(by_ref, key=lambda ref: (by_ref[ref].mixed or bool(by_ref[ref].name), -ref))
        for ref in order:
            klass, key = self._plan.new_classes[-ref - 1], by_ref[ref]
            while any((klass.place, cohort, klass.number) in taken for cohort in klass.cohorts):
                if not (key.mixed or key.name):
                    clashing.append(key)
                    break
                klass.number += 1
            taken |= {(klass.place, cohort, klass.number) for cohort in klass.cohorts}
        return clashing
