"""A CSV file as one raw sheet: which encoding, which delimiter, and rows counted as Excel counts them."""

import codecs
import csv
import io
import re
from dataclasses import dataclass

from shuangjian.people.roster import limits
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.roster.grid import RawCell, RawRow, RawSheet
from shuangjian.people.roster.headers import field_called

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]", re.DOTALL)
_TO_GUARD = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]", re.DOTALL)
_BROKEN_SHARE = 100  # at most one broken character in so many, else it was no text


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded file and the encoding it was found to have."""

    content: str
    encoding: str


def decoded(data: bytes) -> Text:
    """Text in UTF-8, UTF-16, UTF-32 (by their marks; UTF-16 also without) or GB18030.

    A few broken characters become U+FFFD, which no roster cell may hold, so that each is named where it stands. Lone
    surrogates stay, for the same reason. Raises UnreadableFile for what is not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Text(_lenient(data[len(mark) :], encoding), encoding)
    head = data[:4096]
    if head.count(0) * 8 > len(head):
        # ASCII commas and digits in UTF-16 have their zero byte on one side
        return Text(_lenient(data, "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"), "utf-16")
    for encoding in ("utf-8", "gb18030"):
        try:
            return Text(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    readings = [Text(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030")]
    best = min(readings, key=lambda text: text.content.count("�"))
    _refuse_noise(best.content)
    return best


def _lenient(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        _refuse_noise(text)
        return text


def _refuse_noise(text: str) -> None:
    if text.count("�") * _BROKEN_SHARE > len(text):
        raise unreadable("NOT_TEXT")


def read_delimited(
    text: str,
    name: str,
    *,
    delimiter: str | None = None,
    rows: int = limits.ROWS,
    columns: int = limits.COLUMNS,
) -> RawSheet:
    """The records of a CSV text; blank records count as rows, as in Excel. Without `delimiter` it is found out.

    Quotes must close: an open one would swallow the rows after it. Raises UnreadableFile, naming the row.
    """
    sheet = RawSheet(name)
    csv.field_size_limit(limits.CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            cells: list[RawCell] = [unguarded(value) if value.strip() else None for value in record]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            if number > rows:
                raise unreadable("TOO_MANY_ROWS", sheet=name, limit=rows)
            if len(cells) > columns:
                raise unreadable("TOO_MANY_COLUMNS", sheet=name, row=number, column=len(cells), limit=columns)
            sheet.rows.append(RawRow(number, cells))
    except csv.Error as error:
        raise unreadable("BROKEN_QUOTES", sheet=name, row=number + 1) from error
    return sheet


def _delimiter(text: str) -> str:
    """Of comma, tab and semicolon the one under which some early record has most of the headers we know."""
    head = "\n".join(text[:20_000].splitlines()[: limits.HEADER_SEARCH_ROWS])

    def known(delimiter: str) -> int:
        try:
            records = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
        except csv.Error:
            return 0
        return max((sum(field_called(value[:40]) is not None for value in record) for record in records), default=0)

    return max(",\t;", key=known)


def guarded(value: str) -> str:
    """A value for CSV that no spreadsheet takes for a formula: with an apostrophe before = + - @ and the like."""
    return f"'{value}" if _TO_GUARD.match(value) else value


def unguarded(value: str) -> str:
    """The value that `guarded` was given."""
    return value[1:] if _GUARDED.match(value) else value
