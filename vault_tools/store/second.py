"""Let a second process read half of many notes, where the system can split one. Knows files and records, no notes.

Only a help: what it does not give, for whatever reason, is read by whoever asked for it.
"""

from __future__ import annotations

import marshal
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

Packed = Mapping[str, bytes]  # by path; a note that could not be read is not there

_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
FEWEST = 2_000  # notes: fewer are read in less time than it takes to split them


def is_possible() -> bool:
    """Whether there is a second processor, and a process that can be split without harm: it has no threads."""
    if sys.platform != "linux":  # elsewhere a process that was split may not use the system's own libraries
        return False
    threading = sys.modules.get("threading")
    return len(os.sched_getaffinity(0)) > 1 and (threading is None or threading.active_count() == 1)


class Second:
    """A process that does this with the paths, from now on; to be ended, whatever happens.

    Raises OSError where the system has no room for one.
    """

    _reading: int
    _process: int

    def __init__(self, paths: Iterable[str], read: Callable[[str], bytes]) -> None:
        if sys.platform == "win32":
            raise OSError("no process is split here")
        self._reading, writing = os.pipe()
        try:
            self._process = os.fork()
        except OSError:
            os.close(self._reading)
            os.close(writing)
            raise
        if self._process:
            os.close(writing)
            return
        try:  # here begins the other process: nothing of it may reach the streams, or the code behind us
            os.close(self._reading)
            _write(writing, marshal.dumps(_packed(paths, read)))
        finally:
            os._exit(0)

    def result(self) -> Packed:
        """What it read; waits for it."""
        parts = []
        with suppress(OSError, ValueError, EOFError, TypeError):
            while part := os.read(self._reading, 1 << 20):
                parts.append(part)
            found: Packed = marshal.loads(b"".join(parts))
            return found
        return {}

    def end(self) -> None:
        """Take it away, ready or not."""
        os.close(self._reading)
        with suppress(OSError):
            os.kill(self._process, _KILL)
        with suppress(OSError):
            os.waitpid(self._process, 0)


def _packed(paths: Iterable[str], read: Callable[[str], bytes]) -> dict[str, bytes]:
    found = {}
    for path in paths:
        with suppress(OSError):
            found[path] = read(path)
    return found


def _write(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]
