"""What was read of a vault's notes, kept outside it under the stamp of each file. Knows bytes and records, not notes.

It is only a memory: damaged, from another program, or where nothing can be kept, the note is read anew.
"""

# The notes are spread over files by a sum of their paths, so that a save costs little. A file: the mark, the sum
# of the program, the sum of the rest, and a marshalled table of path -> (stamp, record).

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zlib import crc32

from vault_tools.store.answers import WITHOUT, blake2b, program, replace_kept
from vault_tools.store.state import cache_home, make_private

Stamp = tuple[int, int, int, int]
Kept = tuple[
    Stamp, bytes
]  # marshalled one by one: as values, what nobody asks for would take four times the memory

_MARK = b"vault notes 1\n"
_SUM = 16
_FILES = 16
_FEWEST = 300  # notes: fewer are read in less time than it takes to say where they are kept


class Memory:
    """The records of one vault: to be asked for once, and told what was read then."""

    def __init__(self, root: str, paths: Iterable[str]) -> None:
        self._folder = os.path.join(cache_home(root), "notes")
        self._program = program()
        self._spread: dict[int, list[str]] = {}
        for path in paths:
            self._spread.setdefault(_place(path), []).append(path)

    def places(self) -> tuple[int, ...]:
        """Where something is kept: each place is read and written as a whole."""
        return tuple(self._spread)

    def paths_of(self, place: int) -> list[str]:
        """The notes that are kept there."""
        return self._spread[place]

    def recall(self, places: Iterable[int] | None = None) -> Iterator[tuple[str, Stamp, bytes]]:
        """What is kept of each of the notes; whether its stamp is still the same is for the caller to see."""
        for place in self._spread if places is None else places:
            kept = self._read(place)
            for path in self._spread[place]:
                if path in kept:
                    yield path, *kept[path]

    def remember(self, read: Mapping[str, Kept]) -> None:
        """Keep what was read; where that cannot be, it is not kept. Notes that are gone are forgotten."""
        for place in {_place(path) for path in read}:
            paths = self._spread.get(place, ())
            kept = self._read(place)
            table = {path: one for path in paths if (one := read.get(path) or kept.get(path)) is not None}
            try:
                self._write(place, marshal.dumps(table))
            except (OSError, ValueError):
                return

    def _read(self, place: int) -> dict[str, Kept]:
        try:
            with open(self._path(place), "rb") as file:
                data = file.read()
            start = len(_MARK) + 2 * _SUM
            head, rest = data[:start], memoryview(data)[start:]
            if head == _MARK + self._program + _sum(rest):
                table: dict[str, Kept] = marshal.loads(rest)
                return table
        except (OSError, ValueError, EOFError, TypeError):
            pass
        return {}

    def _write(self, place: int, data: bytes) -> None:
        path = self._path(place)
        draft = f"{path}.{os.getpid()}"
        make_private(self._folder)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        try:
            with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
                file.write(_MARK + self._program + _sum(data))
                file.write(data)
            replace_kept(draft, path)
        except OSError:
            if os.path.exists(draft):
                os.unlink(draft)
            raise

    def _path(self, place: int) -> str:
        return os.path.join(self._folder, f"{place:02x}")


def packed(record: tuple[Any, ...]) -> bytes:
    """A record to be kept; empty if it cannot be."""
    try:
        return marshal.dumps(record)
    except ValueError:
        return b""


def unpacked(data: bytes) -> tuple[Any, ...]:
    """The record that was packed. Raises ValueError, EOFError or TypeError for other bytes."""
    record: tuple[Any, ...] = marshal.loads(data)
    return record


def memory_of(root: str, paths: Iterable[str]) -> Memory | None:
    """The memory of a vault with these notes; None if it is not worth one, or wanted without."""
    known = tuple(paths)
    return None if len(known) < _FEWEST or os.environ.get(WITHOUT) else Memory(root, known)


def _place(path: str) -> int:
    return crc32(path.encode("utf-8", "surrogatepass")) % _FILES


def _sum(data: bytes | memoryview) -> bytes:
    return bytes(blake2b(data, digest_size=_SUM).digest())
