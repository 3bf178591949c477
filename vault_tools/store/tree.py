"""The vault as paths and bytes: posix paths inside it, what stands there now. Knows no journal."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from vault_tools.core.errors import VaultError
from vault_tools.core.model import Edit
from vault_tools.store import write
from vault_tools.store.changes import Change, Creation, Removal, Replacement
from vault_tools.store.walk import is_outside


class Tree:
    """A vault's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, path: str) -> Path:
        """The file of a path in the vault; one that leads out of it is refused."""
        if not path or path.startswith("/") or ".." in path.split("/"):
            raise VaultError(f"{path} does not lie in the vault: nothing was changed. Name a note inside it.")
        return self.root / path

    def now(self, path: str) -> bytes | None:
        """The bytes that stand there, None for no file."""
        return write.current(self.path(path))

    def put_in_place(self, edits: Iterable[Edit]) -> None:
        """Carry out all edits or none, see write.put_in_place; then sweep where killed commands left something."""
        changes = [self._change(edit) for edit in edits]
        write.put_in_place(changes)
        for folder in {os.path.dirname(os.path.realpath(change.path)) for change in changes}:
            write.sweep(folder)

    def refuse_links_out(self, edits: Iterable[Edit]) -> None:
        """Raises VaultError if a file would be made where the vault is not looked through, see `walk.folders`."""
        for folder in dict.fromkeys(os.path.dirname(edit.path) for edit in edits if edit.before is None):
            for link in _links(self.root, folder):
                if not os.path.exists(self.path(link)):
                    raise VaultError(
                        f"{link} is a link that leads nowhere: nothing was changed. Delete it, or put its target back."
                    )
                if is_outside(os.fspath(self.root), os.path.realpath(self.path(link))):
                    raise VaultError(
                        f"{link} is a link to a folder outside the vault, where no note counts: nothing was changed. "
                        "Put the folder itself there, or take the link away."
                    )

    def missing_folders(self, edits: Sequence[Edit]) -> tuple[str, ...]:
        """The folders that creating these files will make, deepest last."""
        missing = set()
        for edit in edits:
            folder = edit.path.rpartition("/")[0] if edit.before is None else ""
            while folder and not os.path.isdir(self.path(folder)):
                missing.add(folder)
                folder = folder.rpartition("/")[0]
        return tuple(sorted(missing))

    def remove_folders(self, folders: Sequence[str]) -> None:
        """Remove those of these folders, deepest last, that are empty."""
        for folder in reversed(folders):
            with suppress(OSError):  # not empty: the user keeps something there
                os.rmdir(self.path(folder))

    def _change(self, edit: Edit) -> Change:
        path = self.path(edit.path)
        if edit.before is None:
            return Creation(path, edit.after or b"")
        if edit.after is None:
            return Removal(path, edit.before)
        return Replacement(path, edit.before, edit.after)


def _links(root: Path, folder: str) -> list[str]:
    """The links among a folder and those above it, the topmost first."""
    parts = folder.split("/") if folder else []
    above = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return [path for path in above if os.path.islink(root / path)]
