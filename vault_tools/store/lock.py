"""One writing command at a time in a vault on this machine. Knows nothing of what is written."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vault_tools.core.errors import StorageError
from vault_tools.store.refusal import refused
from vault_tools.store.state import ensure

_NAME = "lock"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.1


@contextmanager
def writer_lock(state: Path, patience: float = 10.0) -> Iterator[None]:
    """Hold the vault's lock, waiting up to `patience` seconds for it; StorageError after that.

    The system frees it when the process ends, however it ends; the file itself stays and means nothing.
    Not to be taken twice by one process.
    """
    path = ensure(state) / _NAME
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise refused(error, path) from error
    try:
        _wait(fd, path, patience)
        yield
    finally:
        os.close(fd)


def _wait(fd: int, path: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    pause = _FIRST_PAUSE
    while not _is_taken(fd, path):
        if time.monotonic() + pause > deadline:
            raise StorageError(
                f"another vault command is writing since {patience:.0f} seconds: nothing was changed. "
                "Wait for it or end it, then run it again."
            )
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _is_taken(fd: int, path: Path) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the second is how Windows says it
        return False
    except OSError as error:
        raise StorageError(
            f"{path}: this disk cannot lock files: nothing was changed. "
            "Set XDG_STATE_HOME to a folder on a local disk."
        ) from error
    return True
