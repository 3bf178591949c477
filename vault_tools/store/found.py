"""What one walk over a vault's files saw: each note's path with its stamp. Knows no byte of any."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vault_tools.core.model import Problem
from vault_tools.store.answers import Tally
from vault_tools.store.walk import folders, is_unread

Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What one walk saw: the notes' paths with their stamps, and what could not be looked into.

    `tally` is the sum over it, `taken` the moment it began, in ns; the folders `apart` were passed over.
    """

    files: dict[str, Stamp]
    problems: tuple[Problem, ...]
    tally: Tally = field(default_factory=Tally, compare=False)
    taken: int = field(default=0, compare=False)
    apart: frozenset[str] = field(default=frozenset(), compare=False)

    def saved_since(self, before: Found) -> dict[str, Stamp] | None:
        """The notes with other stamps than before; None if one came or went, or there is other trouble."""
        then, now = before.files, self.files
        if then.keys() != now.keys() or self.problems != before.problems or self.apart != before.apart:
            return None
        return {path: stamp for path, stamp in now.items() if then[path] != stamp}


def walk(root: Path, apart: Iterable[str] = (), known: Mapping[str, Stamp] | None = None) -> Found:
    """Every note below `root`, see `walk.folders`; equal stamps are those `known` already, not kept a second time."""
    files: dict[str, Stamp] = {}
    before = known or {}
    problems: list[Problem] = []
    tally, taken = Tally(), time.time_ns()
    for listing in folders(str(root), apart):
        tally.add(listing)
        folder, rows, odd = listing
        inside = f"{folder}/" if folder else ""
        for name, size, saved, changed, inode in rows:
            path, stamp = inside + name, (size, saved, changed, inode)
            same = before.get(path)
            files[path] = same if same == stamp else stamp
        if odd:
            problems += [Problem(path, 1, why, is_unread=is_unread(why)) for path, why in odd]
    return Found(files, tuple(problems), tally, taken, frozenset(apart))
