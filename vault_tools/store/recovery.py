"""Decide what becomes of a deed that a kill cut off: finish it, reverse it, or leave it and say so.

Knows one record and the files it names; knows no journal.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum
from pathlib import Path

from vault_tools.core.errors import StorageError
from vault_tools.core.model import Edit
from vault_tools.store import exchange, write
from vault_tools.store.changes import is_torn, is_written_in_place
from vault_tools.store.record import Record
from vault_tools.store.tree import Tree
from vault_tools.store.turn import MisfitError, turned


class Outcome(Enum):
    """What became of it: no file had been touched; all is done; all is as before; a part is done."""

    NOTHING = "nothing"
    FINISHED = "was finished"
    REVERSED = "was taken back"
    STUCK = "stays half done"


def recovered(record: Record, tree: Tree) -> tuple[Outcome, str]:
    """Bring the files of a record to one side, and name the path that stands in the way if it is STUCK.

    Raises VaultError if the disk refuses; calling again later is safe.
    """
    for edit in record.edits:
        tidy(edit, tree)
    if not any(_may_show(edit, tree) for edit in record.edits):
        tree.remove_folders(record.folders)
        return Outcome.NOTHING, ""
    try:
        tree.put_in_place(_rest(record.edits, tree))
    except (StorageError, MisfitError):
        pass
    else:
        return Outcome.FINISHED, ""
    try:
        tree.put_in_place(_reversal(record.edits, tree))
    except MisfitError as misfit:
        # A single file is swapped in one step: whatever it holds, it is not half done.
        if len(record.edits) == 1:
            return Outcome.NOTHING, ""
        with suppress(MisfitError):  # saved this moment: then it is whole
            tree.put_in_place(_untorn(record.edits, tree))
        return Outcome.STUCK, str(misfit)
    tree.remove_folders(record.folders)
    return Outcome.REVERSED, ""


def _rest(edits: Iterable[Edit], tree: Tree) -> Iterator[Edit]:
    """What is still to be done; MisfitError if a file has bytes that the record does not know."""
    for edit in edits:
        now = tree.now(edit.path)
        if now == edit.before or _is_torn(edit, now, tree):
            yield Edit(edit.path, now, edit.after)
        elif now != edit.after:
            raise MisfitError(edit.path)


def _reversal(edits: Iterable[Edit], tree: Tree) -> Iterator[Edit]:
    """What takes back the part that was done; MisfitError if that can no longer be told."""
    for edit in reversed(tuple(edits)):
        now = tree.now(edit.path)
        then = edit.before if _is_torn(edit, now, tree) else _without(edit, now)
        if then != now:
            yield Edit(edit.path, now, then)


def _untorn(edits: Iterable[Edit], tree: Tree) -> Iterator[Edit]:
    """What makes the torn files whole, as they were before."""
    for edit in edits:
        if _is_torn(edit, now := tree.now(edit.path), tree):
            yield Edit(edit.path, now, edit.before)


def _may_show(edit: Edit, tree: Tree) -> bool:
    now = tree.now(edit.path)
    try:
        return _is_torn(edit, now, tree) or _without(edit, now) != now
    except MisfitError:
        return True


def _without(edit: Edit, now: bytes | None) -> bytes | None:
    """The present bytes without the edit, made or not; MisfitError if they do not tell which."""
    if now == edit.before:
        return now
    try:
        return turned(now, edit.after, edit.before)
    except MisfitError:
        try:
            turned(now, edit.before, edit.after)
        except MisfitError:
            raise MisfitError(edit.path) from None
        return now  # the old lines are there: the user changed others, and ours never came


def _is_torn(edit: Edit, now: bytes | None, tree: Tree) -> bool:
    if now is None or edit.before is None or edit.after is None:
        return False
    return is_torn(now, edit.before, edit.after) and is_written_in_place(tree.path(edit.path))


def tidy(edit: Edit, tree: Tree) -> None:
    """Remove what the kill left beside the file, unless it holds what somebody saved in that very instant."""
    path = os.path.abspath(tree.path(edit.path))
    for target in {path, os.path.realpath(path)}:
        for temp in write.leftovers(target):
            data = write.current(Path(temp))
            is_ours = data is None or data == edit.before or (edit.after or b"").startswith(data)
            with suppress(OSError):
                if is_ours:
                    os.unlink(temp)
                else:
                    _give_back(temp, target, edit)


def _give_back(temp: str, target: str, edit: Edit) -> None:
    now = write.current(Path(target))
    if now is None:
        exchange.move_without_replacing(temp, target)
    elif now == edit.after and exchange.exchange(temp, target):
        os.unlink(temp)
