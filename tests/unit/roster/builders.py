"""Builds the files the roster tests read: by hand, byte by byte where a library would not write them."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from shuangjian.people.roster.grid import column_letter
from shuangjian.people.roster.reader import read_file
from shuangjian.people.roster.rows import Reading

PUPIL_HEADERS = ("学籍号", "姓名", "年级", "班级")
ZHAO = ("G100000000000000001", "赵一舟", "五年级", "3")
QIAN = ("G100000000000000002", "钱二桥", "五年级", "3")
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], **options: Any) -> bytes:
    """An .xlsx as Excel would write it: text as text, numbers as numbers."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, **options}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif value is not None:
                        sheet.write(number, column, value)
    return buffer.getvalue()


def text_cell(reference: str, value: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet_data(rows: Iterable[Sequence[str]], first: int = 1) -> str:
    """sheetData rows of inline text cells; a value that begins with `<c` is put in as it is."""
    lines = []
    for number, row in enumerate(rows, start=first):
        cells = [
            value if value.startswith("<c") else text_cell(f"{column_letter(index)}{number}", value)
            for index, value in enumerate(row, start=1)
        ]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(lines)


def parts(
    data: str, *, before: str = "", after: str = "", prolog: str = "", book: str = "", name: str = "学生"
) -> dict[str, bytes]:
    """The members of a smallest .xlsx around `data`, the inside of sheetData."""
    relation = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELATED}/%s" Target="%s"/></Relationships>'
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>'
        ).encode(),
        "_rels/.rels": (relation % ("officeDocument", "xl/workbook.xml")).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}">{book}'
            f'<sheets><sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (relation % ("worksheet", "worksheets/sheet1.xml")).encode(),
        "xl/worksheets/sheet1.xml": (
            f'{prolog}<worksheet xmlns="{_MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'
        ).encode(),
    }


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def raw_workbook(rows: Iterable[Sequence[str]], **around: str) -> bytes:
    return zipped(parts(sheet_data(rows), **around))


def pupils_csv(rows: Iterable[Sequence[str]] = (ZHAO, QIAN), headers: Sequence[str] = PUPIL_HEADERS) -> str:
    return "".join(",".join(row) + "\r\n" for row in (headers, *rows))


def ole(stream: str) -> bytes:
    """The start of an OLE compound file that holds a stream of this name."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    return header.ljust(512, b"\0") + stream.encode("utf-16-le").ljust(512, b"\0")


def read_bytes(folder: Path, data: bytes, name: str = "名册.xlsx") -> Reading:
    """Read in this process: for files that cannot take it down."""
    path = folder / name
    path.write_bytes(data)
    return read_file(path)


def reasons(reading: Reading) -> list[str]:
    return [f"{bad.where.label}｜{bad.value}｜{bad.reason}" for bad in reading.bad]


ONEROSTER: dict[str, str] = {
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,bulk\n",
    "orgs.csv": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\no1,,,槐荫路小学,school,,\n",
    "courses.csv": "sourcedId,status,dateLastModified,title,orgSourcedId,grades,subjects\nk1,,,五年级语文,o1,,\n",
    "classes.csv": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,schoolSourcedId,subjects\n"
        "c1,active,,五(3)班,05,,,homeroom,o1,\n"
        "c2,,,五(3)班语文,05,k1,,Scheduled,o1,\n"
    ),
    "users.csv": (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,givenName,familyName,email,grades\n"
        "u1,active,,TRUE,o1,student,z,一舟,赵,z@example.org,05\n"
        "u2,,,true,o1,student,q,二桥,钱,,\n"
        "t1,,,true,o1,teacher,s,青禾,单于,,\n"
        "p1,,,true,o1,parent,p,大川,赵,,\n"
    ),
    "enrollments.csv": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        "e1,active,,c1,o1,u1,student,,,\n"
        "e2,,,c1,o1,u2,student,false,,\n"
        "e3,,,c2,o1,u1,student,,,\n"
        "e4,,,c1,o1,t1,teacher,TRUE,,\n"
        "e5,,,c2,o1,t1,teacher,,,\n"
        "e6,,,c1,o1,p1,parent,,,\n"
    ),
}


def oneroster(**changed: str | None) -> dict[str, str]:
    """The set above with files replaced, added or (None) left out; keyword `users` means users.csv."""
    files = dict(ONEROSTER)
    for key, content in changed.items():
        if content is None:
            files.pop(f"{key}.csv", None)
        else:
            files[f"{key}.csv"] = content
    return files


def oneroster_zip(files: Mapping[str, str], folder: str = "") -> bytes:
    return zipped({folder + name: content.encode() for name, content in files.items()})
