"""Let a second process do a part of what is to be done, where the system can split one. Knows no notes.

Only a help: what it does not leave behind, for whatever reason, is done by whoever asked for it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
FEWEST = 2_000  # notes: fewer are read in less time than it takes to split them


def is_possible() -> bool:
    """Whether there is a second processor, and a process that can be split without harm: it has no threads."""
    if sys.platform != "linux":  # elsewhere a process that was split may not use the system's own libraries
        return False
    threading = sys.modules.get("threading")
    return len(os.sched_getaffinity(0)) > 1 and (threading is None or threading.active_count() == 1)


class Second:
    """A process that does this from now on; to be ended, whatever happens. Raises OSError where there is no room."""

    _process: int

    def __init__(self, work: Callable[[], object]) -> None:
        if sys.platform == "win32":
            raise OSError("no process is split here")
        self._process = os.fork()
        if self._process:
            return
        try:  # here begins the other process: nothing of it may reach the streams, or the code behind us
            work()
        finally:
            os._exit(0)

    def wait(self) -> None:
        """Until it has done its part, or died."""
        with suppress(ChildProcessError):  # it was waited for
            os.waitpid(self._process, 0)
        self._process = 0

    def end(self) -> None:
        """Take it away, ready or not."""
        if self._process:
            with suppress(OSError):
                os.kill(self._process, _KILL)
            self.wait()
