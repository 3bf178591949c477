"""The three things that happen to a file, each in steps that can be taken back: replaced, created, removed.

Knows paths and bytes; the order of the steps, and what an error means, is known in write.py.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from vault_tools.store import exchange, temporary
from vault_tools.store.refusal import changed, gone, not_a_note, taken, write_protected
from vault_tools.store.temporary import read


class Names:
    """The names in the folders of one deed. Each is listed once: a deed may make thousands of files in it."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, str]] = {}

    def alike(self, folder: str, name: str) -> str | None:
        """The name there that is this one, or that some disks take for it."""
        if folder not in self._known:
            self._known[folder] = {}
            for other in os.listdir(folder):
                self.add(folder, other)
        return self._known[folder].get(_same_on_some_disks(name))

    def add(self, folder: str, name: str) -> None:
        self._known.setdefault(folder, {})[_same_on_some_disks(name)] = name


class Change(Protocol):
    """One file on its way from old bytes to new ones; the steps are called in this order."""

    path: str

    def stage(self, names: Names) -> None:
        """Check, and write the new bytes where nobody looks."""

    def swap(self) -> None:
        """Put them in place; ChangedError if somebody saved in between."""

    def folders(self) -> Sequence[str]:
        """The folders whose list of names changes."""

    def confirm(self) -> None:
        """Look once more at what was displaced: ChangedError if somebody who had it open was still writing."""

    def put_back(self) -> None:
        """From any step: the old bytes are in place again, unless somebody saved meanwhile."""

    def settle(self) -> None:
        """Remove what was displaced; does not fail."""


class Replacement:
    """The bytes of one file change."""

    def __init__(self, path: str | Path, expected: bytes, new: bytes) -> None:
        self.path = os.path.abspath(path)
        self._expected, self._new = expected, new
        self._real = self.path
        self._temp: str | None = None  # None: there is no swapping, the file is written in place
        self._swapped = False  # the new bytes may be at the name of the file
        self._displaced = False  # and the old ones at the name of the hidden file

    def stage(self, names: Names) -> None:
        self._real = os.path.realpath(self.path)
        state = _state(self._real, self.path)
        _compare(self._real, self._expected, self.path)
        if state.st_nlink < 2:
            with suppress(temporary.OwnerLostError):
                self._temp = temporary.written_beside(self._real, self._new, 0o600, like=state)

    def swap(self) -> None:
        if self._temp is None:
            self._write_in_place(self._expected, self._new)
            return
        # Said before it is so: an interrupt after the call must find it said.
        self._swapped = self._displaced = True
        try:
            swapped = exchange.exchange(self._temp, self._real)
        except OSError as error:
            self._swapped = self._displaced = False
            if isinstance(error, FileNotFoundError):
                raise gone(self.path) from error
            raise
        if swapped:
            _compare(self._temp, self._expected, self.path)
        else:
            self._swapped = self._displaced = False
            _compare(self._real, self._expected, self.path)
            self._swapped = True
            exchange.move(self._temp, self._real)

    def folders(self) -> Sequence[str]:
        return () if self._temp is None else (os.path.dirname(self._real),)

    def confirm(self) -> None:
        if self._displaced and self._temp is not None:
            _compare(self._temp, self._expected, self.path)

    def put_back(self) -> None:
        if not self._swapped:
            pass
        elif self._temp is None:
            now = read(self._real)
            if now == self._new or is_torn(now, self._expected, self._new):
                self._write_in_place(now, self._expected)
        elif self._displaced:
            exchange.exchange(self._temp, self._real)
            if read(self._temp) != self._new:
                # Not ours: somebody saved meanwhile, or it had never been swapped. That one stays.
                exchange.exchange(self._temp, self._real)
        elif read(self._real) == self._new:
            old = temporary.written_beside(self._real, self._expected, 0o600, like=os.stat(self._real))
            exchange.move(old, self._real)
        self._swapped = self._displaced = False
        self.settle()

    def settle(self) -> None:
        if self._temp is not None:
            temporary.discard(self._temp)

    def _write_in_place(self, expected: bytes, new: bytes) -> None:
        fd = os.open(self._real, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            _compare(self._real, expected, self.path)
            self._swapped = True
            temporary.write_all(fd, new)
            os.ftruncate(fd, len(new))
            temporary.sync(fd)
        finally:
            os.close(fd)


class Creation:
    """A file comes to be."""

    def __init__(self, path: str | Path, new: bytes) -> None:
        self.path = os.path.abspath(path)
        self._new = new
        self._temp: str | None = None
        self._swapped = False
        self._made: list[str] = []

    def stage(self, names: Names) -> None:
        folder, name = os.path.split(self.path)
        for missing in reversed(_missing(folder)):
            with suppress(FileExistsError):  # somebody makes the same folder: then it is not ours to remove
                os.mkdir(missing)
                self._made.append(missing)
        other = names.alike(folder, name)
        if other is not None:
            raise taken(self.path) if other == name else taken(self.path, other)
        names.add(folder, name)
        self._temp = temporary.written_beside(self.path, self._new, 0o644)

    def swap(self) -> None:
        assert self._temp is not None
        self._swapped = True
        try:
            exchange.move_without_replacing(self._temp, self.path)
        except FileExistsError as error:
            self._swapped = False
            raise taken(self.path) from error
        except OSError:
            self._swapped = os.path.lexists(self.path)
            raise

    def folders(self) -> Sequence[str]:
        return (os.path.dirname(self.path), *(os.path.dirname(made) for made in reversed(self._made)))

    def confirm(self) -> None:
        pass  # nothing was displaced

    def put_back(self) -> None:
        if self._swapped:
            with suppress(FileNotFoundError):
                if read(self.path) == self._new:
                    os.unlink(self.path)
        self._swapped = False
        self.settle()
        for made in reversed(self._made):
            with suppress(OSError):  # not empty: somebody put a file there
                os.rmdir(made)

    def settle(self) -> None:
        if self._temp is not None:
            temporary.discard(self._temp)


class Removal:
    """A file goes."""

    def __init__(self, path: str | Path, expected: bytes) -> None:
        self.path = os.path.abspath(path)
        self._expected = expected
        self._temp: str | None = None

    def stage(self, names: Names) -> None:
        _state(self.path, self.path)
        if os.path.islink(self.path):  # a link that somebody put in its place
            raise changed(self.path)
        _compare(self.path, self._expected, self.path)

    def swap(self) -> None:
        self._temp = temporary.name_beside(self.path)
        try:
            os.rename(self.path, self._temp)
        except FileNotFoundError as error:
            raise gone(self.path) from error
        _compare(self._temp, self._expected, self.path)

    def folders(self) -> Sequence[str]:
        return (os.path.dirname(self.path),)

    def confirm(self) -> None:
        if self._temp is not None:
            _compare(self._temp, self._expected, self.path)

    def put_back(self) -> None:
        if self._temp is not None and os.path.lexists(self._temp):
            try:
                exchange.move_without_replacing(self._temp, self.path)
            except FileExistsError:  # somebody saved it anew meanwhile: that one stays
                self.settle()

    def settle(self) -> None:
        if self._temp is not None:
            temporary.discard(self._temp)


def is_written_in_place(path: str | Path) -> bool:
    """A file with several names or of another owner cannot be swapped; a kill can leave it half written."""
    with suppress(OSError):
        state = os.stat(path)
        return state.st_nlink > 1 or (hasattr(os, "geteuid") and state.st_uid != os.geteuid())
    return False


def is_torn(now: bytes, before: bytes, after: bytes) -> bool:
    """The first part of `after` over `before`: what a write in place leaves when it is cut off."""
    if now in (before, after):
        return False
    pairs = enumerate(zip(now, after, strict=False))
    same = next((i for i, (one, other) in pairs if one != other), min(len(now), len(after)))
    return now[same:] == before[same:]


def _state(real: str, path: str) -> os.stat_result:
    try:
        state = os.stat(real)
    except FileNotFoundError as error:
        raise gone(path) from error
    if not stat.S_ISREG(state.st_mode):
        raise not_a_note(path)
    if not state.st_mode & stat.S_IWUSR:  # also for root, whom the system would let pass
        raise write_protected(path)
    return state


def _missing(folder: str) -> list[str]:
    """The folders above and with this one that are not there, deepest first."""
    missing: list[str] = []
    while True:
        try:
            os.stat(folder)  # not isdir: that takes a failing disk for a missing folder
            return missing
        except FileNotFoundError:
            missing.append(folder)
            folder = os.path.dirname(folder)


def _compare(real: str, expected: bytes, path: str) -> None:
    try:
        now = read(real)
    except FileNotFoundError as error:
        raise gone(path) from error
    if now != expected:
        raise changed(path)


def _same_on_some_disks(name: str) -> str:
    # macOS and Windows take `Zoë.md` and `zoe\u0308.MD` for one file, and a sync tool brings it to them.
    if name.isascii():
        return name.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFC", name).casefold())
