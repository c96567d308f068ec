"""Files that were made to do harm, or that something harmed: each ends in one sentence or in named cells."""

import struct
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from shuangjian.people.roster import limits
from shuangjian.people.roster.file_problems import WORDS
from shuangjian.people.roster.rows import UnreadableFile
from shuangjian.people.roster.template import template_workbook
from tests.unit.roster.builders import (
    PUPIL_HEADERS,
    QIAN,
    ZHAO,
    ole,
    parts,
    pupils_csv,
    raw_workbook,
    read_bytes,
    sheet_data,
    text_cell,
    workbook,
    zipped,
)

GOOD = sheet_data([PUPIL_HEADERS, ZHAO, QIAN])
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


def with_member(name: str, data: bytes = b"x") -> bytes:
    return zipped({**parts(GOOD), name: data})


def with_flag(data: bytes) -> bytes:
    """Every member marked as encrypted, in its own header and in the directory."""
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(signature, start)) >= 0:
            data = data[: start + offset] + b"\x01\x00" + data[start + offset + 2 :]
            start += 4
    return data


def with_wrong_checksum() -> bytes:
    data = bytearray(zipped(parts(GOOD), zipfile.ZIP_STORED))
    data[data.index("赵一舟".encode())] ^= 1
    return bytes(data)


def with_lying_size() -> bytes:
    """The directory says ten bytes where there are more."""
    data = bytearray(zipped(parts(GOOD)))
    place = data.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    data[place : place + 4] = struct.pack("<I", 10)
    return bytes(data)


def with_duplicate_member() -> bytes:
    buffer = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, data in [*parts(GOOD).items(), ("xl/worksheets/SHEET1.xml", b"<x/>")]:
            archive.writestr(name, data)
    return buffer.getvalue()


def with_changed(name: str, old: bytes, new: bytes) -> bytes:
    members = parts(GOOD)
    assert old in members[name]
    return zipped({**members, name: members[name].replace(old, new)})


def without(name: str) -> bytes:
    members = parts(GOOD)
    del members[name]
    return zipped(members)


def a_row_at(number: int) -> str:
    return f'<row r="{number}">{text_cell(f"A{number}", "S9")}</row>'


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing at all": (lambda: b"", "EMPTY"),
    "only zeros": (lambda: bytes(4096), "EMPTY"),
    "more than 20 MB": (lambda: b"a" * (limits.UPLOAD_BYTES + 1), "TOO_LARGE"),
    "an old .xls": (lambda: ole("Workbook"), "XLS"),
    "a workbook under a password": (lambda: ole("EncryptedPackage"), "ENCRYPTED"),
    "a web page called .xls": (lambda: b"<html><table><tr><td>x</td></tr></table></html>", "HTML"),
    "a PDF": (lambda: b"%PDF-1.7 ...", "PDF"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "NOT_TEXT"),
    "an open document": (
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        "ODS",
    ),
    "a binary workbook": (lambda: with_member("xl/workbook.bin"), "XLSB"),
    "a zip of anything": (lambda: zipped({"a.txt": b"x"}), "ONEROSTER_FILES"),
    "a zip with a program": (lambda: zipped({"a.exe": b"x"}), "UNEXPECTED_MEMBER"),
    "half a file": (lambda: zipped(parts(GOOD))[:900], "DAMAGED_ARCHIVE"),
    "a wrong checksum": (with_wrong_checksum, "DAMAGED_ARCHIVE"),
    "a directory that lies about sizes": (with_lying_size, "DAMAGED_ARCHIVE"),
    "encrypted members": (lambda: with_flag(zipped(parts(GOOD))), "ENCRYPTED"),
    "an unusual compression": (lambda: zipped(parts(GOOD), zipfile.ZIP_BZIP2), "UNKNOWN_COMPRESSION"),
    "an absolute name": (lambda: with_member("/etc/passwd.xml"), "UNSAFE_NAME"),
    "a name that climbs": (lambda: with_member("xl/../../x.xml"), "UNSAFE_NAME"),
    "a name that climbs backwards": (lambda: with_member("xl\\..\\..\\x.xml"), "UNSAFE_NAME"),
    "a drive": (lambda: with_member("C:/x.xml"), "UNSAFE_NAME"),
    "one name twice": (with_duplicate_member, "DUPLICATE_MEMBER"),
    "too many members": (
        lambda: zipped({**parts(GOOD), **{f"xl/media/{i}.png": b"" for i in range(limits.MEMBERS)}}),
        "TOO_MANY_MEMBERS",
    ),
    "a bomb": (lambda: with_member("xl/comments1.xml", b" " * 30_000_000), "BOMB"),
    "a large bomb": (lambda: with_member("xl/comments1.xml", bytes(201 * 1024 * 1024)), "TOO_LARGE_UNPACKED"),
    "macros": (lambda: with_member("xl/vbaProject.bin"), "MACROS"),
    "macros by type": (
        lambda: with_changed(
            "[Content_Types].xml",
            b"application/xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
        "MACROS",
    ),
    "links to other files": (lambda: with_member("xl/externalLinks/externalLink1.xml"), "EXTERNAL_LINKS"),
    "an embedded file": (lambda: with_member("xl/embeddings/oleObject1.bin"), "EMBEDDED_OBJECTS"),
    "a member of no known kind": (lambda: with_member("xl/run.js"), "UNEXPECTED_MEMBER"),
    "entities": (lambda: zipped(parts(GOOD, prolog=_LAUGHS)), "DAMAGED_WORKBOOK"),
    "a document type": (lambda: zipped(parts(GOOD, prolog='<!DOCTYPE x SYSTEM "file:///x">')), "DAMAGED_WORKBOOK"),
    "deep nesting": (
        lambda: with_changed("xl/workbook.xml", b"<sheets>", b"<x>" * 100 + b"</x>" * 100 + b"<sheets>"),
        "DAMAGED_WORKBOOK",
    ),
    "no sheet behind its name": (lambda: without("xl/worksheets/sheet1.xml"), "DAMAGED_WORKBOOK"),
    "a sheet under no relation": (
        lambda: with_changed("xl/workbook.xml", b'r:id="rId1"', b'r:id="rId9"'),
        "MISSING_SHEET",
    ),
    "no relations": (lambda: without("xl/_rels/workbook.xml.rels"), "DAMAGED_WORKBOOK"),
    "no root relations": (lambda: without("_rels/.rels"), "NOT_A_WORKBOOK"),
    "no content types": (lambda: without("[Content_Types].xml"), "UNEXPECTED_MEMBER"),
    "XML cut off": (lambda: zipped(parts(GOOD, after="<x")), "DAMAGED_WORKBOOK"),
    "a shared string that is not there": (
        lambda: raw_workbook([PUPIL_HEADERS, (ZHAO[0], '<c r="B2" t="s"><v>7</v></c>', "五", "3")]),
        "DAMAGED_WORKBOOK",
    ),
    "a shared string before the first": (
        lambda: raw_workbook([PUPIL_HEADERS, (ZHAO[0], '<c r="B2" t="s"><v>-1</v></c>', "五", "3")]),
        "DAMAGED_WORKBOOK",
    ),
    "a number that is none": (
        lambda: raw_workbook([PUPIL_HEADERS, ('<c r="A2"><v>12x</v></c>', "赵", "五", "3")]),
        "DAMAGED_WORKBOOK",
    ),
    "cells in no order": (lambda: zipped(parts(GOOD + a_row_at(2))), "DAMAGED_WORKBOOK"),
    "a cell of another row": (
        lambda: zipped(parts(GOOD + f'<row r="9">{text_cell("A2", "x")}</row>')),
        "DAMAGED_WORKBOOK",
    ),
    "row 1,048,576": (lambda: zipped(parts(GOOD + a_row_at(1_048_576))), "TOO_MANY_ROWS"),
    "a column far to the right": (
        lambda: zipped(parts(GOOD + f'<row r="9">{text_cell("XFD9", "x")}</row>')),
        "TOO_MANY_COLUMNS",
    ),
    "too many sheets": (lambda: workbook({f"表{i}": [] for i in range(limits.SHEETS + 1)}), "TOO_MANY_SHEETS"),
    "too many rows of CSV": (lambda: ("a,b\r\n" * (limits.ROWS + 1)).encode(), "TOO_MANY_ROWS"),
    "too many columns of CSV": (lambda: ("a," * 61 + "b\r\n").encode(), "TOO_MANY_COLUMNS"),
    "a quote that never closes": (
        lambda: pupils_csv([('"' + ZHAO[0], *ZHAO[1:]), QIAN]).encode(),
        "BROKEN_QUOTES",
    ),
    "a template as it was": (template_workbook, "NO_ROWS"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_ends_in_one_sentence(tmp_path: Path, what: str) -> None:
    build, code = HOSTILE[what]
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(tmp_path, build())
    assert caught.value.code == code
    assert caught.value.words.endswith(("。", "！"))
    assert len(caught.value.words) < 120


def test_the_file_that_the_hostile_ones_were_made_from_is_good(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, zipped(parts(GOOD)))
    assert reading.bad == ()
    assert len(reading.pupils) == 2


def test_every_problem_is_a_sentence_that_says_what_to_do() -> None:
    for code, words in WORDS.items():
        assert words.endswith("。"), code
        assert "请" in words, code


def test_a_dimension_that_lies_claims_nothing(tmp_path: Path) -> None:
    data = zipped(parts(GOOD, before='<dimension ref="A1:XFD1048576"/>'))
    tracemalloc.start()
    reading = read_bytes(tmp_path, data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(reading.pupils) == 2
    assert peak < 5_000_000


def test_a_million_empty_rows_are_no_rows(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{number}" ht="15"><c r="A{number}" s="0"/></row>' for number in range(4, 70_000))
    reading = read_bytes(tmp_path, zipped(parts(GOOD + empty), zipfile.ZIP_STORED))
    assert len(reading.pupils) == 2


def test_phonetic_guides_are_not_part_of_a_name(tmp_path: Path) -> None:
    guided = '<c r="B2" t="inlineStr"><is><t>赵一舟</t><rPh sb="0" eb="1"><t>ZHAO</t></rPh></is></c>'
    reading = read_bytes(tmp_path, raw_workbook([PUPIL_HEADERS, (ZHAO[0], guided, "五", "3")]))
    assert [pupil.name for pupil in reading.pupils] == ["赵一舟"]


def test_an_error_value_is_a_bad_cell(tmp_path: Path) -> None:
    error = '<c r="D2" t="e"><v>#REF!</v></c>'
    reading = read_bytes(tmp_path, raw_workbook([PUPIL_HEADERS, (*ZHAO[:3], error)]))
    assert [(bad.column, bad.value) for bad in reading.bad] == [("D", "#REF!")]


def test_nul_in_csv_is_a_bad_cell(tmp_path: Path) -> None:
    reading = read_bytes(tmp_path, pupils_csv([(ZHAO[0], "赵\0舟", "五", "3"), QIAN]).encode(), "a.csv")
    assert [(bad.row, bad.column) for bad in reading.bad] == [(2, "B")]


def test_more_bad_cells_than_can_be_listed_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BAD_CELLS", 5)
    rows = [PUPIL_HEADERS, *((f"S{index}", "赵一舟", "五", "？") for index in range(12))]
    reading = read_bytes(tmp_path, workbook({"学生": rows}))
    assert len(reading.bad) == 5
    assert any("另有 7 处" in note for note in reading.notes)
