"""Plain values that every part of the house speaks in. No Django, no clock, no database."""
