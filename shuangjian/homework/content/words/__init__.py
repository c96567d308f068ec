"""The words the frames are made of: tables of alternatives, each a word or a small pattern, set apart by blanks."""


def any_of(*tables: str) -> str:
    """A group that matches any entry of the tables, the longest first."""
    entries = {entry for table in tables for entry in table.split()}
    return "(?:" + "|".join(sorted(entries, key=lambda entry: (-len(entry), entry))) + ")"
