"""Walk a vault and read what changed since the last look. Knows files, not what notes mean."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from vault_tools.core.meaning.names import key
from vault_tools.core.meaning.notes import read_note
from vault_tools.core.model import Note, Problem

MOST_BYTES = 8 * 1024 * 1024
_SKIPPED = {
    "node_modules",
    "__pycache__",
    "$recycle.bin",
    "system volume information",
    "@eadir",
    "lost+found",
}
_CONFLICT = re.compile(
    r"(?P<name>.+?)(?:\.sync-conflict-\d{8}-\d{6}-[0-9A-Z]{7}"
    r"| \((?:[^()]*['’]s )?[Cc]onflicted copy[^()]*(?:\(\d+\))?\)"
    r"| \([^()]*conflicted copy [^()]*(?: \(\d+\))?\))\.md",
    re.IGNORECASE,
)
_FRESH = (
    50_000_000  # ns: a file saved so shortly before we read it may be saved again within the same clock tick
)

Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What one walk saw: the notes' paths with their stamps, and what could not be looked into."""

    files: dict[str, Stamp]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """All notes of a vault as they are now, and everything that could not be read."""

    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    read: int = 0


@dataclass(slots=True)
class Reader:
    """Reads a vault again and again, and each file only when its size, times or inode changed.

    `found` is what the last look came from.
    """

    root: Path
    apart: frozenset[str] = frozenset()
    found: Found = Found({}, ())
    _seen: dict[str, tuple[Stamp, Note]] = field(default_factory=dict)

    def look(self, progress: Callable[[int, int], None] | None = None) -> Look:
        """The notes as they are on disk now. A note that cannot be read is a problem; the others still count."""
        self.found = found = walk(self.root, self.apart)
        notes: list[Note] = []
        problems = list(found.problems)
        seen: dict[str, tuple[Stamp, Note]] = {}
        read = 0
        for done, (path, stamp) in enumerate(found.files.items()):
            kept = self._seen.get(path)
            if kept is not None and kept[0] == stamp:
                note = kept[1]
                seen[path] = kept
            else:
                read += 1
                try:
                    data = read_bytes(self.root / path)
                except FileNotFoundError:
                    continue
                except OSError as error:
                    problems.append(
                        Problem(path, 1, f"cannot be read ({error.strerror}); the other notes still count")
                    )
                    continue
                note = read_note(path, data)
                if time.time_ns() - max(stamp[1], stamp[2]) > _FRESH:
                    seen[path] = (stamp, note)
            notes.append(note)
            problems.extend(note.problems)
            if progress is not None:
                progress(done + 1, len(found.files))
        self._seen = seen
        return Look(tuple(notes), tuple(problems), read)


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
                raise OSError(0, f"it is larger than {MOST_BYTES >> 20} MB")
        return b"".join(parts)
    finally:
        os.close(fd)


def walk(root: Path, apart: Iterable[str] = ()) -> Found:
    """Every note below `root`. Hidden, template and tool folders, and conflict copies, are no sources.

    `apart` has paths, folders or notes, that are passed over. Links that lead out of the vault are not followed.
    """
    files: dict[str, Stamp] = {}
    problems: list[Problem] = []
    passed = {key(p.strip("/")) for p in apart}
    base = str(root)
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(f"{base}/{folder}" if folder else base) as entries:
                names = sorted(entries, key=lambda e: e.name)
        except OSError as error:
            if not folder:
                raise
            problems.append(
                Problem(
                    folder, 1, f"the folder cannot be read ({error.strerror}); the other notes still count"
                )
            )
            continue
        for entry in names:
            name = entry.name
            if name[0] == "." or name[0] == "~":
                continue
            path = f"{folder}/{name}" if folder else name
            is_note = name[-3:].lower() == ".md"
            try:
                if entry.is_dir(follow_symlinks=False):
                    if name.lower() not in _SKIPPED and not (passed and key(path) in passed):
                        pending.append(path)
                    continue
                if not is_note:
                    continue
                status = entry.stat(follow_symlinks=False)
            except OSError as error:
                problems.append(Problem(_shown(path), 1, f"cannot be looked at ({error.strerror})"))
                continue
            if passed and key(path) in passed:
                continue
            problem = _why_not(root, path, name, status)
            if problem is None:
                files[path] = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
            elif problem:
                problems.append(Problem(_shown(path), 1, problem))
    return Found(files, tuple(problems))


def _why_not(root: Path, path: str, name: str, status: os.stat_result) -> str | None:
    """Why a file is no source: None if it is one, empty if nobody needs to know."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return "its name is not valid UTF-8; rename it"
    if stat.S_ISLNK(status.st_mode):
        return _link(root, path)
    if not stat.S_ISREG(status.st_mode):
        return "it is no file but a device, pipe or socket; take it out of the vault"
    if status.st_size > MOST_BYTES:
        return f"it is {status.st_size >> 20} MB; notes over {MOST_BYTES >> 20} MB are not read"
    if "conflict" in name.lower() and (copy := _CONFLICT.fullmatch(name)):
        return f"a sync tool's conflict copy of {copy['name']}.md; merge the two, then delete this one"
    return None


def _link(root: Path, path: str) -> str:
    """A link to a note inside is counted where the note stands; one that leads out is not followed."""
    real = os.path.realpath(root / path)
    if not os.path.exists(real):
        return "a link that leads nowhere; delete it, or put its target back"
    if os.path.commonpath([real, os.path.realpath(root)]) == os.path.realpath(root):
        return ""
    return "a link to a file outside the vault, so it is not read; put the note itself here"


def _shown(path: str) -> str:
    return path.encode("utf-8", "replace").decode()
