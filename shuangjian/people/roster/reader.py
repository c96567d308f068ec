"""What kind of file it is, told by its content, and read in this process. Callers with uploads use `upload` instead."""

import datetime as dt
import io
import os
from pathlib import Path

from shuangjian.people.roster import limits
from shuangjian.people.roster.archive import Archive
from shuangjian.people.roster.delimited import decoded, read_delimited
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.roster.grid import RawSheet
from shuangjian.people.roster.oneroster.read import read_tables
from shuangjian.people.roster.oneroster.tables import Tables
from shuangjian.people.roster.roster_sheets import read_sheets
from shuangjian.people.roster.rows import Reading, Source
from shuangjian.people.roster.workbook import read_workbook

CSV_SHEET = "CSV"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def read_file(path: Path, on: dt.date | None = None) -> Reading:
    """A workbook, CSV file, or zipped or unpacked OneRoster set.

    `on` leaves out OneRoster enrolments that have ended or not begun on that date; None takes all.
    Raises UnreadableFile.
    """
    if path.is_dir():
        return read_tables(Tables.in_folder(path), on)
    data = _bytes_of(path)
    if not data.startswith(_ZIP):
        return read_sheets([_only_sheet(data)], Source.CSV)
    archive = Archive(io.BytesIO(data))
    if archive.named("[Content_Types].xml") is not None:
        return read_sheets(read_workbook(archive), Source.WORKBOOK)
    if archive.named("mimetype") is not None and b"opendocument" in archive.read(archive.named("mimetype") or ""):
        raise unreadable("ODS")
    return read_tables(Tables.in_archive(archive), on)


def original_sheets(path: Path) -> list[RawSheet]:
    """The raw sheets of a workbook or CSV file, to hand them back; none for OneRoster. Raises UnreadableFile."""
    if path.is_dir():
        return []
    data = _bytes_of(path)
    if not data.startswith(_ZIP):
        return [_only_sheet(data)]
    archive = Archive(io.BytesIO(data))
    return read_workbook(archive) if archive.named("[Content_Types].xml") is not None else []


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(min(size, limits.UPLOAD_BYTES) + 1)
    except OSError as error:
        raise unreadable("NOT_FOUND") from error
    if len(data) > limits.UPLOAD_BYTES:
        raise unreadable("TOO_LARGE")
    if not data.strip(b"\0 \r\n\t"):
        raise unreadable("EMPTY")
    return data


def _only_sheet(data: bytes) -> RawSheet:
    if data.startswith(_OLE):
        raise unreadable("ENCRYPTED" if _ENCRYPTED_STREAM in data else "XLS")
    if data.startswith(b"%PDF"):
        raise unreadable("PDF")
    head = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise unreadable("HTML")
    return read_delimited(decoded(data).content, CSV_SHEET)
