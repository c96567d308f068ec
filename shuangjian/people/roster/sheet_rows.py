"""A raw sheet with its heading, as rows of named cells; problems of the sheet as a whole are found here."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from shuangjian.people.roster.findings import Findings
from shuangjian.people.roster.grid import RawCell, RawRow, RawSheet, column_letter, shown
from shuangjian.people.roster.headers import ALIASES, FIELDS, REQUIRED, Heading, alias_in, why_ignored
from shuangjian.people.roster.rows import Cell, IgnoredColumn, Layout
from shuangjian.people.roster.text import Unclear

Result = TypeVar("Result")


class NamedRow:
    """One row of a recognised sheet. `read` gives a field's value, or blames its cell and gives None."""

    __slots__ = ("_columns", "_findings", "_letters", "_row", "_sheet", "clean")

    def __init__(self, sheet: str, row: RawRow, columns: dict[str, int], letters: dict[str, Cell], findings: Findings):
        self._sheet, self._row, self._columns, self._letters, self._findings = sheet, row, columns, letters, findings
        self.clean = True

    def cell(self, field: str) -> RawCell:
        index = self._columns.get(field)
        return self._row.cells[index] if index is not None and index < len(self._row.cells) else None

    def has(self, field: str) -> bool:
        return field in self._columns

    def where(self, field: str) -> Cell:
        """The place of a field in this row; of the row as a whole where the file has no such column."""
        letter = self._letters.get(field)
        if letter is None:
            return Cell(self._sheet, self._row.number, "", ALIASES[field][0])
        return Cell(self._sheet, self._row.number, letter.column, letter.header)

    def blame(self, field: str, reason: str) -> None:
        self.clean = False
        self._findings.blame(self.where(field), shown(self.cell(field)), reason)

    def read(self, field: str, reader: Callable[[RawCell], Result]) -> Result | None:
        try:
            return reader(self.cell(field))
        except Unclear as unclear:
            self.blame(field, unclear.reason)
            return None


def named_rows(sheet: RawSheet, heading: Heading, findings: Findings) -> Iterator[NamedRow]:
    """The data rows of a sheet, in order. Records its layout, ignored columns, missing columns, merges, hidden rows."""
    columns, letters = _chosen(sheet, heading, findings)
    if any(field not in columns for field in REQUIRED[heading.kind]):
        return
    data = [row for row in sheet.rows if row.number > heading.row]
    if not any(_filled(row, columns.get("school")) for row in data):
        columns.pop("school", None)  # a column left empty throughout: the file of one school
    merged = _blame_merges(sheet, heading, columns, letters, findings)
    _note_hidden(sheet, heading, findings)
    for row in data:
        if not any(_filled(row, index) for index in columns.values()):
            findings.ignore_row(sheet.name, "空行（只填了用不到的列）")
            continue
        named = NamedRow(sheet.name, row, columns, letters, findings)
        named.clean = row.number not in merged
        if len(row.cells) > len(heading.texts):
            _blame_overflow(sheet, row, heading, named, findings)
        yield named


def _filled(row: RawRow, index: int | None) -> bool:
    return index is not None and index < len(row.cells) and row.cells[index] is not None


def _chosen(sheet: RawSheet, heading: Heading, findings: Findings) -> tuple[dict[str, int], dict[str, Cell]]:
    """Field → column index, and field → its letter and header. Two columns of one header are a question."""
    kind = heading.kind
    columns: dict[str, int] = {}
    letters: dict[str, Cell] = {}
    for field in FIELDS[kind]:
        indices = heading.columns.get(field, ())
        if not indices:
            continue
        index = _preferred(heading, field, indices)
        columns[field] = index
        letters[field] = Cell(sheet.name, heading.row, column_letter(index + 1), heading.texts[index])
        for other in indices:
            if other != index and alias_in(heading.texts[other]) == alias_in(heading.texts[index]):
                where = Cell(sheet.name, heading.row, column_letter(other + 1), heading.texts[other])
                findings.blame(where, heading.texts[other], "有两列的表头一样，不知道该用哪一列。请删去一列。")
    for index, text in enumerate(heading.texts):
        if index in heading.formulas:
            where = Cell(sheet.name, heading.row, column_letter(index + 1), text)
            findings.blame(where, text, "表头是公式。请粘贴成数值。")
        if text and index not in columns.values():
            findings.ignored_columns.append(
                IgnoredColumn(sheet.name, column_letter(index + 1), text, why_ignored(text))
            )
    for field in REQUIRED[kind]:
        if field not in columns:
            where = Cell(sheet.name, heading.row, "", ALIASES[field][0])
            findings.blame(where, "", f"{kind.label}表里没有“{ALIASES[field][0]}”这一列。请加上这一列再上传。")
    taken = tuple((field, cell.column, cell.header) for field, cell in letters.items())
    findings.layouts.append(Layout(sheet.name, kind, heading.row, taken))
    return columns, letters


def _preferred(heading: Heading, field: str, indices: tuple[int, ...]) -> int:
    """Of several columns for a field (学籍号 and 学号, 学校名称 and 学校标识码) the one whose name comes first."""
    order = {alias: place for place, alias in enumerate(ALIASES[field])}
    return min(indices, key=lambda index: order[alias_in(heading.texts[index])])


def _blame_merges(
    sheet: RawSheet, heading: Heading, columns: dict[str, int], letters: dict[str, Cell], findings: Findings
) -> set[int]:
    """Rows touched by a merged range in a column that counts."""
    last = sheet.rows[-1].number if sheet.rows else 0
    touched: set[int] = set()
    for top, left, bottom, right in sheet.merged:
        if bottom <= heading.row or top > last:
            continue
        for field, index in columns.items():
            if left <= index + 1 <= right:
                letter = letters[field]
                row = max(top, heading.row + 1)
                span = f"{column_letter(left)}{top}:{column_letter(right)}{bottom}"
                where = Cell(sheet.name, row, letter.column, letter.header)
                findings.blame(where, "", f"这里有合并单元格（{span}）。请取消合并，在每一格里分别填写。")
                touched.update(range(row, min(bottom, last) + 1))
                break
    return touched


def _note_hidden(sheet: RawSheet, heading: Heading, findings: Findings) -> None:
    hidden = [row.number for row in sheet.rows if row.number in sheet.hidden_rows and row.number > heading.row]
    if hidden:
        words = "、".join(map(str, hidden[:10])) + ("等" if len(hidden) > 10 else "")
        findings.notes.append(f"“{sheet.name}”有 {len(hidden)} 行是隐藏的（第 {words} 行），已照常读取。")


def _blame_overflow(sheet: RawSheet, row: RawRow, heading: Heading, named: NamedRow, findings: Findings) -> None:
    """A filled cell right of the last header: in CSV a comma without quotes has pushed the row aside."""
    index = len(row.cells) - 1
    named.clean = False
    where = Cell(sheet.name, row.number, column_letter(index + 1), "")
    words = (
        f"这一行比表头多出 {index + 1 - len(heading.texts)} 格，可能整行错位。请删去多余的内容，或给这一列加上表头。"
    )
    findings.blame(where, shown(row.cells[index]), words)
