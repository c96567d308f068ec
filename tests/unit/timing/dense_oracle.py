"""A crossed model solved the long way: one dense covariance matrix of all rows, nothing eliminated, nothing clever."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

EXACT = {"xatol": 1e-10, "fatol": 1e-13, "maxiter": 8000, "maxfev": 8000}


@dataclass
class Oracle:
    """`y` (N,), `x` (N, p), `groups`: codes (N,) by name, `weight` (N,). Relative variances are over a row's."""

    y: np.ndarray
    x: np.ndarray
    groups: dict[str, np.ndarray]
    weight: np.ndarray

    def __post_init__(self):
        self.z = {name: np.eye(codes.max() + 1)[codes] for name, codes in self.groups.items()}

    def least_squares(self, relative):
        """Deviance, fixed effects, their covariance and a row's variance, by generalised least squares."""
        v = np.diag(1 / self.weight)
        for name, z in self.z.items():
            v += relative[name] * z @ z.T
        vx = np.linalg.solve(v, self.x)
        cross = self.x.T @ vx
        b = np.linalg.solve(cross, vx.T @ self.y)
        left = self.y - self.x @ b
        freedom = len(self.y) - self.x.shape[1]
        variance = left @ np.linalg.solve(v, left) / freedom
        logdets = np.linalg.slogdet(v)[1] + np.linalg.slogdet(cross)[1]
        deviance = logdets + freedom * (1 + np.log(2 * np.pi * variance))
        return deviance, b, variance * np.linalg.inv(cross), variance

    def reml(self):
        """Variances by name and "row", and the least deviance, by trying relative standard deviations."""
        names = list(self.z)

        def relative(deviations):
            return dict(zip(names, np.square(deviations), strict=True))

        starts = (np.full(len(names), start) for start in (0.4, 1.0))
        tries = [
            minimize(lambda at: self.least_squares(relative(at))[0], start, method="Nelder-Mead", options=EXACT)
            for start in starts
        ]
        best = min(tries, key=lambda found: found.fun)
        row = self.least_squares(relative(best.x))[3]
        return {name: part * row for name, part in relative(best.x).items()} | {"row": row}, best.fun

    def henderson(self, relative, row=None, flat=()):
        """Effects of x and all levels, their covariance, and where each name's levels stand in both.

        `flat`: (name, code) of levels that are given no prior.
        """
        c = np.column_stack([self.x, *self.z.values()])
        prior, at, start = np.zeros(c.shape[1]), {}, self.x.shape[1]
        for name, z in self.z.items():
            at[name] = np.arange(start, start + z.shape[1])
            prior[at[name]] = 1 / relative[name]
            start += z.shape[1]
        for name, code in flat:
            prior[at[name][code]] = 0.0
        inverse = np.linalg.inv(c.T @ (self.weight[:, None] * c) + np.diag(prior))
        row = self.least_squares(relative)[3] if row is None else row
        return inverse @ c.T @ (self.weight * self.y), row * inverse, at
