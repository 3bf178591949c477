"""Read what changed in a vault since the last look. Knows files, not what notes mean."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from vault_tools.core.meaning.notes import as_before, read_note
from vault_tools.core.meaning.records import note_of, record_of
from vault_tools.core.model import Note, Problem
from vault_tools.store.found import Found, Stamp, walk
from vault_tools.store.memory import Kept, Memory, memory_of, packed, unpacked
from vault_tools.store.second import FEWEST, Second, is_possible
from vault_tools.store.walk import CHANGED, MOST_BYTES, is_unread, tick, unreadable


class Look(NamedTuple):
    """All notes of a vault as they are now, and everything that could not be read.

    `read` is how many were read, `changed` which since the look before, None if that may be any.
    """

    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    read: int = 0
    changed: frozenset[str] | None = None


@dataclass(slots=True)
class Reader:
    """Reads a vault again and again, and each file only when its size, times or inode changed.

    `found` is what the last look came from; it `is_sound` if the disk gave every file. `progress` is told, with
    each note that had to be read, how many of how many were looked at, and (all, all) at the end of a look.
    """

    root: Path
    apart: frozenset[str] = frozenset()
    found: Found = field(default_factory=lambda: Found({}, ()))
    looks: int = 0
    is_sound: bool = True
    progress: Callable[[int, int], None] | None = None
    _seen: dict[str, tuple[Stamp, Note]] = field(default_factory=dict)
    _expected: Mapping[str, Stamp] | None = None
    _given: Found | None = None
    _last: Look | None = None
    _places: dict[str, int] = field(default_factory=dict)
    _young: set[str] = field(default_factory=set)  # saved so shortly before that it is not yet to be believed

    def expect(self, stamps: Mapping[str, Stamp]) -> bool:
        """Let the next look read these of the notes of the last one, and take the others as they were.

        False if that cannot be, since one of them is new.
        """
        is_known = bool(self.found.files) and stamps.keys() <= self.found.files.keys()
        self._expected = stamps if is_known else None
        return is_known

    def take(self, found: Found | None) -> None:
        """Let the next look spare the walk: this was seen a moment ago. With None it sees for itself."""
        self._given, self._expected = found, None

    def look(self) -> Look:
        """The notes as they are on disk now. A note that cannot be read is a problem; the others still count."""
        expected, given = self._expected, self._given
        self.take(None)
        self.looks += 1
        if expected is not None and self.found.apart == self.apart:
            if any(self.found.files[path] != stamp for path, stamp in expected.items()):
                self.found = replace(self.found, files={**self.found.files, **expected})
            if (look := self._read_these(expected)) is not None:
                self._last = look
                return look
        else:
            before, is_fitting = self.found, given is not None and given.apart == self.apart
            self.found = given if given and is_fitting else walk(self.root, self.apart, before.files)
            saved = self.found.saved_since(before)
            if saved is not None and (look := self._read_these(saved)) is not None:
                self._last = look
                return look
        try:
            self._last = self._read(self.found)
            self._places = {}
            return self._last
        finally:
            if self.progress is not None:
                self.progress(len(self.found.files), len(self.found.files))

    def _read(self, found: Found) -> Look:
        self.is_sound = True
        memory = memory_of(str(self.root), found.files) if self._last is None else None
        fresh: dict[str, Kept] = {}
        read = 0
        if memory is not None:
            self._recall(memory, found)
            read = self._read_in_two(memory, found)
        notes: list[Note] = []
        problems = list(found.problems)
        seen: dict[str, tuple[Stamp, Note]] = {}
        for done, (path, stamp) in enumerate(found.files.items()):
            kept = self._seen.get(path)
            if kept is not None and kept[0] == stamp:
                note = kept[1]
                seen[path] = kept
            else:
                read += 1
                now = time.time_ns()
                try:
                    data = read_bytes(self.root / path)
                except FileNotFoundError:
                    continue
                except OSError as error:
                    self.is_sound = False
                    why = unreadable(error)
                    problems.append(Problem(path, 1, why, is_unread=is_unread(why)))
                    continue
                note = read_note(path, data)
                if kept is not None:
                    note = as_before(kept[1], note)
                if is_settled(stamp, now):
                    seen[path] = (stamp, note)
                    if memory is not None:
                        fresh[path] = (stamp, packed(record_of(note)))
                if self.progress is not None:
                    self.progress(done, len(found.files))
            notes.append(note)
            if note.problems:
                problems.extend(note.problems)
        self._seen = seen
        self._young = {note.path for note in notes if note.path not in seen}
        if memory is not None and fresh:
            memory.remember(fresh)
        return Look(tuple(notes), tuple(problems), read)

    def _read_in_two(self, memory: Memory, found: Found) -> int:
        """Read many notes with the help of a second process, as if they had been read before; how many that were.

        The other one only adds to the memory, where its half is found as soon as it is ready.
        """
        places = memory.places()
        if sum(path not in self._seen for path in found.files) < FEWEST or not is_possible():
            return 0
        ours, others, before = places[::2], places[1::2], len(self._seen)
        try:
            second = Second(lambda: self._read_places(memory, found, others))
        except OSError:  # there is no room for one
            return 0
        try:
            self._read_places(memory, found, ours, self.progress)
            second.wait()
            self._recall(memory, found, others)
        finally:
            second.end()
        return len(self._seen) - before

    def _read_places(
        self,
        memory: Memory,
        found: Found,
        places: Iterable[int],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Read and remember the notes of these places of the memory that are not read yet and can be believed."""
        done = 0
        for place in places:
            fresh: dict[str, Kept] = {}
            now = time.time_ns()
            for path in memory.paths_of(place):
                stamp = found.files[path]
                if path in self._seen or not is_settled(stamp, now):
                    continue
                with suppress(OSError):
                    note = read_note(path, read_bytes(self.root / path))
                    self._seen[path] = (stamp, note)
                    fresh[path] = (stamp, packed(record_of(note)))
                done += 2  # the other one is as far
                if progress is not None:
                    progress(min(done, len(found.files)), len(found.files))
            if fresh:
                memory.remember(fresh)

    def _read_these(self, stamps: Mapping[str, Stamp]) -> Look | None:
        """The last look with these notes read anew; None where that needs a look at all of them."""
        last, seen = self._last, self._seen
        if last is None or not self.is_sound or len(last.notes) != len(self.found.files):
            return None
        if self._young:
            stamps = {**{path: self.found.files[path] for path in self._young}, **stamps}
        if not self._places:
            self._places = {note.path: place for place, note in enumerate(last.notes)}
        notes, anew = list(last.notes), dict[str, Note]()
        for path, stamp in stamps.items():
            kept = seen.get(path)
            if kept is not None and kept[0] == stamp:
                continue
            now = time.time_ns()
            try:
                note = as_before(
                    last.notes[self._places[path]], read_note(path, read_bytes(self.root / path))
                )
            except OSError:
                return None
            if is_settled(stamp, now):
                seen[path] = (stamp, note)
                self._young.discard(path)
            else:
                seen.pop(path, None)
                self._young.add(path)
            notes[self._places[path]] = anew[path] = note
        problems = [problem for problem in last.problems if problem.path not in anew]
        problems += [problem for note in anew.values() for problem in note.problems]
        return Look(tuple(notes) if anew else last.notes, tuple(problems), len(stamps), frozenset(stamps))

    def _recall(self, memory: Memory, found: Found, places: Iterable[int] | None = None) -> None:
        """Take what is remembered, or that of these places of the memory, as if it had been read a moment ago."""
        for path, stamp, record in memory.recall(places):
            known = found.files[path]
            if stamp == known:
                with suppress(ValueError, TypeError, KeyError, EOFError):
                    self._seen[path] = (known, note_of(path, unpacked(record)))


def is_settled(stamp: Stamp, now: int) -> bool:
    """Whether a save from that moment on, in ns, is sure to give another stamp."""
    return now - max(stamp[1], stamp[2]) > tick(stamp[CHANGED - 1])


def read_bytes(path: Path) -> bytes:
    """A file's bytes, at most MOST_BYTES; `os.read` into one buffer takes half the time of `open`."""
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        data = os.read(fd, 65536)
        if len(data) < 65536:
            return data
        parts = [data]
        size = len(data)
        while data := os.read(fd, 1 << 20):
            parts.append(data)
            size += len(data)
            if size > MOST_BYTES:
                raise OSError(errno.EFBIG, f"it is larger than {MOST_BYTES >> 20} MB")
        return b"".join(parts)
    finally:
        os.close(fd)
