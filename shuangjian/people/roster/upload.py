"""Reading what somebody uploaded: in a child process that may be killed, run out of memory or answer nonsense."""

import datetime as dt
import math
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import shuangjian
from shuangjian.people.roster import codec, limits
from shuangjian.people.roster.file_problems import WORDS, unreadable
from shuangjian.people.roster.grid import RawSheet
from shuangjian.people.roster.rows import Reading, UnreadableFile

Answer = TypeVar("Answer")
_CHUNK = 1 << 18
_PATIENCE_SECONDS = 5.0  # between the end of the answer and the end of the child
_MODULE = "shuangjian.people.roster.child"


def read_upload(
    path: Path,
    *,
    limit_seconds: float = limits.CHILD_SECONDS,
    limit_memory_bytes: int = limits.CHILD_MEMORY_BYTES,
    on: dt.date | None = None,
) -> Reading:
    """A workbook, a CSV file or a zipped OneRoster set, whatever its name says.

    `on` leaves out OneRoster enrolments that have ended or not begun on that date. Raises UnreadableFile, and nothing
    else, for anything that is wrong with the file or happens to the child.
    """
    if path.is_dir():
        raise unreadable("NOT_FOUND")
    return _asked("read", path, limit_seconds, limit_memory_bytes, on, codec.reading_from)


def read_folder(
    path: Path,
    *,
    limit_seconds: float = limits.CHILD_SECONDS,
    limit_memory_bytes: int = limits.CHILD_MEMORY_BYTES,
    on: dt.date | None = None,
) -> Reading:
    """An unpacked OneRoster set. As `read_upload`."""
    if not path.is_dir():
        raise unreadable("NOT_FOUND")
    return _asked("read", path, limit_seconds, limit_memory_bytes, on, codec.reading_from)


def read_original(
    path: Path,
    *,
    limit_seconds: float = limits.CHILD_SECONDS,
    limit_memory_bytes: int = limits.CHILD_MEMORY_BYTES,
) -> list[RawSheet]:
    """The raw cells of a workbook or CSV file, for `bad_cells_workbook`; none for OneRoster. As `read_upload`."""
    return _asked("original", path, limit_seconds, limit_memory_bytes, None, codec.sheets_from)


def _asked(
    task: str, path: Path, seconds: float, memory: int, on: dt.date | None, decode: Callable[[bytes], Answer]
) -> Answer:
    try:
        if path.is_file() and path.stat().st_size > limits.UPLOAD_BYTES:
            raise unreadable("TOO_LARGE")
    except OSError as error:
        raise unreadable("NOT_FOUND") from error
    words = [task, str(path.absolute()), str(memory), str(math.ceil(seconds)), *([on.isoformat()] if on else [])]
    status, answer = _run([sys.executable, "-P", "-X", "utf8", "-m", _MODULE, *words], seconds)
    first, _, rest = answer.partition(b"\n")
    code = first.decode("ascii", "replace")
    if code in WORDS and status == 0:
        raise UnreadableFile(code, rest.decode("utf-8", "replace")[:400])
    if code != "OK" or status != 0:
        # a native allocation that fails ends in a signal, not in MemoryError
        if status == -signal.SIGXCPU:
            raise unreadable("TOO_SLOW", seconds=f"{seconds:g}")
        raise unreadable("TOO_MUCH_MEMORY" if status < 0 else "READER_FAILED")
    try:
        return decode(rest)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise unreadable("READER_FAILED") from error


def _run(command: list[str], seconds: float) -> tuple[int, bytes]:
    """Exit status and output of a child, killed when time or output exceed their limits."""
    root = str(Path(shuangjian.__file__).parent.parent)
    environment = {"PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback could quote names
            env=environment,
            close_fds=True,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise unreadable("READER_FAILED") from error
    with child:
        try:
            output = _output(child, time.monotonic() + seconds, seconds)
            return child.wait(timeout=_PATIENCE_SECONDS), output
        except subprocess.TimeoutExpired as error:
            raise unreadable("READER_FAILED") from error
        finally:
            child.kill()


def _output(child: "subprocess.Popen[bytes]", deadline: float, seconds: float) -> bytes:
    assert child.stdout is not None
    pieces: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise unreadable("TOO_SLOW", seconds=f"{seconds:g}")
            piece = os.read(child.stdout.fileno(), _CHUNK)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            size += len(piece)
            if size > limits.RESULT_BYTES:
                raise unreadable("TOO_MUCH_MEMORY")
