"""Put a drawing into a file of its own, never over anything that was not drawn by us."""

from __future__ import annotations

from pathlib import Path

from vault_tools.core.errors import VaultError
from vault_tools.core.wording.chart import MARK
from vault_tools.store import write

_HEAD = 1000  # bytes among which our mark stands


def keep_drawing(path: Path, text: str, *, force: bool = False) -> None:
    """Write an SVG file. Raises VaultError if another one is there, unless it is forced; a note never is."""
    if path.suffix.lower() != ".svg":
        raise VaultError(f"{path} is no name for a drawing; let it end in .svg")
    before = write.current(path)
    if before is None:
        write.create(path, text.encode())
    elif MARK.encode() not in before[:_HEAD] and not force:
        raise VaultError(f"{path} exists and is no drawing of ours; give another name, or --force")
    elif before != text.encode():
        write.replace(path, before, text.encode())
