"""Tasks done here, or in several processes with a database connection each."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TypeVar

from django.db import connections

Task = TypeVar("Task")
Result = TypeVar("Result")


def in_turn(act: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> Iterator[Result]:
    """The result of every task as it is done; tasks are dealt out to the workers one by one.

    Raises ChildProcessError where a worker ended before its last task; what the others have done by then stands.
    """
    if workers == 1:
        yield from map(act, tasks)
        return
    connections.close_all()  # a forked process must not share one
    forking = get_context("fork")
    ends: list[Connection] = []
    processes = []
    for number in range(workers):
        here, there = forking.Pipe(duplex=False)
        process = forking.Process(target=_work, args=(act, tasks[number::workers], there, [*ends, here]))
        process.start()
        there.close()
        ends.append(here)
        processes.append(process)
    yield from _results(ends)
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise ChildProcessError("a worker ended before its last task")


def _work(act: Callable[[Task], Result], tasks: Sequence[Task], there: Connection, not_mine: list[Connection]) -> None:
    """Inside a worker. Ctrl-C is the parent's to hear; when the parent is gone, sending fails and the worker ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in not_mine:
        end.close()
    try:
        for task in tasks:
            there.send(act(task))
    except BrokenPipeError:
        sys.exit(1)


def _results(ends: Sequence[Connection]) -> Iterator[Result]:
    listening = list(ends)
    try:
        while listening:
            for end in wait(listening):
                assert isinstance(end, Connection)
                try:
                    yield end.recv()
                except EOFError:
                    listening.remove(end)
    finally:
        for end in ends:
            end.close()
