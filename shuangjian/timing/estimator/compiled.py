"""Loops compiled by numba at their first call, and run over blocks by threads that hold no lock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

# Fewer operations than this are done before a second thread has begun.
WORTH_A_THREAD = 1e7

OPTIONS: dict[str, Any] = {"nogil": True, "fastmath": {"reassoc", "contract", "nsz"}, "error_model": "numpy"}
Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(loop: Loop) -> Loop:
    """Compile `loop` when it is first called; keep the code on disk where a folder for it can be written.

    The folder is `__pycache__` beside the module, or the user's cache, or NUMBA_CACHE_DIR. Where none of them can be
    written the code lives as long as the process.
    """
    try:
        done: Loop = numba.njit(cache=True, **OPTIONS)(loop)
    except RuntimeError:
        done = numba.njit(**OPTIONS)(loop)
    return done


def within(loop: Loop) -> Loop:
    """Compile `loop` into each loop that calls it: for what is called once for every item."""
    done: Loop = numba.njit(forceinline=True, **OPTIONS)(loop)
    return done


def over_blocks(
    loop: Callable[..., None], costs: NDArray[np.float64], arguments: tuple[Any, ...], threads: int | None = None
) -> None:
    """Call `loop(first, until, *arguments)` so that every block is in one range, ranges of about equal cost.

    A loop writes only to what belongs to its blocks, so the number of threads changes no result. `costs` (B,):
    in operations.
    """
    threads = threads or int(vars(numba.config)["NUMBA_NUM_THREADS"])
    shares = np.cumsum(costs)
    if threads == 1 or shares[-1] < WORTH_A_THREAD:
        loop(0, len(costs), *arguments)
        return
    cuts = np.searchsorted(shares, shares[-1] * np.arange(1, 8 * threads) / (8 * threads))
    ranges = iter(list(pairwise(np.unique(np.concatenate(([0], cuts, [len(costs)]))).tolist())))

    def work() -> None:
        for first, until in ranges:
            loop(first, until, *arguments)

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work) for _ in range(threads)]:
            done.result()
