"""The terminal, when `make` stands between it and us."""

import os
import signal
import sys
from contextlib import suppress
from types import TracebackType


class Foreground:
    """Takes the terminal for the time of a block, so that Ctrl-C reaches us and not the `make` that started us.

    A `make` that gets the signal itself reports a failure where there was none. Without a terminal, or without
    `make`, nothing is changed.
    """

    def __init__(self) -> None:
        self._restore: int | None = None
        self._owner = os.getpid()

    def __enter__(self) -> None:
        if "MAKELEVEL" not in os.environ or not sys.stdin.isatty():
            return
        try:
            group = os.tcgetpgrp(sys.stdin.fileno())
            if group != os.getpgrp():
                return
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # or giving the terminal to ourselves would stop us
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # make would not notice that we are stopped
            os.setpgid(0, 0)
            os.tcsetpgrp(sys.stdin.fileno(), os.getpgrp())
        except OSError:
            return
        self._restore = group

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._restore is None or os.getpid() != self._owner:  # a forked worker leaves the terminal alone
            return
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        with suppress(OSError):  # the terminal may be gone
            os.tcsetpgrp(sys.stdin.fileno(), self._restore)
