"""How long homework takes a middle-level pupil: arrays in, arrays out. No Django, no clock, no files."""

from shuangjian.timing.estimator.crossed import CrossedFit, crossed
from shuangjian.timing.estimator.data import Items, Pupils, Reports
from shuangjian.timing.estimator.fitted import Fit, Variances
from shuangjian.timing.estimator.fitting import fit

__all__ = ["CrossedFit", "Fit", "Items", "Pupils", "Reports", "Variances", "crossed", "fit"]
