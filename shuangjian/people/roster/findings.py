"""Gathers what is found while a file is read: bad cells up to a limit, ignored columns and rows, notes, layouts."""

from collections import Counter

from shuangjian.people.roster import limits
from shuangjian.people.roster.rows import BadCell, Cell, IgnoredColumn, IgnoredRows, Layout, shorten
from shuangjian.people.roster.text import masked


class Findings:
    """One per file. Everything goes in as it is found; the lists are read at the end."""

    def __init__(self) -> None:
        self.bad: list[BadCell] = []
        self.unlisted = 0
        self.ignored_columns: list[IgnoredColumn] = []
        self.layouts: list[Layout] = []
        self.notes: list[str] = []
        self._ignored: Counter[tuple[str, str]] = Counter()

    def blame(self, where: Cell, value: str, reason: str) -> None:
        if len(self.bad) < limits.BAD_CELLS:
            self.bad.append(BadCell(where, shorten(masked(value), limits.SHOWN_CHARACTERS), reason))
        else:
            self.unlisted += 1

    def ignore_row(self, sheet: str, reason: str) -> None:
        self._ignored[sheet, reason] += 1

    @property
    def ignored_rows(self) -> tuple[IgnoredRows, ...]:
        return tuple(IgnoredRows(sheet, reason, count) for (sheet, reason), count in self._ignored.items())

    @property
    def all_notes(self) -> tuple[str, ...]:
        if not self.unlisted:
            return tuple(self.notes)
        words = f"问题太多，先列出前 {limits.BAD_CELLS} 处，另有 {self.unlisted} 处没有列出。请先改完这些，再上传。"
        return (*self.notes, words)
