"""The files of a OneRoster set as tables: found whatever the case of their names, columns found whatever theirs.

Source: 1EdTech OneRoster 1.1 (2017) and 1.2 (2022), CSV binding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from shuangjian.people.roster import limits
from shuangjian.people.roster.archive import Archive
from shuangjian.people.roster.delimited import decoded, read_delimited
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.roster.findings import Findings
from shuangjian.people.roster.grid import RawCell, RawRow, column_letter, shown
from shuangjian.people.roster.rows import Cell

READ = ("manifest", "orgs", "users", "roles", "classes", "courses", "enrollments", "academicsessions")
_NEEDED = ("orgs", "users", "classes", "enrollments")
_ROWS, _COLUMNS = 400_000, 200  # enrolments: a county's pupils times their courses
_TOLERATED = (".csv", ".txt", ".md", ".json")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file. Columns are asked for by name in lower case; a column the file lacks is an empty cell."""

    file: str
    raw: RawRow
    columns: dict[str, int]
    headers: tuple[str, ...]

    def cell(self, *names: str) -> RawCell:
        index = self._index(names)
        return self.raw.cells[index] if index is not None and index < len(self.raw.cells) else None

    def text(self, *names: str) -> str:
        return shown(self.cell(*names)).strip()

    def many(self, *names: str) -> tuple[str, ...]:
        """A field of several values: `a,b`."""
        return tuple(dict.fromkeys(part.strip() for part in self.text(*names).split(",") if part.strip()))

    def where(self, *names: str) -> Cell:
        index = self._index(names)
        if index is None:
            return Cell(self.file, self.raw.number, "", names[0])
        return Cell(self.file, self.raw.number, column_letter(index + 1), self.headers[index])

    def _index(self, names: tuple[str, ...]) -> int | None:
        return next((self.columns[name.lower()] for name in names if name.lower() in self.columns), None)


@dataclass(frozen=True, slots=True)
class Table:
    file: str
    headers: tuple[str, ...]
    rows: tuple[RawRow, ...]

    def __iter__(self) -> Iterator[Record]:
        columns = {header.lower(): index for index, header in reversed(list(enumerate(self.headers)))}
        return (Record(self.file, row, columns, self.headers) for row in self.rows)

    def has(self, column: str) -> bool:
        return column.lower() in {header.lower() for header in self.headers}


class Tables:
    """A whole set. A file that is absent is an empty table; `unread` names the files that are not needed."""

    def __init__(self, contents: dict[str, bytes], unread: tuple[str, ...]) -> None:
        self._tables = {}
        for file, data in contents.items():
            key = file.lower().removesuffix(".csv")
            self._tables[key] = _table(file, data)
        self.unread = unread
        missing = [name for name in _NEEDED if name not in self._tables]
        if missing:
            raise unreadable("ONEROSTER_FILES", names="、".join(f"{name}.csv" for name in missing))

    @classmethod
    def in_archive(cls, archive: Archive) -> Self:
        """From a zip, whose files may stand in a folder. Raises UnreadableFile."""
        members: dict[str, str] = {}
        for member in archive.names:
            name = member.rpartition("/")[2]
            if "." in name and not name.lower().endswith(_TOLERATED):
                raise unreadable("UNEXPECTED_MEMBER", name=name)
            if name.lower() in (other.lower() for other in members):
                raise unreadable("DUPLICATE_MEMBER", name=name)
            members[name] = member
        wanted, unread = _sorted_out(members)
        return cls({name: archive.read(members[name]) for name in wanted}, unread)

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """From an unpacked folder; what is not CSV in it is left alone. Raises UnreadableFile."""
        try:
            paths = {path.name: path for path in sorted(folder.iterdir()) if path.is_file()}
            wanted, unread = _sorted_out(paths)
            if sum(paths[name].stat().st_size for name in wanted) > limits.UNPACKED_BYTES:
                raise unreadable("TOO_LARGE_UNPACKED")
            if len({name.lower() for name in wanted}) != len(wanted):
                raise unreadable("DUPLICATE_MEMBER", name=wanted[0])
            return cls({name: paths[name].read_bytes() for name in wanted}, unread)
        except OSError as error:
            raise unreadable("NOT_FOUND") from error

    def __getitem__(self, name: str) -> Table:
        return self._tables.get(name.lower(), Table(f"{name}.csv", (), ()))

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._tables

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(table.file for table in self._tables.values())

    def blame_overflow(self, findings: Findings) -> None:
        """Rows longer than their header: a comma without quotes has pushed them aside."""
        for table in self._tables.values():
            for row in table.rows:
                if len(row.cells) > len(table.headers):
                    where = Cell(table.file, row.number, column_letter(len(row.cells)), "")
                    words = "这一行比第一行的列名多，可能是内容里有逗号没加引号。请改正这一行。"
                    findings.blame(where, shown(row.cells[-1]), words)


def _sorted_out(names: dict[str, Path] | dict[str, str]) -> tuple[list[str], tuple[str, ...]]:
    csv_files = [name for name in names if name.lower().endswith(".csv")]
    wanted = [name for name in csv_files if name.lower().removesuffix(".csv") in READ]
    return wanted, tuple(name for name in csv_files if name not in wanted)


def _table(file: str, data: bytes) -> Table:
    sheet = read_delimited(decoded(data).content, file, delimiter=",", rows=_ROWS, columns=_COLUMNS)
    if not sheet.rows:
        return Table(file, (), ())
    headers = tuple("".join(shown(cell).split()) for cell in sheet.rows[0].cells)
    first = "propertyname" if file.lower() == "manifest.csv" else "sourcedid"
    if first not in (header.lower() for header in headers):
        raise unreadable("ONEROSTER_HEADER", name=file)
    return Table(file, headers, tuple(sheet.rows[1:]))
