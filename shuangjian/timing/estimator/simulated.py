"""An invented city whose true minutes are known: pupils, teachers, tiered assignments, what teachers declare.

For tests and for the bench. Slower pupils do the easier tier, teachers declare too little by various factors, some set
work that stands on no list. Who was asked and what was answered is `simulated_panel`'s.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangjian.timing.estimator.data import Floats, Ints, Items, Pupils

Flags = NDArray[np.bool_]
Generator = np.random.Generator

UNTIERED, EASY, MIDDLE, HARD = range(4)
TIER_CONTENT = np.array([0.0, -0.35, 0.0, 0.3])  # log minutes of a tier beside an assignment without tiers
FORMS = 2


@dataclass(frozen=True)
class Shape:
    """How large a city is and how it behaves. Spreads are standard deviations of log minutes, shares are of 1.

    A teacher has `classes_taught` neighbouring classes of one grade in one subject, and on an evening sets them an
    assignment with probability `sets`, in three tiers with probability `tiered`.
    """

    schools: int = 6
    grades: int = 2
    classes: int = 4
    pupils: int = 40
    subjects: int = 4
    classes_taught: int = 2
    days: int = 40
    sets: float = 0.6
    tiered: float = 0.5
    sorted_by_speed: float = 0.9  # correlation of the order in which pupils are given tiers with their speed
    teacher: float = 0.15
    item: float = 0.25
    pupil: float = 0.35
    klass: float = 0.10
    school: float = 0.10
    error: float = 0.35
    calibration: float = 0.15  # spread of kappa between teachers
    declaring: float = 0.12  # spread of one declaration around its teacher's habit
    under_declaring: float = 0.0  # share of teachers who declare 60 % of what they set
    declaring_to_fit: float = 0.0  # share of teachers who never declare more than `fits` minutes
    fits: float = 15.0
    unlisted: float = 0.0  # share of assignments with as much work again that is on no list
    minutes: float = 18.0  # of a middling assignment


@dataclass(frozen=True)
class City:
    """`Pupils` and `Items` as the estimator is given them, and beside them what it never sees.

    Items (J,): `day`, `tier`, `form`, `assignment` (code), `m` true local log median, `unlisted`. Pupils (S,): `speed`
    = s_i + h_c, `tier_done` (S, subjects): the tier a pupil does where there are tiers. Teachers (T,): `kappa`
    and flags. `taught` (J, classes_taught): the classes an item was set to. `alpha` (subjects × forms,).
    """

    shape: Shape
    pupils: Pupils
    items: Items
    day: Ints
    tier: Ints
    form: Ints
    assignment: Ints
    taught: Ints
    m: Floats
    level: Floats
    unlisted: Flags
    speed: Floats
    tier_done: Ints
    kappa: Floats
    under_declares: Flags
    fits_declared: Flags
    alpha: Floats

    @property
    def calibration_cell(self) -> Ints:
        """(J,) code of subject × form, the cells of alpha."""
        return self.items.subject * np.int32(FORMS) + self.form

    @property
    def rank(self) -> Floats:
        """(J,) −1 the easy tier, 0, 1 the hard one; nan of an assignment without tiers."""
        return np.array([np.nan, -1.0, 0.0, 1.0])[self.tier]

    @property
    def counted(self) -> Flags:
        """(J,) the tier of each assignment that a middling pupil does."""
        counted: Flags = (self.tier == UNTIERED) | (self.tier == MIDDLE)
        return counted

    def evenings(self) -> tuple[Ints, Ints]:
        """Pairs (evening, item) of what a middling pupil does; an evening's code is class × days + day."""
        item = np.repeat(np.flatnonzero(self.counted), self.taught.shape[1]).astype(np.int32)
        klass = self.taught[self.counted].ravel()
        return (klass * np.int32(self.shape.days) + self.day[item]).astype(np.int32), item


def city(shape: Shape, rng: Generator) -> City:
    """A city of this shape; the same generator state gives the same city."""
    pupils, speed = _pupils(shape, rng)
    teacher = _Teachers.of(shape, rng)
    local = _block_means(speed, pupils.block)
    day, taught_by, tier, form, assignment = _set(shape, teacher.block.size, rng)
    subject, block = teacher.subject[taught_by], teacher.block[taught_by]
    alpha = rng.normal(0.1, 0.1, shape.subjects * FORMS)
    content = rng.normal(np.log(shape.minutes), 0.2, (shape.subjects, FORMS))
    shared = rng.normal(0, shape.item, assignment.max(initial=-1) + 1)  # tiers of an assignment resemble each other
    a = 0.7 * shared[assignment] + np.sqrt(1 - 0.7**2) * rng.normal(0, shape.item, tier.size)
    level = content[subject, form] + TIER_CONTENT[tier] + teacher.habit[taught_by] + a
    unlisted = rng.random(assignment.max(initial=-1) + 1)[assignment] < shape.unlisted
    level = level + np.log(2.0) * unlisted
    m = level - local[block]
    said = m - np.log(2.0) * unlisted - alpha[subject * FORMS + form] - teacher.kappa[taught_by]
    declared = np.exp(said - rng.normal(0, shape.declaring, tier.size))
    declared = np.where(teacher.fits[taught_by], np.minimum(declared, shape.fits), declared)
    cell = (subject * FORMS + form) * len(TIER_CONTENT) + tier
    items = Items(_codes(cell), _codes(subject), _codes(taught_by), _codes(block), np.maximum(1.0, np.rint(declared)))
    return City(
        shape, pupils, items, day, tier, form, assignment, teacher.taught[taught_by],
        m, level, unlisted, speed, _tiers_done(shape, pupils, speed, rng),
        teacher.kappa, teacher.under, teacher.fits, alpha,
    )  # fmt: skip


@dataclass(frozen=True)
class _Teachers:
    subject: Ints
    block: Ints
    taught: Ints
    habit: Floats
    kappa: Floats
    under: Flags
    fits: Flags

    @classmethod
    def of(cls, shape: Shape, rng: Generator) -> "_Teachers":
        groups = shape.classes // shape.classes_taught
        block, subject, group = np.indices((shape.schools * shape.grades, shape.subjects, groups)).reshape(3, -1)
        taught = (
            block[:, None] * shape.classes + group[:, None] * shape.classes_taught + np.arange(shape.classes_taught)
        )
        count = block.size
        under, fits = rng.random(count) < shape.under_declaring, rng.random(count) < shape.declaring_to_fit
        kappa = np.where(under, -np.log(0.6), rng.normal(0, shape.calibration, count))
        habit = rng.normal(0, shape.teacher, count)
        return cls(_codes(subject), _codes(block), _codes(taught), habit, kappa, under, fits)


def _pupils(shape: Shape, rng: Generator) -> tuple[Pupils, Floats]:
    blocks = shape.schools * shape.grades
    klass = np.repeat(np.arange(blocks * shape.classes), shape.pupils)
    block = klass // shape.classes
    of_classes = rng.normal(0, shape.school, blocks).repeat(shape.classes) + rng.normal(
        0, shape.klass, blocks * shape.classes
    )
    speed = of_classes[klass] + rng.normal(0, shape.pupil, klass.size)
    return Pupils(_codes(klass), _codes(block)), speed


def _set(shape: Shape, teachers: int, rng: Generator) -> tuple[Ints, ...]:
    """One row per item: its day, teacher, tier, form, assignment."""
    day, teacher = np.nonzero(rng.random((shape.days, teachers)) < shape.sets)
    form = rng.integers(0, FORMS, day.size)
    tiers = np.where(rng.random(day.size) < shape.tiered, 3, 1)
    assignment = np.repeat(np.arange(day.size), tiers)
    place = np.arange(assignment.size) - np.repeat(np.cumsum(tiers) - tiers, tiers)
    tier = np.where(tiers[assignment] == 3, EASY + place, UNTIERED)
    return tuple(map(_codes, (day[assignment], teacher[assignment], tier, form[assignment], assignment)))


def _tiers_done(shape: Shape, pupils: Pupils, speed: Floats, rng: Generator) -> Ints:
    """A third of each class in each tier: mostly the slow third in the easy one, subject by subject."""
    noise = np.sqrt(1 / shape.sorted_by_speed**2 - 1) * shape.pupil
    order = speed[:, None] + rng.normal(0, noise, (speed.size, shape.subjects))
    by_class = order.reshape(-1, shape.pupils, shape.subjects)
    rank = by_class.argsort(axis=1).argsort(axis=1).reshape(speed.size, shape.subjects)
    return _codes(EASY + rank * 3 // shape.pupils)


def _block_means(values: Floats, block: Ints) -> Floats:
    means: Floats = np.bincount(block, values) / np.bincount(block)
    return means


def _codes(values: NDArray[np.integer]) -> Ints:
    return values.astype(np.int32)
