"""Measurements: ratios within one run, never seconds against a wish. See docs/bench.md."""
