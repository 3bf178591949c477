"""The one file that is drawn from all others: whether it lags behind them, and its writing, safe against a kill.

Knows paths and bytes, not what is drawn. The caller holds the writer lock.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from vault_tools.core.errors import VaultError
from vault_tools.core.model import Edit
from vault_tools.store import temporary
from vault_tools.store.record import Record, decode, encode
from vault_tools.store.recovery import tidy
from vault_tools.store.refusal import refused
from vault_tools.store.state import ensure
from vault_tools.store.tree import Tree

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class Showing:
    """The drawn file of one vault. Making one touches no disk."""

    def __init__(self, root: Path, state: Path) -> None:
        self._tree, self._state = Tree(root), state
        self._behind, self._drawing = state / "behind", state / "drawing"

    def falls_behind(self) -> None:
        """Notes are about to change. If the process dies before `caught_up`, the next one knows of it."""
        with suppress(OSError):  # then it is only drawn later
            os.close(os.open(self._behind, _NEW, 0o600))

    def is_behind(self) -> bool:
        return os.path.lexists(self._behind)

    def caught_up(self) -> None:
        """It shows the notes as they are."""
        with suppress(OSError):
            os.unlink(self._behind)

    def draw(self, path: str, before: bytes | None, after: bytes) -> None:
        """Write it anew; raises like write.replace and write.create.

        What is meant is kept until it is done: killed right after the swap, `tidy` can tell the bytes that we
        displaced from those that somebody had saved in that instant. Not synced: a kill is no power cut.
        """
        edit = Edit(path, before, after)
        ensure(self._state)
        try:
            fd = os.open(self._drawing, _NEW, 0o600)
            try:
                os.write(fd, encode(Record("", (edit,))))
            finally:
                os.close(fd)
        except OSError as error:
            raise refused(error, self._drawing) from error
        self._tree.put_in_place([edit])
        self._done()

    def tidy(self) -> None:
        """Remove what a killed drawing left beside the file; what somebody had saved in that instant comes back."""
        with suppress(OSError, VaultError):
            record = decode(temporary.read(os.fspath(self._drawing)))
            for edit in record.edits if record else ():
                tidy(edit, self._tree)
            self._done()

    def _done(self) -> None:
        with suppress(OSError):
            os.unlink(self._drawing)
