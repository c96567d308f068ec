"""Measured minutes: the evening panel, what families and staff report, the estimator, and what it says of homework."""
