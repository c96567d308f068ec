"""Reads one file in a process of its own, within limits of memory and processor time, and answers in JSON.

`python -m shuangjian.people.roster.child read|original <path> <memory bytes> <seconds> [<date>]`. Standard output holds
one line, `OK` or the code and words of an UnreadableFile, and after OK the answer. Nothing is written anywhere else.
"""

import datetime as dt
import os
import resource
import sys
from pathlib import Path

from shuangjian.people.roster import codec, reader
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.roster.rows import UnreadableFile


def main(arguments: list[str]) -> int:
    task, path, memory, seconds, *rest = arguments
    try:
        _limit(int(memory), int(seconds))
        on = dt.date.fromisoformat(rest[0]) if rest else None
        if task == "original":
            answer = codec.encoded(reader.original_sheets(Path(path)))
        else:
            answer = codec.encoded(reader.read_file(Path(path), on))
    except MemoryError:
        return _refuse(unreadable("TOO_MUCH_MEMORY"))
    except UnreadableFile as problem:
        return _refuse(problem)
    _write(b"OK\n")
    _write(answer)
    return 0


def _limit(memory: int, seconds: int) -> None:
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(kind)[1]
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _refuse(problem: UnreadableFile) -> int:
    _write(f"{problem.code}\n{problem.words}".encode("utf-8", "replace"))
    return 0


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
