"""One worksheet's XML as a raw sheet, streamed: memory grows with filled cells, not with what it claims."""

import datetime as dt
import re
from collections.abc import Iterable

from shuangjian.people.roster import limits
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.roster.grid import RawCell, RawRow, RawSheet, Stored, Value, column_index
from shuangjian.people.roster.xml_stream import new_parser, parse, unescaped

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}):\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_MERGES = 20_000


class SheetReader:
    """Reads into `sheet`. `shared` are the shared strings, `date_styles` the formats that show dates."""

    def __init__(self, sheet: RawSheet, shared: list[str], date_styles: frozenset[str], from_1904: bool) -> None:
        self._sheet = sheet
        self._shared = shared
        self._date_styles = date_styles
        self._epoch = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 30)
        self._tags: dict[str, str] = {}
        self._row = 0
        self._cells: list[RawCell] = []
        self._column = 0
        self._type = self._style = ""
        self._formula = self._collecting = self._phonetic = False
        self._text: list[str] = []

    def read(self, chunks: Iterable[bytes]) -> None:
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parse(parser, chunks)

    def _tag(self, qualified: str) -> str:
        tag = self._tags.get(qualified)
        if tag is None:
            tag = self._tags[qualified] = qualified.rpartition(" ")[2]
        return tag

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        match self._tag(qualified):
            case "c":
                self._open_cell(attributes)
            case "v" | "t":
                self._collecting = not self._phonetic
            case "f":
                self._formula = True
            case "rPh":
                self._phonetic = True
            case "row":
                self._open_row(attributes)
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def _characters(self, data: str) -> None:
        if self._collecting:
            self._text.append(data)

    def _end(self, qualified: str) -> None:
        match self._tag(qualified):
            case "v" | "t":
                self._collecting = False
            case "rPh":
                self._phonetic = False
            case "c":
                self._close_cell()
            case "row":
                if self._cells:
                    self._sheet.rows.append(RawRow(self._row, self._cells))

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        row = int(number) if number is not None and number.isdecimal() else self._row + 1
        if row <= self._row:
            raise ValueError("rows out of order")
        self._row, self._column, self._cells = row, 0, []
        if attributes.get("hidden", "0") in ("1", "true"):
            self._sheet.hidden_rows.add(row)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            column = self._column + 1
        else:
            match = _REFERENCE.fullmatch(reference)
            if match is None or int(match[2]) != self._row:
                raise ValueError("a cell outside its row")
            column = column_index(match[1])
        if column <= self._column:
            raise ValueError("cells out of order")
        self._column = column
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._formula = self._collecting = self._phonetic = False
        self._text = []

    def _close_cell(self) -> None:
        value = self._value("".join(self._text))
        if value is None:
            return
        if self._row > limits.ROWS:
            raise unreadable("TOO_MANY_ROWS", sheet=self._sheet.name, limit=limits.ROWS)
        if self._column > limits.COLUMNS:
            raise unreadable(
                "TOO_MANY_COLUMNS", sheet=self._sheet.name, row=self._row, column=self._column, limit=limits.COLUMNS
            )
        self._cells.extend([None] * (self._column - 1 - len(self._cells)))
        self._cells.append(value)

    def _value(self, text: str) -> RawCell:
        if self._formula:
            if self._type == "s":
                text = self._shared_string(text)
            return Value(Stored.FORMULA, text)
        match self._type:
            case "s":
                text = self._shared_string(text) if text else ""
                return text if text.strip() else None
            case "inlineStr" | "str":
                text = unescaped(text)
                return text if text.strip() else None
            case "n" | "":
                text = text.strip()
                return self._number(text) if text else None
            case "b":
                return Value(Stored.BOOLEAN, "TRUE" if text.strip() in ("1", "true") else "FALSE")
            case "d":
                return Value(Stored.DATE, text.strip()[:32])
            case "e":
                return Value(Stored.ERROR, text.strip()[:32])
        raise ValueError("unknown cell type")

    def _shared_string(self, text: str) -> str:
        index = int(text)
        if index < 0:
            raise ValueError("no such shared string")
        return self._shared[index]

    def _number(self, text: str) -> Value:
        number = float(text)  # a ValueError here is a damaged sheet
        if self._style in self._date_styles:
            return Value(Stored.DATE, self._date(number) or text)
        return Value(Stored.NUMBER, text)

    def _date(self, serial: float) -> str | None:
        """An ISO date; before March 1900 Excel counts a day that never was, and no such date is in a roster."""
        if not 60 < serial < 2_958_466:
            return None
        return (self._epoch + dt.timedelta(days=serial)).date().isoformat()

    def _merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference)
        if match is None:
            return
        if len(self._sheet.merged) >= _MERGES:
            raise unreadable("TOO_MANY_MERGES", sheet=self._sheet.name)
        self._sheet.merged.append((int(match[2]), column_index(match[1]), int(match[4]), column_index(match[3])))
