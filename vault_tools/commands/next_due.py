"""Keep the property `next_due` in the notes of some kinds: written where it differs, and nothing else with it.

It follows from the notes, as the dashboard does, so it is no deed of its own: undo passes over it, and the
refresh behind an undo writes it anew.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import NamedTuple

from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.meaning import frontmatter
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import remove_property, set_property
from vault_tools.core.rules.next_due import NAME, next_dues
from vault_tools.core.rules.search import Search
from vault_tools.store import write
from vault_tools.store.vault import Vault

RESTED = 5.0  # seconds after a save in which the watcher leaves a note alone: somebody may be typing in it

_MISSING = object()


class Kept(NamedTuple):
    """How many notes were written to, and whether another one has to rest first."""

    written: int
    is_resting: bool


def keep_next_due(vault: Vault, search: Search, *, rested: float) -> Kept:
    """Bring the property up to date in every note that was not saved in the last `rested` seconds.

    What was saved in between, or cannot be changed safely, stays as it is; the next refresh looks again.
    """
    written, is_resting = 0, False
    kinds = [kind.name for kind in vault.kinds.values() if kind.next_due]
    for note, day in next_dues(search, kinds):
        wanted = None if day is None else day.isoformat()
        if note.properties.get(NAME, _MISSING) == (_MISSING if wanted is None else wanted):
            continue
        if _has_other_names(vault.root / note.path):
            continue  # each may want another day, and they would be written in turn for ever
        if was_just_saved(vault.root / note.path, rested):
            is_resting = True
            continue
        try:
            written += _write(vault, note.path, wanted)
        except ChangedError:
            is_resting = True
        except (VaultError, OSError):
            continue
    return Kept(written, is_resting)


def as_it_was(now: bytes, was: bytes) -> bytes:
    """The note `now` with its `next_due` as it is in `was`; as it is where that cannot be done safely."""
    values = frontmatter.read(decode(was)).values
    try:
        if NAME in values:
            return encode(set_property(decode(now), NAME, values[NAME]))
        return encode(remove_property(decode(now), NAME))
    except VaultError:
        return now


def _write(vault: Vault, path: str, wanted: str | None) -> bool:
    before = vault.read(path)
    text = decode(before)
    after = encode(remove_property(text, NAME) if wanted is None else set_property(text, NAME, wanted))
    if after == before:
        return False
    write.replace(vault.root / path, before, after)
    return True


def _has_other_names(path: Path) -> bool:
    try:
        return os.stat(path).st_nlink > 1
    except OSError:
        return False


def was_just_saved(path: Path, rested: float = RESTED) -> bool:
    """Whether a file was saved in the last `rested` seconds, so that somebody may still be writing it."""
    try:
        return 0 <= time.time() - os.stat(path).st_mtime < rested
    except OSError:
        return False
