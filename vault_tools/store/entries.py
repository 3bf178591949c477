"""The journal's folder: one file per deed and stage, named `00000042.done`. Knows nothing of the vault."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from vault_tools.store import temporary
from vault_tools.store.record import Record, decode, encode
from vault_tools.store.refusal import refused
from vault_tools.store.state import ensure

# done: carried out. undone: lies beside done and holds what undoing changed, so that it can be redone.
# begun, undoing, redoing: meant, and perhaps half carried out. left: could be neither finished nor reversed.
STAGES = ("begun", "done", "undoing", "undone", "redoing", "left")
PENDING = ("begun", "undoing", "redoing")


class Entries:
    """The files of the journal; each deed has a number that is never given twice while it is listed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def stages(self) -> dict[int, set[str]]:
        """Number -> stages there are files for, oldest first. Foreign files are not seen."""
        found: dict[int, set[str]] = {}
        names: list[str] = []
        with suppress(OSError):  # no folder, no deeds
            names = os.listdir(self.folder)
        for name in sorted(names):
            number, _, stage = name.partition(".")
            if len(number) == 8 and number.isascii() and number.isdigit() and stage in STAGES:
                found.setdefault(int(number), set()).add(stage)
        return found

    def next_number(self) -> int:
        return max(self.stages(), default=0) + 1

    def read(self, number: int, stage: str) -> Record | None:
        """What the file says, None if it is missing or damaged."""
        with suppress(OSError):
            return decode(temporary.read(self._path(number, stage)))
        return None

    def write(self, number: int, stage: str, record: Record) -> None:
        """Say on disk what is meant, before anything is done; StorageError if it cannot be said."""
        ensure(self.folder)
        path = self._path(number, stage)
        try:
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise refused(error, path) from error
        try:
            try:
                temporary.write_all(fd, encode(record))
            finally:
                os.close(fd)
            # One note is swapped in a single step: if a power cut loses the entry's name, only undo is lost.
            if len(record.edits) > 1:
                temporary.sync_folder(os.fspath(self.folder))
        except OSError as error:
            self.drop(number, stage)
            raise refused(error, path) from error
        except BaseException:  # also Ctrl-C: an entry cut short must not look like a deed that was begun
            self.drop(number, stage)
            raise

    def move(self, number: int, stage: str, to: str) -> None:
        """The next stage of a deed. Not synced: after a power cut it is found out anew by looking."""
        with suppress(OSError):
            os.replace(self._path(number, stage), self._path(number, to))

    def drop(self, number: int, *stages: str) -> None:
        for stage in stages:
            with suppress(OSError):
                os.unlink(self._path(number, stage))

    def drop_undone(self) -> None:
        """Forget what could be redone."""
        for number, stages in self.stages().items():
            if "undone" in stages:
                self.drop(number, "done", "undone")

    def age(self, number: int, stage: str) -> float:
        """When it was written, in seconds since 1970."""
        with suppress(OSError):
            return os.stat(self._path(number, stage)).st_mtime
        return 0.0

    def prune(self, deeds: int, size: int) -> None:
        """Forget the oldest deeds beyond this many, or this many bytes; never the newest or a pending one."""
        room = size
        for place, (number, stages) in enumerate(reversed(self.stages().items())):
            for stage in stages:
                with suppress(OSError):
                    room -= os.stat(self._path(number, stage)).st_size
            if place and (place >= deeds or room < 0) and stages.isdisjoint(PENDING):
                self.drop(number, *stages)

    def _path(self, number: int, stage: str) -> str:
        return os.path.join(self.folder, f"{number:08d}.{stage}")
