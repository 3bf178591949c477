"""A disk that fails, or a process that dies, at the n-th call to the system. Replaces nothing of ours."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from vault_tools.store import exchange

CHANGING = (
    *("write", "fsync", "ftruncate", "fchmod", "fchown", "mkdir", "rmdir"),
    *("rename", "replace", "link", "unlink", "setxattr"),
)
CALLS = ("open", "read", "stat", "listdir", "scandir", *CHANGING)


@contextmanager
def before_each_call(act: Callable[[str], None], names: tuple[str, ...] = CALLS) -> Iterator[None]:
    """Run `act(name)` before every call to the system that the store makes."""
    originals = {name: getattr(os, name) for name in names}
    swap = exchange._rename
    with suppress(OSError):
        swap("", "", 0, 0)  # loads the C library, which is no part of it

    def wrapped(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            act(name)
            return original(*args, **kwargs)

        return call

    try:
        for name, original in originals.items():
            setattr(os, name, wrapped(name, original))
        exchange._rename = wrapped("renameat2", swap)
        yield
    finally:
        for name, original in originals.items():
            setattr(os, name, original)
        exchange._rename = swap


def calls_of(deed: Callable[[], object], names: tuple[str, ...] = CALLS) -> list[str]:
    """The calls that a deed makes when nothing fails."""
    seen: list[str] = []
    with before_each_call(seen.append, names):
        deed()
    return seen


@contextmanager
def failing(at: int, code: int, times: int = 1) -> Iterator[None]:
    """The call number `at` (from 0) fails, and so do those after it up to `times` calls."""
    count = 0

    def act(name: str) -> None:
        nonlocal count
        count += 1
        if at < count <= at + times:
            raise OSError(code, os.strerror(code))

    with before_each_call(act):
        yield


@contextmanager
def stopped(at: int) -> Iterator[None]:
    """Ctrl-C before the call number `at` (from 0)."""
    count = 0

    def act(name: str) -> None:
        nonlocal count
        count += 1
        if count == at + 1:
            raise KeyboardInterrupt

    with before_each_call(act):
        yield


def killed(deed: Callable[[], object], at: int) -> bool:
    """Run a deed in a child that is killed before call number `at`; False if it came to its end."""
    child = os.fork()
    if not child:
        count = 0

        def act(name: str) -> None:
            nonlocal count
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
            count += 1

        try:
            with before_each_call(act, CHANGING):
                deed()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
