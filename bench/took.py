"""How long something took: on the wall, and of the processors."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Done = TypeVar("Done")


@dataclass(frozen=True)
class Took:
    """`seconds` on the wall, and of the processors: a busy machine stretches only the first."""

    seconds: float
    processor: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s ({self.processor:.2f} s of processors)"


def timed(act: Callable[[], Done]) -> tuple[Done, Took]:
    """What came of an act, and what it took."""
    wall, processor = time.perf_counter(), time.process_time()
    done = act()
    return done, Took(time.perf_counter() - wall, time.process_time() - processor)
