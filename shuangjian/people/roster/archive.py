"""A zip archive opened only after its directory and every byte of it were checked.

Guards (trust.md B7): size unpacked, members, ratio, encryption, names that leave the folder, duplicate names, a
directory that disagrees with the members, checksums. What is read afterwards was read to its end once already.
"""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from shuangjian.people.roster import limits
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.roster.rows import UnreadableFile

_CHUNK = 1 << 16
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
)


class Archive:
    """A checked zip file: names as stored, members by name or by name regardless of case."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            self._members = {info.filename: info for info in _checked(self._zip)}
            for info in self._members.values():
                _read_to_the_end(self._zip, info)
        except UnreadableFile:
            raise
        except _BROKEN as error:
            raise unreadable("DAMAGED_ARCHIVE") from error
        except (NotImplementedError, RuntimeError) as error:
            raise unreadable("UNKNOWN_COMPRESSION") from error
        self._by_folded = {name.lower(): name for name in self._members}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def named(self, name: str) -> str | None:
        """The stored name of a member, found regardless of case; None if there is none."""
        return self._by_folded.get(name.lower())

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member piece by piece, for a parser that need not hold it whole."""
        with self._zip.open(self._members[name]) as member:
            while chunk := member.read(_CHUNK):
                yield chunk


def _checked(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > limits.MEMBERS:
        raise unreadable("TOO_MANY_MEMBERS", count=len(infos), limit=limits.MEMBERS)
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > limits.UNPACKED_BYTES:
        raise unreadable("TOO_LARGE_UNPACKED")
    seen: set[str] = set()
    for info in infos:
        _check_member(info)
        if info.filename.lower() in seen:
            raise unreadable("DUPLICATE_MEMBER", name=info.filename)
        seen.add(info.filename.lower())
    if unpacked > limits.RATIO_FLOOR and unpacked > limits.RATIO * max(packed, 1):
        raise unreadable("BOMB")
    return [info for info in infos if not info.is_dir() and not _is_clutter(info.filename)]


def _check_member(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise unreadable("ENCRYPTED")
    # orig_filename still holds what zipfile cut off at a NUL or turned from a backslash
    name = info.orig_filename.replace("\\", "/")
    outside = name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]
    if outside or any(ord(character) < 32 for character in name):
        raise unreadable("UNSAFE_NAME")
    if info.compress_type not in _METHODS:
        raise unreadable("UNKNOWN_COMPRESSION")
    if info.file_size > limits.RATIO_FLOOR and info.file_size > limits.RATIO * max(info.compress_size, 1):
        raise unreadable("BOMB")


def _is_clutter(name: str) -> bool:
    return name.startswith(_CLUTTER[0]) or name.rpartition("/")[2] in _CLUTTER[1:]


def _read_to_the_end(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Checks the member's own header, its length and its checksum, holding one chunk at a time."""
    read = 0
    with archive.open(info) as member:
        while chunk := member.read(_CHUNK):
            read += len(chunk)
    if read != info.file_size:
        raise zipfile.BadZipFile("shorter than its directory says")
