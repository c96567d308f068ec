"""Writing workbooks in which text stays text, whatever it begins with, and no personal data is left on the disk."""

import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

SCRATCH_PREFIX = "shuangjian-roster-"  # what a killed process leaves behind is found by this name and swept
_CREATED = dt.datetime(2000, 1, 1)  # the same rows give the same bytes
_SURROGATE = re.compile("[\ud800-\udfff]")
_ZERO_WIDTH = "\u200b"


@contextmanager
def new_workbook(into: io.BytesIO) -> Iterator[Workbook]:
    """A workbook written row by row through a scratch folder that is removed at the end."""
    with tempfile.TemporaryDirectory(prefix=SCRATCH_PREFIX) as scratch:
        target = Path(scratch) / "workbook.xlsx"
        options = {
            "constant_memory": True,
            "tmpdir": scratch,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        with xlsxwriter.Workbook(str(target), options) as book:
            book.set_properties({"created": _CREATED})
            yield book
        into.write(target.read_bytes())


def write_text(sheet: Worksheet, row: int, column: int, value: str, style: Format | None = None) -> None:
    """A string cell (row and column from 0). Never a formula, a number or a link; empty stays empty."""
    if not value:
        sheet.write_blank(row, column, None, style)
        return
    if value.startswith("<r>") and value.endswith("</r>"):
        value += _ZERO_WIDTH  # the library would take it for its own markup; readers trim this sign
    sheet.write_string(row, column, _SURROGATE.sub("�", value)[:32_767], style)
