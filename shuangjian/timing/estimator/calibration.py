"""How far a teacher's declared minutes lie from the measured ones: Fay and Herriot (1979), with two sums per teacher.

    R_j = log measured − log declared = alpha_cell + kappa_T + e_j,   Var(e_j) = v_j + tau_a²
    kappa_T ~ N(g_T, tau_k²),  g ~ N(0, tau_g²) for each group, school × subject: where a new teacher starts

`learn` finds alpha and the three variances by REML from some weeks of assignments. From then on a teacher is two sums,
which are added over days and places in any order and forget by half every forty assignments.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import ndtri

from shuangjian.timing.estimator.data import Floats, Ints, sums_by

HALF_LIFE = 40.0  # assignments of a teacher after which one counts half
LEAST = 1e-8  # variance
FEW = 2000  # works, below which tau_a² is not taken for less than ITEM: its own error is some 0.002 then
ITEM = 0.1**2
# So many assignments tell the variances as well as anybody needs to know them.
ENOUGH = 300_000
SCATTERING = 2654435761  # odd, so that it leaves no two numbers of 32 bits the same (Knuth)


@dataclass(frozen=True)
class Measured:
    """n measured items. `teacher`, `cell` (n,): codes; a cell is subject × stage × form. `ratio` (n,): unshrunken log
    measured minutes − log declared minutes, `variance` (n,): of the measured one, > 0."""

    teacher: Ints
    cell: Ints
    ratio: Floats
    variance: Floats


@dataclass(frozen=True)
class Habits:
    """What all teachers have in common: `alpha` (K,) with its `alpha_variance` (K,), and variances of log minutes of
    one declaration (tau_a²), of a teacher in a group (tau_k²), of a group (tau_g²)."""

    alpha: Floats
    alpha_variance: Floats
    item: float
    teacher: float
    group: float


@dataclass(frozen=True)
class Sums:
    """All that is kept of T teachers' assignments: Σw and Σw(R − alpha), w = 1/(v + tau_a²); both (T,)."""

    weight: Floats
    weighted: Floats

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.weight + other.weight, self.weighted + other.weighted)

    def forgotten(self, since: Ints) -> "Sums":
        """What is left of these sums after `since` (T,) further assignments of each teacher."""
        left = 2.0 ** (-since / HALF_LIFE)
        return Sums(self.weight * left, self.weighted * left)


@dataclass(frozen=True)
class Factors:
    """`kappa` (T,) and its variance P_T, `uncertainty` (T,), beside the habits they are to be used with."""

    habits: Habits
    kappa: Floats
    uncertainty: Floats

    def factor(self, teacher: Ints, cell: Ints) -> Floats:
        """(n,) what declared minutes are multiplied with."""
        return np.exp(self.habits.alpha[cell] + self.kappa[teacher])

    def interval(self, teacher: Ints, cell: Ints, level: float = 0.9) -> tuple[Floats, Floats]:
        """Two (n,) bounds between which the factor lies with this probability."""
        log_factor = self.habits.alpha[cell] + self.kappa[teacher]
        reach = ndtri((1 + level) / 2) * np.sqrt(self.uncertainty[teacher] + self.habits.alpha_variance[cell])
        return np.exp(log_factor - reach), np.exp(log_factor + reach)


def sums(measured: Measured, habits: Habits, teachers: int) -> Sums:
    """The sums of these assignments, none of them forgotten: sums of two parts add up to the sums of the whole."""
    weight = 1 / (measured.variance + habits.item)
    weighted = weight * (measured.ratio - habits.alpha[measured.cell])
    return Sums(
        sums_by(measured.teacher, weight, teachers),
        sums_by(measured.teacher, weighted, teachers),
    )


def factors(kept: Sums, habits: Habits, group: Ints) -> Factors:
    """Factors of T teachers, `group` (T,): school × subject. A teacher without assignments has the group's mean."""
    prior, uncertain = _groups(kept, habits, group)
    precision = kept.weight + 1 / habits.teacher
    kappa = (kept.weighted + prior[group] / habits.teacher) / precision
    return Factors(habits, kappa, 1 / precision + uncertain[group] / (habits.teacher * precision) ** 2)


def _groups(kept: Sums, habits: Habits, group: Ints) -> tuple[Floats, Floats]:
    """Mean and variance of each group's g, from what its teachers' sums say of it."""
    groups = int(group.max()) + 1
    shrink = 1 / (1 + habits.teacher * kept.weight)
    weight = sums_by(group, kept.weight * shrink, groups) + 1 / habits.group
    return sums_by(group, kept.weighted * shrink, groups) / weight, 1 / weight


def together(measured: Measured, declared: Floats, known: Factors) -> tuple[Floats, Floats]:
    """Two (n,) columns, log minutes and their variance: what was measured and what declared minutes (n,) lead to
    expect, each as sure as it is. Right about more evenings than either; shown beside the measured minutes and never
    in their place, for it believes in part what was declared."""
    expected = np.log(declared) + known.habits.alpha[measured.cell] + known.kappa[measured.teacher]
    unsure = known.habits.item + known.uncertainty[measured.teacher]
    believed = unsure / (unsure + measured.variance)
    off = measured.ratio + np.log(declared) - expected
    return expected + believed * off, believed * measured.variance


def learn(measured: Measured, group: Ints, cells: int) -> Habits:
    """Alpha of cells 0..K-1 and the three variances, by restricted maximum likelihood. `group` (T,): of each teacher.

    More than ENOUGH assignments are not all searched for variances: whole groups with about so many are, the same ones
    every time; alpha is then solved from all. From few tau_a² often comes out at 0, which would make whatever is
    planned too sure: below FEW it is at least ITEM. Raises ValueError if a cell has no assignment: its alpha would be
    anything."""
    if (np.bincount(measured.cell, minlength=cells) == 0).any():
        raise ValueError("every cell needs an assignment")
    start = np.log([0.02, 0.02, 0.005])
    least = np.log([ITEM if measured.ratio.size < FEW else LEAST, LEAST, LEAST])
    some = _some_groups(measured, group) if measured.cell.size > ENOUGH else measured
    among, cell = np.unique(some.cell, return_inverse=True)
    some = replace(some, cell=cell.astype(np.int32))
    found = minimize(
        lambda logs: _solved(some, group, among.size, logs)[0],
        start,
        method="Nelder-Mead",
        bounds=[(low, np.log(4.0)) for low in least],
        options={"xatol": 1e-3, "fatol": 1e-3},
    )
    _, alpha, alpha_variance = _solved(measured, group, cells, found.x)
    item, teacher, of_group = (float(variance) for variance in np.exp(found.x))
    return Habits(alpha, alpha_variance, item, teacher, of_group)


def _some_groups(measured: Measured, group: Ints) -> Measured:
    """What the teachers of some groups set, scattered over all, until there are ENOUGH assignments of them."""
    of = group[measured.teacher]
    counts = np.bincount(of)
    scattered = np.argsort(np.arange(counts.size, dtype=np.uint32) * np.uint32(SCATTERING), kind="stable")
    taken = np.zeros(counts.size, np.bool_)
    taken[scattered[: 1 + int(np.searchsorted(np.cumsum(counts[scattered]), ENOUGH))]] = True
    return Measured(*(values[taken[of]] for values in vars(measured).values()))


def _solved(measured: Measured, group: Ints, cells: int, log_variances: Floats) -> tuple[float, Floats, Floats]:
    """REML deviance up to a constant, alpha and its variance: teachers and then groups are eliminated exactly."""
    item, teacher, of_group = np.exp(log_variances)
    w, y = 1 / (measured.variance + item), measured.ratio
    teachers, groups = group.size, int(group.max()) + 1
    by_teacher = csr_array((w, (measured.teacher, measured.cell)), shape=(teachers, cells))
    weight, weighted = (sums_by(measured.teacher, v, teachers) for v in (w, w * y))
    shrink = 1 / (1 + teacher * weight)
    to_group = csr_array((shrink, (group, np.arange(teachers))), shape=(groups, teachers))
    by_group, group_weight, group_weighted = to_group @ by_teacher, to_group @ weight, to_group @ weighted
    taken, group_taken = teacher * shrink, of_group / (1 + of_group * group_weight)

    normal = np.diag(sums_by(measured.cell, w, cells))
    normal -= (by_teacher.T @ by_teacher.multiply(taken[:, None])).toarray()
    normal -= (by_group.T @ by_group.multiply(group_taken[:, None])).toarray()
    right = sums_by(measured.cell, w * y, cells)
    right -= by_teacher.T @ (taken * weighted) + by_group.T @ (group_taken * group_weighted)
    squares = w @ y**2 - taken @ weighted**2 - group_taken @ group_weighted**2

    inverse = np.linalg.inv(normal)
    alpha = inverse @ right
    spread = -np.log(w).sum() - np.log(shrink).sum() + np.log1p(of_group * group_weight).sum()
    deviance = spread + np.linalg.slogdet(normal)[1] + squares - right @ alpha
    return float(deviance), alpha, np.diag(inverse).copy()
