"""How far long work has come: one line at a terminal, once it takes a second, and gone at its end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import TextIO

from vault_tools.cli import COMPLETE

AFTER, EVERY = 1.0, 0.1  # seconds
NOTES = "Reading {total} notes"
_BAR = 24


def progress(what: str = NOTES) -> Progress | None:
    """To be told how much of how much is done of this; None where nobody sits and waits."""
    stream = sys.__stderr__  # what is written here is no answer, and not to be kept as one
    if stream is None or not stream.isatty() or COMPLETE in os.environ or os.environ.get("TERM") == "dumb":
        return None
    return Progress(stream, what)


class Progress:
    """Called with each piece that is done, and with (all, all) at the end. `what` may name the whole as `{total}`."""

    def __init__(
        self, stream: TextIO, what: str = NOTES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream, self._what, self._clock = stream, what, clock
        self._next: float | None = None
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        if done >= total:
            self.wipe()
            self._next = None
            return
        now = self._clock()
        if self._next is None:
            self._next = now + AFTER
        elif now >= self._next:
            self._next = now + EVERY
            self._draw(done, total)

    def _draw(self, done: int, total: int) -> None:
        part = done / total
        bar = "#" * int(part * _BAR)
        line = f"{self._what.format(total=f'{total:,}')}  [{bar:<{_BAR}}] {part:4.0%}"[: self._columns() - 1]
        self._write(f"\r{line}")
        self._shown = len(line)

    def wipe(self) -> None:
        """Leave the line to somebody else, until there is more to show."""
        if self._shown:
            self._write(f"\r{' ' * self._shown}\r")
        self._shown = 0

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # the terminal went away; the notes are read all the same
            self._shown = 0

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80
