"""Assignments, and the evening: one row that holds a class's minutes."""
