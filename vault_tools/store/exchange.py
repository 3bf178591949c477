"""Rename in ways Python has no word for: swap two names, or never replace, or wait. Knows no notes."""

from __future__ import annotations

import errno
import os
import sys
import time
from typing import Any

_AT_FDCWD = -100  # linux/fcntl.h: paths are relative to where the process stands
_LINUX_NO_REPLACE, _LINUX_EXCHANGE = 1, 2  # linux/fs.h
_MAC_SWAP, _MAC_NO_REPLACE = 2, 4  # sys/stdio.h

# What a system or a file system answers that does not know the call (EPERM: a sandbox that forbids it).
_UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EPERM})

_OPEN_FILES_STAY = os.name == "nt"
_PATIENCE, _PAUSE = 1.0, 0.02  # seconds

_libc: Any = None


def exchange(one: str, other: str) -> bool:
    """Swap two files in one step, so that neither name is ever missing. False: not possible here."""
    return _rename(one, other, _LINUX_EXCHANGE, _MAC_SWAP)


def move(source: str, target: str) -> None:
    """Rename, over what is there. Where a virus scanner or a sync tool holds the target, wait for it a second."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            os.replace(source, target)
        except PermissionError:
            # Windows refuses while anybody has it open; elsewhere an open file is no obstacle.
            if not _OPEN_FILES_STAY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def move_without_replacing(source: str, target: str) -> None:
    """Rename, but never over something: FileExistsError if the target is there."""
    if _rename(source, target, _LINUX_NO_REPLACE, _MAC_NO_REPLACE):
        return
    if os.name == "nt":
        os.rename(source, target)  # never replaces on Windows
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _UNKNOWN | {errno.EMLINK}:
            raise
        # Neither the call nor hard links (FAT): looking first is the most this disk offers.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
        os.rename(source, target)
    else:
        os.unlink(source)


def _rename(source: str, target: str, linux: int, mac: int) -> bool:
    if not sys.platform.startswith(("linux", "darwin")):
        return False
    import ctypes

    global _libc
    if _libc is None:
        _libc = ctypes.CDLL(None, use_errno=True)
    old, new = os.fsencode(source), os.fsencode(target)
    try:
        if sys.platform == "darwin":
            failed = _libc.renamex_np(old, new, ctypes.c_uint(mac))
        else:
            failed = _libc.renameat2(_AT_FDCWD, old, _AT_FDCWD, new, ctypes.c_uint(linux))
    except AttributeError:  # a C library from before the call (glibc 2.28, macOS 10.12)
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), source, None, target)
