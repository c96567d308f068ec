"""The append-only record: who did what on what, before and after. No foreign keys, no table of another app."""
