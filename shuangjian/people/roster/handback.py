"""The workbook handed back: a list of the cells to mend and, tinted, the sheets they stand in."""

import io
from collections.abc import Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from shuangjian.people.roster import limits
from shuangjian.people.roster.cell_writing import new_workbook, write_text
from shuangjian.people.roster.grid import RawSheet, column_index, shown
from shuangjian.people.roster.rows import BadCell, Reading

LIST_SHEET = "要改的格"
_HEADERS = (("表", 16), ("行", 8), ("列", 8), ("列名", 16), ("现在的内容", 28), ("出了什么、怎么改", 80))
_COMMENTS = 2_000  # a sheet of more is slow to open; the tint and the list still name every cell
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def bad_cells_workbook(reading: Reading, original: Sequence[RawSheet] = ()) -> bytes:
    """`reading.bad` as .xlsx. `original` (from `read_original`) adds the sheets themselves, every cell as text.

    The list sheet is not a roster and its name is not among the originals', so the mended workbook may be uploaded
    as it is.
    """
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        taken = {LIST_SHEET.lower()}
        _write_list(book, reading)
        tint = book.add_format({"bg_color": "#FFD6D6", "border": 1, "border_color": "#C00000", "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        for sheet in original:
            if not sheet.hidden:
                bad = [cell for cell in reading.bad if cell.sheet == sheet.name]
                _write_original(book, _free_name(sheet.name, taken), sheet, bad, tint, text)
    return buffer.getvalue()


def _write_list(book: Workbook, reading: Reading) -> None:
    sheet = book.add_worksheet(LIST_SHEET)
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for index, (_, width) in enumerate(_HEADERS):
        sheet.set_column(index, index, width)
    sheet.freeze_panes(1, 0)
    for index, (header, _) in enumerate(_HEADERS):
        write_text(sheet, 0, index, header, head)
    row = 0
    for row, bad in enumerate(reading.bad, start=1):
        line = (bad.sheet, str(bad.row) if bad.row else "", bad.column, bad.header, bad.value, bad.reason)
        for column, value in enumerate(line):
            write_text(sheet, row, column, value, wrap)
    for offset, note in enumerate(reading.notes, start=row + 2):
        write_text(sheet, offset, 5, note, wrap)
    sheet.autofilter(0, 0, max(row, 1), len(_HEADERS) - 1)


def _write_original(
    book: Workbook, name: str, sheet: RawSheet, bad: Iterable[BadCell], tint: Format, text: Format
) -> None:
    """Same rows, same columns, so that every letter and number of the list still fits."""
    reasons: dict[tuple[int, int], list[str]] = {}
    for cell in bad:
        # a fault of a whole row, or of a column that is missing, is shown at the row's first cell
        reasons.setdefault((max(cell.row, 1), column_index(cell.column) or 1), []).append(cell.reason)
    written = book.add_worksheet(name)
    written.set_column(0, limits.COLUMNS - 1, 16, text)
    for row, column in list(reasons)[:_COMMENTS]:
        words = "\n".join(reasons[row, column])
        written.write_comment(row - 1, column - 1, words[:1_000], {"x_scale": 2, "y_scale": 1.2, "author": ""})
    marked: dict[int, set[int]] = {}
    for row, column in reasons:
        marked.setdefault(row, set()).add(column)
    rows = {row.number: row.cells for row in sheet.rows}
    for number in sorted(rows.keys() | marked.keys()):
        cells = rows.get(number, [])
        for column in range(1, max([len(cells), *marked.get(number, ())]) + 1):
            value = shown(cells[column - 1]) if column <= len(cells) else ""
            style = tint if column in marked.get(number, ()) else text
            write_text(written, number - 1, column - 1, value, style)


def _free_name(name: str, taken: set[str]) -> str:
    """A name Excel accepts and that is not taken yet."""
    base = name.translate(_FORBIDDEN).strip("'")[:28] or "原表"
    candidate, counter = base, 1
    while candidate.lower() in taken or candidate.lower() == "history":
        counter += 1
        candidate = f"{base}{counter}"
    taken.add(candidate.lower())
    return candidate
