"""The one way to put bytes into the vault: whole or not at all, and never over what somebody else saved.

Knows paths and bytes; knows nothing of notes. Several changes can be carried out as one: first all new
bytes are written to hidden files beside their targets, where a full disk shows itself, then they are
swapped in, then the folders are synced, and only then what they displaced is looked at once more and removed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from vault_tools.core.errors import StorageError, VaultError
from vault_tools.store import temporary
from vault_tools.store.changes import Change, Creation, Names, Removal, Replacement
from vault_tools.store.refusal import refused
from vault_tools.store.temporary import leftovers as leftovers
from vault_tools.store.temporary import sweep as sweep


class HalfwayError(StorageError):
    """The disk failed, and failed again when the old bytes were put back."""


def replace(path: Path, expected: bytes, new: bytes) -> None:
    """Change a file's bytes from `expected` to `new`, keeping its mode, owner, attributes and links.

    Raises ChangedError if the file holds other bytes (its own stay), StorageError if the disk refuses.
    """
    put_in_place([Replacement(path, expected, new)])


def create(path: Path, new: bytes) -> None:
    """Make a file and its folders; it appears complete.

    Raises ChangedError if the name is taken, also when it differs only in case or Unicode form, StorageError
    if the disk refuses.
    """
    put_in_place([Creation(path, new)])


def remove(path: Path, expected: bytes) -> None:
    """Remove a file that holds exactly the `expected` bytes; raises like `replace`."""
    put_in_place([Removal(path, expected)])


def put_in_place(changes: Sequence[Change]) -> None:
    """Carry out all changes or none.

    After an error every file has its old bytes; only HalfwayError says that some could not be put back.
    """
    at = changes[0].path if changes else ""
    names = Names()
    try:
        for change in changes:
            at = change.path
            change.stage(names)
        for change in changes:
            at = change.path
            change.swap()
        for at in dict.fromkeys(folder for change in changes for folder in change.folders()):
            temporary.sync_folder(at)
        for change in changes:
            at = change.path
            change.confirm()
    except BaseException as error:
        reason = refused(error, at) if isinstance(error, OSError) else error
        stuck = [change.path for change in reversed(changes) if not _is_put_back(change)]
        if stuck:
            raise HalfwayError(
                f"{reason} But the old bytes of {', '.join(stuck)} could not be put back yet: "
                "run any vault command that writes, it tries again."
            ) from error
        if reason is error:
            raise
        raise reason from error
    for change in changes:
        change.settle()


def current(path: Path) -> bytes | None:
    """The bytes of a file now, None if there is none."""
    try:
        return temporary.read(os.fspath(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refused(error, path) from error


def _is_put_back(change: Change) -> bool:
    try:
        change.put_back()
        for folder in change.folders():
            with suppress(OSError):
                temporary.sync_folder(folder)
    except (OSError, VaultError):
        return False
    return True
