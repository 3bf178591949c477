"""How every file that matters to the dashboard looks from outside: enough to tell whether anything changed.

Knows paths and stamps; opens no file.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vault_tools.core.model import Problem
from vault_tools.store.finding import READ_BESIDE
from vault_tools.store.found import Found, Stamp, walk
from vault_tools.store.walk import CHANGED, COARSE_TICK, MOST_BYTES, tick

_SOON = 20_000_000  # ns: most disks' clock ticks every 10 ms at most; it is less than the quiet that is waited for


@dataclass(frozen=True, slots=True)
class Glance:
    """The stamp of each file, by path; two glances are equal if nothing happened between them.

    `found` are the notes among them, if they were all looked at.
    """

    files: Mapping[str, Stamp]
    problems: tuple[Problem, ...]
    taken: int = field(compare=False)
    found: Found | None = field(compare=False, default=None)

    def differs(self, before: Glance) -> frozenset[str]:
        """The paths that changed since, and those that had just been saved then and may hide a later save."""
        then, now = before.files, self.files
        fresh = range(before.taken - COARSE_TICK, self.taken)
        paths = {
            path
            for path, stamp in now.items()
            if then.get(path) != stamp
            or ((time := stamp[CHANGED - 1]) in fresh and before.taken - time <= tick(time, usual=_SOON))
        }
        paths.update(then.keys() - now.keys())
        if self.problems != before.problems:
            paths.update(problem.path for problem in {*self.problems} ^ {*before.problems})
        return frozenset(paths)

    def of_these(self, root: Path, notes: Iterable[str]) -> Glance | None:
        """This glance with these notes as they are now.

        None if one of them came, went, is another kind of file, or has other names too, which nobody names to us.
        """
        taken, stamps = time.time_ns(), {}
        for path in notes:
            if path not in self.files or path[-3:].lower() != ".md":
                return None
            try:
                status = os.lstat(root / path)
            except OSError:
                return None
            if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES or status.st_nlink > 1:
                return None
            stamps[path] = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        return Glance({**self.files, **stamps}, self.problems, taken)

    def then_read(self, found: Found) -> Glance:
        """This glance with the notes as a reader found them a moment later."""
        return Glance({**self.files, **found.files}, self.problems, self.taken)


def glance(
    root: Path,
    templates: str,
    apart: frozenset[str] = frozenset(),
    known: Mapping[str, Stamp] | None = None,
) -> Glance:
    """Look at all notes but those `apart`, the settings and the templates. OSError if the vault is not there.

    Stamps that are `known` from a look before are not kept a second time.
    """
    found = walk(root, apart, known)
    return Glance({**found.files, **dict(_others(root, templates))}, found.problems, found.taken, found)


def _others(root: Path, templates: str) -> Iterator[tuple[str, Stamp]]:
    paths = [*READ_BESIDE]
    for folder, _, names in os.walk(root / templates):
        inside = os.path.relpath(folder, root).replace(os.sep, "/")
        paths += [f"{inside}/{name}" for name in names]
    for path in paths:
        try:
            status = os.stat(root / path)
        except OSError:
            continue
        yield path, (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
