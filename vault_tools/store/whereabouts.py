"""Where notes of a deed stand by now that are gone from their place: told by block ids and bytes. Knows no journal."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from pathlib import Path

from vault_tools.store.scan import read_bytes
from vault_tools.store.walk import folders

_ID = re.compile(rb"[ \t]\^(fu-[A-Za-z0-9-]+)[ \t]*\r?$", re.MULTILINE)  # of a line of ours, see `copies.py`


def whereabouts(
    root: Path,
    gone: Mapping[str, bytes],
    others: Container[str],
    since: float,
    as_it_was: Callable[[bytes, bytes], bytes],
) -> dict[str, str]:
    """Of the notes that are gone, by path, those that were renamed or moved, and where to.

    A line of ours stands once, so it tells its note also when that was edited. A note without such a line is known by
    its very bytes; many have the same, so only in a note whose file changed, if only its name, `since` that moment, and
    that is none of the `others` of the deed.
    """
    ids = {path: set(_ID.findall(data)) for path, data in gone.items()}
    found: dict[str, str] = {}
    with suppress(OSError):
        for folder, rows, _ in folders(os.fspath(root)):
            for name, _, _, changed, _ in rows:
                there = f"{folder}/{name}" if folder else name
                with suppress(OSError):
                    data = read_bytes(root / there)
                    here = set(_ID.findall(data))
                    is_new = changed / 1e9 >= since and there not in others
                    for path, was in gone.items():
                        if not ids[path].isdisjoint(here) or (is_new and as_it_was(data, was) == was):
                            found.setdefault(path, there)
    return found
